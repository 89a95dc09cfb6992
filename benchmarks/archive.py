"""An archive whose run is killed again and again: is the result that of an unbroken one?

    python benchmarks/archive.py [--articles 5000] [--kills 2] [--deaths 3] [--actors 2]
                                 [--engine argos] [--seed 1]
    python benchmarks/archive.py --nodes 2 [--articles 60] [--engine argos]

Short articles are put together from the English side of the authored corpus (training/corpus): a
heading and two to four sentences, some of them said again in many articles. `workbench batch`
localises them into Dari and Pashto, once unbroken, once killed with all its processes (SIGKILL)
when so many shares of the articles are there, and begun again; of the last run some actors are
killed alone (deaths). Both outputs are compared byte for byte, and the manifest with the articles.
Memory is the resident size of the largest actor and of the driver, in the first fifth of the
unbroken run and in the last.

With --nodes, that many Ray nodes are started on this machine instead, each a raylet of its own, in
token mode as docs/archive.md has it for two machines, and one run spreads over them: how many
actors each had is told, and the result compared with that of a local run.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).resolve().parent), str(ROOT)]

from batches import Run, descendants, processes  # noqa: E402
from scale import CORPUS, content  # noqa: E402
from served import load  # noqa: E402

from workbench.batch.manifest import Manifest  # noqa: E402
from workbench.batch.places import Place  # noqa: E402

OFTEN = 0.2
"""Share of the articles that end with a sentence many have."""


def written(folder: Path, count: int, seed: int) -> None:
    """Write so many articles, in folders of a hundred."""
    chance = random.Random(seed)
    lines = [
        line.split("\t")[0]
        for file in sorted(CORPUS.glob("train_*.tsv"))
        for line in file.read_text("utf-8").splitlines()
    ]
    often = chance.sample(lines, 5)
    for number in range(count):
        told = chance.sample(lines, chance.randint(2, 4))
        if chance.random() < OFTEN:
            told.append(chance.choice(often))
        path = folder / f"{number // 100:03}" / f"{number:05}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# {chance.choice(lines)}\n\n" + "\n\n".join(told) + "\n", "utf-8")


def broken_off(run: Run, given: argparse.Namespace) -> dict[str, Any]:
    """Kill it when so many shares are there, and begin it again; what the last run says."""
    chance = random.Random(given.seed)
    for number in range(1, given.kills + 1):
        share = given.articles * number // (given.kills + 1)
        run.start()
        done = run.look(lambda done, share=share: done >= share)
        run.kill()
        print(f"killed with {done:,} articles there; {load()}", flush=True)
    run.start()
    left = given.deaths
    while run.process.poll() is None:
        if left and run.kill_actor(chance):
            left -= 1
        for _second in range(chance.randint(2, 10)):
            run.look(lambda _done: True)
            time.sleep(1)
    if left:
        print(f"the run was over before {left} of the actors could be killed")
    return run.ended()


def compared(given: argparse.Namespace, folder: Path) -> bool:
    """One run unbroken, one killed; whether they came to the same."""
    source = folder / "in"
    source.mkdir()
    written(source, given.articles, given.seed)
    whole = Run(source, folder / "whole", given)
    began = time.perf_counter()
    whole.start()
    whole.look(lambda _done: False)
    totals = whole.ended()
    seconds = time.perf_counter() - began
    print(
        f"unbroken: {totals['done']:,} articles, {totals['segments']:,} segments, {seconds:,.0f} s,"
        f" {totals['done'] * 60 / seconds:,.0f} a minute; in the first fifth and the last: MB of an"
        f" actor {whole.largest(0, 0.2, 1):.0f}, {whole.largest(0.8, 1, 1):.0f}, of the driver"
        f" {whole.largest(0, 0.2, 2):.0f}, {whole.largest(0.8, 1, 2):.0f}; {load()}",
        flush=True,
    )
    broken = Run(source, folder / "broken", given)
    last = broken_off(broken, given)
    known = Manifest(Place(str(folder / "broken"))).known.values()
    same = content(folder / "whole") == content(folder / "broken")
    names = Counter(one.name for one in known if not one.refused)
    twice = sum(count - 1 for count in names.values())
    print(
        f"killed {given.kills} times, {given.deaths} actors killed: the last run made"
        f" {last['done']:,} and found {last['known']:,} made; set aside {len(last['refused'])};"
        f" in the manifest {len(names):,} of {given.articles:,}, twice {twice};"
        f" {content(folder / 'broken')} {'is' if same else 'IS NOT'} {content(folder / 'whole')}"
    )
    left = [each["name"] for each in last["refused"]]
    if left:
        print("set aside:", *left[:10])
    return same and len(names) == given.articles and not (twice or totals["refused"])


def spread(given: argparse.Namespace, folder: Path) -> bool:
    """Some Ray nodes on this machine, and one run over them."""
    source = folder / "in"
    source.mkdir()
    written(source, given.articles, given.seed)
    environment = os.environ | {"HOME": str(folder), "RAY_AUTH_MODE": "token"}
    environment |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)}
    ray = str(Path(sys.executable).with_name("ray"))
    token = subprocess.run(
        [ray, "get-auth-token", "--generate"], env=environment, capture_output=True, check=True
    )
    assert token.stdout.strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    ways = [["--head", "--port", str(port), "--include-dashboard", "false"]]
    ways += [["--address", address]] * (given.nodes - 1)
    nodes = []
    try:
        for way in ways:
            own = ["--num-cpus", "2", "--object-store-memory", str(100 << 20), "--block"]
            node = subprocess.Popen(
                [ray, "start", *way, *own],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            nodes.append(node)
            wait(lambda node=node: raylets(node), "the node did not start")
        strange = {"HOME": str(folder / "elsewhere"), "RAY_AUTH_MODE": "token"}
        refused = Run(source, folder / "nobody", given, ["--ray", address], strange)
        refused.start()
        _, said = refused.process.communicate(timeout=300)
        print(f"without the token: left with {refused.process.returncode}: {said.strip()[-160:]}")
        run = Run(source, folder / "spread", given, ["--ray", address], environment)
        run.nodes = {number: set() for node in nodes for number in raylets(node)}
        run.start()
        run.look(lambda _done: False)
        totals = run.ended()
    finally:
        for node in nodes:
            for number in [node.pid, *descendants(node.pid)]:
                try:
                    os.kill(number, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            node.wait()
    alone = Run(source, folder / "alone", given)
    alone.start()
    alone.look(lambda _done: False)
    alone.ended()
    actors = sorted(len(seen) for seen in run.nodes.values())
    same = content(folder / "spread") == content(folder / "alone")
    print(
        f"{given.nodes} nodes: {totals['done']:,} articles, actors on each node {actors};"
        f" the result {'is' if same else 'IS NOT'} that of one machine; {load()}"
    )
    return same and totals["done"] == given.articles and all(actors) and bool(
        refused.process.returncode
    )  # fmt: skip


def raylets(node: subprocess.Popen[bytes]) -> list[int]:
    """The raylet of a node: the parent of its actors."""
    family = set(descendants(node.pid))
    return [number for number in processes(b"raylet/raylet") if number in family]


def wait(true: Callable[[], object], said: str) -> None:
    """Until it is so."""
    end = time.monotonic() + 120
    while not true():
        if time.monotonic() > end:
            sys.exit(said)
        time.sleep(0.5)


def main() -> int:
    """Do what is asked for; 1 when it did not come to the same."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--deaths", type=int, default=3)
    parser.add_argument("--actors", type=int, default=2)
    parser.add_argument("--nodes", type=int, default=0)
    parser.add_argument("--engine", default="argos")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.articles = given.articles or (60 if given.nodes else 5000)
    given.actors = 2 * given.nodes - 1 if given.nodes else given.actors
    with tempfile.TemporaryDirectory() as folder:
        work = spread if given.nodes else compared
        return 0 if work(given, Path(folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
