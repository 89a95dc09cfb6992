"""The pool of connections to a database, each of them set up for safe keeping."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from workbench.errors import UnwritableFile, WorkbenchError

_REACHED = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""When a server that has gone silent counts as lost: seconds, the last one milliseconds."""
_WAITED = ("lock_timeout = '10s'", "idle_in_transaction_session_timeout = '5min'")
"""How long one session waits for another, and one that fell asleep is waited for."""


def connect(url: URL) -> Engine:
    """The pool of connections, each of them set up for safe keeping."""
    sqlite = url.get_backend_name() == "sqlite"
    if not sqlite and url.get_backend_name() != "postgresql":
        raise WorkbenchError(
            f"The workbench keeps its work in SQLite or PostgreSQL, not in {url.drivername!r}. "
            "Give WORKBENCH_DATABASE_URL another address."
        )
    if sqlite:
        _make_folder(url)
    reached = {name: value for name, value in _REACHED.items() if name not in url.query}
    options: dict[str, Any] = {} if sqlite else {"pool_pre_ping": True, "connect_args": reached}
    try:
        engine = create_engine(url, **options)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise WorkbenchError(
            f"There is no driver here for the database {url.drivername!r}. "
            "Install it (PostgreSQL: pip install 'workbench[postgresql]'), "
            "or unset WORKBENCH_DATABASE_URL."
        ) from error
    if sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)
    return engine


def reading(engine: Engine) -> Engine:
    """The same pool, for a view of one moment that keeps no writer waiting."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(workbench_reads=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(
            f"The folder {folder} for the database cannot be made: {error.strerror}. "
            "Set WORKBENCH_DATABASE_URL to a place you may write to."
        ) from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Pragmas hold for one connection only, and transactions are begun by `_begin_sqlite`."""
    connection.isolation_level = None
    for pragma in (
        "busy_timeout = 10000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at the start: one that read first could not wait for another."""
    reads = connection.get_execution_options().get("workbench_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for setting in _WAITED:
            cursor.execute(f"SET {setting}")
    connection.commit()
