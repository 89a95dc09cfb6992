"""Charts with a line a name, read in the direction of the page and in the digits of its reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import streamlit as st

from workbench.languages import find
from workbench.ui import session, show
from workbench.ui.session import _

GREY = "#868c96"
QUIET: dict[str, Any] = {"labelColor": GREY, "domain": False, "ticks": False, "title": None}
COLOURS = ("#4aa06f", "#d99a2b")
"""Of two shares; told apart, and read, on light and on dark paper."""
WESTERN = "0123456789"
_MARGIN = {"left": 22, "right": 22, "top": 4, "bottom": 4}
_LINE = 34
"""Pixels a name."""


def shares(rows: Sequence[tuple[str, float, float]], titles: tuple[str, str], *, key: str) -> None:
    """Two shares of 1 a name, as two bars beside each other."""
    legend = (
        f'<span><i style="background:{colour}"></i>{show.escaped(title)}</span>'
        for title, colour in zip(titles, COLOURS, strict=True)
    )
    st.html(f'<div class="legend">{"".join(legend)}</div>')
    st.altair_chart(_chart(rows, titles), width="stretch", key=key)


def _chart(rows: Sequence[tuple[str, float, float]], titles: tuple[str, str]) -> alt.Chart:
    values = [
        {"name": name, "what": title, "share": share, "shown": session.percent(share)}
        for name, *both in rows
        for title, share in zip(titles, both, strict=True)
    ]
    rtl = session.rtl()
    chart: alt.Chart = (
        alt.Chart(
            alt.InlineData(values=values),
            height=_LINE * len(rows) + 30,
            background="transparent",
            padding=_MARGIN,
        )
        .mark_bar(cornerRadius=2)
        .encode(
            y=alt.Y("name:N")
            .scale(domain=[name for name, *_shares in rows])
            .axis(labelLimit=180, **beside(), **QUIET),
            yOffset=alt.YOffset("what:N").scale(domain=list(titles)),
            x=alt.X("share:Q")
            .scale(domain=[0, 1], reverse=rtl)
            .axis(
                format="%",
                values=[0, 0.25, 0.5, 0.75, 1],
                labelFlush=False,
                labelExpr=digits("datum.label"),
                gridColor=GREY,
                gridOpacity=0.25,
                **QUIET,
            ),
            color=alt.Color("what:N").scale(domain=list(titles), range=list(COLOURS)).legend(None),
            tooltip=[
                alt.Tooltip("name:N", title=_("Draft")),
                alt.Tooltip("what:N", title=_("Share")),
                alt.Tooltip("shown:N", title=_("Value")),
            ],
        )
    )
    return chart


def intervals(rows: Sequence[tuple[str, float, float, float]], *, key: str) -> None:
    """A value a name with the interval it is sure to lie in: (name, value, from, to)."""
    values = [
        {
            "name": name,
            "value": value,
            "from": low,
            "to": high,
            "shown": f"{session.decimal(value)} ({session.decimal(low)} – {session.decimal(high)})",
        }
        for name, value, low, high in rows
    ]
    rtl = session.rtl()
    whole = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("name:N")
        .scale(domain=[name for name, *_values in rows])
        .axis(labelLimit=180, **beside(), **QUIET),
        tooltip=[
            alt.Tooltip("name:N", title=_("System")),
            alt.Tooltip("shown:N", title=_("Value")),
        ],
    )
    axis = {
        "tickCount": 4,
        "labelFlush": False,
        "labelExpr": digits("datum.label"),
        "gridColor": GREY,
        **QUIET,
    }
    across = alt.Scale(zero=False, nice=True, reverse=rtl)
    line = whole.mark_rule(strokeWidth=3, opacity=0.55, color=COLOURS[0]).encode(
        x=alt.X("from:Q").scale(across).axis(gridOpacity=0.25, **axis), x2="to:Q"
    )
    point = whole.mark_point(filled=True, size=90, opacity=1, color=COLOURS[0]).encode(x="value:Q")
    both = alt.layer(
        line, point, height=_LINE * len(rows) + 30, background="transparent", padding=_MARGIN
    )
    st.altair_chart(both, width="stretch", key=key)


def beside() -> dict[str, Any]:
    """Where the axis of the names stands: where the page begins."""
    return {"orient": "right" if session.rtl() else "left"}


def digits(label: str) -> str:
    """An expression of the chart's own language: the label in the reader's digits."""
    own = find(session.language()).digits
    if own != WESTERN:
        for western, digit in enumerate(own):
            label = f"replace({label}, regexp('{western}', 'g'), '{digit}')"
        label = f"replace(replace({label}, '%', '٪'), '.', '٫')"
    return label
