"""The machine's work, apart from the pages: it goes on when a page is left, closed or loaded again.

One document is translated at a time, in the order asked for. What is done stands in the database; a
server that stops in between leaves the document as it was, to be translated again.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock

from workbench import pipeline
from workbench.errors import WorkbenchError
from workbench.model import Document, State
from workbench.store import Replaced, Store
from workbench.ui import opened

OPEN = (State.NEW, State.DRAFT)
"""What the machine may write over."""


@dataclass(slots=True)
class Job:
    """One document at work, or waiting for its turn."""

    document: int
    name: str
    language: str
    done: int = 0
    total: int = 0
    error: str = ""
    """What went wrong, as a sentence; nothing was stored then."""
    finished: bool = False
    keys: frozenset[str] | None = None
    """The segments whose drafts are made anew; None is whatever nobody has translated."""
    replaced: Sequence[Replaced] = ()
    """What stood there before, until it is put back."""

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


@dataclass(slots=True)
class Work:
    """The jobs of one database."""

    store: Store
    _jobs: dict[int, tuple[Job, Future[None]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _machine: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="translation")
    )

    def begin(self, document: int, name: str, language: str) -> None:
        """Have a document translated; one that is at work already is not taken twice."""
        with self._lock:
            if not self._busy(document):
                self._start(Job(document, name, language))

    def again(self, document: int, name: str, language: str, keys: Collection[str]) -> None:
        """Have the drafts of some segments made anew over those that stand."""
        with self._lock:
            if self._busy(document):
                raise WorkbenchError(
                    "The machine is at work on this document already. Ask again when it has done."
                )
            self._start(Job(document, name, language, total=len(keys), keys=frozenset(keys)))

    def _busy(self, document: int) -> bool:
        known = self._jobs.get(document)
        return known is not None and not known[0].finished

    def _start(self, job: Job) -> None:
        self._jobs[job.document] = job, self._machine.submit(self._translate, job)

    def job(self, document: int) -> Job | None:
        """What is being done to a document, or was done last."""
        with self._lock:
            known = self._jobs.get(document)
        return known[0] if known else None

    def undo(self, document: int, author: str) -> int:
        """Put back the drafts that were last made anew, where they still stand; how many."""
        with self._lock:
            known = self._jobs.get(document)
            if known is None or not known[0].finished:
                return 0
            replaced, known[0].replaced = known[0].replaced, ()
        return self.store.put_back(document, replaced, author=author, name=secrets.token_hex(16))

    def jobs(self) -> list[Job]:
        """What is at work or waits, in its order; and what failed and was not yet told."""
        with self._lock:
            return [job for job, _ in self._jobs.values() if not job.finished or job.error]

    def told(self, job: Job) -> None:
        """Forget a job that has ended."""
        with self._lock:
            if job.finished:
                self._jobs.pop(job.document, None)

    def wait(self) -> None:
        """Until all that was begun has ended."""
        with self._lock:
            waited = [future for _, future in self._jobs.values()]
        for future in waited:
            future.result()

    def _translate(self, job: Job) -> None:
        def shown(done: int, total: int) -> None:
            job.done, job.total = done, total

        try:
            document = opened.restored(self.store, job.document)
            seen = {row.key: row.revision for row in self.store.segments(job.document)}
            asked = document if job.keys is None else _emptied(document, job.keys)
            if asked.segments:
                made = pipeline.translate(asked, job.language, progress=shown, memory=self.store)
                if job.keys is None:
                    self.store.apply(job.document, made.segments)
                else:
                    job.replaced = self.store.redraft(job.document, made.segments, seen)
        except WorkbenchError as error:
            job.error = str(error)
        except Exception as error:
            job.error = f"{job.name} could not be translated ({type(error).__name__}: {error})."
            raise
        finally:
            job.finished = True


def _emptied(document: Document, keys: Collection[str]) -> Document:
    """The segments asked for that nobody has confirmed, as if they had never been translated."""
    asked = tuple(
        replace(segment, target="", state=State.NEW, origin="")
        for segment in document.segments
        if segment.key in keys and segment.translate and segment.state in OPEN
    )
    return replace(document, segments=asked)
