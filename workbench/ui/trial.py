"""Engines and translations put to the test: a job scores them against what people made of it."""

from __future__ import annotations

import streamlit as st

from workbench import engines
from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.languages import targets
from workbench.ui import at_work, session, show
from workbench.ui.session import _

KINDS = ["tsv", "tab", "txt", "po", "xlf", "xliff", "csv", "xlsx"]


def show_trial() -> None:
    """The text and who is put to the test; a job does it, and what came of it stands here."""
    with st.container(key="trial"):
        at_work.put({"evaluate"})
        with st.expander(_("Put engines and translations to the test"), icon=":material/balance:"):
            _form()


def _form() -> None:
    told = _(
        "The reference is a finished PO or XLIFF file, a table of English and translation, or a"
        " text file with a translation a line; so are the translations. The first of those tested"
        " is what the others are held to."
    )
    st.html(show.paragraph(told, "told"))
    turn = st.session_state.setdefault("trial-uploads", 0)
    one, many, language = st.columns([3, 3, 2], vertical_alignment="top")
    test = one.file_uploader(_("Reference"), type=KINDS, key=f"trial-test-{turn}")
    others = many.file_uploader(
        _("Translations"), type=KINDS, key=f"trial-others-{turn}", accept_multiple_files=True
    )
    chosen = language.pills(
        _("Engines"),
        engines.ready(),
        selection_mode="multi",
        default=engines.ready()[:1],
        key="trial-engines",
    )
    names = {"": _("As the file says")}
    names |= {one.code: session.language_name(one.code) for one in targets()}
    to = language.selectbox(
        _("Translated into"), list(names), format_func=names.__getitem__, key="trial-to"
    )
    files = [(file.name, file.getvalue()) for file in (test, *(others or ())) if file]
    st.button(
        _("Evaluate"),
        key="trial-ask",
        type="primary",
        on_click=_ask,
        args=(files, list(chosen or []), to or ""),
        disabled=test is None or not (chosen or others) or not session.may(Right.ADD),
    )


def _ask(files: list[tuple[str, bytes]], names: list[str], to: str) -> None:
    given = {"engines": names, "to": to}
    try:
        session.require(Right.ADD)
        session.work().errand(
            "evaluate", files[0][0], by=session.person(), given=given, files=files
        )
    except WorkbenchError as error:
        session.later(error)
        return
    st.session_state["trial-uploads"] += 1
