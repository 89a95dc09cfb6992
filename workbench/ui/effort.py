"""Figures of the work: what was done day by day, what drafts were worth, who did how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt
import streamlit as st

from workbench.evaluation import Effort
from workbench.model import State
from workbench.pipeline import accounting
from workbench.pipeline.accounting import EVER, MADE, Group, Span
from workbench.store import Edited, Store, StoredDocument, Worker
from workbench.ui import bars, progress, session, show
from workbench.ui.session import _

DAYS = 30
"""The most that the chart looks back."""
_FEWEST = 7
ROWS = 12
"""Of a table, shown at once."""
_COLOURS = {
    State.NEW: "#8d9199",
    State.DRAFT: "#d99a2b",
    State.REJECTED: "#c4553f",
    State.TRANSLATED: "#4a8cc4",
    State.REVIEWED: "#4aa06f",
    State.FINAL: "#2e7d53",
}
"""Told apart, and read, on light and on dark paper."""


def figures(documents: Sequence[StoredDocument], span: Span = EVER) -> None:
    """All figures of some documents in some days."""
    store = session.store()
    chosen = tuple((document.id, document.stamp) for document in documents)
    st.html(show.heading(_("Day by day"), _("changes by the state they led to")))
    days = _days(store.address, chosen, store)
    _daily({day: counts for day, counts in days.items() if span.holds(day)})
    st.html(show.heading(_("What the drafts were worth"), _("against what people confirmed")))
    _efforts(documents, _edited(store.address, chosen, span, store))
    st.html(show.heading(_("Who did how much")))
    _people(_workers(store.address, chosen, span, store))


# Day by day


def _daily(days: Mapping[date, Counter[State]]) -> None:
    if not days:
        st.html(show.paragraph(_("Nothing was changed yet."), "told"))
        return
    st.html(_legend(_states(days)))
    st.altair_chart(_chart(days), width="stretch", key="daily")


def _states(days: Mapping[date, Counter[State]]) -> list[State]:
    return [state for state in State if any(day[state] for day in days.values())]


def _legend(states: Iterable[State]) -> str:
    """The colours; the chart's own legend cannot be read from right to left."""
    parts = (
        f'<span><i style="background:{_COLOURS[state]}"></i>'
        f"{show.escaped(progress.state_name(state))}</span>"
        for state in states
    )
    return f'<div class="legend">{"".join(parts)}</div>'


def _chart(days: Mapping[date, Counter[State]]) -> alt.Chart:
    """A bar a day, read in the direction of the page and in its digits."""
    last = max(days)
    length = max(_FEWEST, min(DAYS, (last - min(days)).days + 1))
    span = [last - timedelta(days=back) for back in reversed(range(length))]
    states = _states(days)
    rows = [
        {
            "day": session.day(day),
            "state": progress.state_name(state),
            "order": states.index(state),
            "changes": count,
            "shown": session.number(count),
        }
        for day in span
        for state, count in days.get(day, Counter()).items()
    ]
    rtl = session.rtl()
    labels = [session.day(day) for day in span]
    names = [progress.state_name(state) for state in states]
    axis: dict[str, Any] = bars.QUIET
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows), height=200, background="transparent")
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X("day:O")
            .scale(domain=labels[::-1] if rtl else labels)
            .axis(labelAngle=0, labelOverlap="greedy", grid=False, **axis),
            y=alt.Y("changes:Q").axis(
                **bars.beside(),
                format="d",
                tickMinStep=1,
                tickCount=4,
                labelExpr=bars.digits("datum.label"),
                gridColor=bars.GREY,
                gridOpacity=0.25,
                **axis,
            ),
            color=alt.Color("state:N")
            .scale(domain=names, range=[_COLOURS[state] for state in states])
            .legend(None),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("day:N", title=_("Day")),
                alt.Tooltip("state:N", title=_("State")),
                alt.Tooltip("shown:N", title=_("Changes")),
            ],
        )
    )
    return chart


