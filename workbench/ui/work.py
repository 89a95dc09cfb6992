"""The machine's work, apart from the pages: it goes on when a page is left, closed or loaded again.

One document is translated at a time, in the order asked for. What is done stands in the database; a
server that stops in between leaves the document as it was, to be translated again.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from workbench import pipeline
from workbench.errors import WorkbenchError
from workbench.store import Store
from workbench.ui import opened


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
            known = self._jobs.get(document)
            if known is None or known[0].finished:
                job = Job(document, name, language)
                self._jobs[document] = job, self._machine.submit(self._translate, job)

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
            made = pipeline.translate(document, job.language, progress=shown, memory=self.store)
            self.store.apply(job.document, made.segments)
        except WorkbenchError as error:
            job.error = str(error)
        except Exception as error:
            job.error = f"{job.name} could not be translated ({type(error).__name__}: {error})."
            raise
        finally:
            job.finished = True
