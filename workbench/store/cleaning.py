"""Units taken out of the memory many at a time, and put back as one.

What is taken out leaves its source behind with no target, as one that a person took out does (see
`concordance`); its origin then names the cleaning and the reason, so that all of it can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from workbench.store import database, memories
from workbench.store.concordance import Kept
from workbench.store.connection import Connected
from workbench.store.rows import now
from workbench.store.turns import MEMORY, take
from workbench.store.units import ASKED, UNITS, by_id, unit_of

_CLEANED = "cleaned"
_PAST = database.memory_past
_HISTORY = ("target", "origin", "author", "changed")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One cleaning as far as it has not been undone."""

    name: str
    """What it is undone by: its moment."""
    at: datetime
    author: str
    counts: Counter[str]
    """Units by reason."""


class Cleaning(Connected):
    """The memory rid of what does not belong there."""

    def numbered(self, *, target_language: str = "", after: int = 0) -> Iterator[Kept]:
        """All units of writable memories with their numbers, oldest first, a few at a time."""
        while True:
            wanted = select(UNITS).where(UNITS.c.id > after, UNITS.c.target != "")
            if target_language:
                wanted = wanted.where(UNITS.c.target_language == target_language)
            with self._reading() as connection:
                closed = [n for n, (_, _, shut) in memories.every(connection).items() if shut]
                wanted = wanted.where(UNITS.c.memory.not_in(closed))
                found = wanted.order_by(UNITS.c.id).limit(1000)
                rows = connection.execute(found).mappings().all()
            if not rows:
                return
            yield from (Kept(row["id"], unit_of(row), row["memory"]) for row in rows)
            after = rows[-1]["id"]

    def take_out(self, reasons: Mapping[int, str], seen: Mapping[int, str], *, author: str) -> str:
        """Take out the units with these numbers, each for a reason; the name to undo it by.

        `seen` are their targets as they were judged: one that says something else by now stays.
        """
        name = now()
        numbers = sorted(reasons)
        for start in range(0, len(numbers), ASKED):
            with self._transaction() as connection:
                take(connection, MEMORY)
                rows = by_id(connection, numbers[start : start + ASKED], *UNITS.c)
                going = [row for row in rows.values() if row["target"] == seen[row["id"]] != ""]
                if going:
                    past = [{"unit": row["id"]} | {k: row[k] for k in _HISTORY} for row in going]
                    connection.execute(insert(_PAST), past)
                    emptied = [
                        {"which": row["id"], "why": f"{_CLEANED} {name} {reasons[row['id']]}"}
                        for row in going
                    ]
                    values = {"target": "", "author": author, "changed": name[:19] + "+00:00"}
                    wanted = update(UNITS).where(UNITS.c.id == bindparam("which"))
                    connection.execute(wanted.values(origin=bindparam("why"), **values), emptied)
        return name

    def cleanings(self) -> list[Cleaned]:
        """What was taken out and has not been put back, the latest first."""
        wanted = (
            select(UNITS.c.origin, UNITS.c.author, func.count())
            .where(UNITS.c.target == "", UNITS.c.origin.like(f"{_CLEANED} %"))
            .group_by(UNITS.c.origin, UNITS.c.author)
        )
        found: dict[str, Cleaned] = {}
        with self._reading() as connection:
            for origin, author, count in connection.execute(wanted):
                _, name, reason = origin.split(" ", 2)
                made = found.setdefault(
                    name, Cleaned(name, datetime.fromisoformat(name), author, Counter())
                )
                made.counts[reason] += count
        return sorted(found.values(), key=lambda one: one.name, reverse=True)

    def take_back(self, name: str) -> int:
        """Undo a cleaning: its units say again what they said; how many.

        One that has been given another target since keeps it.
        """
        done = 0
        wanted = select(UNITS.c.id).where(
            UNITS.c.target == "", UNITS.c.origin.startswith(f"{_CLEANED} {name} ", autoescape=True)
        )
        while True:
            with self._transaction() as connection:
                take(connection, MEMORY)
                numbers = list(connection.execute(wanted.limit(ASKED)).scalars())
                _restore(connection, numbers)
            done += len(numbers)
            if len(numbers) < ASKED:
                return done


def _restore(connection: Connection, numbers: list[int]) -> None:
    if not numbers:
        return
    last = select(func.max(_PAST.c.id)).where(_PAST.c.unit.in_(numbers)).group_by(_PAST.c.unit)
    rows: list[Any] = list(
        connection.execute(select(_PAST).where(_PAST.c.id.in_(last.scalar_subquery()))).mappings()
    )
    values: dict[str, Any] = {name: bindparam(f"its_{name}") for name in _HISTORY}
    connection.execute(
        update(UNITS).where(UNITS.c.id == bindparam("which")).values(**values),
        [{"which": row["unit"]} | {f"its_{name}": row[name] for name in _HISTORY} for row in rows],
    )
    connection.execute(delete(_PAST).where(_PAST.c.id.in_([row["id"] for row in rows])))
