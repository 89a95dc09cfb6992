"""So many editors at once on the save route: how long each waits, and whether all is stored."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from served import Caller, Server, at, judged, load, on_the_desk

from workbench.access import Person
from workbench.store import Store
from workbench.ui import tokens

WAIT = 500
"""The goal, in milliseconds."""


def together(server: Server, store: Store, editors: int, edits: int = 25) -> None:
    """So many editors at once, each in a document of their own, then all of them in one."""
    own = [on_the_desk(store, edits, seed=seed) for seed in range(editors)]
    one = on_the_desk(store, editors * edits, seed=editors)
    for told, numbers in (("a document each", own), ("one document", [one] * editors)):
        keys = {number: [row.key for row in store.segments(number)] for number in set(numbers)}
        shared = len(keys) == 1
        given = [
            keys[number][place * edits : (place + 1) * edits] if shared else keys[number]
            for place, number in enumerate(numbers)
        ]
        taken = saved_at_once(server, store, numbers, given)
        acknowledged = [one for part in taken for one in part]
        lost = missing(server.database, acknowledged)
        times = [one.taken for one in acknowledged]
        print(
            f"{editors} editors at once, {told}: {len(times)} saved,"
            f" {at(times, 50):.1f} ms, p95 {judged(at(times, 95), WAIT)} (goal {WAIT}),"
            f" longest {max(times):.1f}; lost {lost}; {load()}",
            flush=True,
        )


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An edit that the server said it has."""

    document: int
    key: str
    revision: int
    target: str
    taken: float


def saved_at_once(
    server: Server, store: Store, numbers: Sequence[int], keys: Sequence[Sequence[str]]
) -> list[list[Acknowledged]]:
    taken: list[list[Acknowledged]] = [[] for _ in numbers]
    start = threading.Barrier(len(numbers))

    def work(place: int) -> None:
        author = f"Editor {place}"
        caller = Caller(server.port, tokens.make(store, Person(author)))
        start.wait()
        for key in keys[place]:
            target = f"متن {place} {key}"
            edit = {"name": f"{numbers[place]}-{place}-{key}", "key": key, "target": target}
            edit |= {"state": "translated", "revision": "0"}
            began = time.perf_counter()
            path = f"/api/documents/{numbers[place]}/save"
            answer = caller.post(path, {"edits": [edit]})["results"][0]
            milliseconds = 1000 * (time.perf_counter() - began)
            made = Acknowledged(numbers[place], key, answer["revision"], target, milliseconds)
            taken[place].append(made)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(numbers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def missing(database: Path, acknowledged: Sequence[Acknowledged]) -> int:
    """How many are not in the database as they were acknowledged."""
    connection = sqlite3.connect(database)
    wanted = "SELECT target FROM segments WHERE document = ? AND key = ? AND revision = ?"
    found = [
        connection.execute(wanted, (one.document, one.key, one.revision)).fetchone()
        for one in acknowledged
    ]
    connection.close()
    return sum(row != (one.target,) for row, one in zip(found, acknowledged, strict=True))
