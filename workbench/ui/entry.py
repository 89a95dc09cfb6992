"""The ways onto the desk: files, a text, the sample."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from workbench import pipeline, resources
from workbench.errors import NothingToTranslate, WorkbenchError
from workbench.formats import FORMATS
from workbench.languages import targets
from workbench.model import Document
from workbench.ui import session, show, work
from workbench.ui.session import _, ngettext

SUFFIXES = tuple(suffix[1:] for row in FORMATS.values() for suffix in row.suffixes)


def form() -> None:
    """Something new, and the languages it is wanted in."""
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
        if work.long(taken):
            _take_in(taken, list(chosen or []))
        else:
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
                added += 1
                session.work().begin(number, by=session.asker())
                session.note("translated", name, code)
            except NothingToTranslate as error:
                _offer_conversion(document, error)
                continue
            except WorkbenchError as error:
                session.later(error)
                continue
    if added:
        _emptied()
    st.rerun()


def _take_in(taken: Sequence[tuple[str, bytes]], languages: Sequence[str]) -> None:
    """Have a job do the same: it goes on when the page is closed."""
    try:
        session.work().take_in(taken, languages, by=session.person())
        _emptied()
    except WorkbenchError as error:
        session.later(error)
    st.rerun()


def _emptied() -> None:
    """The form as it is for the next."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    st.session_state.pop("pasted", None)


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
