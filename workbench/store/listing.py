"""The desk: every document with how far it has come, when it is due, and who is to do it.

A deleted document is first only laid aside: nothing else shows it, and it can be put back for
`KEPT_DAYS`. What was confirmed in it is not offered by the memory meanwhile, and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from workbench.model import State
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.memory import CONFIRMED
from workbench.store.rows import StoredDocument, now
from workbench.store.segments import alive
from workbench.store.turns import gone, hold

KEPT_DAYS = 30
"""Days that a deleted document can be put back."""

_DOCUMENTS, _SEGMENTS, _DESK = database.documents.c, database.segments.c, database.desk.c


@dataclass(frozen=True, slots=True)
class Deleted:
    """A document laid aside."""

    document: StoredDocument
    at: datetime


class Listing(Connected):
    """The documents as the desk lists them."""

    def documents(self) -> list[StoredDocument]:
        """All documents, newest first."""
        with self._reading() as connection:
            return _listed(connection, alive(_DOCUMENTS.id))

    def document(self, document_id: int) -> StoredDocument:
        """One document; Gone when it was deleted."""
        with self._reading() as connection:
            for document in _listed(
                connection, (_DOCUMENTS.id == document_id) & alive(_DOCUMENTS.id)
            ):
                return document
        raise gone()

    def deleted(self) -> list[Deleted]:
        """The documents that can be put back, the last deleted first."""
        wanted = select(_DESK.document, _DESK.deleted).where(_DESK.deleted != "")
        with self._reading() as connection:
            moments = {
                number: datetime.fromisoformat(at) for number, at in connection.execute(wanted)
            }
            found = _listed(connection, ~alive(_DOCUMENTS.id)) if moments else []
        laid = [Deleted(document, moments[document.id]) for document in found]
        return sorted(laid, key=lambda one: (one.at, one.document.id), reverse=True)

    def plan(self, document_id: int, *, due: date | None = None, assigned: str = "") -> None:
        """Say when a document is due and who is to do it; Gone when it was deleted."""
        values = {"due": due.isoformat() if due else "", "assigned": assigned.strip()}
        with self._transaction() as connection:
            hold(connection, document_id)
            _lay(connection, document_id, values)

    def delete(self, document_id: int) -> None:
        """Lay a document aside; those that lay there long enough go for good.

        What was confirmed in it stays in the memory: finished work is deleted, not unlearnt.
        """
        with self._transaction() as connection:
            hold(connection, document_id)
            _lay(connection, document_id, {"deleted": now()})
            _purge(connection, datetime.now(UTC) - timedelta(days=KEPT_DAYS))

    def restore(self, document_id: int) -> None:
        """Put a deleted document back as it was; Gone when it is there no longer."""
        here = (_DESK.document == document_id) & (_DESK.deleted != "")
        with self._transaction() as connection:
            done = connection.execute(update(database.desk).where(here).values(deleted=""))
            if not done.rowcount:
                raise gone()

    def purge(self, before: datetime) -> None:
        """Take away for good what was deleted before a moment, history and all."""
        with self._transaction() as connection:
            _purge(connection, before)


def _lay(connection: Connection, document_id: int, values: Mapping[str, str]) -> None:
    """Write what the desk knows of a document."""
    here = database.desk.c.document == document_id
    done = connection.execute(update(database.desk).where(here).values(**values))
    if not done.rowcount:
        connection.execute(insert(database.desk).values(document=document_id, **values))


def _purge(connection: Connection, before: datetime) -> None:
    moment = before.astimezone(UTC).isoformat(timespec="milliseconds")
    old = select(_DESK.document).where(_DESK.deleted != "", _DESK.deleted < moment)
    for number in list(connection.execute(old).scalars()):
        connection.execute(delete(database.documents).where(_DOCUMENTS.id == number))


def _listed(connection: Connection, which: ColumnElement[bool]) -> list[StoredDocument]:
    """The documents, each from its rows, of which there is one a state; newest first."""
    words = func.length(_SEGMENTS.source) - func.length(func.replace(_SEGMENTS.source, " ", "")) + 1
    counted = (
        select(
            _SEGMENTS.document,
            _SEGMENTS.state,
            _SEGMENTS.translate,
            func.count().label("segments"),
            func.sum(_SEGMENTS.revision).label("stamp"),
            func.sum(words).label("words"),
        )
        .group_by(_SEGMENTS.document, _SEGMENTS.state, _SEGMENTS.translate)
        .where(_SEGMENTS.document.in_(select(_DOCUMENTS.id).where(which)))
    )
    columns = [column for column in _DOCUMENTS if column.name != "source"]
    wanted = (
        select(*columns, _DESK.due, _DESK.assigned)
        .select_from(database.documents)
        .join(database.desk, _DESK.document == _DOCUMENTS.id, isouter=True)
        .where(which)
        .order_by(_DOCUMENTS.id.desc())
    )
    found = {row["id"]: _document(row) for row in connection.execute(wanted).mappings()}
    for row in connection.execute(counted).mappings():
        found[row["document"]] = _counted(found[row["document"]], row)
    for number, author, at in connection.execute(_last_edits(which)):
        edited = datetime.fromisoformat(at)
        found[number] = replace(found[number], editor=author, edited=edited)
    return list(found.values())


def _last_edits(which: ColumnElement[bool]) -> Any:
    """(document, author, moment) of the last change that a person made; theirs have a name."""
    held, last = database.revisions.c, database.revisions.alias()
    newest = (
        select(last.c.id)
        .where(last.c.document == _DOCUMENTS.id, last.c.edit.is_not(None))
        .order_by(last.c.id.desc())
        .limit(1)
        .correlate(database.documents)
        .scalar_subquery()
    )
    return (
        select(_DOCUMENTS.id, held.author, held.at)
        .select_from(database.documents)
        .join(database.revisions, held.id == newest)
        .where(which)
    )


def _document(row: RowMapping) -> StoredDocument:
    return StoredDocument(
        id=row["id"],
        name=row["name"],
        format=row["format"],
        source_language=row["source_language"],
        target_language=row["target_language"],
        created=datetime.fromisoformat(row["created"]),
        states={},
        stamp=0,
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        assigned=row["assigned"] or "",
    )


def _counted(document: StoredDocument, row: RowMapping) -> StoredDocument:
    """A document with what one state of its segments adds."""
    state = State(row["state"])
    open_words = row["words"] if row["translate"] and state not in CONFIRMED else 0
    if row["translate"]:
        document.states[state] = row["segments"]
    return replace(
        document,
        stamp=document.stamp + (row["stamp"] or 0),
        words=document.words + (open_words or 0),
    )
