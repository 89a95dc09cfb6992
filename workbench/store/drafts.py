"""Drafts made anew by the machine over those that stand, as one batch that can be put back.

Unlike `Store.apply`, which fills what nobody has touched, this replaces a draft that a person asked
to have replaced, their own too. Its old text stays in the segment's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from workbench.model import Segment
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.jobs import Job, finish
from workbench.store.rows import Replaced, StoredSegment, stored_segment
from workbench.store.segments import machine_may_change, write
from workbench.store.turns import hold


class Drafts(Connected):
    """Drafts replaced, and put back."""

    def redraft(
        self,
        document_id: int,
        segments: Iterable[Segment],
        seen: Mapping[str, int],
        *,
        job: Job | None = None,
    ) -> list[Replaced]:
        """Lay new drafts over the old; what was replaced.

        `seen` are the revisions that the machine began with: a segment that somebody has changed
        since stays as it is, and so does one that is confirmed. The `job` they came of is done with
        this, or nothing is stored (TakenAway).
        """
        with self._transaction() as connection:
            hold(connection, document_id)
            wanted = select(database.segments).where(database.segments.c.document == document_id)
            rows = connection.execute(wanted).mappings().all()
            stored = {row["key"]: stored_segment(row) for row in rows}
            replaced = []
            for new in segments:
                old = stored.get(new.key)
                if old is None or old.revision != seen.get(new.key):
                    continue
                if not machine_may_change(old, new):
                    continue
                made = (new.target, new.state, new.origin, new.origin)
                write(connection, document_id, old, *made, old.revision)
                replaced.append(_replaced(old))
            if job:
                finish(connection, job, replaced)
        return replaced

    def put_back(
        self, document_id: int, replaced: Iterable[Replaced], *, author: str, name: str
    ) -> int:
        """Let the old drafts stand again, where nobody has changed the new ones; how many.

        `name` is the batch's own: it marks each change as a person's.
        """
        done = 0
        with self._transaction() as connection:
            hold(connection, document_id)
            wanted = select(database.segments).where(database.segments.c.document == document_id)
            rows = connection.execute(wanted).mappings().all()
            stored = {row["key"]: stored_segment(row) for row in rows}
            for before in replaced:
                now = stored.get(before.key)
                if now is None or now.locked or now.revision != before.revision:
                    continue
                was = (before.target, before.state, before.origin, author)
                write(connection, document_id, now, *was, now.revision, f"{name}-{now.position}")
                done += 1
        return done


def _replaced(old: StoredSegment) -> Replaced:
    return Replaced(old.key, old.target, old.state, old.origin, old.revision + 1)
