"""A job as the queue keeps it: read from its row, and changed only by who has it in hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, select, update

from workbench.errors import WorkbenchError
from workbench.model import State
from workbench.store import database
from workbench.store.rows import Replaced, now

_JOBS, _FILES, _DOCUMENTS = database.jobs, database.job_files, database.documents.c


class Stage(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (Stage.WAITING, Stage.WORKING)
ENDED = (Stage.DONE, Stage.FAILED, Stage.CANCELLED)


class TakenAway(WorkbenchError):
    """The job is no longer this worker's: cancelled, or begun by another. Nothing was stored."""

    def __init__(self) -> None:
        super().__init__("This job was cancelled, or another worker has taken it over.")


class FullQueue(WorkbenchError):
    """A person has as much waiting as they may."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"No more than {most} of your documents may wait for the machine. "
            "Let some of them be done, or cancel some, and ask again."
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One document at work, or one errand; or what waits for its turn."""

    id: int
    kind: str
    document: int
    """0 for an errand: a job about no one document."""
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
    given: Mapping[str, Any] = field(default_factory=dict)
    """What an errand was asked to do."""
    result: Mapping[str, Any] = field(default_factory=dict)
    """What has come of an errand so far."""

    @property
    def finished(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.stage not in OPEN

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


def finish(
    connection: Connection,
    job: Job,
    replaced: Sequence[Replaced] = (),
    result: Mapping[str, Any] | None = None,
) -> None:
    """Make it done, in the transaction that stores what came of it. Raises TakenAway."""
    told = json.dumps([asdict(one) for one in replaced], ensure_ascii=False) if replaced else ""
    values = {"state": Stage.DONE, "replaced": told, "error": "", "token": ""}
    if result is not None:
        values["result"] = json.dumps(result, ensure_ascii=False)
    if not connection.execute(theirs(job).values(values)).rowcount:
        raise TakenAway
    let_go(connection, _FILES.c.job == job.id, ~_FILES.c.made)


def let_go(connection: Connection, *which: Any) -> None:
    """Files of jobs that nobody needs any more."""
    connection.execute(delete(_FILES).where(*which))


def theirs(job: Job) -> Any:
    """To change a job only while it is still in the hands of the worker that has `job`."""
    here = _JOBS.c
    return update(_JOBS).where(
        here.id == job.id, here.state == Stage.WORKING, here.token == job.token
    )


def new(
    kind: str,
    asker: str,
    *,
    document: int | None = None,
    name: str = "",
    keys: Collection[str] = (),
    given: Mapping[str, Any] | None = None,
    total: int = 0,
) -> dict[str, Any]:
    """The row of a job that nobody has begun."""
    return {
        "kind": kind,
        "document": document,
        "name": name,
        "keys": json.dumps(sorted(keys), ensure_ascii=False) if keys else "",
        "given": json.dumps(given, ensure_ascii=False) if given else "",
        "asker": asker,
        "asked": now(),
        "state": Stage.WAITING,
        "done": 0,
        "total": total,
        "error": "",
        "replaced": "",
        "result": "",
        "tries": 0,
        "turn": 0,
        "owner": "",
        "token": "",
        "beats": 0,
    }


_LONG = ("keys", "replaced", "given", "result")
_UNTOLD = (*_LONG, "asked", "turn", "name")
_TOLD = [column for column in _JOBS.c if column.name not in _UNTOLD]


def listed() -> Select[Any]:
    """Jobs without what can be long."""
    return select(
        *_TOLD,
        func.coalesce(_DOCUMENTS.name, _JOBS.c.name).label("name"),
        func.coalesce(_DOCUMENTS.target_language, "").label("target_language"),
    ).join(database.documents, _JOBS.c.document == _DOCUMENTS.id, isouter=True)


def whole() -> Select[Any]:
    """Jobs with all that is known of them."""
    return listed().add_columns(*(_JOBS.c[name] for name in _LONG))


def in_turn(connection: Connection, most: int) -> list[RowMapping]:
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
    rows = connection.execute(listed().where(held.id.in_(chosen))).mappings()
    return sorted(rows, key=lambda row: chosen[row["id"]])


def job_of(row: RowMapping) -> Job:
    """A job from its row, with what the row has of it."""
    keys, replaced = row.get("keys"), row.get("replaced")
    given, result = row.get("given"), row.get("result")
    return Job(
        id=row["id"],
        kind=row["kind"],
        document=row["document"] or 0,
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
        given=json.loads(given) if given else {},
        result=json.loads(result) if result else {},
    )


def _replaced(told: dict[str, Any]) -> Replaced:
    return Replaced(**told | {"state": State(told["state"])})
