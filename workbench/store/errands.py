"""Errands: jobs about no one document, with the files they were given and those they made.

Files taken in, documents packed, a memory imported, an alignment, an evaluation: they wait in the
same queue as the work on documents. Whatever an errand stores is stored together with how far it
is by then, and only while it is in its worker's hands: one that is taken over in the middle goes on
there, and nothing is stored twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from workbench.access import Person
from workbench.errors import WorkbenchError
from workbench.model import Document, Unit
from workbench.store import database, memories
from workbench.store.connection import Connected
from workbench.store.job import ENDED, Job, TakenAway, finish, let_go, new, theirs
from workbench.store.jobs import MOST_WAITING, require_room
from workbench.store.keeping import Remembered, keep
from workbench.store.memory import BATCH, batches
from workbench.store.people import write
from workbench.store.segments import lay
from workbench.store.turns import JOBS, take

KEPT = 20
"""Errands of one person that have ended and are still told of; older ones are forgotten."""
MOST_BYTES = 256 * 1024 * 1024
"""Of all files that one errand is given."""

_JOBS, _FILES = database.jobs, database.job_files
File = tuple[str, bytes]
"""A name and the bytes."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that an errand made."""

    id: int
    name: str
    size: int


class Errands(Connected):
    """Those that wait, their files, and what comes of them."""

    def ask_for(
        self,
        kind: str,
        name: str,
        *,
        asker: str,
        given: Mapping[str, Any] | None = None,
        files: Sequence[File] = (),
        room: int = 1,
        most: int = MOST_WAITING,
    ) -> int:
        """Put an errand at the end of its asker's; its number.

        `room` is how many jobs will come of it: raises FullQueue where so many have no place.
        """
        if sum(len(data) for _, data in files) > MOST_BYTES:
            raise WorkbenchError(
                f"Together these files are larger than {MOST_BYTES >> 20} MB. "
                "Bring them in several times."
            )
        with self._transaction() as connection:
            take(connection, JOBS)
            require_room(connection, asker, most, room)
            _forget_old(connection, asker)
            row = new(kind, asker, name=name, given=given, total=len(files))
            made = connection.execute(insert(_JOBS).values(row)).inserted_primary_key
            assert made is not None
            for file, data in files:
                values = {"job": made[0], "made": False, "name": file, "data": data}
                connection.execute(insert(_FILES).values(values))
        return int(made[0])

    def given(self, job: Job) -> list[tuple[int, str]]:
        """(number, name) of the files an errand has still before it, in their order."""
        here = (_FILES.c.job == job.id) & ~_FILES.c.made
        with self._reading() as connection:
            wanted = select(_FILES.c.id, _FILES.c.name).where(here).order_by(_FILES.c.id)
            return [(number, name) for number, name in connection.execute(wanted)]

    def made(self, job_id: int) -> list[Made]:
        """The files that came of an errand."""
        size = func.length(_FILES.c.data)
        wanted = select(_FILES.c.id, _FILES.c.name, size)
        wanted = wanted.where(_FILES.c.job == job_id, _FILES.c.made).order_by(_FILES.c.id)
        with self._reading() as connection:
            return [Made(*row) for row in connection.execute(wanted)]

    def given_file(self, number: int) -> bytes:
        """The bytes of a file that an errand was given; TakenAway when nobody wants it any more."""
        if (found := self._bytes(number)) is None:
            raise TakenAway
        return found

    def file(self, number: int) -> bytes:
        """The bytes of a file that came of an errand. WorkbenchError when it was forgotten."""
        if (found := self._bytes(number)) is None:
            raise WorkbenchError("This file is no longer kept. Ask for it again.")
        return found

    def _bytes(self, number: int) -> bytes | None:
        with self._reading() as connection:
            wanted = select(_FILES.c.data).where(_FILES.c.id == number)
            found = connection.execute(wanted).scalar_one_or_none()
        return None if found is None else bytes(found)

    def bring(
        self,
        job: Job,
        number: int,
        documents: Sequence[tuple[Document, bytes]],
        *,
        by: Person,
        result: Mapping[str, Any],
        made: Sequence[File] = (),
    ) -> None:
        """What one given file came to: its documents on the desk, each to be translated.

        The file is given back, so that it is not brought twice. Raises TakenAway.
        """
        with self._transaction() as connection:
            _note(connection, job, result)
            for document, data in documents:
                placed = lay(connection, document, data)
                connection.execute(
                    insert(_JOBS).values(new("translate", job.asker, document=placed))
                )
                write(connection, by, "translated", document.name, document.target_language)
            _keep_files(connection, job, made)
            let_go(connection, _FILES.c.id == number)

    def learn(
        self,
        job: Job,
        units: Iterable[Unit],
        *,
        memory: int,
        progress: Callable[[int], None],
    ) -> Mapping[str, int]:
        """Keep the units of a file, a batch a transaction; how many were taken, and what of them.

        Those that an earlier worker took in are passed over, and counted. Raises TakenAway.
        """
        counted = {"taken": 0, "new": 0, "changed": 0, "known": 0} | dict(job.result)
        rest = islice(units, counted["taken"], None)
        for batch in batches(rest, BATCH[self._engine.dialect.name]):
            with self._transaction() as connection:
                memories.require_writable(connection, memory)
                done = asdict(keep(connection, batch, memory)) | {"taken": len(batch)}
                counted = {name: counted[name] + done[name] for name in counted}
                _note(connection, job, counted)
            progress(counted["taken"])
        return counted

    def deliver(
        self,
        job: Job,
        *,
        result: Mapping[str, Any],
        made: Sequence[File] = (),
        units: Sequence[Unit] = (),
        memory: int = memories.DESK,
    ) -> None:
        """All that came of an errand, which is done with this, or nothing is stored (TakenAway)."""
        with self._transaction() as connection:
            done = Remembered()
            if units:
                memories.require_writable(connection, memory)
                done = keep(connection, units, memory)
            finish(connection, job, result={**asdict(done), **result} if units else result)
            _keep_files(connection, job, made)


def _note(connection: Connection, job: Job, result: Mapping[str, Any]) -> None:
    """How far an errand is by now. That it came so far is not held against it when it is hit."""
    values = {"result": json.dumps(result, ensure_ascii=False), "tries": 1}
    if not connection.execute(theirs(job).values(values)).rowcount:
        raise TakenAway


def _keep_files(connection: Connection, job: Job, made: Sequence[File]) -> None:
    for name, data in made:
        values = {"job": job.id, "made": True, "name": name, "data": data}
        connection.execute(insert(_FILES).values(values))


def _forget_old(connection: Connection, asker: str) -> None:
    here = (_JOBS.c.asker == asker) & _JOBS.c.document.is_(None) & _JOBS.c.state.in_(ENDED)
    newest = select(_JOBS.c.id).where(here).order_by(_JOBS.c.id.desc()).limit(KEPT)
    kept = list(connection.execute(newest).scalars())
    connection.execute(delete(_JOBS).where(here, _JOBS.c.id.not_in(kept)))
