"""The machine's work on documents, as a queue that every process on this database shares.

A job is begun by whoever takes it, under a token of its own. What comes of it is stored in the same
transaction that makes it done, and only while that token stands: a worker that was thought dead, or
whose job was cancelled, stores nothing, so that no work is done twice into a document or by halves.

People take turns: of those who wait, the one whose last job was begun longest ago goes first. That
a worker lives is told by a count it raises, which others watch by their own watch: no clock counts.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select, update

from workbench.errors import WorkbenchError
from workbench.model import State
from workbench.store import database
from workbench.store.connection import Connected
from workbench.store.rows import Replaced, now
from workbench.store.turns import JOBS, take

TRIES = 3
"""So often is a job begun that kills its worker or breaks, before it counts as failed."""
MOST_WAITING = 500
"""Jobs that one person may have waiting."""

_JOBS, _DOCUMENTS = database.jobs, database.documents.c


class Stage(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (Stage.WAITING, Stage.WORKING)


class TakenAway(WorkbenchError):
    """The job is no longer this worker's: cancelled, or begun by another. Nothing was stored."""

    def __init__(self) -> None:
        super().__init__("This job was cancelled, or another worker has taken it over.")


class FullQueue(WorkbenchError):
    """A person has as much waiting as they may."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} of your documents wait for the machine already. "
            "Let some of them be done, or cancel some, and ask again."
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One document at work, or waiting for its turn."""

    id: int
    kind: str
    document: int
    name: str
    language: str
    asker: str
    stage: Stage
    done: int
    total: int
    error: str
    """What went wrong, as a sentence; nothing was stored then."""
    tries: int
    owner: str
    token: str
    beats: int
    keys: Sequence[str] = ()
    replaced: Sequence[Replaced] = ()
    """What stood there before, until it is put back."""

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.stage not in OPEN

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


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
            mine = select(func.count()).where(held.asker == asker, held.state == Stage.WAITING)
            if connection.execute(mine).scalar_one() >= most:
                raise FullQueue(most)
            connection.execute(delete(_JOBS).where(here))
            connection.execute(insert(_JOBS).values(_new(kind, document_id, asker, keys)))
        return True

    def begin(self, owner: str) -> Job | None:
        """Take the job whose turn it is; None when nobody waits."""
        held, token = _JOBS.c, secrets.token_hex(16)
        with self._transaction() as connection:
            take(connection, JOBS)
            if not (found := _in_turn(connection, 1)):
                return None
            last = connection.execute(select(func.max(held.turn))).scalar_one()
            begun = {"turn": last + 1, "tries": found[0]["tries"] + 1, "beats": 0, "done": 0}
            begun |= {"state": Stage.WORKING, "owner": owner, "token": token}
            here = held.id == found[0]["id"]
            connection.execute(update(_JOBS).where(here).values(begun))
            (row,) = connection.execute(_whole().where(here)).mappings()
            return _job(row)

    def beat(self, job: Job, done: int, total: int) -> bool:
        """Tell that its worker lives and how far it is; False when it is no longer theirs."""
        values = {"beats": _JOBS.c.beats + 1, "done": done, "total": total}
        with self._transaction() as connection:
            return bool(connection.execute(_theirs(job).values(values)).rowcount)

    def finish(self, job: Job) -> None:
        """It is done, and there was nothing to store. Raises TakenAway."""
        with self._transaction() as connection:
            finish(connection, job)

    def fail(self, job: Job, error: str, *, again: bool = False) -> None:
        """It came to nothing; `again` has it tried anew while it has tries left."""
        again = again and job.tries < TRIES
        values = {"error": error, "state": Stage.WAITING if again else Stage.FAILED, "token": ""}
        with self._transaction() as connection:
            connection.execute(_theirs(job).values(values))

    def release(self, job: Job) -> None:
        """Let it wait again, as if it had not been begun: its worker was told to stop."""
        values = {"state": Stage.WAITING, "tries": job.tries - 1, "token": ""}
        with self._transaction() as connection:
            connection.execute(_theirs(job).values(values))

    def abandoned(self, job: Job) -> None:
        """Its worker is dead, unless it has been heard of since `job` was read."""
        failed = job.tries >= TRIES
        error = (
            f"The machine broke down {job.tries} times over {job.name}; the document is as it was. "
            "Try again, or translate it by hand."
        )
        values = {"state": Stage.FAILED if failed else Stage.WAITING, "token": ""}
        values |= {"error": error} if failed else {}
        with self._transaction() as connection:
            still = _theirs(job).where(_JOBS.c.beats == job.beats)
            connection.execute(still.values(values))

    def cancel(self, job_id: int) -> bool:
        """Stop it, waiting or at work; nothing of it is stored. False when it has ended."""
        here = update(_JOBS).where(_JOBS.c.id == job_id, _JOBS.c.state.in_(OPEN))
        with self._transaction() as connection:
            take(connection, JOBS)
            done = connection.execute(here.values(state=Stage.CANCELLED, token=""))
            return bool(done.rowcount)

    def cancel_waiting(self, asker: str) -> int:
        """Take back all that a person has waiting; how many."""
        held = _JOBS.c
        here = update(_JOBS).where(held.asker == asker, held.state == Stage.WAITING)
        with self._transaction() as connection:
            take(connection, JOBS)
            return connection.execute(here.values(state=Stage.CANCELLED)).rowcount

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
            found = connection.execute(_whole().where(_JOBS.c.document == document_id))
            row = found.mappings().one_or_none()
        return _job(row) if row else None

    def jobs(self, *, most: int = 20) -> list[Job]:
        """What is at work, what waits in the order of its turns, and what failed: so many of each.

        `queued` says how many wait or are at work in all.
        """
        held = _JOBS.c
        with self._reading() as connection:
            working = _listed().where(held.state == Stage.WORKING).order_by(held.turn).limit(most)
            failed = _listed().where(held.state == Stage.FAILED).order_by(held.id).limit(most)
            rows = [
                *connection.execute(working).mappings(),
                *_in_turn(connection, most),
                *connection.execute(failed).mappings(),
            ]
        return [_job(row) for row in rows]

    def at_work(self) -> list[Job]:
        """The jobs that somebody has begun."""
        with self._reading() as connection:
            wanted = _listed().where(_JOBS.c.state == Stage.WORKING)
            return [_job(row) for row in connection.execute(wanted).mappings()]

    def queued(self) -> int:
        """How many jobs wait or are at work."""
        wanted = select(func.count()).where(_JOBS.c.state.in_(OPEN))
        with self._reading() as connection:
            return int(connection.execute(wanted).scalar_one())


