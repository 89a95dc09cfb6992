"""The machine's work as the pages ask for it: it goes on when a page is left or closed.

What waits stands in the database. The app works on it itself unless WORKBENCH_WORKERS leaves that
to the processes of `workbench worker`.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from workbench.access import Person
from workbench.errors import WorkbenchError
from workbench.store import Job, Store
from workbench.worker import Worker, in_the_app

FILES, BYTES, SEGMENTS = 3, 512 * 1024, 2000
"""What a page does itself while a person waits: files and their bytes taken in, segments packed.

Anything more is a job, and so is whatever has a model at work: an alignment, an evaluation.
"""
File = tuple[str, bytes]
"""A name and the bytes."""
LONGEST = 120
"""Characters of what an errand is called."""
PATIENCE = 5.0
"""Seconds that a server being stopped waits for the end of a batch."""


class Work:
    """The jobs of one database, and the worker in this process."""

    def __init__(self, store: Store, *, workers: int | None = None) -> None:
        self.store = store
        self._worker = Worker(store, threads=in_the_app(os.environ) if workers is None else workers)

    def start(self) -> None:
        """Take up what waits."""
        self._worker.start()

    def stop(self) -> None:
        """Let go of what is at work: it waits for whoever is started next."""
        self._worker.stop(PATIENCE)

    def begin(self, document: int, *, by: str = "") -> None:
        """Have a document translated; one that is at work already is not taken twice."""
        self.store.ask("translate", document, asker=by)
        self._worker.start()

    def again(self, document: int, keys: Collection[str], *, by: str = "") -> None:
        """Have the drafts of some segments made anew over those that stand."""
        if not self.store.ask("redraft", document, asker=by, keys=keys):
            raise WorkbenchError(
                "The machine is at work on this document already. Ask again when it has done."
            )
        self._worker.start()

    def errand(
        self,
        kind: str,
        name: str,
        *,
        by: Person,
        given: Mapping[str, Any],
        files: Sequence[File] = (),
        room: int = 1,
    ) -> None:
        """Have something done that is about no one document; it is found among the jobs."""
        told = {**given, "name": by.name, "mail": by.mail}
        asker = by.mail or by.name
        self.store.ask_for(kind, name[:LONGEST], asker=asker, given=told, files=files, room=room)
        self._worker.start()

    def take_in(self, files: Sequence[File], languages: Sequence[str], *, by: Person) -> None:
        """Put files on the desk and have them translated."""
        name, room = ", ".join(name for name, _ in files), len(files) * len(languages)
        given = {"languages": list(languages)}
        self.errand("import", name, by=by, given=given, files=files, room=room)

    def job(self, document: int) -> Job | None:
        """What is being done to a document, or was done last."""
        return self.store.job(document)

    def jobs(self) -> list[Job]:
        """What is at work or waits, in its order; and what failed and was not yet told."""
        found = self.store.jobs()
        if any(not job.finished for job in found):
            self._worker.start()  # Whoever was to do it may have died.
        return found

    def queued(self) -> int:
        """How many wait or are at work."""
        return self.store.queued()

    def undo(self, document: int, author: str) -> int:
        """Put back the drafts that were last made anew, where they still stand; how many."""
        job = self.store.job(document)
        if job is None or not job.finished or not job.replaced:
            return 0
        name = secrets.token_hex(16)
        done = self.store.put_back(document, job.replaced, author=author, name=name)
        self.store.forget(job.id)
        return done

    def cancel(self, job: int) -> None:
        """Stop a job between two batches; nothing of it is stored."""
        self.store.cancel(job)

    def retry(self, job: int) -> None:
        """Try a job anew that failed."""
        self.store.retry(job)
        self._worker.start()

    def told(self, job: int) -> None:
        """Forget a job that has ended."""
        self.store.forget(job)

    def wait(self) -> None:
        """Until all that was begun has ended."""
        while self.store.queued():
            self._worker.start()
            time.sleep(0.02)


def long(files: Sequence[File]) -> bool:
    """Whether files are too much for a page to take in by itself."""
    return len(files) > FILES or sum(len(data) for _, data in files) > BYTES
