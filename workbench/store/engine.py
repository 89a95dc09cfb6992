"""The pool of connections to a database, each of them set up for safe keeping."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from workbench.errors import UnwritableFile, WorkbenchError


def connect(url: URL) -> Engine:
    """The pool of connections, each of them set up for safe keeping."""
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        _make_folder(url)
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise WorkbenchError(
            f"There is no driver here for the database {url.drivername!r}. "
            "Install it, or unset WORKBENCH_DATABASE_URL."
        ) from error
    if sqlite:
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(
            f"The folder {folder} for the database cannot be made: {error.strerror}. "
            "Set WORKBENCH_DATABASE_URL to a place you may write to."
        ) from error


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    """Pragmas hold for one connection only, and transactions are begun by `_begin`."""
    connection.isolation_level = None
    for pragma in (
        "busy_timeout = 10000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its turn at the start: one that read first could not wait for another."""
    reads = connection.get_execution_options().get("workbench_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
