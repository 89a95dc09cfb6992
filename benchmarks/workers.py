"""Workers killed in the midst of work: is every document translated, and once?

    python benchmarks/workers.py [--kills 50] [--workers 2] [--segments 30] [--seed 1]

A PostgreSQL of its own is made in a temporary folder, with `fsync` on. Three people have documents
translated, so that there is always something waiting; `workbench worker` processes do it. Whenever
one of them has a document at work it may be killed (SIGKILL), and another is started in its place.
At the end everything asked for must be done. A document is lost when a segment of it has no draft,
and duplicated when a draft was stored twice. A document that was hit three times counts as failed,
as one that kills its workers does; it is tried again here as a person would.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "tests")]

from served import article, load  # noqa: E402

from postgres import Cluster  # noqa: E402
from workbench import pipeline  # noqa: E402
from workbench.store import Stage, Store  # noqa: E402
from workbench.store.soundness import sound  # noqa: E402

PEOPLE = ("Amin", "Farid", "Zarghuna")
PATIENCE = 300
"""Seconds after the last kill until everything has to be done."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--segments", type=int, default=30)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    cluster = Cluster(careful=True)
    try:
        desk = Desk(cluster.create("desk"), given.segments)
        desk.started(given.workers)
        began = time.perf_counter()
        desk.killed(given.kills, random.Random(given.seed))
        desk.finished()
        print(desk.told(time.perf_counter() - began))
        sys.exit(1 if desk.faults() else 0)
    finally:
        cluster.remove()


@dataclass(slots=True)
class Desk:
    """A database, those who ask, and those who work."""

    database: str
    length: int
    store: Store = field(init=False)
    asked: list[int] = field(default_factory=list)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    retried: int = 0

    def __post_init__(self) -> None:
        self.store = Store(self.database)

    def started(self, count: int) -> None:
        """See that so many are at work."""
        environment = os.environ | {"WORKBENCH_ENGINE": "echo", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "workbench", "worker", "--database", self.database]
        while len(self.workers) < count:
            self.workers.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            )

    def killed(self, kills: int, chance: random.Random) -> None:
        """Kill so many, each while it has a document at work."""
        count, patient = len(self.workers), False
        while self.kills < kills:
            self._ask()
            time.sleep(chance.uniform(0, 0.2) if patient else chance.uniform(0.5, 8))
            patient = True
            victims = {job.owner.split(":")[1] for job in self.store.at_work()}
            hit = [one for one in self.workers if str(one.pid) in victims]
            if not hit:
                continue
            one = chance.choice(hit)
            one.send_signal(signal.SIGKILL)
            one.wait()
            self.workers.remove(one)
            self.kills += 1
            self.started(count)
            patient = False
            if self.kills % 10 == 0:
                print(f"{self.kills} kills, {len(self.asked)} asked for; {load()}", flush=True)

    def _ask(self) -> None:
        while self.store.queued() < 12:
            seed = len(self.asked)
            data = article(self.length, seed=seed)
            document = replace(pipeline.read(data, name=f"report-{seed}.md"), target_language="prs")
            self.asked.append(self.store.add(document, data))
            self.store.ask("translate", self.asked[-1], asker=PEOPLE[seed % len(PEOPLE)])
        self._try_again()

    def _try_again(self) -> None:
        for job in self.store.jobs():
            if job.finished:
                self.retried += self.store.retry(job.id)

    def finished(self) -> None:
        """Until nothing waits; then the workers are told to stop."""
        until = time.monotonic() + PATIENCE
        while self.store.queued() and time.monotonic() < until:
            self._try_again()
            time.sleep(0.5)
        for one in self.workers:
            one.terminate()
        for one in self.workers:
            one.wait(60)

    def faults(self) -> list[str]:
        """What went wrong, document by document."""
        found = list(sound(self.store._engine).faults)
        for number in self.asked:
            rows = [row for row in self.store.segments(number) if row.translate]
            job = self.store.job(number)
            if job is None or job.stage is not Stage.DONE or not all(row.target for row in rows):
                found.append(f"{number} lost")
            if any(row.revision > 1 for row in rows):
                found.append(f"{number} duplicated")
        return found

    def told(self, seconds: float) -> str:
        faults = self.faults()
        lost, twice = (sum(word in one for one in faults) for word in ("lost", "duplicated"))
        done = len(self.asked) - lost
        return (
            f"kills {self.kills}, submitted {len(self.asked)}, done {done}, duplicated {twice}, "
            f"lost {lost} (hit three times and tried again by hand {self.retried}; "
            f"{seconds:.0f} s; db check: {len(faults) - lost - twice} faults); {load()}"
        )


if __name__ == "__main__":
    main()
