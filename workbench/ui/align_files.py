"""An article and a translation of it that already exists, aligned into the memory."""

from __future__ import annotations

import streamlit as st

from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.languages import targets
from workbench.pipeline import aligning
from workbench.ui import entry, memory_names, session, show
from workbench.ui.session import _


def form() -> None:
    """The two files, the language and the memory; a job does the rest."""
    st.html(show.heading(_("Align a translation")))
    turn = st.session_state.setdefault("align-uploads", 0)
    source = st.file_uploader(
        _("The English article"), type=entry.SUFFIXES, key=f"align-source-{turn}"
    )
    answer = st.file_uploader(
        _("Its translation"), type=entry.SUFFIXES, key=f"align-translation-{turn}"
    )
    if source is None or answer is None:
        return
    names = {"": _("As the translation says itself")}
    names |= {one.code: session.language_name(one.code) for one in targets()}
    to = st.selectbox(
        _("Translated into"), list(names), format_func=names.__getitem__, key="align-to"
    )
    memory = memory_names.entrance("align-entrance")
    files = [(one.name, one.getvalue()) for one in (source, answer)]
    st.button(
        _("Align"),
        key="align",
        type="primary",
        help=_("Pairs of sentences that surely belong together go into the memory."),
        on_click=_align,
        args=(files, to or "", memory),
        disabled=not session.may(Right.MEMORY),
    )


def _align(files: list[tuple[str, bytes]], to: str, memory: int) -> None:
    given = {"to": to, "memory": memory, "least": aligning.SURE}
    try:
        session.require(Right.MEMORY)
        session.work().errand("align", files[1][0], by=session.person(), given=given, files=files)
    except WorkbenchError as error:
        session.later(error)
        return
    st.session_state["align-uploads"] += 1
