"""A database that is open: its pool of connections, and a transaction at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from workbench.store.address import address
from workbench.store.engine import connect, reading
from workbench.store.faults import reported
from workbench.store.migrations import prepare

PATIENCE = 10
"""Seconds."""


class Connected:
    """What every part of the store stands on."""

    def __init__(self, where: str | Path | None = None) -> None:
        """Open the database, making it when it is not there.

        `where` is a path or a database URL; without it `WORKBENCH_DATABASE_URL` decides, and
        without that the user's data folder.
        """
        self._engine = connect(address(where))
        shown = self._engine.url.difference_update_query(("password", "sslpassword"))
        self.address = shown.render_as_string()
        try:
            prepare(self._engine)
        except BaseException:
            self.close()
            raise
        self._reader = reading(self._engine)
        self._turn = threading.Lock()
        self._queues = self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """One change: all of it on disk when this returns, or nothing.

        Writers of one process to SQLite queue here: those that it keeps waiting sleep and are
        overtaken, for seconds when twenty write. Who has waited long goes on, to hear SQLite's own
        answer.
        """
        took = self._queues and self._turn.acquire(timeout=PATIENCE)
        try:
            with reported(self._engine.url), self._engine.begin() as connection:
                yield connection
        finally:
            if took:
                self._turn.release()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A view of one moment that does not keep writers waiting."""
        with reported(self._engine.url), self._reader.begin() as connection:
            yield connection
