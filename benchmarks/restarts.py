"""PostgreSQL restarted in mid-save: is what the workbench acknowledged there, and once?

    python benchmarks/restarts.py [--restarts 50] [--writers 6] [--seed 1]

A cluster of its own is made in a temporary folder, with `fsync` on, and the app served upon it.
Writers save edits with names of their own as the page does: what was not answered is sent again
until it is. Meanwhile the database is stopped as by a crash (`pg_ctl stop -m immediate`) at random
moments, is away for a moment, and is started again; the app goes on running. At the end every edit
that was ever acknowledged has to be in the database under its name, at the revision that was
acknowledged and with its text, none twice, no segment's history may have a gap, and no edit may
still wait. `workbench db check` looks over the database, too.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT / "tests")]

from killed import Writer, faults, finished, told  # noqa: E402
from served import Server, load, on_the_desk  # noqa: E402

from postgres import Cluster  # noqa: E402
from workbench.access import Person  # noqa: E402
from workbench.store import Store  # noqa: E402
from workbench.store.soundness import sound  # noqa: E402
from workbench.ui import tokens  # noqa: E402


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--restarts", type=int, default=50)
    arguments.add_argument("--writers", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    cluster = Cluster(careful=True)
    try:
        sys.exit(0 if sound_after(cluster, given) else 1)
    finally:
        cluster.remove()


def sound_after(cluster: Cluster, given: argparse.Namespace) -> bool:
    """Do it all and tell; whether nothing was lost, doubled or broken."""
    chance = random.Random(given.seed)
    database = cluster.create("desk")
    store = Store(database)
    documents = [on_the_desk(store, 60, seed=seed) for seed in range(2)]
    keys = {number: [row.key for row in store.segments(number)] for number in documents}
    with tempfile.TemporaryDirectory() as folder:
        server = Server(database, log=Path(folder) / "server.log")
        server.start()
        writers = [
            Writer(
                server.port, tokens.make(store, Person(f"Writer {place}")), keys, f"{place}", chance
            )
            for place in range(given.writers)
        ]
        starts = restarted(cluster, writers, given.restarts, chance)
        stuck = finished(writers)
        server.stop()
    found = sound(store._engine).faults
    store.close()
    print(told(database, writers, starts, stuck).replace("kills", "restarts", 1))
    print(f"db check: {found or 'nothing is wrong'}")
    return not (stuck or found or any(faults(database, writers)))


def restarted(
    cluster: Cluster, writers: Sequence[Writer], restarts: int, chance: random.Random
) -> list[float]:
    """Restart the database so many times; the seconds it was away."""
    for writer in writers:
        writer.start()
    away = []
    for number in range(1, restarts + 1):
        time.sleep(chance.uniform(0.05, 1.5))
        began = time.perf_counter()
        cluster.stop("immediate")
        time.sleep(chance.uniform(0, 0.3))
        cluster.start()
        away.append(time.perf_counter() - began)
        if number % 10 == 0:
            count = sum(len(writer.done.acknowledged) for writer in writers)
            print(f"{number} restarts, {count:,} edits acknowledged; {load()}", flush=True)
    return away


if __name__ == "__main__":
    main()
