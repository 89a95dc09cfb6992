"""The translation memory: one unit a source and pair, the last word on it, and those before it.

A segment that a person confirms enters at once. What an imported file says wins only when it is
not older than what is there; the other is kept in `memory_past`, so nothing anybody wrote is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    func,
    insert,
    select,
    update,
)

from workbench.errors import WorkbenchError
from workbench.memory import best
from workbench.model import State, Unit
from workbench.store import database, matching
from workbench.store.connection import Connected
from workbench.store.turns import MEMORY, take
from workbench.store.units import (
    UNITS,
    Key,
    age,
    by_id,
    by_pair,
    digest_of,
    key_of,
    moment,
    named,
    row_of,
    sources_of,
    stored,
    unit_of,
    with_digests,
)

CONFIRMED = (State.TRANSLATED, State.REVIEWED, State.FINAL)
"""States that somebody answers for."""
BATCH = {"sqlite": 20_000, "postgresql": 5_000}
"""Units a transaction: an import leaves room for others' edits in between."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of units that were handed in."""

    new: int = 0
    changed: int = 0
    known: int = 0
    """There already, with this target or a later one."""

    def __add__(self, other: Remembered) -> Remembered:
        return Remembered(
            self.new + other.new, self.changed + other.changed, self.known + other.known
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that is like a text."""

    score: int
    """100 for the same source, marks and all."""
    source: str
    target: str
    origin: str
    author: str
    date: datetime | None
    """Of the last change."""

    @classmethod
    def of(cls, score: int, unit: Unit) -> Match:
        """A unit with its likeness."""
        date, author = unit.changed or unit.created, unit.author or unit.creator
        return cls(score, unit.source, unit.target, unit.origin, author, date)


class Memory(Connected):
    """What was translated before, and by whom."""

    def remember(
        self, units: Iterable[Unit], *, progress: Callable[[int], None] | None = None
    ) -> Remembered:
        """Keep units, of which there may be millions; a batch is one transaction.

        What is kept already is left alone, so an import that broke off is simply begun again; the
        units before a fault are kept.
        `progress` is called with how many have been taken in.
        """
        total, taken = Remembered(), 0
        for batch in _batches(units, BATCH[self._engine.dialect.name]):
            with self._transaction() as connection:
                total += _keep(connection, batch)
            taken += len(batch)
            if progress:
                progress(taken)
        return total

    def recall(
        self, sources: Sequence[str], source_language: str, target_language: str
    ) -> dict[str, Unit]:
        """The units of exactly these sources, marks and all, by source."""
        keys = {digest_of(source): source for source in sources}
        pair = source_language, target_language
        with self._reading() as connection:
            return {
                row["source"]: unit_of(row)
                for row in with_digests(connection, pair, keys, *UNITS.c)
                if keys[row["digest"]] == row["source"] and row["target"]
            }

    def matches(
        self,
        source: str,
        source_language: str,
        target_language: str,
        *,
        limit: int = 5,
        floor: int = 75,
    ) -> list[Match]:
        """What was translated before that is most like a source, best first.

        `floor` is the least likeness, as `workbench.memory` counts it; only the same source has
        100. Where a translation was replaced, only the last word is offered.
        """
        pair = source_language, target_language
        with self._reading() as connection:
            ids = matching.candidates(connection, named(pair), source)
            ids += [
                row["id"] for row in with_digests(connection, pair, [digest_of(source)], UNITS.c.id)
            ]
            texts = sources_of(connection, ids)
            ids = [identity for identity in dict.fromkeys(ids) if identity in texts]
            sources = [texts[identity] for identity in ids]
            likely = best(source, sources, limit=limit, floor=floor)
            rows = by_id(connection, [ids[index] for index, _ in likely], *UNITS.c)
        return [Match.of(score, unit_of(rows[ids[index]])) for index, score in likely]

    def units(self, *, target_language: str = "") -> Iterator[Unit]:
        """All units, oldest first, a few at a time; into one language when it is named."""
        last = 0
        while True:
            wanted = (
                select(UNITS)
                .where(UNITS.c.id > last, UNITS.c.target != "")
                .order_by(UNITS.c.id)
                .limit(1000)
            )
            if target_language:
                wanted = wanted.where(UNITS.c.target_language == target_language)
            with self._reading() as connection:
                rows = connection.execute(wanted).mappings().all()
            if not rows:
                return
            yield from map(unit_of, rows)
            last = rows[-1]["id"]

    def remembered(self) -> int:
        """How many units there are."""
        with self._reading() as connection:
            wanted = select(func.count()).select_from(UNITS).where(UNITS.c.target != "")
            return connection.execute(wanted).scalar_one()

    def past(self, unit: Unit) -> list[Unit]:
        """What a unit said before, oldest first."""
        past = database.memory_past.c
        with self._reading() as connection:
            ids = [row["id"] for row in stored(connection, [row_of(unit)]).values()]
            wanted = select(past.target, past.origin, past.author, past.changed)
            wanted = wanted.where(past.unit.in_(ids), past.target != "")
            rows = connection.execute(wanted.order_by(past.id)).all()
        return [
            replace(unit, target=target, origin=origin, author=author, changed=moment(changed))
            for target, origin, author, changed in rows
        ]


def _batches(units: Iterable[Unit], size: int) -> Iterator[list[Unit]]:
    """The units in lists; those before a fault in their file, then the fault."""
    batch: list[Unit] = []
    try:
        for unit in units:
            batch.append(unit)
            if len(batch) == size:
                yield batch
                batch = []
    except WorkbenchError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def confirmed(
    connection: Connection, document_id: int, source: str, target: str, author: str
) -> None:
    """Keep what a person has just confirmed in a document."""
    documents = database.documents.c
    wanted = select(documents.name, documents.source_language, documents.target_language)
    name, source_language, target_language = connection.execute(
        wanted.where(documents.id == document_id)
    ).one()
    if not target_language:
        return
    today = datetime.now(UTC).replace(microsecond=0)
    pair = (source_language, target_language)
    unit = Unit(source, target, *pair, name, author, today, author, today)
    _keep(connection, [unit], at_once=True)


def _keep(connection: Connection, batch: Sequence[Unit], *, at_once: bool = False) -> Remembered:
    """Keep units; of two targets the later one, or with `at_once` the one given."""
    take(connection, MEMORY)
    rows = [row_of(unit) for unit in batch]
    before = stored(connection, rows)
    current = dict(before)
    past: list[tuple[Key, dict[str, Any]]] = []
    counted = Remembered()
    for row in rows:
        key = key_of(row)
        old = current.get(key)
        if old is None:
            current[key] = row
            counted += _NEW
        elif old["target"] != row["target"] and (at_once or age(row) >= age(old)):
            past.append((key, old))
            current[key] = row | {"creator": old["creator"], "created": old["created"]}
            counted += _CHANGED
        else:
            counted += _KNOWN
    fresh = [row for key, row in current.items() if key not in before]
    if fresh:
        connection.execute(insert(UNITS), fresh)
        _index(connection, fresh)
    moved = [row | {"which": before[key]["id"]} for key, row in current.items() if key in before]
    moved = [row for row in moved if "id" not in row]
    if moved:
        connection.execute(update(UNITS).where(UNITS.c.id == bindparam("which")), moved)
    if past:
        _lay_by(connection, past)
    return counted


def _index(connection: Connection, fresh: Sequence[dict[str, Any]]) -> None:
    """Make new units findable by their words."""
    for pair, found in by_pair(connection, fresh, UNITS.c.id, UNITS.c.source):
        matching.index(connection, named(pair), ((row["id"], row["source"]) for row in found))


_NEW, _CHANGED, _KNOWN = Remembered(new=1), Remembered(changed=1), Remembered(known=1)


def _lay_by(connection: Connection, past: Sequence[tuple[Key, dict[str, Any]]]) -> None:
    """Keep what has been replaced."""
    ids = stored(connection, [row for _, row in past])
    names = ("target", "origin", "author", "changed")
    connection.execute(
        insert(database.memory_past),
        [{"unit": ids[key]["id"]} | {name: row[name] for name in names} for key, row in past],
    )
