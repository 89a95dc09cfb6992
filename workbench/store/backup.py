"""A database put by in one file, while people work on it, and brought back from there.

The file is a database of SQLite whatever the desk runs on, so it can be opened, and served, as it
is. It carries a digest of each table: a file that has changed since is not restored from.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from workbench.errors import UnreadableFile, UnwritableFile
from workbench.store import migrations, transfer
from workbench.store.address import address
from workbench.store.engine import connect, reading
from workbench.store.faults import reported
from workbench.store.transfer import Content, Progress


def back_up(engine: Engine, file: Path, *, progress: Progress | None = None) -> dict[str, Content]:
    """Write the database as it stands at one moment to a new file; what each table holds."""
    if file.exists():
        raise UnwritableFile(f"{file} exists already. Name a file that is not there yet.")
    part = file.with_name(f".{file.name}.part")
    try:
        with _removed(part), reported(address(file)):
            part.touch(mode=0o600)
            if engine.dialect.name == "sqlite":
                _page_by_page(engine, part)
            else:
                _row_by_row(engine, part, progress)
            held = _seal(part)
            os.replace(part, file)
            _settle(file.parent)
    except OSError as error:
        raise UnwritableFile(
            f"The backup {file} cannot be written: {error.strerror}. Choose another place."
        ) from error
    return held


def restore(
    file: Path, engine: Engine, *, replace: bool = False, progress: Progress | None = None
) -> tuple[dict[str, Content], Path | None]:
    """Bring a backup back: what each table holds now, and where the work in its place was put by.

    A database that is not empty is refused unless it is to be replaced.
    """
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "backup.sqlite"
        _verified(file, copied)
        source = connect(address(copied))
        try:
            migrations.prepare(source)
            migrations.prepare(engine)
            aside = _aside(engine, file) if replace else None
            held = _sealed(aside) if aside else None
            return transfer.copy(source, engine, replace=held, progress=progress), aside
        finally:
            source.dispose()


def _aside(engine: Engine, file: Path) -> Path | None:
    """The work that is about to be replaced, as a backup of its own beside the other."""
    with reported(engine.url), reading(engine).connect() as connection:
        if not transfer.holds_work(connection):
            return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    path = file.with_name(f"{file.stem}.replaced-{stamp}.sqlite")
    back_up(engine, path)
    return path


def _page_by_page(engine: Engine, part: Path) -> None:
    """SQLite's own way: writers go on, and what they write then is not in it."""
    path = Path(engine.url.database or "")
    if not path.is_file():
        raise UnreadableFile(f"There is no database {path}. Name the one to back up.")
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
    except sqlite3.OperationalError as error:
        raise UnwritableFile(
            f"The backup of {path} cannot be written: {error}. Make room, or choose another place."
        ) from error


def _row_by_row(engine: Engine, part: Path, progress: Progress | None) -> None:
    """The same tables, at the same revision, filled with what one snapshot sees."""
    with reported(engine.url):
        at = migrations.revision(engine)
    if not at:
        raise UnreadableFile("The database has no tables yet: there is nothing to back up.")
    target = connect(address(part))
    try:
        migrations.upgrade(target, to=at)
        transfer.copy(engine, target, progress=progress)
    finally:
        target.dispose()


def _seal(part: Path) -> dict[str, Content]:
    """Write into a backup what it holds, and see it to the disk as one file."""
    held = _content(part)
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("DROP TABLE IF EXISTS backup")
        connection.execute("CREATE TABLE backup (name TEXT PRIMARY KEY, rows INTEGER, digest TEXT)")
        rows = [(name, kept.rows, kept.digest) for name, kept in held.items()]
        connection.executemany("INSERT INTO backup VALUES (?, ?, ?)", rows)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    return held


def _verified(file: Path, copied: Path) -> None:
    """A copy of a backup that is what it was when it was made."""
    if not file.is_file():
        raise UnreadableFile(f"There is no backup {file}. Name the file that was written.")
    try:
        shutil.copyfile(file, copied)
    except OSError as error:
        raise UnreadableFile(
            f"{file} cannot be read: {error.strerror}. Nothing was restored."
        ) from error
    damaged = UnreadableFile(
        f"{file} is not a backup, or has changed since it was made. "
        "Nothing was restored; take another backup."
    )
    try:
        with closing(sqlite3.connect(copied)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise damaged
        if _sealed(copied) != _content(copied):
            raise damaged
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise damaged from error


def _sealed(file: Path) -> dict[str, Content]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, rows, digest FROM backup").fetchall()
    return {name: Content(count, int(digest, 16)) for name, count, digest in rows}


def _content(file: Path) -> dict[str, Content]:
    engine = connect(address(file))
    try:
        with reported(engine.url), reading(engine).connect() as connection:
            return transfer.content(connection)
    finally:
        engine.dispose()


@contextmanager
def _removed(part: Path) -> Iterator[None]:
    """Nothing half-written stays behind."""
    part.unlink(missing_ok=True)
    try:
        yield
    finally:
        for path in (part, part.with_name(f"{part.name}-wal"), part.with_name(f"{part.name}-shm")):
            path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """A name is on the disk when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
