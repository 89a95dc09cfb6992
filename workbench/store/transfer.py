"""All that one database holds into another, of either kind, and proof that it came through.

What is copied is the source as it stood at one moment, while others go on working on it. The
target takes all of it in one transaction, and only when what it then holds is what was read. The
digest of a table adds up its rows, so that it is the same in whatever order a database gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, inspect, select, text

from workbench.errors import UnwritableFile, WorkbenchError
from workbench.store.address import place
from workbench.store.database import documents, job_files, memories, memory, settings, tables
from workbench.store.engine import reading
from workbench.store.faults import reported
from workbench.store.people import give_way

AT_ONCE = 500
"""Rows in one statement; of documents fewer, each with the file it came from."""
_FEWER = 20
_SIZE = 32

Progress = Callable[[int], None]
"""Called with how many rows were copied so far."""


@dataclass(slots=True)
class Content:
    """What a table holds: how many rows, and the sum of their digests."""

    rows: int = 0
    total: int = 0

    @property
    def digest(self) -> str:
        """The sum as people compare it."""
        return f"{self.total:0{_SIZE * 2}x}"

    def add(self, row: Iterable[Any]) -> None:
        """Count one row in."""
        made = blake2b(digest_size=_SIZE)
        for value in row:
            written = _written(value)
            made.update(len(written).to_bytes(8, "big") + written)
        self.rows += 1
        self.total = (self.total + int.from_bytes(made.digest(), "big")) % (1 << _SIZE * 8)


def copy(
    source: Engine,
    target: Engine,
    *,
    replace: dict[str, Content] | None = None,
    progress: Progress | None = None,
) -> dict[str, Content]:
    """Copy everything; what each table holds now.

    The target has the same tables, and is empty unless what it holds is to be replaced, which is
    then given: should it hold something else by now, it is left alone.
    """
    if place(source.url) == place(target.url):
        raise WorkbenchError("Both are the same database. Name another one to copy to.")
    with ExitStack() as opened:
        opened.enter_context(reported(target.url))
        goal = opened.enter_context(target.begin())
        _alone(goal)
        if replace is not None:
            _compare(replace, content(goal, names=list(replace)), target)
            _empty(goal)
        elif holds_work(goal):
            raise UnwritableFile(
                f"The database {place(target.url)} is not empty. Nothing was copied; "
                "name an empty one."
            )
        goal.execute(delete(settings))
        with reported(source.url):
            origin = opened.enter_context(reading(source).connect())
        copied = _poured(origin, goal, progress)
        _with_desk(goal)
        _compare(copied, content(goal, names=list(copied)), target)
    return copied


def content(connection: Connection, *, names: Sequence[str] = ()) -> dict[str, Content]:
    """What each table holds; only of these tables when they are named."""
    held: dict[str, Content] = {}
    for table, columns in _known(connection):
        if not names or table.name in names:
            held[table.name] = Content()
            for row in _rows(connection, table, columns):
                held[table.name].add(row)
    return held


def holds_work(connection: Connection) -> bool:
    """Somebody's documents, or a memory."""
    kinds = (documents, memory)
    return any(connection.execute(select(kind.c.id).limit(1)).first() for kind in kinds)


def _poured(origin: Connection, goal: Connection, progress: Progress | None) -> dict[str, Content]:
    copied: dict[str, Content] = {}
    taken = 0
    for table, columns in _known(origin):
        copied[table.name] = Content()
        if table is memories:  # a new database has the desk's own already
            goal.execute(delete(memories))
        rows = _rows(origin, table, columns)
        while some := list(islice(rows, _at_once(table))):
            for row in some:
                copied[table.name].add(row)
            goal.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in some])
            taken += len(some)
            if progress:
                progress(taken)
        if table.autoincrement_column is not None:
            _give_on(goal, table, max(_last_given(origin, table), _last_given(goal, table)))
    return copied


def _with_desk(goal: Connection) -> None:
    """A source from before memories had names has the desk's own all the same."""
    if goal.execute(select(memories.c.id).limit(1)).first() is None:
        desk = {"id": 1, "name": "desk", "priority": 0, "read_only": False, "created": ""}
        goal.execute(insert(memories).values(**desk))
        _give_on(goal, memories, 1)


def _compare(read: dict[str, Content], kept: dict[str, Content], target: Engine) -> None:
    wrong = [name for name, held in read.items() if kept[name] != held]
    if wrong:
        raise UnwritableFile(
            f"What {place(target.url)} holds is not what was read ({', '.join(wrong)}). "
            "Nothing was kept; see that nobody else writes there, and try again."
        )


def _known(connection: Connection) -> Iterator[tuple[Table, list[str]]]:
    """Our tables that are there, those referred to first, each with its columns that are there."""
    found = inspect(connection)
    for table in tables.sorted_tables:
        if found.has_table(table.name):
            there = {column["name"] for column in found.get_columns(table.name)}
            yield table, [column.name for column in table.c if column.name in there]


def _rows(connection: Connection, table: Table, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The rows, a few at a time."""
    wanted = select(*(table.c[name] for name in columns))
    with reported(connection.engine.url):
        yield from connection.execute(
            wanted.execution_options(stream_results=True, yield_per=_at_once(table))
        )


def _at_once(table: Table) -> int:
    return _FEWER if table in (documents, job_files) else AT_ONCE


def _alone(goal: Connection) -> None:
    """Others may look on meanwhile, and not write; SQLite has one writer by itself."""
    if goal.dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in tables.sorted_tables)
        goal.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _empty(goal: Connection) -> None:
    """Take everything away; the log lets go of its lines only while the settings say so."""
    give_way(goal)
    for table in reversed(tables.sorted_tables):
        if table is not settings:
            goal.execute(delete(table))
    goal.execute(delete(settings))


def _last_given(connection: Connection, table: Table) -> int:
    """The greatest number that was ever given in a table, as far as the database knows."""
    greatest = connection.execute(select(func.max(table.autoincrement_column)))
    given = int(greatest.scalar_one_or_none() or 0)
    if connection.dialect.name == "postgresql":
        asked = f"SELECT last_value FROM {_sequence(connection, table)} WHERE is_called"
        return max(given, connection.execute(text(asked)).scalar() or 0)
    wanted = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return max(given, connection.execute(wanted, {"name": table.name}).scalar() or 0)


def _give_on(goal: Connection, table: Table, last: int) -> None:
    """The next number given is another."""
    if not last:
        return
    if goal.dialect.name == "postgresql":
        goal.execute(select(func.setval(_sequence(goal, table), last)))
    elif table.dialect_options["sqlite"]["autoincrement"]:
        here = {"name": table.name, "last": last}
        goal.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), here)
        goal.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), here)


def _sequence(connection: Connection, table: Table) -> str:
    """What PostgreSQL takes a table's numbers from."""
    column = table.autoincrement_column
    assert column is not None
    asked = select(func.pg_get_serial_sequence(f'"{table.name}"', column.name))
    return str(connection.execute(asked).scalar_one())


def _written(value: Any) -> bytes:
    """A value as bytes that no other value has."""
    if value is None:
        return b"-"
    if isinstance(value, str):
        return b"s" + value.encode("utf-8", "surrogatepass")
    if isinstance(value, int):
        return b"i%d" % value
    return b"b" + bytes(value)
