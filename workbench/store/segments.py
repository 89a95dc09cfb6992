"""One segment in the database: found, changed with its record, and refused when it has moved on."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, insert, select, update

from workbench.access import Role, least_to_store
from workbench.errors import WorkbenchError
from workbench.model import Document, Segment, State
from workbench.store import database
from workbench.store.rows import StoredSegment, now, row, stored_segment
from workbench.store.turns import gone

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


class Locked(WorkbenchError):
    """The segment is locked; nothing was stored."""

    def __init__(self, stored: StoredSegment) -> None:
        super().__init__("This segment is locked. Unlock it first; your text is kept in the box.")
        self.stored = stored


class Forbidden(WorkbenchError):
    """The person's role may not change the segment so; nothing was stored."""

    def __init__(self, role: Role | None, before: State, after: State) -> None:
        who, asked = role.value if role else "person without a role", least_to_store(before, after)
        what = f"make a {before} segment {after}" if before != after else f"change a {before} one"
        super().__init__(f"A {who} may not {what}. Ask a colleague who is {asked} or above.")


def lay(connection: Connection, document: Document, source: bytes) -> int:
    """Put a document on the desk with the bytes it was read from; its number."""
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
    rows = [row(made[0], place, part) for place, part in enumerate(document.segments)]
    if rows:
        connection.execute(insert(database.segments), rows)
    return int(made[0])


def alive(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Not a document that was deleted, though it can still be put back."""
    aside = database.desk.alias().c
    return number.not_in(select(aside.document).where(aside.deleted != ""))


def exists(connection: Connection, document_id: int) -> bool:
    held = database.documents.c
    wanted = select(held.id).where(held.id == document_id, alive(held.id))
    return connection.execute(wanted).first() is not None


def one(connection: Connection, document_id: int, key: str) -> StoredSegment:
    wanted = select(database.segments).where(
        database.segments.c.document == document_id,
        database.segments.c.key == key,
        alive(database.segments.c.document),
    )
    row = connection.execute(wanted).mappings().one_or_none()
    if row is None:
        raise gone()
    return stored_segment(row)


def machine_may_change(old: StoredSegment, new: Segment) -> bool:
    changed = (old.target, old.state) != (new.target, new.state) and not old.locked
    return changed and bool(new.target) and old.state in MACHINE_MAY_CHANGE


def write(
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
        raise Conflict(old, last_author(connection, document_id, old.key))
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


def named(connection: Connection, document_id: int, key: str, name: str) -> int | None:
    """The revision that an edit of this name made of the segment."""
    held = database.revisions.c
    wanted = select(held.revision).where(
        held.edit == name, held.document == document_id, held.key == key
    )
    return connection.execute(wanted).scalar()


def written_by_people(connection: Connection, document_id: int) -> set[str]:
    """The segments whose target as it stands is a person's: edits from a page have a name."""
    held, segments = database.revisions.c, database.segments.c
    wanted = select(held.key).where(
        held.document == document_id,
        held.edit.is_not(None),
        held.document == segments.document,
        held.key == segments.key,
        held.new_target == segments.target,
        segments.target != "",
        something_changed(),
    )
    return set(connection.execute(wanted).scalars())


def something_changed() -> ColumnElement[bool]:
    """That a revision changed text or state: a lock leaves both as they were."""
    held = database.revisions.c
    return (held.old_target != held.new_target) | (held.old_state != held.new_state)


def last_author(connection: Connection, document_id: int, key: str) -> str:
    wanted = (
        select(database.revisions.c.author)
        .where(database.revisions.c.document == document_id, database.revisions.c.key == key)
        .order_by(database.revisions.c.id.desc())
        .limit(1)
    )
    return connection.execute(wanted).scalar() or ""