def finish(connection: Connection, job: Job, replaced: Sequence[Replaced] = ()) -> None:
    """Make it done, in the transaction that stores what came of it. Raises TakenAway."""
    told = json.dumps([asdict(one) for one in replaced], ensure_ascii=False) if replaced else ""
    values = {"state": Stage.DONE, "replaced": told, "error": "", "token": ""}
    if not connection.execute(_theirs(job).values(values)).rowcount:
        raise TakenAway


def _theirs(job: Job) -> Any:
    """To change a job only while it is still in the hands of the worker that has `job`."""
    here = _JOBS.c
    return update(_JOBS).where(
        here.id == job.id, here.state == Stage.WORKING, here.token == job.token
    )


def _new(kind: str, document_id: int, asker: str, keys: Collection[str]) -> dict[str, Any]:
    given = json.dumps(sorted(keys), ensure_ascii=False) if keys else ""
    return {
        "kind": kind,
        "document": document_id,
        "keys": given,
        "asker": asker,
        "asked": now(),
        "state": Stage.WAITING,
        "done": 0,
        "total": len(keys),
        "error": "",
        "replaced": "",
        "tries": 0,
        "turn": 0,
        "owner": "",
        "token": "",
        "beats": 0,
    }


_TOLD = [column for column in _JOBS.c if column.name not in ("keys", "replaced", "asked", "turn")]


def _listed() -> Select[Any]:
    """Jobs without what can be long."""
    return select(*_TOLD, _DOCUMENTS.name, _DOCUMENTS.target_language).join(
        database.documents, _JOBS.c.document == _DOCUMENTS.id
    )


def _whole() -> Select[Any]:
    return _listed().add_columns(_JOBS.c["keys"], _JOBS.c.replaced)


def _in_turn(connection: Connection, most: int) -> list[RowMapping]:
    """Who waits, in the order of their turns: everybody's first, then everybody's second.

    What has killed two workers may kill a third: it comes after all else of the person. Each
    person is asked for apart: of thousands that wait only the first are looked at.
    """
    held, theirs = _JOBS.c, _JOBS.alias().c
    asking = select(held.asker).where(held.state == Stage.WAITING).distinct().subquery()
    last = select(func.max(theirs.turn)).where(theirs.asker == asking.c.asker).scalar_subquery()
    order = []
    for asker, turn in connection.execute(select(asking.c.asker, last)).all():
        mine = select(held.id).where(held.state == Stage.WAITING, held.asker == asker)
        first = connection.execute(mine.order_by(held.tries > 1, held.id).limit(most)).scalars()
        order += [(nth, turn, number) for nth, number in enumerate(first)]
    chosen = {number: place for place, (*_, number) in enumerate(sorted(order)[:most])}
    rows = connection.execute(_listed().where(held.id.in_(chosen))).mappings()
    return sorted(rows, key=lambda row: chosen[row["id"]])


def _job(row: RowMapping) -> Job:
    keys, replaced = row.get("keys"), row.get("replaced")
    return Job(
        id=row["id"],
        kind=row["kind"],
        document=row["document"],
        name=row["name"],
        language=row["target_language"],
        asker=row["asker"],
        stage=Stage(row["state"]),
        done=row["done"],
        total=row["total"],
        error=row["error"],
        tries=row["tries"],
        owner=row["owner"],
        token=row["token"],
        beats=row["beats"],
        keys=tuple(json.loads(keys)) if keys else (),
        replaced=tuple(map(_replaced, json.loads(replaced))) if replaced else (),
    )


def _replaced(told: dict[str, Any]) -> Replaced:
    return Replaced(**told | {"state": State(told["state"])})
