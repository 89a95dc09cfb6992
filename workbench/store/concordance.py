"""The memory as people look at it: what was written how, and a unit put right or taken out.

A unit taken out leaves its source behind with no target, so that what it said can be put back and
an older import does not bring it in again. Nothing else ever sees such a unit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, insert, select, update

from workbench.errors import WorkbenchError
from workbench.inline import strip
from workbench.model import Unit
from workbench.normalize import occurrences
from workbench.store import contexts, database, memories
from workbench.store.connection import Connected
from workbench.store.patterns import like, literal
from workbench.store.turns import MEMORY, take
from workbench.store.units import ASKED, UNITS, by_id, moment, unit_of

_OTHERWISE = re.compile("[آأإٱاىيیئېۍےكکګگہھهةۀەؤو]")
"""Letters that may stand in another form: any letter is let through, and looked at again."""
_WORDS, _LONGEST = 12, 60
"""What of a long text LIKE is given."""
_LOOKED_AT = 10_000
"""Units that LIKE lets through and that are read, the newest: enough for any but a riddle."""
_BETWEEN = re.compile(r"[\s\u200c-]+")


@dataclass(frozen=True, slots=True)
class Kept:
    """A unit of the memory and its number."""

    id: int
    unit: Unit
    memory: int = 1
    """The number of the memory it is in."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a unit said before, and whose word that was."""

    target: str
    author: str
    at: datetime | None


class Overtaken(WorkbenchError):
    """The unit has moved on since the person last saw it; nothing was stored."""


class Concordance(Connected):
    """The units of the memory by what they hold."""

    def concordance(
        self, sought: str, *, target_language: str = "", memory: int = 0, limit: int = 100
    ) -> list[Kept]:
        """Units that hold the text in source or target, newest first; without a text the newest.

        Letters match in their variants, and Latin ones in either case; a space also finds a
        half-space or a hyphen, and marks are looked past.
        """
        wanted = _live(select(UNITS.c.id), target_language)
        if memory:
            wanted = wanted.where(UNITS.c.memory == memory)
        if sought.strip():
            wanted = wanted.where(
                like(self._engine, _pattern(sought), UNITS.c.source, UNITS.c.target)
            )
        changed = case((UNITS.c.changed != "", UNITS.c.changed), else_=UNITS.c.created)
        most = _LOOKED_AT if sought.strip() else limit
        found: list[Kept] = []
        with self._reading() as connection:
            newest = wanted.order_by(changed.desc(), UNITS.c.id.desc()).limit(most)
            ids = list(connection.execute(newest).scalars())
            for start in range(0, len(ids), ASKED):
                chunk = ids[start : start + ASKED]
                rows = by_id(connection, chunk, *UNITS.c)
                kept = (
                    Kept(number, unit_of(rows[number]), rows[number]["memory"]) for number in chunk
                )
                found += [one for one in kept if not sought.strip() or _holds(one.unit, sought)]
                if len(found) >= limit:
                    break
        return found[:limit]

    def unit(self, number: int) -> Kept | None:
        """One unit; None when there is none of this number, or it was taken out."""
        with self._reading() as connection:
            wanted = _live(select(UNITS), "").where(UNITS.c.id == number)
            row = connection.execute(wanted).mappings().one_or_none()
        return Kept(number, unit_of(row), row["memory"]) if row else None

    def rewrite(self, number: int, target: str, *, seen: str, author: str) -> None:
        """Give a unit another target, or with an empty one take it out; its history is kept.

        `seen` is the target as the person saw it, empty for a unit that was taken out. Raises
        Overtaken when the unit says something else by now.
        """
        with self._transaction() as connection:
            take(connection, MEMORY)
            old = _standing(connection, number, seen)
            if target == old.target:
                return
            memories.require_writable(connection, old.memory)
            if target and old.target:
                contexts.rewritten(connection, number, old.target, target)
            names = ("target", "origin", "author", "changed")
            if old.target:
                connection.execute(
                    insert(database.memory_past).values(
                        unit=number, **{name: getattr(old, name) for name in names}
                    )
                )
            now = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(
                update(UNITS)
                .where(UNITS.c.id == number)
                .values(target=target, author=author, changed=now)
            )

    def said(self, number: int) -> list[Before]:
        """What a unit said before, newest first."""
        past = database.memory_past.c
        wanted = select(past.target, past.author, past.changed)
        wanted = wanted.where(past.unit == number, past.target != "")
        with self._reading() as connection:
            rows = connection.execute(wanted.order_by(past.id.desc())).all()
        return [Before(target, author, moment(changed)) for target, author, changed in rows]

    def counted(self) -> Counter[str]:
        """How many units there are into each language."""
        wanted = _live(select(UNITS.c.target_language, func.count()), "")
        with self._reading() as connection:
            rows: Sequence[Any] = connection.execute(wanted.group_by(UNITS.c.target_language)).all()
        return Counter(dict(map(tuple, rows)))


def _live(wanted: Select[Any], target_language: str) -> Select[Any]:
    """Only units that say something, into one language when it is named."""
    wanted = wanted.where(UNITS.c.target != "")
    return wanted.where(UNITS.c.target_language == target_language) if target_language else wanted


def _standing(connection: Connection, number: int, seen: str) -> Row[Any]:
    old = connection.execute(select(UNITS).where(UNITS.c.id == number)).one_or_none()
    if old is None:
        raise Overtaken("This unit is no longer in the memory. Search again.")
    if old.target != seen:
        who = f" by {old.author}" if old.author else ""
        raise Overtaken(
            f"This unit was changed{who} while you looked at it. Look at it again, then save."
        )
    return old


def _pattern(sought: str) -> str:
    """What LIKE lets through: all that may hold the text, and some that does not."""
    first = _BETWEEN.split(sought.strip())[:_WORDS]
    words = (literal(word[:_LONGEST]) for word in first)
    return "%" + "%".join(_OTHERWISE.sub("_", word) for word in words) + "%"


def _holds(unit: Unit, sought: str) -> bool:
    return any(
        occurrences(sought, strip(text), language)
        for text, language in (
            (unit.source, unit.source_language),
            (unit.target, unit.target_language),
        )
    )
