"""Who writes when. SQLite has one writer at a time; in PostgreSQL those who meet wait here.

Whoever changes a document holds it until the change is committed, so that the numbers of its
changes are given in the order they become visible: a page that asks what is new misses none. The
memory has one writer at a time, for its index is read, added to and written back. Always the
document first, then the memory, so that no two wait for each other.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from workbench.errors import WorkbenchError
from workbench.store import database

MIGRATION, SETTINGS, MEMORY, PEOPLE, JOBS = 1, 2, 3, 4, 5
"""What is taken in turns."""
_OURS = 0x776F726B
"""Our locks among those of other programs on the same database."""


class Gone(WorkbenchError):
    """The document, or the segment, is no longer in the database."""


def gone() -> Gone:
    return Gone("This document is no longer on the desk. Open another one.")


def hold(connection: Connection, document_id: int) -> None:
    """Keep a document to oneself until the transaction ends; Gone when it was deleted."""
    aside = select(database.desk.c.document).where(database.desk.c.deleted != "")
    held = database.documents.c.id
    wanted = select(held).where(held == document_id, held.not_in(aside))
    if connection.execute(wanted.with_for_update(key_share=True)).first() is None:
        raise gone()


def take(connection: Connection, what: int) -> None:
    """Wait until nobody else has this turn; it ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_OURS, what)))
