"""What is kept by name: the secret of this database, and what each person chose for themselves."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, select

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
        held = database.settings.c
        with self._reading() as connection:
            found = connection.execute(select(held.value).where(held.name == _name(person)))
            return found.scalar() or ""

    def choose(self, person: str, chosen: str) -> None:
        """Keep what a person chose, in place of what they chose before."""
        held = database.settings
        with self._transaction() as connection:
            take(connection, SETTINGS)
            connection.execute(delete(held).where(held.c.name == _name(person)))
            connection.execute(insert(held).values(name=_name(person), value=chosen))


def _name(person: str) -> str:
    return f"choices of {person}"
