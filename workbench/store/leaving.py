"""What the memory has from a document that is deleted: it leaves with it, and comes back with it.

Such a unit loses its target, as one that a person takes out; the record of what it said tells the
two apart. What somebody has since confirmed elsewhere is not touched.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from workbench.store import database
from workbench.store.segments import alive
from workbench.store.units import UNITS

_DOCUMENTS, _PAST = database.documents.c, database.memory_past.c
_LEFT = "left with its document"
"""In the record of what a unit said, where otherwise its origin stands: the unit keeps its own."""


def leave(connection: Connection, document_id: int) -> None:
    """Take out what was last confirmed in a document, unless another of its name is there."""
    of = _origin(connection, document_id)
    if of is None:
        return
    said = select(
        UNITS.c.id, UNITS.c.target, literal(_LEFT), UNITS.c.author, UNITS.c.changed
    ).where(of, UNITS.c.target != "")
    columns = ["unit", "target", "origin", "author", "changed"]
    connection.execute(insert(database.memory_past).from_select(columns, said))
    connection.execute(update(UNITS).where(of, UNITS.c.target != "").values(target=""))


def come_back(connection: Connection, document_id: int) -> None:
    """Put back what `leave` took out."""
    for unit, past, target in _left(connection, document_id):
        connection.execute(update(UNITS).where(UNITS.c.id == unit).values(target=target))
        connection.execute(delete(database.memory_past).where(_PAST.id == past))


def forget(connection: Connection, document_id: int) -> None:
    """Take away for good what `leave` took out, all that was said there before included."""
    for unit, _past, _target in _left(connection, document_id):
        connection.execute(delete(database.memory_past).where(_PAST.unit == unit))
        connection.execute(delete(UNITS).where(UNITS.c.id == unit))


def _left(connection: Connection, document_id: int) -> list[Any]:
    """(unit, number of what it said, target) for the units that left with a document."""
    of = _origin(connection, document_id, deleted=True)
    newest = (
        select(func.max(_PAST.id)).where(_PAST.unit == UNITS.c.id).correlate(UNITS)
    ).scalar_subquery()
    wanted = (
        select(UNITS.c.id, _PAST.id, _PAST.target)
        .select_from(UNITS)
        .join(database.memory_past, _PAST.id == newest)
        .where(UNITS.c.target == "", _PAST.origin == _LEFT)
    )
    return list(connection.execute(wanted.where(of))) if of is not None else []


def _origin(
    connection: Connection, document_id: int, *, deleted: bool = False
) -> ColumnElement[bool] | None:
    """Which units come from a document; None when another of its name and pair has them too."""
    named = (_DOCUMENTS.name, _DOCUMENTS.source_language, _DOCUMENTS.target_language)
    name, source, target = connection.execute(
        select(*named).where(_DOCUMENTS.id == document_id)
    ).one()
    twins = select(_DOCUMENTS.id).where(
        _DOCUMENTS.id != document_id,
        _DOCUMENTS.name == name,
        _DOCUMENTS.source_language == source,
        _DOCUMENTS.target_language == target,
    )
    if not deleted and connection.execute(twins.where(alive(_DOCUMENTS.id))).first():
        return None
    return and_(
        UNITS.c.origin == name,
        UNITS.c.source_language == source,
        UNITS.c.target_language == target,
    )
