"""Documents and the work done on them, kept in a database: SQLite unless a URL says otherwise.

An acknowledged edit survives a power cut (WAL, `synchronous=FULL`, one transaction an edit), and
nobody overwrites what they have not seen: every segment carries a revision number, an edit names
the revision it was made on, and a stale one is refused with the stored value in hand. What was
ever stored stays in `revisions`, which is only added to.

Connections come from a pool and live for one transaction, so a `Store` may be shared by threads.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from workbench.errors import WorkbenchError
from workbench.model import Document, Segment, State
from workbench.store import database
from workbench.store.comments import Comment, Comments
from workbench.store.concordance import Before, Concordance, Kept, Overtaken
from workbench.store.memory import CONFIRMED, Match, Memory, Remembered, confirmed
from workbench.store.rows import (
    Hit,
    Revision,
    StoredDocument,
    StoredSegment,
    gather,
    hit,
    now,
    revision_of,
    row,
    stored_segment,
)

__all__ = [
    "Before",
    "Comment",
    "Conflict",
    "Gone",
    "Hit",
    "Kept",
    "Match",
    "Overtaken",
    "Remembered",
    "Revision",
    "Store",
    "StoredDocument",
    "StoredSegment",
]

MACHINE_MAY_CHANGE = (State.NEW, State.DRAFT)
"""States whose target nobody has confirmed."""


class Conflict(WorkbenchError):
    """The segment has moved on since the person last saw it; nothing was stored."""

    def __init__(self, stored: StoredSegment, author: str) -> None:
        who = f" by {author}" if author else ""
        super().__init__(
            f"This segment was changed{who} while you worked on it. "
            "Compare the two versions and save yours again, or keep theirs."
        )
        self.stored = stored
        self.author = author


class Gone(WorkbenchError):
    """The document, or the segment, is no longer in the database."""


class Store(Memory, Concordance, Comments):
    """The database of one desk: its documents, and the memory of what was translated."""

    def add(self, document: Document, source: bytes) -> int:
        """Keep a document with the bytes it was read from; its new id."""
        with self._transaction() as connection:
            made = connection.execute(
                insert(database.documents).values(
                    name=document.name,
                    format=document.format,
                    source_language=document.source_language,
                    target_language=document.target_language,
                    source=source,
                    created=now(),
                )
            ).inserted_primary_key
            assert made is not None
            rows = [row(made[0], i, part) for i, part in enumerate(document.segments)]
            if rows:
                connection.execute(insert(database.segments), rows)
            return int(made[0])

    def documents(self) -> list[StoredDocument]:
        """All documents, newest first, with how far each has come."""
        return self._listed(database.documents.c.id > 0)

    def document(self, document_id: int) -> StoredDocument:
        """One document as the desk lists it; Gone when it was deleted."""
        for document in self._listed(database.documents.c.id == document_id):
            return document
        raise _gone()

    def _listed(self, which: ColumnElement[bool]) -> list[StoredDocument]:
        segments = database.segments.c
        columns = [column for column in database.documents.c if column.name != "source"]
        query = (
            select(
                *columns,
                segments.state,
                segments.translate,
                func.count(segments.key).label("segments"),
                func.sum(segments.revision).label("stamp"),
            )
            .join(database.segments, segments.document == database.documents.c.id, isouter=True)
            .where(which)
            .group_by(*columns, segments.state, segments.translate)
            .order_by(database.documents.c.id.desc())
        )
        with self._reading() as connection:
            return gather(connection.execute(query).mappings())

    def source(self, document_id: int) -> tuple[str, bytes, str, str]:
        """(file name, the bytes as uploaded, source language, target language)."""
        wanted = select(
            database.documents.c.name,
            database.documents.c.source,
            database.documents.c.source_language,
            database.documents.c.target_language,
        ).where(database.documents.c.id == document_id)
        with self._reading() as connection:
            found = connection.execute(wanted).one_or_none()
        if found is None:
            raise _gone()
        name, data, source_language, target_language = found
        return name, data, source_language, target_language

    def segments(self, document_id: int) -> list[StoredSegment]:
        """The segments in their order; Gone when the document was deleted."""
        wanted = select(database.segments).where(database.segments.c.document == document_id)
        with self._reading() as connection:
            found = (
                connection.execute(wanted.order_by(database.segments.c.position)).mappings().all()
            )
            if not found and not _exists(connection, document_id):
                raise _gone()
        return [stored_segment(row) for row in found]

    def segment(self, document_id: int, key: str) -> StoredSegment:
        """One segment as it stands; Gone when it is not there."""
        with self._reading() as connection:
            return _one(connection, document_id, key)

    def search(self, text: str, *, limit: int = 200) -> list[Hit]:
        """Segments of any document that hold the text, in source or target, newest document first.

        Letters of the Latin alphabet match in either case.
        """
        held, documents = database.segments.c, database.documents.c
        query = (
            select(
                *database.segments.c,
                database.documents.c.name,
                database.documents.c.target_language,
            )
            .join(database.documents, held.document == documents.id)
            .where(
                held.source.icontains(text, autoescape=True)
                | held.target.icontains(text, autoescape=True)
            )
            .order_by(held.document.desc(), held.position)
            .limit(limit)
        )
        with self._reading() as connection:
            return [hit(row) for row in connection.execute(query).mappings()]

    def edit(
        self,
        document_id: int,
        key: str,
        *,
        target: str,
        state: State,
        author: str,
        revision: int,
        name: str = "",
    ) -> int:
        """Store what a person wrote or decided; the new revision.

        Raises Conflict when the segment is no longer at `revision`. Storing what is already
        there changes nothing, so an edit sent twice is harmless; one with a `name` of its own is
        known again even when somebody has changed the segment since.
        """
        with self._transaction() as connection:
            stored = _one(connection, document_id, key)
            if name and (known := _named(connection, document_id, key, name)) is not None:
                return known
            if (stored.target, stored.state) == (target, state):
                return stored.revision
            origin = author if target != stored.target else stored.origin
            _write(connection, document_id, stored, target, state, origin, author, revision, name)
            if target and state in CONFIRMED:
                confirmed(connection, document_id, stored.source, target, author)
        return revision + 1

    def apply(self, document_id: int, segments: Iterable[Segment]) -> int:
        """Lay machine translations into the document; how many were stored.

        A target that a person confirmed or wrote stays, and so does one where the machine has
        nothing to offer: a person may have worked while the machine did.
        """
        stored_now = 0
        with self._transaction() as connection:
            wanted = select(database.segments).where(database.segments.c.document == document_id)
            rows = connection.execute(wanted).mappings().all()
            if not rows and not _exists(connection, document_id):
                raise _gone()
            stored = {row["key"]: stored_segment(row) for row in rows}
            written = _written(connection, document_id)
            for new in segments:
                old = stored.get(new.key)
                if old is None or new.key in written or not _machine_may_change(old, new):
                    continue
                _write(
                    connection,
                    document_id,
                    old,
                    new.target,
                    new.state,
                    new.origin,
                    new.origin,
                    old.revision,
                )
                stored_now += 1
        return stored_now

    def correct(self, document_id: int, key: str, *, translate: bool, author: str = "") -> None:
        """Remember a person's word on whether a segment is to be translated, whatever was detected.

        Its revision moves on, so that what was made of the document before is made anew.
        """
        with self._transaction() as connection:
            stored = _one(connection, document_id, key)
            here = (database.segments.c.document == document_id) & (database.segments.c.key == key)
            kept = (stored.target, stored.state, stored.origin)
            _write(connection, document_id, stored, *kept, author, stored.revision)
            connection.execute(update(database.segments).where(here).values(translate=translate))

    def changes(self, document_id: int, since: int) -> tuple[list[StoredSegment], int]:
        """The segments changed after a moment, and the moment to ask from next.

        A moment is the number of a change; 0 is before all of them. Gone when the document is.
        """
        held = database.revisions.c
        changed = select(held.key).where(held.document == document_id, held.id > since)
        wanted = select(database.segments).where(
            database.segments.c.document == document_id, database.segments.c.key.in_(changed)
        )
        with self._reading() as connection:
            if not _exists(connection, document_id):
                raise _gone()
            last = select(func.max(held.id)).where(held.document == document_id)
            moment = connection.execute(last).scalar() or 0
            rows = connection.execute(wanted).mappings().all() if moment > since else []
        return [stored_segment(row) for row in rows], moment

    def history(self, document_id: int, key: str) -> list[Revision]:
        """Every change of a segment, oldest first."""
        wanted = (
            select(database.revisions)
            .where(database.revisions.c.document == document_id, database.revisions.c.key == key)
            .order_by(database.revisions.c.id)
        )
        with self._reading() as connection:
            return [revision_of(row) for row in connection.execute(wanted).mappings()]

    def secret(self) -> bytes:
        """What this database's pages are signed with; made once, kept over restarts."""
        held = database.settings
        wanted = select(held.c.value).where(held.c.name == "secret")
        with self._transaction() as connection:
            found = connection.execute(wanted).scalar()
            if found is None:
                found = secrets.token_hex(32)
                connection.execute(insert(held).values(name="secret", value=found))
        return bytes.fromhex(found)

    def delete(self, document_id: int) -> None:
        """Take a document away, with its segments and their history."""
        with self._transaction() as connection:
            gone = connection.execute(
                delete(database.documents).where(database.documents.c.id == document_id)
            )
            if not gone.rowcount:
                raise _gone()


