"""The machine's work on documents, as a queue that every process on this database shares.

A job is begun by whoever takes it, under a token of its own. What comes of it is stored in the same
transaction that makes it done, and only while that token stands: a worker that was thought dead, or
whose job was cancelled, stores nothing, so that no work is done twice into a document or by halves.

People take turns: of those who wait, the one whose last job was begun longest ago goes first. That
a worker lives is told by a count it raises, which others watch by their own watch: no clock counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select, update

from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.job import (
    OPEN,
    FullQueue,
    Job,
    Stage,
    TakenAway,
    finish,
    in_turn,
    job_of,
    let_go,
    listed,
    new,
    theirs,
    whole,
)
from workbench.store.turns import JOBS, take

__all__ = [
    "MOST_WAITING",
    "TRIES",
    "FullQueue",
    "Job",
    "Jobs",
    "Stage",
    "TakenAway",
    "finish",
    "require_room",
]

TRIES = 3
"""So often is a job begun that kills its worker or breaks, before it counts as failed."""
MOST_WAITING = 500
"""Jobs that one person may have waiting."""

_JOBS, _FILES = database.jobs, database.job_files


class Jobs(Connected):
    """The queue."""

    def ask(
        self,
        kind: str,
        document_id: int,
        *,
        asker: str,
        keys: Collection[str] = (),
        most: int = MOST_WAITING,
    ) -> bool:
        """Put a job at the end of its asker's; False when the document is at work already.

        Raises FullQueue. What was done to the document before is forgotten.
        """
        held = _JOBS.c
        here = held.document == document_id
        with self._transaction() as connection:
            take(connection, JOBS)
            if connection.execute(select(held.id).where(here, held.state.in_(OPEN))).first():
                return False
            require_room(connection, asker, most)
            connection.execute(delete(_JOBS).where(here))
            row = new(kind, asker, document=document_id, keys=keys, total=len(keys))
            connection.execute(insert(_JOBS).values(row))
        return True

    def begin(self, owner: str) -> Job | None:
        """Take the job whose turn it is; None when nobody waits."""
        held, token = _JOBS.c, secrets.token_hex(16)
        with self._transaction() as connection:
            take(connection, JOBS)
            if not (found := in_turn(connection, 1)):
                return None
            last = connection.execute(select(func.max(held.turn))).scalar_one()
            begun = {"turn": last + 1, "tries": found[0]["tries"] + 1, "beats": 0, "done": 0}
            begun |= {"state": Stage.WORKING, "owner": owner, "token": token}
            here = held.id == found[0]["id"]
            connection.execute(update(_JOBS).where(here).values(begun))
            (row,) = connection.execute(whole().where(here)).mappings()
            return job_of(row)

    def beat(self, job: Job, done: int, total: int) -> bool:
        """Tell that its worker lives and how far it is; False when it is no longer theirs."""
        values = {"beats": _JOBS.c.beats + 1, "done": done, "total": total}
        with self._transaction() as connection:
            return bool(connection.execute(theirs(job).values(values)).rowcount)

    def finish(self, job: Job) -> None:
        """It is done, and there was nothing to store. Raises TakenAway."""
        with self._transaction() as connection:
            finish(connection, job)

    def fail(self, job: Job, error: str, *, again: bool = False) -> None:
        """It came to nothing; `again` has it tried anew while it has tries left."""
        again = again and job.tries < TRIES
        values = {"error": error, "state": Stage.WAITING if again else Stage.FAILED, "token": ""}
        with self._transaction() as connection:
            connection.execute(theirs(job).values(values))

    def release(self, job: Job) -> None:
        """Let it wait again, as if it had not been begun: its worker was told to stop."""
        values = {"state": Stage.WAITING, "tries": job.tries - 1, "token": ""}
        with self._transaction() as connection:
            connection.execute(theirs(job).values(values))

    def abandoned(self, job: Job) -> None:
        """Its worker is dead, unless it has been heard of since `job` was read."""
        failed = job.tries >= TRIES
        kept = "the document is as it was. Try again, or translate it by hand."
        if not job.document:
            kept = "what it had done until then is kept. Try again."
        error = f"The machine broke down {job.tries} times over {job.name}; {kept}"
        values = {"state": Stage.FAILED if failed else Stage.WAITING, "token": ""}
        values |= {"error": error} if failed else {}
        with self._transaction() as connection:
            still = theirs(job).where(_JOBS.c.beats == job.beats)
            connection.execute(still.values(values))

    def cancel(self, job_id: int) -> bool:
        """Stop it, waiting or at work; nothing of it is stored. False when it has ended."""
        here = update(_JOBS).where(_JOBS.c.id == job_id, _JOBS.c.state.in_(OPEN))
        with self._transaction() as connection:
            take(connection, JOBS)
            done = connection.execute(here.values(state=Stage.CANCELLED, token=""))
            let_go(connection, _FILES.c.job == job_id)
            return bool(done.rowcount)

    def cancel_waiting(self, asker: str) -> int:
        """Take back all that a person has waiting; how many."""
        held = _JOBS.c
        here = update(_JOBS).where(held.asker == asker, held.state == Stage.WAITING)
        with self._transaction() as connection:
            take(connection, JOBS)
            count = connection.execute(here.values(state=Stage.CANCELLED)).rowcount
            stopped = select(held.id).where(held.asker == asker, held.state == Stage.CANCELLED)
            let_go(connection, _FILES.c.job.in_(stopped))
            return count

    def retry(self, job_id: int) -> bool:
        """Have one that failed tried anew, with all its tries. False when it has not failed."""
        here = update(_JOBS).where(_JOBS.c.id == job_id, _JOBS.c.state == Stage.FAILED)
        with self._transaction() as connection:
            take(connection, JOBS)
            done = connection.execute(here.values(state=Stage.WAITING, tries=0, error="", done=0))
            return bool(done.rowcount)

    def forget(self, job_id: int) -> None:
        """Forget one that has ended."""
        here = (_JOBS.c.id == job_id) & _JOBS.c.state.not_in(OPEN)
        with self._transaction() as connection:
            connection.execute(delete(_JOBS).where(here))

    def job(self, document_id: int) -> Job | None:
        """What is being done to a document, or was done last."""
        with self._reading() as connection:
            found = connection.execute(whole().where(_JOBS.c.document == document_id))
            row = found.mappings().one_or_none()
        return job_of(row) if row else None

    def jobs(self, *, most: int = 20) -> list[Job]:
        """What is at work, what waits in the order of its turns, what failed, errands done.

        So many of each; an errand is told of until it is forgotten. `queued` says how many wait or
        are at work in all.
        """
        held = _JOBS.c
        with self._reading() as connection:
            working = listed().where(held.state == Stage.WORKING).order_by(held.turn).limit(most)
            failed = listed().where(held.state == Stage.FAILED).order_by(held.id).limit(most)
            ended = whole().where(held.state == Stage.DONE, held.document.is_(None))
            rows = [
                *connection.execute(working).mappings(),
                *in_turn(connection, most),
                *connection.execute(failed).mappings(),
                *connection.execute(ended.order_by(held.id.desc()).limit(most)).mappings(),
            ]
        return [job_of(row) for row in rows]

    def at_work(self) -> list[Job]:
        """The jobs that somebody has begun."""
        with self._reading() as connection:
            wanted = listed().where(_JOBS.c.state == Stage.WORKING)
            return [job_of(row) for row in connection.execute(wanted).mappings()]

    def queued(self) -> int:
        """How many jobs wait or are at work."""
        wanted = select(func.count()).where(_JOBS.c.state.in_(OPEN))
        with self._reading() as connection:
            return int(connection.execute(wanted).scalar_one())


def require_room(connection: Connection, asker: str, most: int, wanted: int = 1) -> None:
    """Raise FullQueue where a person has no room for so many more."""
    held = _JOBS.c
    mine = select(func.count()).where(held.asker == asker, held.state == Stage.WAITING)
    if connection.execute(mine).scalar_one() + wanted > most:
        raise FullQueue(most)
