"""Engines put to the test: scored, side by side, against what people wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from workbench import engines
from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.languages import targets
from workbench.ui import effort, session, show
from workbench.ui.session import _, ngettext

SURE = 0.05
"""From this chance down a difference is called significant."""


def form() -> None:
    """The test and who takes it; a job does the rest."""
    st.html(show.heading(_("Engines put to the test"), _("against what people wrote")))
    turn = st.session_state.setdefault("trial-uploads", 0)
    test = st.file_uploader(
        _("English and reference (.tsv), or a finished .po or .xlf"),
        type=["tsv", "tab", "po", "xlf", "xliff"],
        key=f"trial-test-{turn}",
    )
    if test is None:
        return
    chosen = st.pills(
        _("Engines"), engines.ready(), selection_mode="multi", default=engines.ready()[:1],
        key="trial-engines",
    )  # fmt: skip
    others = st.file_uploader(
        _("Other translations of it, a line a sentence (.txt)"),
        type=["txt"],
        accept_multiple_files=True,
        key=f"trial-others-{turn}",
    )
    names = {"": _("As the file says itself")}
    names |= {one.code: session.language_name(one.code) for one in targets()}
    to = st.selectbox(
        _("Translated into"), list(names), format_func=names.__getitem__, key="trial-to"
    )
    files = [(one.name, one.getvalue()) for one in (test, *(others or []))]
    st.button(
        _("Evaluate"),
        key="trial",
        type="primary",
        on_click=_ask,
        args=(files, list(chosen or []), to or ""),
        disabled=not session.may(Right.ADD) or not (chosen or others),
    )


def _ask(files: list[tuple[str, bytes]], names: list[str], to: str) -> None:
    try:
        session.require(Right.ADD)
        given = {"engines": names, "to": to}
        session.work().errand(
            "evaluate", files[0][0], by=session.person(), given=given, files=files
        )
    except WorkbenchError as error:
        session.later(error)
        return
    st.session_state["trial-uploads"] += 1


def scores(found: Mapping[str, Any]) -> str:
    """What an evaluation came to, as a table with a column a system."""
    systems = found["systems"]
    rows = []
    for label, chosen in (("", "scores"), (_("half-spaces as spaces"), "folded")):
        for place, score in enumerate(systems[0][chosen]):
            name = show.escaped(", ".join(filter(None, [score["metric"], label])))
            rows.append(effort.cells(name, [_score(one[chosen][place]) for one in systems]))
    kept = [_share(one["terms_kept"], found["terms"]) for one in systems]
    rows.append(effort.cells(show.escaped(_("terms kept")), kept))
    segments = ngettext("{count} segment", "{count} segments", found["segments"])
    language = session.language_name(found["target_language"])
    told = _("* differs surely from the first; ± is the range of most resamples")
    signed = "".join(
        f'<p class="told" dir="ltr">{show.escaped(one["metric"] + ": " + one["signature"])}</p>'
        for one in systems[0]["scores"]
    )
    table = effort.table(["", *(one["name"] for one in systems)], rows)
    return table + show.paragraph(f"{segments} · {language}. {told}", "told") + signed


def _score(score: Mapping[str, Any]) -> str:
    mark = "*" if score["p"] is not None and score["p"] <= SURE else ""
    value, margin = session.decimal(score["value"]), session.decimal(score["margin"])
    return f"\u2068{value} ± {margin}{mark}\u2069"


def _share(part: int, whole: int) -> str:
    return session.percent(part / whole) if whole else "-"