def _gone() -> Gone:
    return Gone("This document is no longer on the desk. Open another one.")


def _exists(connection: Connection, document_id: int) -> bool:
    wanted = select(database.documents.c.id).where(database.documents.c.id == document_id)
    return connection.execute(wanted).first() is not None


def _one(connection: Connection, document_id: int, key: str) -> StoredSegment:
    wanted = select(database.segments).where(
        database.segments.c.document == document_id, database.segments.c.key == key
    )
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise _gone()
    return stored_segment(row)


def _machine_may_change(old: StoredSegment, new: Segment) -> bool:
    changed = (old.target, old.state) != (new.target, new.state)
    return changed and bool(new.target) and old.state in MACHINE_MAY_CHANGE


def _write(
    connection: Connection,
    document_id: int,
    old: StoredSegment,
    target: str,
    state: State,
    origin: str,
    author: str,
    revision: int,
    name: str = "",
) -> None:
    """Store one change and its record, or raise Conflict when `revision` has passed."""
    here = (database.segments.c.document == document_id) & (database.segments.c.key == old.key)
    done = connection.execute(
        update(database.segments)
        .where(here, database.segments.c.revision == revision)
        .values(
            target=target,
            state=state.value,
            origin=origin,
            revision=revision + 1,
            translate=True,
        )
    )
    if not done.rowcount:
        raise Conflict(old, _last_author(connection, document_id, old.key))
    connection.execute(
        insert(database.revisions).values(
            document=document_id,
            key=old.key,
            revision=revision + 1,
            author=author,
            at=now(),
            old_target=old.target,
            new_target=target,
            old_state=old.state.value,
            new_state=state.value,
            edit=name or None,
        )
    )


def _named(connection: Connection, document_id: int, key: str, name: str) -> int | None:
    """The revision that an edit of this name made of the segment."""
    held = database.revisions.c
    wanted = select(held.revision).where(
        held.edit == name, held.document == document_id, held.key == key
    )
    return connection.execute(wanted).scalar()


def _written(connection: Connection, document_id: int) -> set[str]:
    """The segments whose target as it stands is a person's: edits from a page have a name."""
    held, segments = database.revisions.c, database.segments.c
    wanted = select(held.key).where(
        held.document == document_id,
        held.edit.is_not(None),
        held.document == segments.document,
        held.key == segments.key,
        held.new_target == segments.target,
        segments.target != "",
    )
    return set(connection.execute(wanted).scalars())


def _last_author(connection: Connection, document_id: int, key: str) -> str:
    wanted = (
        select(database.revisions.c.author)
        .where(database.revisions.c.document == document_id, database.revisions.c.key == key)
        .order_by(database.revisions.c.id.desc())
        .limit(1)
    )
    return connection.execute(wanted).scalar() or ""
