"""What a newsroom has decided for all who work on its database."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from workbench.store import database
from workbench.store.connection import Connected

_HELD = database.settings.c


class Settings(Connected):
    """Texts by name."""

    def setting(self, name: str) -> str:
        """What was set; empty when nothing was."""
        with self._reading() as connection:
            found = connection.execute(select(_HELD.value).where(_HELD.name == name)).scalar()
        return found or ""

    def decide(self, name: str, value: str) -> None:
        """Set it for everybody."""
        with self._transaction() as connection:
            done = connection.execute(
                update(database.settings).where(_HELD.name == name).values(value=value)
            )
            if not done.rowcount:
                connection.execute(insert(database.settings).values(name=name, value=value))
