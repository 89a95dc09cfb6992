"""Translations held to a reference in the browser: scores, how sure they are, terms kept."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.evaluation import METRICS, Score
from workbench.languages import targets
from workbench.pipeline import Comparison, evaluate_files
from workbench.ui import bars, session, show
from workbench.ui.session import _, ngettext

SURE = 0.05
"""From this chance down a difference is called significant."""
KINDS = ["tsv", "txt", "po", "xlf", "xliff", "csv", "xlsx"]


def show_scores() -> None:
    """A reference and translations of it, dropped in; what they come to."""
    with st.expander(_("Hold translations to a reference"), icon=":material/balance:"):
        _asked()
        found: Comparison | None = st.session_state.get("scored")
        if found:
            _told(found)


def _asked() -> None:
    st.html(
        show.paragraph(
            _(
                "The reference is a finished PO or XLIFF file, a table of English and translation, "
                "or a text file with a translation a line; so are the translations. The first of "
                "them is what the others are held to."
            ),
            "told",
        )
    )
    with st.form("scoring", border=False):
        one, many, language = st.columns([3, 3, 2], vertical_alignment="bottom")
        reference = one.file_uploader(_("Reference"), type=KINDS, key="score-reference")
        systems = many.file_uploader(
            _("Translations"), type=KINDS, key="score-systems", accept_multiple_files=True
        )
        names = {"": _("As the file says")} | {
            one.code: session.language_name(one.code) for one in targets()
        }
        to = language.selectbox(
            _("Translated into"), list(names), format_func=names.__getitem__, key="score-language"
        )
        asked = st.form_submit_button(_("Compare"), type="primary")
    if not asked:
        return
    st.session_state.pop("scored", None)
    if reference is None or not systems:
        st.html(show.paragraph(_("Choose a reference and a translation of it."), "told"))
        return
    try:
        with st.spinner(_("Counting")):
            st.session_state["scored"] = evaluate_files(
                (reference.name, reference.getvalue()),
                [(file.name, file.getvalue()) for file in systems],
                to=to or "",
            )
    except WorkbenchError as error:
        session.problem(error)


def _told(found: Comparison) -> None:
    count = ngettext("{count} segment", "{count} segments", found.segments)
    st.html(show.heading(found.test, f"{session.language_name(found.target_language)} · {count}"))
    places = st.columns(len(METRICS), gap="medium")
    for index, (place, metric) in enumerate(zip(places, METRICS, strict=True)):
        better = _("less is better") if metric == "TER" else _("more is better")
        with place:
            st.html(show.heading(metric, better))
            rows = [(system.name, system.scores[index]) for system in found.systems]
            bars.intervals(
                [(name, s.value, s.mean - s.margin, s.mean + s.margin) for name, s in rows],
                key=f"scores-{metric}",
            )
    st.html(_table(found))
    st.html(
        show.paragraph(
            _(
                "The line is where 95 of 100 resamples lie. p is the chance of so large a "
                "difference to the first by luck; * marks 0.05 and less."
            ),
            "told",
        )
    )
    signed = "".join(
        f"<div><bdi>{show.escaped(f'{one.metric}: {one.signature}')}</bdi></div>"
        for one in found.systems[0].scores
    )
    st.html(f'<div class="told" dir="ltr">{signed}</div>')


def _table(found: Comparison) -> str:
    headings = [*METRICS, *(f"{name}, {_('half-spaces as spaces')}" for name in METRICS)]
    head = "".join(
        f'<th scope="col">{show.run(name)}</th>' for name in ["", *headings, _("terms kept")]
    )
    rows = [
        _row(one.name, [*one.scores, *one.folded], one.terms_kept, found.terms)
        for one in found.systems
    ]
    kept = _share(found.reference_terms_kept, found.terms)
    blank = "<td></td>" * len(headings)
    rows.append(f'<tr><th scope="row">{show.escaped(_("Reference"))}</th>{blank}{kept}</tr>')
    return (
        f'<table class="figures"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row(name: str, scores: Sequence[Score], kept: int, terms: int) -> str:
    cells = "".join(f"<td>{_score(score)}</td>" for score in scores)
    return f'<tr><th scope="row">{show.run(name)}</th>{cells}{_share(kept, terms)}</tr>'


def _score(score: Score) -> str:
    shown = f"<b>{session.decimal(score.value)}</b>"
    if score.p is None:
        return shown
    star = "*" if score.p <= SURE else ""
    p = session.digits(f"{score.p:.3f}").replace(".", "٫" if session.rtl() else ".")
    return f"{shown} <small><bdi>p {p}{star}</bdi></small>"


def _share(part: int, whole: int) -> str:
    told = f"{session.number(part)} / {session.number(whole)}" if whole else "–"
    return f"<td><bdi>{told}</bdi></td>"
