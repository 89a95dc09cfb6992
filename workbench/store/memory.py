"""The translation memory: one unit a source and pair, the last word on it, and those before it.

A segment that a person confirms enters at once. What an imported file says wins only when it is
not older than what is there; the other is kept in `memory_past`, so nothing anybody wrote is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import (
    RowMapping,
    func,
    select,
)

from workbench.errors import WorkbenchError
from workbench.memory import best
from workbench.model import State, Unit
from workbench.store import contexts, database, matching, memories
from workbench.store.connection import Connected
from workbench.store.keeping import Remembered, keep
from workbench.store.units import (
    UNITS,
    by_id,
    digest_of,
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
SAME = 100
IN_CONTEXT = 101
"""The likeness of the same source between the same sentences."""
Penalties = Callable[[Unit], int]
"""How many points the origin of a unit costs."""
BATCH = {"sqlite": 20_000, "postgresql": 5_000}
"""Units a transaction: an import leaves room for others' edits in between."""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that is like a text."""

    score: int
    """100 for the same source, marks and all; 101 between the same sentences as well."""
    source: str
    target: str
    origin: str
    author: str
    date: datetime | None
    """Of the last change."""
    memory: str = ""
    """The name of the memory it is in; empty for the desk's own."""
    penalty: int = 0
    """Points that its origin has cost."""

    @property
    def in_context(self) -> bool:
        """Whether it stood between the same two sentences as the text does."""
        return self.score == IN_CONTEXT

    @classmethod
    def of(cls, score: int, unit: Unit, memory: str = "", penalty: int = 0) -> Match:
        """A unit with its likeness."""
        date, author = unit.changed or unit.created, unit.author or unit.creator
        found = (unit.source, unit.target, unit.origin, author, date)
        return cls(max(0, score - penalty), *found, memory, penalty)


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the memory holds of a source word for word."""

    unit: Unit
    score: int
    """100 less what its origin costs, 101 where it stood between the same sentences."""
    memory: str = ""


class Memory(Connected):
    """What was translated before, and by whom."""

    def remember(
        self,
        units: Iterable[Unit],
        *,
        memory: int = memories.DESK,
        progress: Callable[[int], None] | None = None,
    ) -> Remembered:
        """Keep units, of which there may be millions; a batch is one transaction.

        What is kept already is left alone, so an import that broke off is simply begun again; the
        units before a fault are kept. `memory` is the number of the one they go into; raises
        WorkbenchError when that is read-only.
        `progress` is called with how many have been taken in.
        """
        total, taken = Remembered(), 0
        for batch in batches(units, BATCH[self._engine.dialect.name]):
            with self._transaction() as connection:
                memories.require_writable(connection, memory)
                total += keep(connection, batch, memory)
            taken += len(batch)
            if progress:
                progress(taken)
        return total

    def recall(
        self, sources: Sequence[str], source_language: str, target_language: str
    ) -> dict[str, Unit]:
        """The units of exactly these sources, marks and all, by source."""
        asked = [(source, b"") for source in sources]
        found = self.known(asked, source_language, target_language)
        return {source: known.unit for (source, _), known in found.items()}

    def known(
        self,
        asked: Sequence[tuple[str, bytes]],
        source_language: str,
        target_language: str,
        *,
        penalties: Penalties | None = None,
    ) -> dict[tuple[str, bytes], Recalled]:
        """The best unit of exactly each source, asked for with its context (see `context_of`).

        What stood in that context comes first, then the higher score, the higher priority, and of
        equals what the desk's own memory says.
        """
        pair = source_language, target_language
        with self._reading() as connection:
            named_ones = memories.every(connection)
            digests = {
                digest_of(source, number): source for source, _ in asked for number in named_ones
            }
            rows: dict[str, list[RowMapping]] = {}
            for row in with_digests(connection, pair, digests, *UNITS.c):
                if digests[row["digest"]] == row["source"] and row["target"]:
                    rows.setdefault(row["source"], []).append(row)
            numbers = [row["id"] for found in rows.values() for row in found]
            given = contexts.found(connection, numbers, {context for _, context in asked})
        return {
            (source, context): _best(rows[source], context, given, named_ones, penalties)
            for source, context in asked
            if source in rows
        }

    def matches(
        self,
        source: str,
        source_language: str,
        target_language: str,
        *,
        limit: int = 5,
        floor: int = 75,
        context: bytes = b"",
        penalties: Penalties | None = None,
    ) -> list[Match]:
        """What was translated before that is most like a source, best first.

        `floor` is the least likeness, as `workbench.memory` counts it, less what the origin costs;
        only the same source has 100, and 101 in the same context (see `context_of`). Where a
        translation was replaced, only the last word is offered; what two memories say alike, once.
        """
        pair = source_language, target_language
        with self._reading() as connection:
            named_ones = memories.every(connection)
            ids = matching.candidates(connection, named(pair), source)
            digests = [digest_of(source, number) for number in named_ones]
            ids += [row["id"] for row in with_digests(connection, pair, digests, UNITS.c.id)]
            texts = sources_of(connection, ids)
            ids = [identity for identity in dict.fromkeys(ids) if identity in texts]
            sources = [texts[identity] for identity in ids]
            wider = limit if len(named_ones) == 1 and not penalties else 4 * limit
            likely = best(source, sources, limit=wider, floor=floor)
            rows = by_id(connection, [ids[index] for index, _ in likely], *UNITS.c)
            same = [ids[index] for index, score in likely if score == SAME]
            given = contexts.found(connection, same, [context])
            hits = [(score, rows[ids[index]]) for index, score in likely]
            found = _ranked(hits, context, given, named_ones, penalties)
        return [match for match in found if match.score >= floor][:limit]

    def units(
        self, *, target_language: str = "", memory: int = 0, context: bool = False
    ) -> Iterator[Unit]:
        """All units, oldest first, a few at a time; of one language or memory when it is named.

        With `context`, each says between which sentences it stood (see `contexts.written`).
        """
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
            if memory:
                wanted = wanted.where(UNITS.c.memory == memory)
            with self._reading() as connection:
                rows = connection.execute(wanted).mappings().all()
                found = list(contexts.written(connection, rows)) if context else map(unit_of, rows)
            if not rows:
                return
            yield from found
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


def batches(units: Iterable[Unit], size: int) -> Iterator[list[Unit]]:
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


def _best(
    rows: Sequence[RowMapping],
    context: bytes,
    given: Mapping[tuple[int, bytes], tuple[str, str]],
    named_ones: Mapping[int, tuple[int, str, bool]],
    penalties: Penalties | None,
) -> Recalled:
    """Of units of one source the one to take."""
    found = []
    for row in rows:
        priority, name, _ = named_ones[row["memory"]]
        unit = unit_of(row)
        score = SAME - (penalties(unit) if penalties else 0)
        if there := given.get((row["id"], context)):
            unit, score = replace(unit, target=there[0], author=there[1]), IN_CONTEXT
        shown = "" if row["memory"] == memories.DESK else name
        found.append(((score, priority, -row["memory"]), Recalled(unit, score, shown)))
    return max(found, key=lambda one: one[0])[1]


def _ranked(
    hits: Sequence[tuple[int, RowMapping]],
    context: bytes,
    given: Mapping[tuple[int, bytes], tuple[str, str]],
    named_ones: Mapping[int, tuple[int, str, bool]],
    penalties: Penalties | None,
) -> list[Match]:
    """Likely units as matches: by score, by priority, as they came; what is said twice, once."""
    found: list[tuple[int, int, int, Match]] = []
    for score, row in hits:
        priority, name, _ = named_ones[row["memory"]]
        unit = unit_of(row)
        penalty = penalties(unit) if penalties else 0
        if there := given.get((row["id"], context)):
            unit = replace(unit, target=there[0], author=there[1])
            score, penalty = IN_CONTEXT, 0
        shown = "" if row["memory"] == memories.DESK else name
        match = Match.of(score, unit, shown, penalty)
        found.append((-match.score, -priority, row["memory"], match))
    once: dict[tuple[str, str], Match] = {}
    for *_, match in sorted(found, key=lambda one: one[:3]):
        once.setdefault((match.source, match.target), match)
    return list(once.values())
