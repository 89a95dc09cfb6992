"""The translation memory: how a text was translated before, and a unit put right or taken out."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.inline import strip
from workbench.normalize import occurrences
from workbench.store import Kept
from workbench.ui import memory_cleaning, memory_files, memory_names, session, show, signs
from workbench.ui.session import _, ngettext

PAGE_SIZE = 20
MOST = 300
"""Units found for one search."""


def page() -> None:
    """What the desk remembers."""
    session.header("memories")
    listing, entry = st.columns([5, 3], gap="large")
    try:
        counts = session.store().counted()
        with listing:
            _listing(counts)
        with entry, st.container(key="unit"):
            _entry(counts)
    except WorkbenchError as error:
        session.problem(error)


def _listing(counts: Counter[str]) -> None:
    """The units that were asked for, newest first."""
    with st.container(key="memory-filters", horizontal=True, vertical_alignment="center"):
        sought = st.text_input(
            _("Find in source or target"),
            key="memory-search",
            placeholder=_("Find in source or target"),
            icon=":material/search:",
            max_chars=500,
            label_visibility="collapsed",
            width=360,
        )
        language = session.target_choice("memory-language")
        memory = memory_names.choice("memory-chosen")
    found = session.store().concordance(
        sought or "", target_language=language, memory=memory, limit=MOST
    )
    total = counts[language] if language else counts.total()
    count = ngettext("{count} unit", "{count} units", total)
    if (sought or "").strip():
        more = "+" if len(found) == MOST else ""
        count = _("{found} of {total}").format(found=session.number(len(found)) + more, total=count)
    if memory_cleaning.open_():
        memory_cleaning.listing()
        return
    st.html(show.heading(_("Memory"), count))
    if not found:
        st.html(show.paragraph(_empty(total), "empty"))
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(st.session_state.get("memory-page", 1), pages)
    for kept in found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]:
        _line(kept, sought or "")
    if pages > 1:
        st.pagination(pages, key="memory-page", max_visible_pages=7)


def _empty(total: int) -> str:
    if total:
        return _("Nobody has translated that yet. Try a shorter piece of it.")
    return _(
        "Nothing is remembered yet. What you confirm in the editor comes here by itself; "
        "what other tools remember can be imported."
    )


def _line(kept: Kept, sought: str) -> None:
    """One unit: source, target, and whose word it is."""
    unit = kept.unit
    with st.container(
        key=f"memory-{kept.id}", horizontal=True, vertical_alignment="center", wrap=False
    ):
        st.html(
            f'<div class="unit"><div>{_shown(unit.source, unit.source_language, sought)}</div>'
            f"<div>{_shown(unit.target, unit.target_language, sought)}</div>{_facts(kept)}</div>"
        )
        st.button(
            _("Edit"),
            key=f"unit-edit-{kept.id}",
            type="tertiary",
            on_click=_choose,
            args=(kept,),
            disabled=not session.may(Right.MEMORY),
        )


def _shown(content: str, language: str, sought: str) -> str:
    return show.text(content, language, sought=occurrences(sought, strip(content), language))


def _facts(kept: Kept) -> str:
    unit = kept.unit
    date = unit.changed or unit.created
    facts = (
        show.escaped(session.language_name(unit.target_language)),
        show.run(unit.author or unit.creator),
        show.escaped(session.date(date)) if date else "",
        show.run(unit.origin),
    )
    spans = "".join(f"<span>{fact}</span>" for fact in facts if fact != "<bdi></bdi>" and fact)
    return f'<div class="facts">{spans}</div>'


def _choose(kept: Kept | None) -> None:
    st.session_state["memory-unit"] = kept


# One unit, or the files


def _entry(counts: Counter[str]) -> None:
    """The unit chosen, to be put right; else the ways in and out."""
    gone = st.session_state.get("memory-gone")
    if gone is not None:
        _put_back(gone)
    seen: Kept | None = st.session_state.get("memory-unit")
    if seen is not None:
        _unit(seen)
    else:
        memory_files.show(counts)
        memory_cleaning.entry(st.session_state.get("memory-language", ""))


def _unit(seen: Kept) -> None:
    """One unit in a form, and what it said before."""
    unit = seen.unit
    st.html(show.heading(_("One unit")))
    st.html(show.text(unit.source, unit.source_language))
    with st.form(f"unit-form-{seen.id}", border=False):
        with st.container(key=f"cell-{unit.target_language}-unit-{seen.id}"):
            target = st.text_area(
                session.language_name(unit.target_language),
                signs.to_box(unit.target, unit.source),
                key=f"unit-target-{seen.id}-{unit.changed}",
                height=140,
            )
        with st.container(horizontal=True, gap="small"):
            save = st.form_submit_button(_("Save"), type="primary")
            delete = st.form_submit_button(_("Remove"), icon=":material/delete:")
            close = st.form_submit_button(_("Close"))
    if save:
        _store(seen, signs.from_box((target or "").strip(), unit.source))
    elif delete:
        _store(seen, "")
    elif close:
        _choose(None)
    if save or delete or close:
        st.rerun()
    _before(seen)


def _store(seen: Kept, target: str) -> None:
    """Save what was written, or say why not and show the unit as it stands."""
    store = session.store()
    try:
        session.require(Right.MEMORY)
        store.rewrite(seen.id, target, seen=seen.unit.target, author=session.author())
    except WorkbenchError as error:
        session.later(error)
    else:
        st.session_state["memory-gone"] = None if target else seen
    _choose(store.unit(seen.id))


def _put_back(gone: Kept) -> None:
    """A unit taken out just now can be had back."""
    with st.container(key="memory-undo", horizontal=True, vertical_alignment="center"):
        st.html(show.paragraph(_("Removed from the memory."), "told"))
        if st.button(_("Put back"), key="memory-put-back", icon=":material/undo:"):
            st.session_state["memory-gone"] = None
            try:
                session.require(Right.MEMORY)
                session.store().rewrite(gone.id, gone.unit.target, seen="", author=session.author())
            except WorkbenchError as error:
                session.later(error)
            st.rerun()


def _before(seen: Kept) -> None:
    """What the unit said before."""
    said = session.store().said(seen.id)
    if not said:
        return
    st.html(show.heading(_("What it said before")))
    for before in said:
        date = show.escaped(session.date(before.at)) if before.at else ""
        st.html(
            f'<div class="hit">{show.text(before.target, seen.unit.target_language)}'
            f'<div class="facts"><span>{show.run(before.author)}</span><span>{date}</span>'
            "</div></div>"
        )
