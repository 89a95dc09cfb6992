"""Segments that are locked: nobody changes them, by hand or by machine, until they are unlocked.

A lock is the desk's own and goes into no file. It moves the segment's revision on, so that every
page that has it open hears of it; its history says who locked it, and counts as nobody's work.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from workbench.access import Role, may_store
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.rows import StoredSegment, stored_segment
from workbench.store.segments import write
from workbench.store.turns import hold


class Locks(Connected):
    """Segments locked and unlocked."""

    def lock(
        self,
        document_id: int,
        keys: Iterable[str],
        *,
        locked: bool,
        author: str,
        name: str,
        role: Role | None = Role.ADMIN,
    ) -> list[StoredSegment]:
        """Lock segments, or unlock them; those that were not so before, as they stand now.

        `name` is this call's own. What the role may not change it may not lock either.
        """
        held, wanted = database.segments, set(keys)
        changed = []
        with self._transaction() as connection:
            hold(connection, document_id)
            here = held.c.document == document_id
            rows = connection.execute(select(held).where(here).order_by(held.c.position))
            found = [stored_segment(row) for row in rows.mappings()]
            for old in found:
                if old.key not in wanted or old.locked == locked or not old.translate:
                    continue
                if not may_store(role, old.state, old.state):
                    continue
                kept = (old.target, old.state, old.origin, author)
                edit = f"{name}-{old.position}"
                write(connection, document_id, old, *kept, old.revision, edit)
                changed.append(old.key)
            for key in changed:
                connection.execute(
                    update(held).where(here, held.c.key == key).values(locked=locked)
                )
            now = connection.execute(select(held).where(here).order_by(held.c.position))
            return [
                stored_segment(row) for row in now.mappings().all() if row["key"] in set(changed)
            ]
