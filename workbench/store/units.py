"""The memory's table: units as rows, and rows by source, by language pair and by number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, RowMapping, any_, literal, select

from workbench.model import Unit
from workbench.store import database

ASKED = 400
"""Values in one query, under every database's limit."""
UNITS = database.memory
SAID = "x-workbench-context"
"""The property of a unit in a file that says the digests of its contexts: they have a table."""
Key = tuple[str, str, bytes]


def age(row: dict[str, Any]) -> str:
    return str(row["changed"] or row["created"])


def key_of(row: dict[str, Any]) -> Key:
    return row["source_language"], row["target_language"], row["digest"]


def stored(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[Key, dict[str, Any]]:
    """The units with the sources of these rows, as they stand."""
    return {
        key_of(row): row
        for _, found in by_pair(connection, rows, *UNITS.c)
        for row in map(dict, found)
    }


def by_pair(
    connection: Connection, rows: Iterable[dict[str, Any]], *columns: ColumnElement[Any]
) -> Iterator[tuple[tuple[str, str], Iterator[RowMapping]]]:
    """For each language pair the units with the sources of these rows."""
    pairs: dict[tuple[str, str], dict[bytes, None]] = {}
    for row in rows:
        pair = row["source_language"], row["target_language"]
        pairs.setdefault(pair, {})[row["digest"]] = None
    for pair, digests in pairs.items():
        yield pair, with_digests(connection, pair, digests, *columns)


def with_digests(
    connection: Connection,
    pair: tuple[str, str],
    digests: Iterable[bytes],
    *columns: ColumnElement[Any],
) -> Iterator[RowMapping]:
    """The units of a language pair with these digests of their sources."""
    wanted = select(*columns).where(
        UNITS.c.source_language == pair[0], UNITS.c.target_language == pair[1]
    )
    every = list(digests)
    for start in range(0, len(every), ASKED):
        chunk = every[start : start + ASKED]
        yield from connection.execute(
            wanted.where(among(connection, UNITS.c.digest, chunk))
        ).mappings()


def among(
    connection: Connection, column: ColumnElement[Any], values: Sequence[Any]
) -> ColumnElement[bool]:
    """A column has one of these values.

    To PostgreSQL they go as one array: a statement with hundreds of parameters is read anew every
    time, and that took longer than to answer it.
    """
    if connection.dialect.name != "postgresql":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))


def named(pair: tuple[str, str]) -> str:
    """A language pair as one word."""
    return " ".join(pair)


def by_id(
    connection: Connection, ids: Sequence[int], *columns: ColumnElement[Any]
) -> dict[int, RowMapping]:
    wanted = select(*columns).where(among(connection, UNITS.c.id, ids))
    return {row["id"]: row for row in connection.execute(wanted).mappings()}


def sources_of(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The sources of the units with these numbers, those taken out aside."""
    here = among(connection, UNITS.c.id, ids)
    wanted = select(UNITS.c.id, UNITS.c.source).where(here, UNITS.c.target != "")
    return {row.id: row.source for row in connection.execute(wanted)}


def digest_of(source: str, memory: int = 1) -> bytes:
    """What a source is found by: once in each memory, whose digests are no other's."""
    person = b"" if memory == 1 else str(memory).encode()
    whole = source.encode("utf-8", "surrogatepass")
    return blake2b(whole, digest_size=16, person=person).digest()


def row_of(unit: Unit, memory: int = 1) -> dict[str, Any]:
    properties = [pair for pair in unit.properties if pair[0] != SAID]
    return {
        "memory": memory,
        "source_language": unit.source_language,
        "target_language": unit.target_language,
        "digest": digest_of(unit.source, memory),
        "source": unit.source,
        "target": unit.target,
        "origin": unit.origin,
        "creator": unit.creator,
        "created": _written(unit.created),
        "author": unit.author,
        "changed": _written(unit.changed),
        "note": unit.note,
        "properties": json.dumps(properties, ensure_ascii=False) if properties else "",
    }


def unit_of(row: RowMapping) -> Unit:
    return Unit(
        row["source"],
        row["target"],
        row["source_language"],
        row["target_language"],
        row["origin"],
        row["creator"],
        moment(row["created"]),
        row["author"],
        moment(row["changed"]),
        row["note"],
        tuple((kind, text) for kind, text in json.loads(row["properties"] or "[]")),
    )


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