# What the drafts were worth


def _efforts(documents: Sequence[StoredDocument], edited: Sequence[Edited]) -> None:
    """A line an engine, a document or a person."""
    if not edited:
        st.html(show.paragraph(_("Nobody has confirmed a machine's draft yet."), "told"))
        return
    ways = {"engine": _("by engine"), "document": _("by document"), "person": _("by person")}
    way = st.segmented_control(
        _("What the drafts were worth"),
        list(ways),
        format_func=ways.__getitem__,
        default="engine",
        required=True,
        key="effort-way",
        label_visibility="collapsed",
    )
    groups = accounting.groups(edited, way or "engine", documents)
    pages = max(1, -(-len(groups) // ROWS))
    number = min(st.session_state.get("effort-page", 1), pages)
    with st.spinner(_("Counting"), show_time=False):
        shown = [(one, one.effort()) for one in groups[(number - 1) * ROWS :][:ROWS]]
    shares = [(_plain(one), effort.kept, min(1.0, effort.ter / 100)) for one, effort in shown]
    bars.shares(shares, (_("kept as they were"), _("words changed (TER)")), key="effort-bars")
    headings = ("", _("drafts"), _("kept as they were"), _("characters changed"), "chrF++", "TER")
    st.html(_table(headings, [_row(*row) for row in shown]))
    if pages > 1:
        st.pagination(pages, key="effort-page", max_visible_pages=5)


def _called(one: Group) -> str:
    if one.name not in MADE or one.language:
        return one.name
    names = {"": _("came with the file"), "memory": _("Memory"), "glossary": _("Glossary")}
    return names[one.name]


def _plain(one: Group) -> str:
    language = f" · {session.language_name(one.language)}" if one.language else ""
    return f"\u2068{_called(one)}\u2069{language}"


def _row(one: Group, effort: Effort) -> str:
    name = show.run(_called(one))
    if one.language:
        name += f" <small>{show.escaped(session.language_name(one.language))}</small>"
    values = (
        session.number(effort.drafts),
        session.percent(effort.kept),
        session.percent(effort.distance),
        session.decimal(effort.chrf),
        session.decimal(effort.ter),
    )
    return _cells(name, values)


# Who did how much


def _people(workers: Sequence[Worker]) -> None:
    if not workers:
        st.html(show.paragraph(_("Nobody has confirmed anything yet."), "told"))
        return
    rows = [
        _cells(
            show.run(worker.name),
            (
                session.number(worker.translated),
                session.number(worker.reviewed),
                session.number(worker.words),
                session.date(worker.last),
            ),
        )
        for worker in workers
    ]
    headings = ("", _("translated"), _("reviewed"), _("words of the source"), _("last"))
    st.html(_table(headings, rows))


def _cells(name: str, cells: Iterable[str]) -> str:
    rest = "".join(f"<td>{show.escaped(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row">{name}</th>{rest}</tr>'


def _table(headings: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{show.run(heading)}</th>' for heading in headings)
    return (
        f'<table class="figures"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


# Kept until the documents change; `where` keeps two databases apart.


@st.cache_resource(max_entries=16, show_spinner=False)
def _days(
    where: str, chosen: tuple[tuple[int, int], ...], _store: Store
) -> Mapping[date, Counter[State]]:
    return _store.daily(number for number, _stamp in chosen)


@st.cache_resource(max_entries=16, show_spinner=False)
def _edited(
    where: str, chosen: tuple[tuple[int, int], ...], span: Span, _store: Store
) -> Sequence[Edited]:
    return accounting.edited(_store, (number for number, _stamp in chosen), span)


@st.cache_resource(max_entries=16, show_spinner=False)
def _workers(
    where: str, chosen: tuple[tuple[int, int], ...], span: Span, _store: Store
) -> Sequence[Worker]:
    since, until = span.moments()
    return _store.workers((number for number, _stamp in chosen), since=since, until=until)
