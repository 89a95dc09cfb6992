"""The desk: what lies on it, how far it has come, and how something new gets there."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

import streamlit as st

from workbench import pipeline, resources
from workbench.access import Right
from workbench.errors import NothingToTranslate, WorkbenchError
from workbench.formats import FORMATS
from workbench.languages import targets
from workbench.model import Document, Finding
from workbench.store import StoredDocument
from workbench.ui import checked, opened, progress, session, show, who
from workbench.ui.session import _, ngettext

SUFFIXES = tuple(suffix[1:] for row in FORMATS.values() for suffix in row.suffixes)
SHOWN_AT_FIRST = 20
HITS = 50
PATIENCE = 0.4
"""Seconds that the page may be held up by checks; the rest comes when it is there."""


def page() -> None:
    """The home of the workbench."""
    session.header("desk")
    listing, entry = st.columns([5, 3], gap="large")
    with entry, st.container(key="entry"):
        _entry()
    with listing:
        _listing()


def _entry() -> None:
    """The ways in: files, a text, the sample."""
    st.html(show.heading(_("New translation")))
    way = st.segmented_control(
        _("Take the article from"),
        ["files", "text", "sample"] if resources.sample() else ["files", "text"],
        format_func={"files": _("Files"), "text": _("Text"), "sample": _("Sample")}.__getitem__,
        default="files",
        required=True,
        key="way",
        label_visibility="collapsed",
        width="stretch",
    )
    taken = {"files": _files, "text": _text, "sample": _sample}[way or "files"]()
    names = session.targets_named(targets())
    chosen = st.pills(
        _("Translate into"),
        list(names),
        selection_mode="multi",
        default=list(names),
        format_func=names.__getitem__,
        key="targets",
    )
    ready = bool(taken and chosen)
    if st.button(
        _("Translate"), type="primary", width="stretch", key="translate", disabled=not ready
    ):
        st.session_state.pop("converted", None)
        _translate_new(taken, list(chosen or []))
    _conversions()


def _files() -> list[tuple[str, bytes]]:
    st.session_state.setdefault("uploads", 0)
    uploaded = st.file_uploader(
        _("English articles (.md, .html, .docx, .txt)"),
        type=SUFFIXES,
        accept_multiple_files=True,
        key=f"upload-{st.session_state['uploads']}",
    )
    return [(file.name, file.getvalue()) for file in uploaded or []]


def _text() -> list[tuple[str, bytes]]:
    title = st.text_input(_("Name of the article"), key="title", placeholder="border-trade")
    text = st.text_area(_("English text"), key="pasted", height=260)
    name = re.sub(r'[\\/:*?"<>|\s]+', "-", title or "").strip("-.") or "article"
    return [(f"{name}.md", text.encode())] if text and text.strip() else []


def _sample() -> list[tuple[str, bytes]]:
    found = resources.sample()
    if found is None:
        return []
    st.caption(_("An article about trade across the border, to try the workbench with."))
    return [found]


def _translate_new(taken: Sequence[tuple[str, bytes]], languages: Sequence[str]) -> None:
    """Put each article on the desk once a language, and let the machine work."""
    added = 0
    for name, data in taken:
        for code in languages:
            try:
                document = pipeline.into(pipeline.read(data, name=name), code)
                pipeline.require_english(document)
                number = session.store().add(document, data)
            except NothingToTranslate as error:
                _offer_conversion(document, error)
                continue
            except WorkbenchError as error:
                session.later(error)
                continue
            session.work().begin(number, name, code)
            session.note("translated", name, code)
            added += 1
    if added:
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        st.session_state.pop("pasted", None)
    st.rerun()


def _offer_conversion(document: Document, error: NothingToTranslate) -> None:
    """An Iranian article is not translated: it is offered in Afghan Dari."""
    try:
        name, data, changes = pipeline.afghan(document)
    except WorkbenchError:
        session.later(error)
        return
    if changes:
        st.session_state.setdefault("converted", {})[name] = (data, changes)
    else:
        session.later(error)


def _conversions() -> None:
    """What was converted and not yet taken away."""
    for name, (data, changes) in st.session_state.get("converted", {}).items():
        told = ngettext(
            "It is in Iranian Persian: {count} word was put into Afghan Dari.",
            "It is in Iranian Persian: {count} words were put into Afghan Dari.",
            changes,
        )
        st.html(show.paragraph(told, "told"))
        st.download_button(
            show.plain(name),
            data=data,
            file_name=name,
            key=f"converted-{name}",
            icon=":material/download:",
            on_click="ignore",
        )


def _at_work() -> None:
    """What the machine is doing; asked for again every second until it has done."""
    working = session.work()
    jobs = working.jobs()
    for job in jobs:
        if job.finished:
            session.later(job.error)
            working.told(job)
            continue
        label = show.plain(f"{job.name} → {session.language_name(job.language)}")
        counted = f" · {session.number(job.done)} / {session.number(job.total)}"
        st.progress(job.share, text=label + (counted if job.total else ""))
    if len([job for job in jobs if not job.finished]) < st.session_state.get("working", 0):
        st.session_state["working"] = 0
        st.rerun()


def _listing() -> None:
    """The documents, newest first."""
    documents = session.store().documents()
    count = ngettext("{count} document", "{count} documents", len(documents))
    st.html(show.heading(_("On the desk"), count if documents else ""))
    if not documents:
        welcome = _(
            "Nothing here yet. Give the workbench an English article, or take the sample, "
            "and its Dari and Pashto drafts will lie here to be corrected."
        )
        st.html(show.paragraph(welcome, "empty"))
        return
    sought = st.text_input(
        _("Find in all documents"),
        key="desk-search",
        placeholder=_("Find in all documents"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    if sought and sought.strip():
        _hits(sought.strip())
        return
    everything = st.session_state.get("everything", False)
    if session.work().jobs():
        st.session_state["working"] = len(session.work().jobs())
        with st.container(key="working"):
            st.fragment(_at_work, run_every=1.0, key="at-work")()
    shown = documents if everything else documents[:SHOWN_AT_FIRST]
    found = _found(shown)
    for document in shown:
        _document(document, found[document.id])
    if None in found.values():
        _look_again(shown)
    if len(documents) > SHOWN_AT_FIRST and not everything:
        st.button(_("Show all"), key="show-all", on_click=_show_all, type="tertiary")


def _hits(sought: str) -> None:
    """The segments that hold a text, each with its way into the editor."""
    hits = session.store().search(sought, limit=HITS)
    st.html(show.paragraph(ngettext("{count} segment", "{count} segments", len(hits)), "told"))
    for hit in hits:
        with st.container(key=f"hit-{hit.document}-{hit.segment.key}"):
            st.html(show.hit(hit, session.language_name(hit.target_language)))
            if st.button(_("Open"), key=f"go-{hit.document}-{hit.segment.key}", type="tertiary"):
                session.go("editor", document=hit.document, segment=hit.segment.key)


def _show_all() -> None:
    st.session_state["everything"] = True


def _document(document: StoredDocument, found: Sequence[Finding] | None) -> None:
    """One line of the desk."""
    with st.container(key=f"document-{document.id}"):
        told, buttons = st.columns([6, 2], vertical_alignment="center")
        with told:
            st.html(_told(document, found))
        with buttons, st.container(horizontal=True, horizontal_alignment="right", gap="small"):
            if st.button(_("Open"), key=f"open-{document.id}", type="secondary"):
                session.go("editor", document=document.id)
            _more(document)


def _told(document: StoredDocument, found: Sequence[Finding] | None) -> str:
    """What the desk says of a document."""
    pair = (
        f"{show.escaped(session.language_name(document.source_language))}"
        f' <span class="arrow" aria-hidden="true"></span> '
        f"{show.escaped(session.language_name(document.target_language))}"
    )
    date = show.escaped(session.date(document.created))
    tally = progress.tallied(show.tally(found)) if found is not None else ""
    return (
        f'<div class="document"><div class="title">{show.run(document.name)}</div>'
        f'<div class="facts"><span>{pair}</span><span>{date}</span>'
        f"<span>{progress.said(document.states)}</span>{tally}</div>"
        f"{progress.bar(document.states)}</div>"
    )


def _found(documents: Sequence[StoredDocument]) -> dict[int, Sequence[Finding] | None]:
    """What the checks say of each; None where that takes longer than a page may."""
    until = time.monotonic() + PATIENCE
    found: dict[int, Sequence[Finding] | None] = {}
    for document in documents:
        try:
            found[document.id] = checked.findings_soon(
                session.store(), document, wait=time.monotonic() < until
            )
        except WorkbenchError:
            found[document.id] = ()
    return found


@st.fragment(run_every=1.5)
def _look_again(documents: Sequence[StoredDocument]) -> None:
    """Draw the page anew when all that it still waits for is there."""
    store = session.store()
    if all(checked.findings_soon(store, document) is not None for document in documents):
        st.rerun()


def _more(document: StoredDocument) -> None:
    """What is done rarely, or not lightly."""
    with st.popover(":material/more_horiz:", key=f"more-{document.id}", help=_("More")):
        st.button(
            _("Translate again"),
            key=f"again-{document.id}",
            help=_("New machine drafts. What people have confirmed stays."),
            on_click=_ask_again,
            args=(document,),
            width="stretch",
        )
        st.download_button(
            _("Everything as a ZIP"),
            data=who.exporting(
                session.store(),
                session.person(),
                partial(opened.bundle, session.store(), document.id),
                subject=document.name,
                detail=f"{document.target_language} zip",
            ),
            file_name=f"{PurePath(document.name).stem}.{document.target_language}.zip",
            mime="application/zip",
            key=f"zip-{document.id}",
            on_click="ignore",
            width="stretch",
        )
        st.button(
            _("Delete for good"),
            key=f"delete-{document.id}",
            on_click=_delete,
            args=(document.id, document.name),
            width="stretch",
            disabled=not session.may(Right.DELETE),
        )


def _ask_again(document: StoredDocument) -> None:
    try:
        session.require(Right.ADD)
    except WorkbenchError as error:
        session.later(error)
        return
    session.work().begin(document.id, document.name, document.target_language)
    session.note("translated", document.name, document.target_language)


def _delete(number: int, name: str) -> None:
    try:
        session.require(Right.DELETE)
        session.store().delete(number)
        session.note("deleted", name)
    except WorkbenchError as error:
        session.later(error)
