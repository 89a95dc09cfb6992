"""Units kept: new ones, the later of two, and what a person has just confirmed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from workbench.model import State, Unit
from workbench.store import contexts, database, matching, memories
from workbench.store.rows import StoredSegment
from workbench.store.turns import MEMORY, take
from workbench.store.units import UNITS, Key, age, by_pair, key_of, named, row_of, stored

STATE = "x-state"
"""The property that says how far a unit had come when it was confirmed."""


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


def confirmed(
    connection: Connection,
    document_id: int,
    segment: StoredSegment,
    target: str,
    author: str,
    state: State,
) -> None:
    """Keep what a person has just confirmed in a document, and between which sentences."""
    documents = database.documents.c
    wanted = select(documents.name, documents.source_language, documents.target_language)
    name, source_language, target_language = connection.execute(
        wanted.where(documents.id == document_id)
    ).one()
    if not target_language:
        return
    today = datetime.now(UTC).replace(microsecond=0)
    pair = (source_language, target_language)
    told = ((STATE, state.value),)
    unit = Unit(segment.source, target, *pair, name, author, today, author, today, "", told)
    keep(connection, [unit], at_once=True)
    row = row_of(unit)
    ((key, kept),) = stored(connection, [row]).items()
    assert key == key_of(row)
    if kept["properties"] != row["properties"]:
        values = {"properties": _with_state(kept["properties"], state)}
        connection.execute(update(UNITS).where(UNITS.c.id == kept["id"]).values(**values))
    context = contexts.context_of(*neighbours(connection, document_id, segment.position))
    if context:
        held = {"unit": kept["id"], "context": context, "target": target, "author": author}
        contexts.keep(connection, [held | {"changed": row["changed"]}])


def _with_state(properties: str, state: State) -> str:
    """What other tools said of a unit stays, beside how far it has come here."""
    said = [pair for pair in json.loads(properties or "[]") if pair[0] != STATE]
    return json.dumps([*said, [STATE, state.value]], ensure_ascii=False)


def neighbours(connection: Connection, document_id: int, position: int) -> tuple[str, str]:
    """The sources before and after a place in a document; empty where there is none."""
    held = database.segments.c
    wanted = select(held.position, held.source).where(
        held.document == document_id, held.position.in_((position - 1, position + 1))
    )
    found = {row.position: row.source for row in connection.execute(wanted)}
    return found.get(position - 1, ""), found.get(position + 1, "")


def keep(
    connection: Connection,
    batch: Sequence[Unit],
    memory: int = memories.DESK,
    *,
    at_once: bool = False,
) -> Remembered:
    """Keep units; of two targets the later one, or with `at_once` the one given."""
    take(connection, MEMORY)
    rows = [row_of(unit, memory) for unit in batch]
    before = stored(connection, rows)
    current = dict(before)
    past: list[tuple[Key, dict[str, Any]]] = []
    counted = Remembered()
    for row in rows:
        key = key_of(row)
        old = current.get(key)
        if old is None:
            current[key] = row
            counted += _NEW
        elif old["target"] != row["target"] and (at_once or age(row) >= age(old)):
            past.append((key, old))
            current[key] = row | {"creator": old["creator"], "created": old["created"]}
            counted += _CHANGED
        else:
            counted += _KNOWN
    fresh = [row for key, row in current.items() if key not in before]
    if fresh:
        connection.execute(insert(UNITS), fresh)
        _index(connection, fresh)
    moved = [row | {"which": before[key]["id"]} for key, row in current.items() if key in before]
    moved = [row for row in moved if "id" not in row]
    if moved:
        connection.execute(update(UNITS).where(UNITS.c.id == bindparam("which")), moved)
    if past:
        _lay_by(connection, past)
    between = [
        (context, row)
        for unit, row in zip(batch, rows, strict=True)
        for context in contexts.told(unit)
    ]
    if between:
        numbers = stored(connection, [row for _, row in between])
        contexts.keep(connection, [
            {"unit": numbers[key_of(row)]["id"], "context": context, "target": row["target"],
             "author": row["author"], "changed": age(row)}
            for context, row in between
        ])  # fmt: skip
    return counted


def _index(connection: Connection, fresh: Sequence[dict[str, Any]]) -> None:
    """Make new units findable by their words."""
    for pair, found in by_pair(connection, fresh, UNITS.c.id, UNITS.c.source):
        matching.index(connection, named(pair), ((row["id"], row["source"]) for row in found))


_NEW, _CHANGED, _KNOWN = Remembered(new=1), Remembered(changed=1), Remembered(known=1)


def _lay_by(connection: Connection, past: Sequence[tuple[Key, dict[str, Any]]]) -> None:
    """Keep what has been replaced."""
    ids = stored(connection, [row for _, row in past])
    names = ("target", "origin", "author", "changed")
    connection.execute(
        insert(database.memory_past),
        [{"unit": ids[key]["id"]} | {name: row[name] for name in names} for key, row in past],
    )
