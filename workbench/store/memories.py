"""The memories by name: the desk's own, which every confirmed segment enters, and those of others.

All are searched together; of two units that are as good the one in the memory of higher priority
comes first. A memory that is read-only is changed by nothing until it is made writable again: no
import enters it, nobody edits in it, and it is not cleaned.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from workbench.errors import WorkbenchError
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.rows import now
from workbench.store.units import UNITS

DESK = 1
"""The number of the memory that confirmed segments enter; it is always writable."""
_MEMORIES = database.memories
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Named:
    """A memory and what it is for."""

    id: int
    name: str
    priority: int
    """Higher comes first; the desk's own has 0 unless told otherwise."""
    read_only: bool
    units: int


class Memories(Connected):
    """The memories there are."""

    def memories(self) -> list[Named]:
        """All of them with their units, highest priority first, the desk's before its equals."""
        counted = (
            select(UNITS.c.memory, func.count().label("units"))
            .where(UNITS.c.target != "")
            .group_by(UNITS.c.memory)
        )
        with self._reading() as connection:
            counts = {row.memory: row.units for row in connection.execute(counted)}
            rows = connection.execute(select(_MEMORIES)).all()
        found = [
            Named(row.id, row.name, row.priority, row.read_only, counts.get(row.id, 0))
            for row in rows
        ]
        return sorted(found, key=lambda one: (-one.priority, one.id))

    def memory(self, name: str) -> Named:
        """The memory of a name. Raises WorkbenchError, naming the nearest, when there is none."""
        every = {one.name: one for one in self.memories()}
        if name in every:
            return every[name]
        near = difflib.get_close_matches(name, every, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(every)}."
        raise WorkbenchError(f"There is no memory called {name!r}. {hint}")

    def make_memory(self, name: str, *, priority: int = 0, read_only: bool = False) -> Named:
        """The memory of a name, made when it is not there yet; one that is there stays as it is."""
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST or not name.isprintable():
            raise WorkbenchError(
                f"A memory's name has 1 to {_LONGEST} characters on one line. Choose another one."
            )
        with self._transaction() as connection:
            wanted = select(_MEMORIES.c.id).where(_MEMORIES.c.name == name)
            if connection.execute(wanted).first() is None:
                connection.execute(
                    insert(_MEMORIES).values(
                        name=name, priority=priority, read_only=read_only, created=now()
                    )
                )
        return self.memory(name)

    def set_memory(
        self, name: str, *, priority: int | None = None, read_only: bool | None = None
    ) -> Named:
        """Give a memory another priority, close it or open it; the memory as it stands then."""
        found = self.memory(name)
        if read_only and found.id == DESK:
            raise WorkbenchError(
                f"The memory {name!r} is where confirmed segments go: it stays writable."
                " Make another one read-only."
            )
        changed: dict[str, Any] = {"priority": priority, "read_only": read_only}
        changed = {key: value for key, value in changed.items() if value is not None}
        if changed:
            with self._transaction() as connection:
                here = update(_MEMORIES).where(_MEMORIES.c.id == found.id)
                connection.execute(here.values(**changed))
        return self.memory(name)


def every(connection: Connection) -> dict[int, tuple[int, str, bool]]:
    """(priority, name, read-only) of each memory by its number."""
    wanted = select(_MEMORIES.c.id, _MEMORIES.c.priority, _MEMORIES.c.name, _MEMORIES.c.read_only)
    return {row.id: (row.priority, row.name, row.read_only) for row in connection.execute(wanted)}


def require_writable(connection: Connection, number: int) -> None:
    """Raise WorkbenchError when nothing may change in a memory."""
    _, name, read_only = every(connection)[number]
    if read_only:
        raise WorkbenchError(
            f"The memory {name!r} is read-only: nothing was changed."
            " Make it writable first, or choose another memory."
        )
