"""Engines put to the test: what they make of a text, scored against what people made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from workbench import engines
from workbench.access import Right
from workbench.errors import WorkbenchError
from workbench.languages import targets
from workbench.ui import at_work, session, show
from workbench.ui.session import _, ngettext

SURE = 0.05
"""From this chance down a difference is called significant."""
KINDS = ["tsv", "tab", "po", "xlf", "xliff"]


def show_trial() -> None:
    """The text and who is put to the test; a job does it, and what came of it stands here."""
    with st.container(key="trial"):
        at_work.put({"evaluate"})
        with st.expander(_("Put engines to the test"), icon=":material/speed:"):
            _form()


def _form() -> None:
    turn = st.session_state.setdefault("trial-uploads", 0)
    one, many, language = st.columns([3, 3, 2], vertical_alignment="top")
    test = one.file_uploader(
        _("English and reference"),
        type=KINDS,
        key=f"trial-test-{turn}",
        help=_("A table (.tsv) of English and translation, or a finished PO or XLIFF file."),
    )
    chosen = many.pills(
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
    st.button(
        _("Evaluate"),
        key="trial-ask",
        type="primary",
        on_click=_ask,
        args=(test and (test.name, test.getvalue()), list(chosen or []), to or ""),
        disabled=test is None or not chosen or not session.may(Right.ADD),
    )


def _ask(test: tuple[str, bytes], names: list[str], to: str) -> None:
    given = {"engines": names, "to": to}
    try:
        session.require(Right.ADD)
        session.work().errand("evaluate", test[0], by=session.person(), given=given, files=[test])
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
            name = ", ".join(filter(None, [score["metric"], label]))
            rows.append(_row(name, [_score(one[chosen][place]) for one in systems]))
    rows.append(
        _row(_("terms kept"), [_share(one["terms_kept"], found["terms"]) for one in systems])
    )
    head = "".join(f'<th scope="col">{show.run(one["name"])}</th>' for one in systems)
    segments = ngettext("{count} segment", "{count} segments", found["segments"])
    language = session.language_name(found["target_language"])
    told = _("* differs surely from the first; ± is the range of most resamples.")
    signed = "".join(
        f'<p class="told" dir="ltr">{show.escaped(one["metric"] + ": " + one["signature"])}</p>'
        for one in systems[0]["scores"]
    )
    return (
        f'<table class="figures"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
        + show.paragraph(f"{segments} · {language}. {told}", "told")
        + signed
    )


def _row(name: str, values: list[str]) -> str:
    cells = "".join(f"<td><bdi>{show.escaped(value)}</bdi></td>" for value in values)
    return f'<tr><th scope="row">{show.escaped(name)}</th>{cells}</tr>'


def _score(score: Mapping[str, Any]) -> str:
    mark = "*" if score["p"] is not None and score["p"] <= SURE else ""
    return f"{session.decimal(score['value'])} ± {session.decimal(score['margin'])}{mark}"


def _share(part: int, whole: int) -> str:
    return session.percent(part / whole) if whole else "-"
