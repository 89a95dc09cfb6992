"""Translations held to a reference in the browser: scores, how sure they are, terms kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from workbench.evaluation import METRICS, Score
from workbench.pipeline.evaluation import Comparison, Tested
from workbench.ui import bars, session, show
from workbench.ui.session import _, ngettext


def comparison(result: Mapping[str, Any]) -> Comparison:
    """What a job stored of an evaluation, as it was."""
    systems = tuple(
        Tested(
            **{
                **one,
                "scores": tuple(Score(**score) for score in one["scores"]),
                "folded": tuple(Score(**score) for score in one["folded"]),
            }
        )
        for one in result["systems"]
    )
    return Comparison(**{**result, "systems": systems})


def told(found: Comparison, *, key: str) -> None:
    """Scores as charts and as a table, and what they mean exactly."""
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
                key=f"{key}-{metric}",
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
    p = session.digits(f"{score.p:.3f}").replace(".", "٫" if session.rtl() else ".")
    return f"{shown} <small><bdi>p {p}{score.star}</bdi></small>"


def _share(part: int, whole: int) -> str:
    told = f"{session.number(part)} / {session.number(whole)}" if whole else "–"
    return f"<td><bdi>{told}</bdi></td>"
