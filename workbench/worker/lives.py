"""Who is alive: each worker tells by a count that it raises, and watches that of the others.

Each does so by a watch of its own: nobody's clock is asked. A process of this machine that is gone
is known to be dead at once.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import threading
import time
from dataclasses import dataclass, field

from workbench.errors import WorkbenchError
from workbench.store import Job, Store, TakenAway

BEAT = 1.0
"""Seconds between two signs of life."""
SILENCE = 15.0
"""Seconds without one after which a worker counts as dead."""

OWNER = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
"""This process among all: its number may be given again, after a restart."""


class Pulse:
    """The signs of life of one job, with how far it is. Asked between batches, it may end it."""

    def __init__(self, store: Store, job: Job, leaving: threading.Event) -> None:
        self._store, self._job, self._leaving = store, job, leaving
        self._at = (job.done, job.total)
        self._ours = True
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def __call__(self, done: int, total: int) -> None:
        """Called between two batches: raises TakenAway, or Leaving when the worker is to stop."""
        self._at = (done, total)
        if not self._ours:
            raise TakenAway
        if self._leaving.is_set():
            raise Leaving

    def _beat(self) -> None:
        while self._ours and not self._over.wait(BEAT):
            try:
                self._ours = self._store.beat(self._job, *self._at)
            except WorkbenchError:
                continue  # The database is away: the next sign may reach it.


class Leaving(Exception):
    """The worker was told to stop."""


@dataclass(slots=True)
class Watch:
    """The jobs at work, each with the count last seen and since when it stands."""

    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)

    def dead(self, jobs: list[Job]) -> list[Job]:
        """Those of the jobs at work whose workers are dead."""
        moment = time.monotonic()
        before, self._seen = self._seen, {}
        for job in jobs:
            count, since = before.get(job.token, (-1, moment))
            self._seen[job.token] = (job.beats, since if count == job.beats else moment)
        return [
            job for job in jobs if gone(job.owner) or moment - self._seen[job.token][1] > SILENCE
        ]


def gone(owner: str) -> bool:
    """Whether a process is of this machine and no longer there; of others nothing is known."""
    host, number, _ = owner.rsplit(":", 2)
    mine = OWNER.rsplit(":", 2)
    if host != mine[0] or owner == OWNER or sys.platform == "win32":
        return False
    if number == mine[1]:
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
