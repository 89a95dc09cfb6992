"""Documents and the work done on them, kept in a database: SQLite, or PostgreSQL by its URL.

An acknowledged edit survives a power cut (one transaction an edit, on disk when it returns), and
nobody overwrites what they have not seen: every segment carries a revision number, an edit names
the revision it was made on, and a stale one is refused with the stored value in hand. What was
ever stored stays in `revisions`, which is only added to.

Connections come from a pool and live for one transaction, so a `Store` may be shared by threads.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select, update

from workbench.access import Role, may_store
from workbench.model import Document, Segment, State
from workbench.store import database
from workbench.store.cleaning import Cleaned, Cleaning
from workbench.store.comments import Comment, Comments, mentions, remark
from workbench.store.concordance import Before, Concordance, Kept, Overtaken
from workbench.store.contexts import context_of
from workbench.store.drafts import Drafts
from workbench.store.errands import Errands, Made
from workbench.store.jobs import FullQueue, Job, Jobs, Stage, TakenAway, finish
from workbench.store.keeping import Remembered, confirmed, neighbours
from workbench.store.listing import KEPT_DAYS, Deleted, Listing
from workbench.store.locks import Locks
from workbench.store.memories import DESK, Memories, Named
from workbench.store.memory import CONFIRMED, Match, Memory, Recalled
from workbench.store.patterns import like, literal
from workbench.store.people import Entry, Known, People
from workbench.store.rows import (
    Hit,
    Replaced,
    Revision,
    StoredDocument,
    StoredSegment,
    hit,
    revision_of,
    stored_segment,
)
from workbench.store.segments import (
    Conflict,
    Forbidden,
    Locked,
    alive,
    exists,
    lay,
    machine_may_change,
    named,
    one,
    write,
    written_by_people,
)
from workbench.store.settings import Settings
from workbench.store.turns import Gone, gone, hold
from workbench.store.work import Edited, Work, Worker

__all__ = [
    "DESK",
    "KEPT_DAYS",
    "Before",
    "Cleaned",
    "Comment",
    "Conflict",
    "Deleted",
    "Edited",
    "Entry",
    "Forbidden",
    "FullQueue",
    "Gone",
    "Hit",
    "Job",
    "Kept",
    "Known",
    "Locked",
    "Made",
    "Match",
    "Named",
    "Overtaken",
    "Recalled",
    "Remembered",
    "Replaced",
    "Revision",
    "Stage",
    "Store",
    "StoredDocument",
    "StoredSegment",
    "TakenAway",
    "Worker",
    "context_of",
    "mentions",
]

FIRST = 4
"""Documents that are looked through for a text at first."""


class Store(
    Memory,
    Memories,
    Concordance,
    Cleaning,
    Work,
    Comments,
    Listing,
    People,
    Drafts,
    Locks,
    Jobs,
    Errands,
    Settings,
):
    """The database of one desk: its documents, and the memory of what was translated."""

    def add(self, document: Document, source: bytes) -> int:
        """Keep a document with the bytes it was read from; its new id."""
        with self._transaction() as connection:
            return lay(connection, document, source)

    def source(self, document_id: int) -> tuple[str, bytes, str, str]:
        """(file name, the bytes as uploaded, source language, target language)."""
        wanted = select(
            database.documents.c.name,
            database.documents.c.source,
            database.documents.c.source_language,
            database.documents.c.target_language,
        ).where(database.documents.c.id == document_id, alive(database.documents.c.id))
        with self._reading() as connection:
            found = connection.execute(wanted).one_or_none()
        if found is None:
            raise gone()
        name, data, source_language, target_language = found
        return name, data, source_language, target_language

    def segments(self, document_id: int) -> list[StoredSegment]:
        """The segments in their order; Gone when the document was deleted."""
        wanted = select(database.segments).where(database.segments.c.document == document_id)
        with self._reading() as connection:
            if not exists(connection, document_id):
                raise gone()
            found = (
                connection.execute(wanted.order_by(database.segments.c.position)).mappings().all()
            )
        return [stored_segment(row) for row in found]

    def segment(self, document_id: int, key: str) -> StoredSegment:
        """One segment as it stands; Gone when it is not there."""
        with self._reading() as connection:
            return one(connection, document_id, key)

    def context(self, document_id: int, key: str) -> bytes:
        """The context of a segment: what the memory knows it by beside its source."""
        with self._reading() as connection:
            stored = one(connection, document_id, key)
            return context_of(*neighbours(connection, document_id, stored.position))

    def search(self, text: str, *, limit: int = 200) -> list[Hit]:
        """Segments of any document that hold the text, in source or target, newest document first.

        Letters of the Latin alphabet match in either case. The documents are gone through a few at
        a time, then more: of a text that many hold, only the newest are looked at.
        """
        held, documents = database.segments.c, database.documents.c
        query = (
            select(*held, documents.name, documents.target_language)
            .join(database.documents, held.document == documents.id)
            .where(like(self._engine, f"%{literal(text)}%", held.source, held.target))
            .order_by(held.document.desc(), held.position)
        )
        every = select(documents.id).where(alive(documents.id)).order_by(documents.id.desc())
        found: list[Hit] = []
        with self._reading() as connection:
            numbers = connection.execute(every).scalars().all()
            start, size = 0, FIRST
            while start < len(numbers) and len(found) < limit:
                some = numbers[start : start + size]
                within = held.document.between(some[-1], some[0]) & alive(held.document)
                rows = connection.execute(query.where(within).limit(limit - len(found)))
                found += [hit(row) for row in rows.mappings()]
                start, size = start + size, size * 4
        return found

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
        role: Role | None = Role.ADMIN,
        why: str = "",
    ) -> int:
        """Store what a person wrote or decided; the new revision.

        Raises Conflict when the segment is no longer at `revision`, Locked when it is locked, and
        Forbidden when the person's role may not change it so. Storing what is already there
        changes nothing, so an edit sent twice is harmless; one with a `name` of its own is known
        again even when somebody has changed the segment since. `why` is kept as a comment.
        """
        with self._transaction() as connection:
            hold(connection, document_id)
            stored = one(connection, document_id, key)
            if name and (known := named(connection, document_id, key, name)) is not None:
                return known
            if (stored.target, stored.state) == (target, state):
                return stored.revision
            if stored.locked:
                raise Locked(stored)
            if stored.revision == revision and not may_store(role, stored.state, state):
                raise Forbidden(role, stored.state, state)
            origin = author if target != stored.target else stored.origin
            write(connection, document_id, stored, target, state, origin, author, revision, name)
            if target and state in CONFIRMED:
                confirmed(connection, document_id, stored, target, author, state)
            if why:
                remark(connection, document_id, key, text=why, author=author)
        return revision + 1

    def apply(
        self, document_id: int, segments: Iterable[Segment], *, job: Job | None = None
    ) -> int:
        """Lay machine translations into the document; how many were stored.

        A target that a person confirmed or wrote stays, and so does one where the machine has
        nothing to offer: a person may have worked while the machine did. The `job` they came of is
        done with this, or nothing is stored (TakenAway).
        """
        stored_now = 0
        with self._transaction() as connection:
            hold(connection, document_id)
            wanted = select(database.segments).where(database.segments.c.document == document_id)
            rows = connection.execute(wanted).mappings().all()
            stored = {row["key"]: stored_segment(row) for row in rows}
            written = written_by_people(connection, document_id)
            for new in segments:
                old = stored.get(new.key)
                if old is None or new.key in written or not machine_may_change(old, new):
                    continue
                write(
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
            if job:
                finish(connection, job)
        return stored_now

    def correct(
        self,
        document_id: int,
        key: str,
        *,
        translate: bool,
        author: str = "",
        role: Role | None = Role.ADMIN,
    ) -> None:
        """Remember a person's word on whether a segment is to be translated, whatever was detected.

        Its revision moves on, so that what was made of the document before is made anew.
        """
        with self._transaction() as connection:
            hold(connection, document_id)
            stored = one(connection, document_id, key)
            if stored.locked:
                raise Locked(stored)
            if not may_store(role, stored.state, stored.state):
                raise Forbidden(role, stored.state, stored.state)
            here = (database.segments.c.document == document_id) & (database.segments.c.key == key)
            kept = (stored.target, stored.state, stored.origin)
            write(connection, document_id, stored, *kept, author, stored.revision)
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
            if not exists(connection, document_id):
                raise gone()
            last = select(func.max(held.id)).where(held.document == document_id)
            moment = connection.execute(last).scalar() or 0
            rows = connection.execute(wanted).mappings().all() if moment > since else []
        return [stored_segment(row) for row in rows], moment

    def history(self, document_id: int, key: str) -> list[Revision]:
        """Every change of a segment, oldest first."""
        wanted = (
            select(database.revisions)
            .where(
                database.revisions.c.document == document_id,
                database.revisions.c.key == key,
                alive(database.revisions.c.document),
            )
            .order_by(database.revisions.c.id)
        )
        with self._reading() as connection:
            return [revision_of(row) for row in connection.execute(wanted).mappings()]
