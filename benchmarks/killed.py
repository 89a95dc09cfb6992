"""The server killed in the midst of work: is what it acknowledged there, and once?

    python benchmarks/killed.py [--kills 100] [--writers 6] [--seed 1]

Writers save edits with names of their own as the page does: what was not answered is sent again
until it is, and after a conflict the text is saved anew upon the other's revision. Meanwhile the
server is killed (SIGKILL) at random moments and started again. At the end every edit that was ever
acknowledged has to be in the database under its name, at the revision that was acknowledged and
with its text, none twice, no segment's history may have a gap, and no edit may still wait. This is
the death of a process; that a commit outlives a power cut rests on SQLite's synchronous=FULL.
"""

from __future__ import annotations

import argparse
import http.client
import random
import signal
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from served import Caller, Server, at, baseline, load, on_the_desk

from workbench.access import Person
from workbench.store import Store
from workbench.ui import tokens

PATIENCE = 60
"""Seconds after the last start until every edit has to be answered."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--writers", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "desk.sqlite")
        documents = [on_the_desk(store, 60, seed=seed) for seed in range(2)]
        keys = {number: [row.key for row in store.segments(number)] for number in documents}
        server = Server(database := Path(folder) / "desk.sqlite")
        server.start()
        print(baseline(server, Path(folder)), flush=True)
        writers = [
            Writer(
                server.port, tokens.make(store, Person(f"Writer {place}")), keys, f"{place}", chance
            )
            for place in range(given.writers)
        ]
        starts = killed(server, writers, given.kills, chance)
        stuck = finished(writers)
        server.stop()
        store.close()
        print(told(database, writers, starts, stuck))
        sys.exit(1 if stuck or any(faults(database, writers)) else 0)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a writer wants stored."""

    name: str
    document: int
    key: str
    target: str
    revision: int


@dataclass(slots=True)
class Done:
    """What a writer has behind them."""

    acknowledged: list[tuple[Edit, int]] = field(default_factory=list)
    resent: int = 0
    conflicts: int = 0


class Writer(threading.Thread):
    """Somebody at work: one call after another, and a page that forgets nothing unanswered."""

    def __init__(
        self,
        port: int,
        token: str,
        keys: dict[int, list[str]],
        name: str,
        chance: random.Random,
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.keys = port, token, keys
        self.named = name
        self.chance = random.Random(chance.random())
        self.known: dict[tuple[int, str], int] = {}
        self.waiting: list[Edit] = []
        self.done = Done()
        self.leaving = threading.Event()

    def run(self) -> None:
        caller = Caller(self.port, self.token)
        while not self.leaving.is_set() or self.waiting:
            if not self.waiting:
                self.waiting = self._written()
            try:
                self._send(caller)
            except (OSError, http.client.HTTPException, ValueError):
                caller.close()
                self.done.resent += 1
                time.sleep(0.05)
        caller.close()

    def _written(self) -> list[Edit]:
        """One to three edits, now and then of a segment that others are at, too."""
        document = self.chance.choice(list(self.keys))
        chosen = self.chance.sample(self.keys[document], self.chance.randint(1, 3))
        return [self._edit(document, key) for key in chosen]

    def _edit(self, document: int, key: str) -> Edit:
        name = str(uuid.UUID(int=self.chance.getrandbits(128)))
        revision = self.known.get((document, key), 0)
        return Edit(name, document, key, f"متن {self.named} {name}", revision)

    def _send(self, caller: Caller) -> None:
        document = self.waiting[0].document
        edits = [
            {
                "name": edit.name,
                "key": edit.key,
                "target": edit.target,
                "state": "translated",
                "revision": edit.revision,
            }
            for edit in self.waiting
        ]
        answer = caller.post(f"/api/documents/{document}/save", {"edits": edits})
        left = [
            self._answered(edit, result)
            for edit, result in zip(self.waiting, answer["results"], strict=True)
        ]
        self.waiting = [edit for edit in left if edit is not None]

    def _answered(self, edit: Edit, result: dict[str, Any]) -> Edit | None:
        """What is still to be stored of an edit after its answer."""
        place = (edit.document, edit.key)
        if "conflict" in result:
            self.done.conflicts += 1
            self.known[place] = result["conflict"]["revision"]
            return self._edit(*place)
        if "error" in result:
            return edit
        self.known[place] = result["revision"]
        self.done.acknowledged.append((edit, result["revision"]))
        return None


def killed(
    server: Server, writers: Sequence[Writer], kills: int, chance: random.Random
) -> list[float]:
    """Kill the server so many times; the seconds of each new start."""
    for writer in writers:
        writer.start()
    starts = []
    for number in range(1, kills + 1):
        time.sleep(chance.uniform(0.05, 1.5))
        server.stop(signal.SIGKILL)
        starts.append(server.start())
        if number % 20 == 0:
            count = sum(len(writer.done.acknowledged) for writer in writers)
            print(f"{number} kills, {count:,} edits acknowledged; {load()}", flush=True)
    return starts


def finished(writers: Sequence[Writer]) -> int:
    """Let the writers come to their end; how many edits never were answered."""
    for writer in writers:
        writer.leaving.set()
    until = time.monotonic() + PATIENCE
    for writer in writers:
        writer.join(max(0.1, until - time.monotonic()))
    return sum(len(writer.waiting) for writer in writers if writer.is_alive())


def faults(database: Path | str, writers: Sequence[Writer]) -> tuple[int, int, int]:
    """(lost, doubled, broken histories), from the database itself."""
    store = Store(database)
    with store._engine.connect() as connection:
        held = connection.exec_driver_sql(
            "SELECT document, key, revision, new_target, edit FROM revisions ORDER BY id"
        ).all()
        stands = connection.exec_driver_sql(
            "SELECT document, key, revision, target FROM segments WHERE revision > 0"
        ).all()
    store.close()
    by_name = {
        name: (document, key, revision, text) for document, key, revision, text, name in held
    }
    lost = sum(
        by_name.get(edit.name) != (edit.document, edit.key, revision, edit.target)
        for writer in writers
        for edit, revision in writer.done.acknowledged
    )
    doubled = sum(times - 1 for times in Counter(row[3] for row in held).values())
    histories: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for document, key, revision, text, _name in held:
        histories[document, key].append((revision, text))
    broken = sum(
        [was for was, _ in histories[document, key]] != list(range(1, revision + 1))
        or histories[document, key][-1][1] != target
        for document, key, revision, target in stands
    )
    return lost, doubled, broken


def told(
    database: Path | str, writers: Sequence[Writer], starts: Sequence[float], stuck: int
) -> str:
    lost, doubled, broken = faults(database, writers)
    acknowledged = sum(len(writer.done.acknowledged) for writer in writers)
    resent = sum(writer.done.resent for writer in writers)
    conflicts = sum(writer.done.conflicts for writer in writers)
    return (
        f"kills {len(starts)}, acknowledged {acknowledged:,}, lost {lost}, doubled {doubled},"
        f" broken histories {broken}, pending stuck {stuck}"
        f" (calls sent again {resent:,}, conflicts met {conflicts:,};"
        f" start {at(starts, 50):.1f} s, longest {max(starts):.1f}); {load()}"
    )


if __name__ == "__main__":
    main()
