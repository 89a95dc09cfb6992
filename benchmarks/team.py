"""A newsroom at work on PostgreSQL: how long its saves take, and whether each is stored once.

    python benchmarks/team.py [--editors 30] [--minutes 10] [--pause 8] [--processes 1]

A cluster of its own with `fsync` on, and so many app processes upon it. Each editor works in one of
ten articles, some in the same: saves a segment, thinks for a while (exponential, so many seconds on
average), saves the next. Each edit bears a name of its own; one in twenty is sent twice, as after a
lost answer. At the end every acknowledged edit is looked up by its name.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "tests")]

from served import Caller, Server, at, judged, load, on_the_desk  # noqa: E402

from postgres import Cluster  # noqa: E402
from workbench.access import Person  # noqa: E402
from workbench.store import Store  # noqa: E402
from workbench.store.soundness import sound  # noqa: E402
from workbench.ui import tokens  # noqa: E402

GOAL = 60
"""Milliseconds that 95 of 100 saves may take at most."""
ARTICLES = 10


class Editor(threading.Thread):
    """One person: what was acknowledged, how long each save took, how many conflicts were met."""

    def __init__(self, number: int, port: int, token: str, document: int, keys: list[str]) -> None:
        super().__init__(name=f"editor {number}")
        self.number, self.document, self.keys = number, document, keys
        self.port, self.token = port, token
        self.chance = random.Random(number)
        self.stored: dict[str, tuple[str, str]] = {}
        self.taken: list[float] = []
        self.conflicts = 0
        self.revisions = dict.fromkeys(keys, "0")

    def work(self, until: float, pause: float) -> None:
        """Save and think until the time is up."""
        self.until, self.pause = until, pause
        self.start()

    def run(self) -> None:
        edits = 0
        time.sleep(self.chance.random() * self.pause)
        while time.monotonic() < self.until:
            key = self.chance.choice(self.keys)
            name = f"{self.number}-{edits}"
            target = f"متن {self.number} {edits}"
            edits += 1
            for _sent in range(2 if self.chance.random() < 0.05 else 1):
                self._save(name, key, target)
            time.sleep(self.chance.expovariate(1 / self.pause))

    def _save(self, name: str, key: str, target: str) -> None:
        edit = {"name": name, "key": key, "target": target, "state": "translated"}
        edit["revision"] = self.revisions[key]
        began = time.perf_counter()
        caller = Caller(self.port, self.token)  # a server hangs up on who thinks for long
        answer = caller.post(f"/api/documents/{self.document}/save", {"edits": [edit]})
        caller.close()
        self.taken.append(1000 * (time.perf_counter() - began))
        result = answer["results"][0]
        if result.get("conflict"):
            self.conflicts += 1
            self.revisions[key] = result["conflict"]["revision"]
        else:
            self.revisions[key] = result["revision"]
            self.stored[name] = (key, target)


def counted(store: Store, editors: list[Editor]) -> tuple[int, int]:
    """(lost, doubled): acknowledged edits that no revision bears, or more than one."""
    texts: dict[tuple[int, str], list[str]] = {}
    lost = doubled = 0
    for editor in editors:
        for key, target in editor.stored.values():
            place = (editor.document, key)
            if place not in texts:
                texts[place] = [each.new_target for each in store.history(*place)]
            times = texts[place].count(target)
            lost += times == 0
            doubled += times > 1
    return lost, doubled


def main() -> int:
    """Measure, and print one line a process count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--editors", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, default=8)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    cluster = Cluster(careful=True)
    try:
        return measured(cluster, given)
    finally:
        cluster.remove()


def measured(cluster: Cluster, given: argparse.Namespace) -> int:
    """Let them work, and tell; 1 when anything was lost, doubled or unsound."""
    database = cluster.create("team")
    store = Store(database)
    documents = [on_the_desk(store, 200, seed=seed) for seed in range(ARTICLES)]
    keys = {number: [row.key for row in store.segments(number)] for number in documents}
    with tempfile.TemporaryDirectory() as folder:
        servers = [
            Server(database, log=Path(folder) / f"server-{number}.log")
            for number in range(given.processes)
        ]
        for server in servers:
            server.start()
        editors = []
        for number in range(given.editors):
            document = documents[number % ARTICLES]
            token = tokens.make(store, Person(f"Editor {number}"))
            port = servers[number % len(servers)].port
            editors.append(Editor(number, port, token, document, keys[document]))
        until = time.monotonic() + 60 * given.minutes
        for editor in editors:
            editor.work(until, given.pause)
        for editor in editors:
            editor.join()
        for server in servers:
            server.stop()
    taken = [each for editor in editors for each in editor.taken]
    lost, doubled = counted(store, editors)
    faults = sound(store._engine).faults
    store.close()
    print(
        f"{given.editors} editors, {given.minutes:g} minutes, {given.processes} app process(es):"
        f" {len(taken):,} saves, {at(taken, 50):.1f} ms, p95 {judged(at(taken, 95), GOAL)}"
        f" (goal {GOAL}), longest {max(taken):.1f};"
        f" {sum(editor.conflicts for editor in editors)} conflicts; lost {lost}, doubled {doubled};"
        f" {load()}"
    )
    print(f"db check: {faults or 'nothing is wrong'}")
    return int(bool(lost or doubled or faults))


if __name__ == "__main__":
    sys.exit(main())
