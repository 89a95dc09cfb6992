"""The database itself: its tables, how a connection is set up, and its errors as sentences."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from workbench.errors import UnreadableFile, UnwritableFile, WorkbenchError

SCHEMA_VERSION = 2

tables = MetaData()
documents = Table(
    "documents",
    tables,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("source", LargeBinary, nullable=False),
    Column("created", Text, nullable=False),
    # An id is never given twice: a tab left open on a deleted document must not meet another.
    sqlite_autoincrement=True,
)
# Beside the documents: their bytes would be read past for every date.
desk = Table(
    "desk",
    tables,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("due", Text, nullable=False, server_default=""),
    Column("assigned", Text, nullable=False, server_default=""),
    Column("deleted", Text, nullable=False, server_default=""),
)
segments = Table(
    "segments",
    tables,
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("translate", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
)
revisions = Table(
    "revisions",
    tables,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("old_target", Text, nullable=False),
    Column("new_target", Text, nullable=False),
    Column("old_state", Text, nullable=False),
    Column("new_state", Text, nullable=False),
    # What the page called the edit: sent again after a lost answer, it is not stored twice.
    Column("edit", Text, unique=True),
)
comments = Table(
    "comments",
    tables,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("resolved", Boolean, nullable=False),
)
settings = Table(
    "settings",
    tables,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
memory = Table(
    "memory",
    tables,
    Column("id", Integer, primary_key=True),
    Column("source_language", Text, nullable=False),
    Column("target_language", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("creator", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("properties", Text, nullable=False),
    # The digest stands for the source: an index over whole texts would double the file.
    UniqueConstraint("digest", "source_language", "target_language"),
)
memory_past = Table(
    "memory_past",
    tables,
    Column("id", Integer, primary_key=True),
    Column("unit", ForeignKey("memory.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("target", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("changed", Text, nullable=False),
)
memory_words = Table(
    "memory_words",
    tables,
    Column("id", Integer, primary_key=True),
    Column("pair", Text, nullable=False),
    Column("word", Text, nullable=False),
    Column("block", Integer, nullable=False),
    Column("units", LargeBinary, nullable=False),
    UniqueConstraint("pair", "word", "block"),
)


def address(where: str | Path | None) -> URL:
    """The database meant by a path, a URL or nothing."""
    chosen = str(where or os.environ.get("WORKBENCH_DATABASE_URL", "") or _default_path())
    if "://" not in chosen:
        return URL.create("sqlite", database=str(Path(chosen).expanduser()))
    try:
        return make_url(chosen)
    except (ArgumentError, ValueError) as error:
        raise WorkbenchError(
            "WORKBENCH_DATABASE_URL is not a database address. "
            "Write it as sqlite:////folder/file.sqlite, or give a path."
        ) from error


def _default_path() -> Path:
    """Where a desktop keeps an application's data."""
    base = os.environ.get("XDG_DATA_HOME", "")
    home = Path(base) if os.path.isabs(base) else Path("~/.local/share").expanduser()
    return home / "workbench" / "workbench.sqlite"


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


def prepare(engine: Engine) -> None:
    """Make the tables that are missing; refuse a database this program is too old for."""
    with reported(engine.url):
        if engine.url.get_backend_name() != "sqlite":
            tables.create_all(engine)
            return
        with engine.begin() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if found > SCHEMA_VERSION:
                raise WorkbenchError(
                    f"The database {place(engine.url)} was made by a newer workbench. "
                    "Update this one, or set WORKBENCH_DATABASE_URL to another database."
                )
            if found == 1:
                connection.exec_driver_sql("ALTER TABLE revisions ADD COLUMN edit TEXT")
                connection.exec_driver_sql("CREATE UNIQUE INDEX revision_edits ON revisions (edit)")
            tables.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


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


@contextmanager
def reported(url: URL) -> Iterator[None]:
    """Turn the database's own errors into sentences."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(url, str(error.orig)) from error
    except sqlite3.Error as error:  # while a connection is set up
        raise _explained(url, str(error)) from error
    except SQLAlchemyError as error:
        raise WorkbenchError(
            f"The database {place(url)} did not answer: {error}. Nothing was stored; try again."
        ) from error


def _explained(url: URL, reason: str) -> WorkbenchError:
    """What a person can do about it; `reason` is the database's own wording."""
    where = place(url)
    if "not a database" in reason or "malformed" in reason:
        return UnreadableFile(
            f"{where} is damaged or is not a database. "
            "Put a copy back in its place, or move it away to start empty."
        )
    if "unable to open" in reason or "readonly" in reason or "read-only" in reason:
        return UnwritableFile(
            f"The database {where} cannot be opened for writing. "
            "Ask for permission on its folder, or set WORKBENCH_DATABASE_URL to another place."
        )
    if "full" in reason:
        return UnwritableFile(
            f"There is no space left for the database {where}. "
            "Nothing was stored; make room and save again."
        )
    if "locked" in reason or "busy" in reason:
        return UnwritableFile(
            f"The database {where} is in use by another program. Nothing was stored; try again."
        )
    return WorkbenchError(
        f"The database {where} did not answer: {reason}. Nothing was stored; try again."
    )


def place(url: URL) -> str:
    """The database as a person knows it, without a password."""
    return url.database if url.get_backend_name() == "sqlite" and url.database else repr(url)
