"""The machine at work on the jobs of a database: in the app, and in processes beside it.

A worker may die at any moment: its job is taken over by another, or by itself when it is started
again, and what it had not stored is made once more. See `workbench.store.jobs`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from workbench.errors import (
    DatabaseAway,
    EngineError,
    Mismatch,
    NothingToTranslate,
    UnreadableFile,
    WorkbenchError,
)
from workbench.pipeline.leaving import Refused
from workbench.store import Gone, Job, Store, TakenAway
from workbench.worker.lives import BEAT, OWNER, Leaving, Pulse, Watch
from workbench.worker.tasks import TASKS

__all__ = ["Worker", "in_the_app"]

WORKERS = "WORKBENCH_WORKERS"
MOST = 64
FINAL = (EngineError, Gone, Mismatch, NothingToTranslate, Refused, UnreadableFile)
"""What trying again does not mend; a lost database, say, it may."""
PAUSE = 0.5
"""Seconds until somebody who found nothing to do looks again."""


def in_the_app(environment: Mapping[str, str]) -> int:
    """How many documents the app itself translates at a time."""
    given = environment.get(WORKERS, "").strip() or "1"
    if not given.isdecimal() or int(given) > MOST:
        raise WorkbenchError(
            f"{WORKERS} is how many documents the app translates at a time, not {given!r}. "
            "Set it to a number, or to 0 where `workbench worker` does it."
        )
    return int(given)


class Worker:
    """Some threads that take jobs in turn, one each at a time."""

    def __init__(self, store: Store, *, threads: int = 1, stays: bool = False) -> None:
        """One that does not stay rests when the queue is empty, until it is started again."""
        self._store, self._most, self._stays = store, threads, stays
        self._threads: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._leaving = threading.Event()
        self._asked = threading.Event()
        self._watch, self._looked = Watch(), -BEAT

    def start(self) -> None:
        """See that all threads look for something to do."""
        self._asked.set()
        with self._lock:
            if self._leaving.is_set():
                return
            for _ in range(self._most - len(self._threads)):
                thread = threading.Thread(target=self._run, name="translation", daemon=True)
                self._threads.add(thread)
                thread.start()

    def stop(self, patience: float | None = None) -> None:
        """Let go of what is at work between two batches: it waits for the next worker."""
        self._leaving.set()
        self._asked.set()
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join(patience)

    def _run(self) -> None:
        while not self._leaving.is_set():
            self._asked.clear()
            try:
                self._look_after()
                job = self._store.begin(OWNER)
                if job:
                    self._work(job)
                    continue
                if self._rests():
                    return
            except WorkbenchError:
                pass  # The database is away, or full: whoever has a page open is told.
            self._asked.wait(PAUSE)
        with self._lock:
            self._threads.discard(threading.current_thread())

    def _rests(self) -> bool:
        """Whether this thread is to end. Who asks for a job starts another, or this one sees it."""
        with self._lock:
            if self._stays or self._store.queued():
                return False
            self._threads.discard(threading.current_thread())
            return True

    def _look_after(self) -> None:
        """Put back into the queue what was begun by somebody who has died since."""
        with self._lock:
            if time.monotonic() - self._looked < BEAT:
                return
            self._looked = time.monotonic()
            dead = self._watch.dead(self._store.at_work())
        for job in dead:
            self._store.abandoned(job)

    def _work(self, job: Job) -> None:
        """Do one job; whatever breaks breaks that one alone."""
        try:
            with Pulse(self._store, job, self._leaving) as progress:
                TASKS[job.kind](self._store, job, progress)
        except TakenAway:
            return
        except (Leaving, DatabaseAway):
            self._tell(lambda: self._store.release(job))
        except WorkbenchError as error:
            said, again = str(error), not isinstance(error, FINAL)
            self._tell(lambda: self._store.fail(job, said, again=again))
        except Exception as error:
            done = "translated" if job.document else "done"
            said = f"{job.name} could not be {done} ({type(error).__name__}: {error})."
            self._tell(lambda: self._store.fail(job, said, again=True))

    def _tell(self, what: Callable[[], None]) -> None:
        """Tell the database what became of a job, as soon as it can be told.

        That it was away is not held against the job. A worker that is stopped meanwhile leaves it
        to whoever finds it abandoned.
        """
        while True:
            try:
                return what()
            except DatabaseAway:
                if self._leaving.wait(PAUSE):
                    return None
