"""An archive on one machine: articles a minute by actors, memory, and what a million would cost.

    python benchmarks/scale.py [--articles 400] [--actors 1 2] [--engine argos] [--machines 1 10 50]

Articles are put together from the English side of the authored corpus (training/corpus), each of
other sentences: a heading and six to twelve paragraphs of two to four. The same articles are
localised into Dari and Pashto by each number of actors, into an empty folder each, and the results
compared byte for byte. The rate counts from the first article done to the last, so that the start
of Ray (told apart) does not flatter or spoil it; efficiency is the rate against that of the first
number of actors, a head. Memory is the resident size of all actors, from /proc.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from workbench.batch import Plan, Totals, run
from workbench.batch.actor import Task

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "training" / "corpus"


def articles(folder: Path, count: int) -> int:
    """Write so many articles; returns the words in them."""
    chooser = random.Random(1)
    lines = [
        line.split("\t")[0]
        for file in sorted(CORPUS.glob("train_*.tsv"))
        for line in file.read_text("utf-8").splitlines()
    ]
    words = 0
    for number in range(count):
        paragraphs = [
            " ".join(chooser.sample(lines, chooser.randint(2, 4)))
            for _ in range(chooser.randint(6, 12))
        ]
        text = f"# {chooser.choice(lines)}\n\n" + "\n\n".join(paragraphs) + "\n"
        words += len(text.split())
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")
    return words


def resident() -> list[int]:
    """Bytes resident of each actor now."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if b"ray::MapWorker" in (process / "cmdline").read_bytes():
                pages = int((process / "statm").read_text().split()[1])
                found.append(pages * os.sysconf("SC_PAGE_SIZE"))
        except (OSError, ValueError, IndexError):
            continue
    return found


@dataclass
class Watch:
    """What was seen while a run went: when the first article was done, and memory by articles."""

    first: tuple[float, int] | None = None
    done: int = 0
    seconds: float = 0.0
    memory: list[tuple[int, int]] = field(default_factory=list)
    over: bool = False

    def told(self, totals: Totals) -> None:
        """Called with each outcome."""
        self.first = self.first or (totals.seconds, totals.done)
        self.done, self.seconds = totals.done, totals.seconds

    def look(self) -> None:
        """Sample the actors' memory until the run is over."""
        while not self.over:
            if sizes := resident():
                self.memory.append((self.done, max(sizes)))
            time.sleep(0.5)

    @property
    def rate(self) -> float:
        """Articles a minute, start left out."""
        if not self.first or self.seconds <= self.first[0]:
            return 0.0
        return (self.done - self.first[1]) * 60 / (self.seconds - self.first[0])

    def largest(self, low: float, high: float) -> float:
        """MB of the largest actor between two shares of the run."""
        sizes = [size for done, size in self.memory if low * self.done <= done <= high * self.done]
        return max(sizes, default=0) / 1e6


def content(folder: Path) -> str:
    """One digest of all results."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.*")):
        if path.is_file() and ".workbench" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--actors", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--engine", default="argos")
    parser.add_argument("--machines", type=int, nargs="+", default=[1, 10, 50])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in"
        source.mkdir()
        words = articles(source, options.articles)
        print(
            f"{options.articles:,} articles, {words / options.articles:.0f} words each; "
            f"{os.cpu_count()} CPUs, load average {os.getloadavg()[0]:.1f}"
        )
        print(
            "actors | articles/min | segments/s | efficiency | start s | MB an actor, first fifth"
            " | last fifth | digest"
        )
        rates: list[float] = []
        digests = set()
        for actors in options.actors:
            watch = Watch()
            looking = threading.Thread(target=watch.look)
            looking.start()
            output = Path(folder) / f"out-{actors}"
            task = Task(("prs", "ps"), str(output), engine=options.engine)
            totals = run(Plan((str(source),), task, actors=actors), progress=watch.told)
            watch.over = True
            looking.join()
            if totals.done != options.articles:
                print(f"only {totals.done} done: {totals.refused[:3]}", file=sys.stderr)
                return 1
            rates.append(watch.rate)
            share = (watch.rate / actors) / (rates[0] / options.actors[0])
            digests.add(content(output))
            segments = 2 * totals.segments / totals.done * watch.rate / 60
            print(
                f"{actors} | {watch.rate:,.1f} | {segments:,.0f} | {share:.2f} |"
                f" {watch.first[0] if watch.first else 0:.1f} | {watch.largest(0, 0.2):.0f} |"
                f" {watch.largest(0.8, 1):.0f} | {content(output)}"
            )
        print("the same bytes from each" if len(digests) == 1 else "NOT THE SAME BYTES")
    core = rates[0] / options.actors[0]
    print(
        f"A million such articles, at {core:.1f} a minute a core, 16 cores a machine, "
        "0.85 of the rate of one actor a head:"
    )
    for machines in options.machines:
        hours = 1_000_000 / (core * 16 * 0.85 * machines * 60)
        print(f"  {machines} machines: {hours:,.0f} hours, {hours * machines:,.0f} machine-hours")
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
