"""The desk: what lies on it, how far it has come, and how something new gets there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.store import KEPT_DAYS, Deleted, StoredDocument
from workbench.ui import at_work, checked, entry, picked, said, session, shelf, show
from workbench.ui.session import _, ngettext

HITS = 50
PATIENCE = 0.2
"""Seconds that the page may be held up by checks; the rest comes when it is there."""


def page() -> None:
    """The home of the workbench."""
    session.header("desk")
    documents = session.store().documents()
    open_ = st.session_state.get("entry", False) or not documents
    if not open_:
        _desk(documents, closed=True)
        return
    listing, new = st.columns([5, 2], gap="large")
    with new, st.container(key="entry"):
        entry.form()
        if documents:
            st.button(
                _("Close"), key="entry-close", type="tertiary", on_click=_entry, args=(False,)
            )
    with listing:
        _desk(documents, closed=False)


def _entry(wanted: bool) -> None:
    st.session_state["entry"] = wanted


def _desk(documents: Sequence[StoredDocument], *, closed: bool) -> None:
    """The documents, or what was sought in them."""
    sought = _head(documents, closed=closed)
    _deleted_now()
    if not documents:
        welcome = _(
            "Nothing here yet. Give the workbench an English article, or take the sample, "
            "and its Dari and Pashto drafts will lie here to be corrected."
        )
        at_work.put()
        st.html(show.paragraph(welcome, "empty"))
    elif sought:
        _hits(sought)
    else:
        _table(documents, closed=closed)
    _deleted()


def _head(documents: Sequence[StoredDocument], *, closed: bool) -> str:
    """What lies here, the search over all of it, and the way to something new."""
    count = ngettext("{count} document", "{count} documents", len(documents))
    with st.container(
        key="desk-head", horizontal=True, vertical_alignment="center", gap="small", wrap=True
    ):
        st.html(show.heading(_("On the desk"), count if documents else ""), width="content")
        if not documents:
            return ""
        st.space("stretch")
        sought = st.text_input(
            _("Find in all documents"),
            key="desk-search",
            placeholder=_("Find in all documents"),
            icon=":material/search:",
            label_visibility="collapsed",
            width=300,
        )
        if closed:
            st.button(
                _("New translation"),
                key="entry-open",
                type="primary",
                on_click=_entry,
                args=(True,),
            )
    return (sought or "").strip()


def _table(documents: Sequence[StoredDocument], *, closed: bool) -> None:
    """Every document, and what may be done with those that are ticked."""
    said.waiting()
    at_work.put()
    if chosen := shelf.chosen(documents):
        picked.show(chosen)
    found = checked.several(session.store(), documents, patience=PATIENCE)
    shelf.put(documents, found, closed=closed)
    if None in found.values():
        _look_again(documents)


def _hits(sought: str) -> None:
    """The segments that hold a text, each with its way into the editor."""
    hits = session.store().search(sought, limit=HITS)
    st.html(show.paragraph(ngettext("{count} segment", "{count} segments", len(hits)), "told"))
    for hit in hits:
        with st.container(key=f"hit-{hit.document}-{hit.segment.key}"):
            st.html(show.hit(hit, session.language_name(hit.target_language)))
            if st.button(_("Open"), key=f"go-{hit.document}-{hit.segment.key}", type="tertiary"):
                session.go("editor", document=hit.document, segment=hit.segment.key)


@st.fragment(run_every=1.5)
def _look_again(documents: Sequence[StoredDocument]) -> None:
    """Draw the page anew when all that it still waits for is there."""
    store = session.store()
    if None not in checked.several(store, documents).values():
        st.rerun()


# What was deleted


def _deleted_now() -> None:
    """The way back from a deletion, right after it."""
    numbers: list[int] = st.session_state.get("deleted-now", [])
    if not numbers:
        return
    with st.container(key="undo", horizontal=True, vertical_alignment="center"):
        told = ngettext("{count} document deleted.", "{count} documents deleted.", len(numbers))
        st.html(show.paragraph(told, "told"), width="content")
        st.button(
            _("Undo"),
            key="undo-delete",
            icon=":material/undo:",
            on_click=_restore,
            args=(numbers,),
        )


def _restore(numbers: Sequence[int]) -> None:
    for number in numbers:
        try:
            session.require(Right.DELETE)
            session.store().restore(number)
            session.note("restored", session.store().document(number).name)
        except WorkbenchError as error:
            session.later(error)
    st.session_state["deleted-now"] = []


def _deleted() -> None:
    """What can still be put back, when it is asked for."""
    laid = session.store().deleted()
    if not laid:
        return
    count = ngettext("{count} deleted document", "{count} deleted documents", len(laid))
    if not st.toggle(count, key="deleted-shown"):
        return
    told = ngettext(
        "They can be put back for {count} day, then they go for good. The memory keeps what was "
        "confirmed in them.",
        "They can be put back for {count} days, then they go for good. The memory keeps what was "
        "confirmed in them.",
        KEPT_DAYS,
    )
    st.html(show.paragraph(told, "told"))
    for one in laid[:HITS]:
        _laid(one)


def _laid(one: Deleted) -> None:
    document = one.document
    until = session.date(one.at + timedelta(days=KEPT_DAYS))
    with st.container(
        key=f"laid-{document.id}", horizontal=True, vertical_alignment="center", wrap=False
    ):
        language = show.escaped(session.language_name(document.target_language))
        kept = show.escaped(_("kept until {date}").format(date=until))
        st.html(
            f'<div class="facts"><b>{show.run(document.name)}</b><span>{language}</span>'
            f"<span>{kept}</span></div>"
        )
        st.button(
            _("Put back"),
            key=f"restore-{document.id}",
            type="tertiary",
            on_click=_restore,
            args=([document.id],),
        )
