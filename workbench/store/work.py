"""What was done at the desk, by whom and when: read from the revisions, changed by nothing here.

A change without a name that leaves a draft is a machine's; every page names its edits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from workbench.model import State
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.memory import CONFIRMED
from workbench.store.rows import written
from workbench.store.segments import something_changed

_REVISIONS, _SEGMENTS = database.revisions.c, database.segments.c
_DONE = [state.value for state in CONFIRMED]


_Row = Any
"""A row as the database gives it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A machine's draft, and what a person confirmed in its place."""

    document: int
    key: str
    origin: str
    """How the draft came to be; empty when it came with the file."""
    draft: str
    target: str
    author: str
    """Who confirmed it first."""
    at: datetime
    """When they did."""
    words: int
    """Of the source."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What one person confirmed."""

    name: str
    translated: int
    reviewed: int
    """Segments; one that was confirmed twice counts once."""
    words: int
    """Of the sources of these segments."""
    last: datetime


class Work(Connected):
    """The work done on documents."""

    def daily(self, documents: Iterable[int]) -> dict[date, Counter[State]]:
        """Changes a day of this place's calendar, by the state they led to."""
        tens = func.substr(_REVISIONS.at, 1, 15)
        wanted = (
            select(tens, _REVISIONS.new_state, func.count())
            .where(_REVISIONS.document.in_(list(documents)), something_changed())
            .group_by(tens, _REVISIONS.new_state)
        )
        days: dict[date, Counter[State]] = defaultdict(Counter)
        with self._reading() as connection:
            for minutes, state, count in connection.execute(wanted):
                moment = datetime.fromisoformat(f"{minutes}0:00+00:00")
                days[moment.astimezone().date()][State(state)] += count
        return dict(days)

    def latest(self, document: int) -> dict[str, int]:
        """The number of the last change of each segment that was ever changed: later, higher."""
        wanted = (
            select(_REVISIONS.key, func.max(_REVISIONS.id))
            .where(_REVISIONS.document == document)
            .group_by(_REVISIONS.key)
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def edited(self, document: int) -> list[Edited]:
        """The confirmed segments of a document that began as a machine's draft."""
        here = _here()
        wanted = (
            select(
                _SEGMENTS.key,
                _SEGMENTS.source,
                _SEGMENTS.target,
                _REVISIONS.author,
                _REVISIONS.at,
                _REVISIONS.edit,
                _REVISIONS.old_state,
                _REVISIONS.old_target,
                _REVISIONS.new_state,
                _REVISIONS.new_target,
            )
            .join(database.segments, here)
            .where(_SEGMENTS.document == document, _SEGMENTS.state.in_(_DONE))
            .order_by(_SEGMENTS.position, _REVISIONS.id)
        )
        with self._reading() as connection:
            rows = connection.execute(wanted).all()
        by_key: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            by_key[row.key].append(row)
        found = ((key, changes, _draft(changes)) for key, changes in by_key.items())
        return [
            _edited(document, key, changes, *draft)
            for key, changes, draft in found
            if draft and changes[0].target
        ]

    def workers(
        self,
        documents: Iterable[int],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Worker]:
        """Who confirmed how much, the busiest first; from `since` on and before `until`."""
        wanted = (
            select(
                _REVISIONS.author,
                _REVISIONS.new_state,
                _REVISIONS.document,
                _REVISIONS.key,
                _SEGMENTS.source,
                func.max(_REVISIONS.at).label("at"),
            )
            .join(database.segments, _here())
            .where(
                _REVISIONS.document.in_(list(documents)),
                _REVISIONS.new_state.in_(_DONE),
                something_changed(),
                *([_REVISIONS.at >= written(since)] if since else []),
                *([_REVISIONS.at < written(until)] if until else []),
            )
            .group_by(
                _REVISIONS.author,
                _REVISIONS.new_state,
                _REVISIONS.document,
                _REVISIONS.key,
                _SEGMENTS.source,
            )
        )
        by_name: dict[str, list[_Row]] = defaultdict(list)
        with self._reading() as connection:
            for row in connection.execute(wanted):
                by_name[row.author].append(row)
        workers = [_worker(name, rows) for name, rows in by_name.items()]
        return sorted(workers, key=lambda worker: (-worker.words, worker.name))


def _here() -> ColumnElement[bool]:
    """A revision and the segment it is of."""
    return (_REVISIONS.document == _SEGMENTS.document) & (_REVISIONS.key == _SEGMENTS.key)


def _draft(changes: Iterable[_Row]) -> tuple[str, str] | None:
    """(origin, text) of the draft that the first person to change the segment found there."""
    found = None
    for change in changes:
        if change.edit is None and change.new_state == State.DRAFT:
            found = (change.author, change.new_target)
            continue
        if found is None and change.old_state == State.DRAFT and change.old_target:
            found = ("", change.old_target)
        break
    return found


def _edited(document: int, key: str, changes: Sequence[_Row], origin: str, draft: str) -> Edited:
    made = next((change for change in changes if change.new_state in _DONE), None)
    author, at = (made.author, made.at) if made else ("", changes[-1].at)
    words = len(changes[0].source.split())
    moment = datetime.fromisoformat(at)
    return Edited(document, key, origin, draft, changes[0].target, author, moment, words)


def _worker(name: str, rows: Iterable[_Row]) -> Worker:
    rows = list(rows)
    sources = {(row.document, row.key): row.source for row in rows}
    translated = {(row.document, row.key) for row in rows if row.new_state == State.TRANSLATED}
    reviewed = {(row.document, row.key) for row in rows if row.new_state != State.TRANSLATED}
    words = sum(len(source.split()) for source in sources.values())
    last = datetime.fromisoformat(max(row.at for row in rows))
    return Worker(name, len(translated), len(reviewed), words, last)
