"""Is a database whole? What the database itself finds, and what its histories say."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, inspect, select

from workbench.store import migrations
from workbench.store.address import place
from workbench.store.database import revisions, segments, tables
from workbench.store.engine import reading
from workbench.store.faults import reported


@dataclass(frozen=True, slots=True)
class Soundness:
    """What was found in a database."""

    place: str
    revision: str
    """Of its tables; empty before the first."""
    current: bool
    """The tables are as this program wants them."""
    rows: dict[str, int]
    faults: list[str]


def sound(engine: Engine) -> Soundness:
    """Look at everything, change nothing."""
    with reported(engine.url):
        at = migrations.revision(engine)
        with reading(engine).connect() as connection:
            found = inspect(connection)
            names = [table for table in tables.sorted_tables if found.has_table(table.name)]
            rows = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in names
            }
            faults = _damage(connection)
            if segments in names and revisions in names:
                faults += _gaps(connection)
    return Soundness(place(engine.url), at, at == migrations.HEAD, rows, faults)


def _damage(connection: Connection) -> list[str]:
    """What SQLite finds wrong; PostgreSQL refuses such rows when they are written."""
    if connection.dialect.name != "sqlite":
        return []
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [line for line in said if line != "ok"] + [
        f"a row of {table} refers to one of {parent} that is not there"
        for table, _row, parent, _key in lost
    ]


def _gaps(connection: Connection) -> list[str]:
    """Segments whose changes do not lead one by one to the revision they are at."""
    held, made = segments.c, revisions.c
    counted = (
        select(
            made.document,
            made.key,
            func.count().label("changes"),
            func.max(made.revision).label("last"),
        )
        .group_by(made.document, made.key)
        .subquery()
    )
    changes, last = func.coalesce(counted.c.changes, 0), func.coalesce(counted.c.last, 0)
    wanted = (
        select(held.document, held.key, held.revision, changes)
        .join(
            counted,
            (counted.c.document == held.document) & (counted.c.key == held.key),
            isouter=True,
        )
        .where((changes != held.revision) | (last != held.revision))
        .order_by(held.document, held.position)
        .limit(20)
    )
    return [
        f"segment {key!r} of document {document} is at revision {revision} after {count} changes"
        for document, key, revision, count in connection.execute(wanted)
    ]
