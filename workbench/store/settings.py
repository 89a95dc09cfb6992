"""What is kept by name: the database's secret, what the house decided, what each person chose."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, delete, insert, select

from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.turns import SETTINGS, take


class Settings(Connected):
    """Values by name."""

    def secret(self) -> bytes:
        """What this database's pages are signed with; made once, kept over restarts."""
        held = database.settings
        wanted = select(held.c.value).where(held.c.name == "secret")
        with self._reading() as connection:
            found = connection.execute(wanted).scalar()
        if found is not None:
            return bytes.fromhex(found)
        with self._transaction() as connection:
            take(connection, SETTINGS)
            found = connection.execute(wanted).scalar()
            if found is None:
                found = secrets.token_hex(32)
                connection.execute(insert(held).values(name="secret", value=found))
        return bytes.fromhex(found)

    def choices(self, person: str) -> str:
        """What a person chose for themselves, as it was kept; empty when they chose nothing."""
        return self._kept(_name(person))

    def choose(self, person: str, chosen: str) -> None:
        """Keep what a person chose, in place of what they chose before."""
        with self._transaction() as connection:
            _keep(connection, _name(person), chosen)

    def setting(self, name: str) -> str:
        """What the house decided; empty when nothing was."""
        return self._kept(name)

    def decide(self, name: str, value: str) -> None:
        """Set it for everybody."""
        with self._transaction() as connection:
            _keep(connection, name, value)

    def _kept(self, name: str) -> str:
        held = database.settings.c
        with self._reading() as connection:
            return connection.execute(select(held.value).where(held.name == name)).scalar() or ""


def _keep(connection: Connection, name: str, value: str) -> None:
    """One value of a name, in place of the one before."""
    held = database.settings
    take(connection, SETTINGS)
    connection.execute(delete(held).where(held.c.name == name))
    connection.execute(insert(held).values(name=name, value=value))


def _name(person: str) -> str:
    return f"choices of {person}"
