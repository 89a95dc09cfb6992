"""The translation memory: one unit a source and pair, the last word on it, and those before it.

A segment that a person confirms enters at once. What an imported file says wins only when it is
not older than what is there; the other is kept in `memory_past`, so nothing anybody wrote is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from workbench.model import State, Unit
from workbench.store import database
from workbench.store.connection import Connected

CONFIRMED = (State.TRANSLATED, State.REVIEWED, State.FINAL)
"""States that somebody answers for."""
BATCH = 20_000
"""Units a transaction: an import leaves room for others' edits in between."""
_ASKED = 400
"""Values in one query, under every database's limit."""
_UNITS = database.memory
_Key = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What became of units that were handed in."""

    new: int = 0
    changed: int = 0
    known: int = 0
    """There already, with this target or a later one."""

    def __add__(self, other: Remembered) -> Remembered:
        return Remembered(
            self.new + other.new, self.changed + other.changed, self.known + other.known
        )


class Memory(Connected):
    """What was translated before, and by whom."""

    def remember(
        self, units: Iterable[Unit], *, progress: Callable[[int], None] | None = None
    ) -> Remembered:
        """Keep units, of which there may be millions; a batch is one transaction.

        What is kept already is left alone, so an import that broke off is simply begun again.
        `progress` is called with how many have been taken in.
        """
        total, taken = Remembered(), 0
        waiting = iter(units)
        while batch := list(islice(waiting, BATCH)):
            with self._transaction() as connection:
                total += _keep(connection, batch)
            taken += len(batch)
            if progress:
                progress(taken)
        return total

    def recall(
        self, sources: Sequence[str], source_language: str, target_language: str
    ) -> dict[str, Unit]:
        """The units of exactly these sources, marks and all, by source."""
        keys = {_digest(source): source for source in sources}
        with self._reading() as connection:
            return {
                row["source"]: _unit(row)
                for row in _rows(connection, source_language, target_language, keys)
                if keys[row["digest"]] == row["source"]
            }

    def units(self, *, target_language: str = "") -> Iterator[Unit]:
        """All units, oldest first, a few at a time; into one language when it is named."""
        last = 0
        while True:
            wanted = select(_UNITS).where(_UNITS.c.id > last).order_by(_UNITS.c.id).limit(1000)
            if target_language:
                wanted = wanted.where(_UNITS.c.target_language == target_language)
            with self._reading() as connection:
                rows = connection.execute(wanted).mappings().all()
            if not rows:
                return
            yield from map(_unit, rows)
            last = rows[-1]["id"]

    def remembered(self) -> int:
        """How many units there are."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(_UNITS)).scalar_one()

    def past(self, unit: Unit) -> list[Unit]:
        """What a unit said before, oldest first."""
        past = database.memory_past.c
        with self._reading() as connection:
            ids = [row["id"] for row in _stored(connection, [_row(unit)]).values()]
            wanted = select(past.target, past.origin, past.author, past.changed)
            rows = connection.execute(wanted.where(past.unit.in_(ids)).order_by(past.id)).all()
        return [
            replace(unit, target=target, origin=origin, author=author, changed=_moment(changed))
            for target, origin, author, changed in rows
        ]


def confirmed(
    connection: Connection, document_id: int, source: str, target: str, author: str
) -> None:
    """Keep what a person has just confirmed in a document."""
    documents = database.documents.c
    wanted = select(documents.name, documents.source_language, documents.target_language)
    name, source_language, target_language = connection.execute(
        wanted.where(documents.id == document_id)
    ).one()
    if not target_language:
        return
    moment = datetime.now(UTC).replace(microsecond=0)
    pair = (source_language, target_language)
    unit = Unit(source, target, *pair, name, author, moment, author, moment)
    _keep(connection, [unit], at_once=True)


def _keep(connection: Connection, batch: Sequence[Unit], *, at_once: bool = False) -> Remembered:
    """Keep units; of two targets the later one, or with `at_once` the one given."""
    rows = [_row(unit) for unit in batch]
    stored = _stored(connection, rows)
    current = dict(stored)
    past: list[tuple[_Key, dict[str, Any]]] = []
    counted = Remembered()
    for row in rows:
        key = _key(row)
        old = current.get(key)
        if old is None:
            current[key] = row
            counted += _NEW
        elif old["target"] != row["target"] and (at_once or _age(row) >= _age(old)):
            past.append((key, old))
            current[key] = row | {"creator": old["creator"], "created": old["created"]}
            counted += _CHANGED
        else:
            counted += _KNOWN
    fresh = [row for key, row in current.items() if key not in stored]
    if fresh:
        connection.execute(insert(_UNITS), fresh)
    moved = [row | {"which": stored[key]["id"]} for key, row in current.items() if key in stored]
    moved = [row for row in moved if "id" not in row]
    if moved:
        connection.execute(update(_UNITS).where(_UNITS.c.id == bindparam("which")), moved)
    if past:
        _lay_by(connection, past)
    return counted


_NEW, _CHANGED, _KNOWN = Remembered(new=1), Remembered(changed=1), Remembered(known=1)


def _lay_by(connection: Connection, past: Sequence[tuple[_Key, dict[str, Any]]]) -> None:
    """Keep what has been replaced."""
    ids = _stored(connection, [row for _, row in past])
    names = ("target", "origin", "author", "changed")
    connection.execute(
        insert(database.memory_past),
        [{"unit": ids[key]["id"]} | {name: row[name] for name in names} for key, row in past],
    )


def _age(row: dict[str, Any]) -> str:
    return str(row["changed"] or row["created"])


def _key(row: dict[str, Any]) -> _Key:
    return row["source_language"], row["target_language"], row["digest"]


def _stored(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[_Key, dict[str, Any]]:
    """The units with the sources of these rows, as they stand."""
    pairs: dict[tuple[str, str], dict[bytes, None]] = {}
    for row in rows:
        pairs.setdefault((row["source_language"], row["target_language"]), {})[row["digest"]] = None
    return {
        _key(found): found
        for pair, digests in pairs.items()
        for found in map(dict, _rows(connection, *pair, digests))
    }


def _rows(
    connection: Connection, source_language: str, target_language: str, digests: Iterable[bytes]
) -> Iterator[RowMapping]:
    wanted = select(_UNITS).where(
        _UNITS.c.source_language == source_language, _UNITS.c.target_language == target_language
    )
    every = list(digests)
    for start in range(0, len(every), _ASKED):
        chunk = every[start : start + _ASKED]
        yield from connection.execute(wanted.where(_UNITS.c.digest.in_(chunk))).mappings()


def _digest(source: str) -> bytes:
    return blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _row(unit: Unit) -> dict[str, Any]:
    return {
        "source_language": unit.source_language,
        "target_language": unit.target_language,
        "digest": _digest(unit.source),
        "source": unit.source,
        "target": unit.target,
        "origin": unit.origin,
        "creator": unit.creator,
        "created": _written(unit.created),
        "author": unit.author,
        "changed": _written(unit.changed),
        "note": unit.note,
        "properties": json.dumps(unit.properties, ensure_ascii=False) if unit.properties else "",
    }


def _unit(row: RowMapping) -> Unit:
    return Unit(
        row["source"],
        row["target"],
        row["source_language"],
        row["target_language"],
        row["origin"],
        row["creator"],
        _moment(row["created"]),
        row["author"],
        _moment(row["changed"]),
        row["note"],
        tuple((kind, text) for kind, text in json.loads(row["properties"] or "[]")),
    )


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
