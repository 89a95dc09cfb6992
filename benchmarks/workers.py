"""Workers killed, and the database restarted, in the midst of work: is all of it done, and once?

    python benchmarks/workers.py [--kills 50] [--restarts 0] [--workers 2] [--segments 30]

A PostgreSQL of its own is made in a temporary folder, with `fsync` on. Three people ask for what
there is: documents translated, files taken in, memories imported, archives of exports packed,
translations aligned, engines evaluated; so that there is always something waiting. `workbench
worker` processes do it. Whenever one of them has a job at work it may be killed (SIGKILL), and
another is started in its place; or the database is stopped as by a crash and started again.
At the end everything asked for must be done. A document is lost when a segment of it has no draft,
and duplicated when a draft was stored twice or it was taken in twice; the units of a memory have to
be counted once each. A job that was hit three times without getting on counts as failed, as one
that kills its workers does; it is tried again here as a person would.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "tests")]

from served import article, drafted, load  # noqa: E402

from postgres import Cluster  # noqa: E402
from workbench import pipeline  # noqa: E402
from workbench.formats import tmx  # noqa: E402
from workbench.model import Unit  # noqa: E402
from workbench.store import DESK, Job, Stage, Store  # noqa: E402
from workbench.store.soundness import sound  # noqa: E402

PEOPLE = ("Amin", "Farid", "Zarghuna")
PATIENCE = 300
"""Seconds after the last kill until everything has to be done."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--restarts", type=int, default=0)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--segments", type=int, default=30)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    cluster = Cluster(careful=True)
    try:
        desk = Desk(cluster.create("desk"), given.segments, random.Random(-given.seed))
        desk.started(given.workers)
        began = time.perf_counter()
        desk.hit(cluster, given.kills, given.restarts, random.Random(given.seed))
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
    chance: random.Random
    store: Store = field(init=False)
    asked: list[int] = field(default_factory=list)
    errands: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Kind of each errand, and what must come of it: documents, units or files."""
    files: int = 0
    turns: int = 0
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0
    retried: int = 0
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = Store(self.database)

    def started(self, count: int) -> None:
        """See that so many are at work; one that found no database has left, and comes again."""
        self.workers = [one for one in self.workers if one.poll() is None]
        environment = os.environ | {"WORKBENCH_ENGINE": "echo", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "workbench", "worker", "--database", self.database]
        while len(self.workers) < count:
            self.workers.append(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            )

    def hit(self, cluster: Cluster, kills: int, restarts: int, chance: random.Random) -> None:
        """Kill workers and restart the database so often, each time with a job at work."""
        count, patient = len(self.workers), False
        while self.kills < kills or self.restarts < restarts:
            self.started(count)
            self._ask()
            time.sleep(chance.uniform(0, 0.2) if patient else chance.uniform(0.5, 8))
            patient = True
            victims = {job.owner.split(":")[1] for job in self.store.at_work()}
            hit = [one for one in self.workers if str(one.pid) in victims]
            if not hit:
                continue
            if chance.random() * (kills + restarts) < restarts and self.restarts < restarts:
                self._restart(cluster, chance)
            elif self.kills < kills:
                self._kill(chance.choice(hit), count)
            patient = False
            if (self.kills + self.restarts) % 10 == 0:
                told = f"{self.kills} kills, {self.restarts} restarts, {self.turns} asked for"
                print(f"{told}; {load()}", flush=True)

    def _kill(self, one: subprocess.Popen[bytes], count: int) -> None:
        one.send_signal(signal.SIGKILL)
        one.wait()
        self.workers.remove(one)
        self.kills += 1
        self.started(count)

    def _restart(self, cluster: Cluster, chance: random.Random) -> None:
        cluster.stop("immediate")
        time.sleep(chance.uniform(0, 0.5))
        cluster.start()
        self.restarts += 1

    def _ask(self) -> None:
        """See that twelve jobs wait, of every kind in turn."""
        while self.store.queued() < 12:
            KINDS[self.turns % len(KINDS)](self, PEOPLE[self.turns % len(PEOPLE)])
            self.turns += 1
        self._try_again()

    def _article(self) -> tuple[str, bytes]:
        self.files += 1
        return f"report-{self.files}.md", article(self.length, seed=self.files)

    def document(self, asker: str) -> None:
        """A document to be translated."""
        name, data = self._article()
        document = replace(pipeline.read(data, name=name), target_language="prs")
        self.asked.append(self.store.add(document, data))
        self.store.ask("translate", self.asked[-1], asker=asker)

    def take_in(self, asker: str) -> None:
        """Some files to be taken in, in both languages."""
        files = [self._article() for _file in range(4)]
        given = {"name": asker, "mail": "", "languages": ["prs", "ps"]}
        number = self.store.ask_for(
            "import", files[0][0], asker=asker, given=given, files=files, room=8
        )
        self.errands[number] = ("import", 8)

    def memory(self, asker: str) -> None:
        """A memory of other units than any before."""
        self.files += 1
        count = 6000
        units = (
            Unit(f"Report {self.files} of lorry {number}.", f"گزارش {number}.", "en", "prs")
            for number in range(count)
        )
        written = io.BytesIO()
        tmx.write(units, written)
        given, files = {"memory": DESK}, [(f"memory-{self.files}.tmx", written.getvalue())]
        number = self.store.ask_for("memory", files[0][0], asker=asker, given=given, files=files)
        self.errands[number] = ("memory", count)

    def export(self, asker: str) -> None:
        """A ZIP of some documents."""
        self.files += 1
        documents = self.chance.sample(self.asked, min(3, len(self.asked)))
        given = {"documents": documents, "file": f"{self.files}.zip"}
        self.errands[self.store.ask_for("export", "zip", asker=asker, given=given)] = ("export", 1)

    def align(self, asker: str) -> None:
        """A text and its echo, aligned."""
        name, data = self._article()
        answer = "\n\n".join(map(drafted, data.decode().split("\n\n"))).encode()
        given = {"to": "prs", "memory": DESK, "least": 0.0}
        files = [(name, data), (f"{name}.prs.md", answer)]
        number = self.store.ask_for("align", name, asker=asker, given=given, files=files)
        self.errands[number] = ("align", 1)

    def evaluate(self, asker: str) -> None:
        """The echo engine, put to a small test."""
        self.files += 1
        rows = (f"Lorry {number} has come.\tلاری {number} آمد." for number in range(20))
        test = "\n".join(["en\tprs", *rows]).encode()
        given = {"engines": ["echo"], "to": ""}
        number = self.store.ask_for(
            "evaluate", "test", asker=asker, given=given, files=[("test.tsv", test)]
        )
        self.errands[number] = ("evaluate", 1)

    def _try_again(self) -> None:
        """Try what failed again; look at what is done, and dismiss it, as a person does."""
        for job in self.store.jobs():
            if job.stage is Stage.FAILED:
                self.retried += self.store.retry(job.id)
            elif job.stage is Stage.DONE:
                self._looked_at(job)

    def _looked_at(self, job: Job) -> None:
        kind, wanted = self.errands.pop(job.id)
        got = {
            "import": lambda: job.result["brought"],
            "memory": lambda: job.result["new"],
            "export": lambda: len(self.store.made(job.id)),
            "align": lambda: int(job.result["kept"] > 0),
            "evaluate": lambda: len(job.result["systems"]),
        }[kind]()
        if refused := job.result.get("refused", []):
            print(f"set aside after being hit three times: {refused}")
            wanted -= 2 * len(refused)
            self.retried += len(refused)
        self.done[kind] += 1
        if got != wanted:
            self.wrong.append(f"{kind} {job.id}: {got} instead of {wanted}")
        self.store.forget(job.id)

    def finished(self) -> None:
        """Until nothing waits; then the workers are told to stop."""
        until = time.monotonic() + PATIENCE
        count = len(self.workers)
        while (self.store.queued() or self.errands) and time.monotonic() < until:
            self.started(count)
            self._try_again()
            time.sleep(0.5)
        for one in self.workers:
            one.terminate()
        for one in self.workers:
            one.wait(60)

    def faults(self) -> list[str]:
        """What went wrong, document by document and errand by errand."""
        found = list(sound(self.store._engine).faults) + self.wrong
        found += [f"errand {number} ({kind}) lost" for number, (kind, _) in self.errands.items()]
        documents = self.store.documents()
        times = Counter((one.name, one.target_language) for one in documents)
        found += [f"{name} duplicated" for name, count in times.items() if count > 1]
        for number in (one.id for one in documents):
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
        documents = len(self.store.documents())
        other = len(faults) - lost - twice
        done = ", ".join(f"{kind} {count}" for kind, count in sorted(self.done.items()))
        return (
            f"kills {self.kills}, restarts {self.restarts}; submitted "
            f"{len(self.asked) + self.done.total() + len(self.errands)}, done "
            f"{len(self.asked) + self.done.total() - lost} (translate {len(self.asked)}, {done}), "
            f"{documents} documents on the desk, duplicated {twice}, lost {lost}, other faults "
            f"{other} (hit three times and tried again by hand {self.retried}; {seconds:.0f} s); "
            f"{load()}" + "".join(f"\n{one}" for one in faults)
        )


KINDS = (
    Desk.document,
    Desk.document,
    Desk.take_in,
    Desk.memory,
    Desk.export,
    Desk.align,
    Desk.evaluate,
)
"""Asked for in turn."""


if __name__ == "__main__":
    main()
