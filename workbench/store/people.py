"""Who has signed in and what they may do; and the log of what was done, which is only added to.

The log tells who signed in, exported, deleted, changed a role, approved a term, had a document
translated; what was written in segments stands in the revisions. The database itself refuses to
change a line of the log or to take one away, whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from workbench.access import Person, Role
from workbench.errors import WorkbenchError
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.rows import now, written
from workbench.store.turns import PEOPLE, take

_PEOPLE, _LOG = database.people, database.log
OFTEN = timedelta(minutes=1)
"""No oftener is it written down that a person was seen."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person who has signed in."""

    person: Person
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    id: int
    at: datetime
    mail: str
    name: str
    action: str
    subject: str
    """What it was done to: a document's name, a term, a person's address."""
    detail: str


class People(Connected):
    """The people of the house, and the log of what they did."""

    def met(self, mail: str, name: str, *, signed_in: int = 0, role: Role | None = None) -> Person:
        """The person behind an address as they sit down; a new one is given `role`.

        `signed_in` is when their log-in was given; one that is new goes into the log.
        """
        wanted = select(_PEOPLE).where(_PEOPLE.c.mail == mail)
        with self._reading() as connection:
            row = connection.execute(wanted).mappings().one_or_none()
        if row and _known(row, name, signed_in):
            return _person(row)
        with self._transaction() as connection:
            take(connection, PEOPLE)
            row = connection.execute(wanted).mappings().one_or_none()
            moment = now()
            values: dict[str, Any] = {"name": name, "seen": moment}
            if row is None:
                values |= {"mail": mail, "since": moment, "role": role and role.value}
                values |= {"signed_in": signed_in, "signed_out": ""}
                connection.execute(insert(_PEOPLE).values(values))
                person = Person(name, mail, role)
            else:
                values["signed_in"] = max(signed_in, row["signed_in"])
                here = update(_PEOPLE).where(_PEOPLE.c.mail == mail)
                connection.execute(here.values(values))
                person = replace(_person(row), name=name)
            if row is None or signed_in > row["signed_in"]:
                write(connection, person, "signed in", mail, person.role or "")
        return person

    def person(self, mail: str, *, since: datetime | None = None) -> Person | None:
        """The person as they are now; None who is not known, or left after `since`."""
        with self._reading() as connection:
            wanted = select(_PEOPLE).where(_PEOPLE.c.mail == mail)
            row = connection.execute(wanted).mappings().one_or_none()
        if row is None or (since and row["signed_out"] >= written(since)):
            return None
        return _person(row)

    def people(self) -> list[Known]:
        """Everybody who ever signed in, by name."""
        with self._reading() as connection:
            rows = connection.execute(select(_PEOPLE)).mappings().all()
        known = [Known(_person(row), _moment(row["since"]), _moment(row["seen"])) for row in rows]
        return sorted(known, key=lambda one: (one.person.name.casefold(), one.person.mail))

    def give(self, mail: str, role: Role | None, *, by: Person) -> None:
        """Give a person a role, or take theirs; the last admin stays one."""
        with self._transaction() as connection:
            take(connection, PEOPLE)
            held = {
                row.mail: row.role
                for row in connection.execute(select(_PEOPLE.c.mail, _PEOPLE.c.role))
            }
            if mail not in held:
                raise WorkbenchError(f"{mail} has not signed in yet. Ask them to, and try again.")
            admins = {one for one, had in held.items() if had == Role.ADMIN}
            if role is not Role.ADMIN and admins == {mail}:
                raise WorkbenchError("One person must stay admin. Make somebody else one first.")
            if held[mail] == (role.value if role else None):
                return
            here = update(_PEOPLE).where(_PEOPLE.c.mail == mail)
            connection.execute(here.values(role=role.value if role else None))
            change = f"{held[mail] or 'none'} -> {role.value if role else 'none'}"
            write(connection, by, "role", mail, change)

    def left(self, person: Person) -> None:
        """A person signed out: pages drawn for them until now are no longer theirs."""
        with self._transaction() as connection:
            here = update(_PEOPLE).where(_PEOPLE.c.mail == person.mail)
            connection.execute(here.values(signed_out=now()))
            write(connection, person, "signed out", person.mail, "")

    def note(self, person: Person, action: str, subject: str, detail: str = "") -> None:
        """Write a line into the log."""
        with self._transaction() as connection:
            write(connection, person, action, subject, detail)

    def entries(self, *, limit: int | None = None, skip: int = 0) -> list[Entry]:
        """The log, newest line first."""
        wanted = select(_LOG).order_by(_LOG.c.id.desc()).limit(limit).offset(skip)
        with self._reading() as connection:
            rows = connection.execute(wanted).mappings().all()
        return [Entry(**{**row, "at": _moment(row["at"])}) for row in rows]

    def noted(self) -> int:
        """How many lines the log has."""
        with self._reading() as connection:
            return int(connection.execute(select(func.count()).select_from(_LOG)).scalar_one())


def give_way(connection: Connection) -> None:
    """Let the log be emptied: for a backup that takes the place of everything, settings too."""
    connection.execute(insert(database.settings).values(name="log gives way", value=now()))


def write(connection: Connection, by: Person, action: str, subject: str, detail: str) -> None:
    connection.execute(
        insert(_LOG).values(
            at=now(), mail=by.mail, name=by.name, action=action, subject=subject, detail=detail
        )
    )


def _person(row: RowMapping) -> Person:
    return Person(row["name"], row["mail"], Role(row["role"]) if row["role"] else None)


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _known(row: RowMapping, name: str, signed_in: int) -> bool:
    """Whether there is nothing new to write down of a person."""
    recent = timedelta(0) <= _moment(now()) - _moment(row["seen"]) < OFTEN
    return recent and bool(row["name"] == name and signed_in <= row["signed_in"])
