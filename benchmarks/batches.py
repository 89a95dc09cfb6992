"""A `workbench batch` watched from outside: its processes, their memory, their sudden deaths."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ACTOR = b"ray::MapWorker"


@dataclass
class Run:
    """One `workbench batch`, in a process group of its own, and what was seen of it."""

    source: Path
    output: Path
    given: argparse.Namespace
    more: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    memory: list[tuple[int, int, int]] = field(default_factory=list)
    """(articles done, bytes of the largest actor, bytes of the driver)."""
    nodes: dict[int, set[int]] = field(default_factory=dict)
    """The actors seen of each raylet."""

    def start(self) -> None:
        """Let it go."""
        command = [sys.executable, "-m", "workbench", "batch", str(self.source), "--json"]
        command += ["--to", "prs,ps", "--output", str(self.output), "--actors"]
        command += [str(self.given.actors), "--engine", self.given.engine, *self.more]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def look(self, until: Callable[[int], bool]) -> int:
        """Watch it until so many articles are there, or it has ended; how many there are."""
        while True:
            done = sum(1 for _file in self.output.rglob("*.ps.md"))
            sizes = [resident(number) for number in self._actors()]
            if sizes:
                self.memory.append((done, max(sizes), resident(self.process.pid)))
            if until(done) or self.process.poll() is not None:
                return done
            time.sleep(1)

    def _actors(self) -> list[int]:
        """The actors at work for it: those whose raylet is of this run, or of our nodes."""
        found = []
        for number, parent in processes(ACTOR).items():
            if descends(parent, self.process.pid) or parent in self.nodes:
                self.nodes.setdefault(parent, set()).add(number)
                found.append(number)
        return found

    def kill(self) -> None:
        """All its processes at once, as a power cut would."""
        family = [self.process.pid, *descendants(self.process.pid)]
        for number in family:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.communicate()

    def kill_actor(self, chance: random.Random) -> bool:
        """One actor alone."""
        actors = self._actors()
        if actors:
            os.kill(chance.choice(actors), signal.SIGKILL)
        return bool(actors)

    def ended(self) -> dict[str, Any]:
        """What it says when it is over."""
        out, errors = self.process.communicate()
        try:
            found: dict[str, Any] = json.loads(out)
        except ValueError:
            left = self.process.returncode
            sys.exit(f"The batch left with {left} and said no JSON:\n{errors[-2000:]}")
        return found

    def largest(self, low: float, high: float, column: int) -> float:
        """MB, the most seen while that share of the articles was being done."""
        last = max((done for done, *_ in self.memory), default=0)
        sizes = [row[column] for row in self.memory if low * last <= row[0] <= high * last]
        return max(sizes, default=0) / 1e6


def processes(named: bytes = b"") -> dict[int, int]:
    """Number and parent of each process, of those with such a name."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if named in (folder / "cmdline").read_bytes():
                stat = (folder / "stat").read_text()
                found[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    return found


def descends(number: int, ancestor: int) -> bool:
    """Whether a process was started by another, or by what that started."""
    parents = processes()
    while number > 1:
        if number == ancestor:
            return True
        number = parents.get(number, 0)
    return False


def descendants(ancestor: int) -> list[int]:
    """All processes that came of one."""
    parents = processes()
    found, last = {ancestor}, 0
    while len(found) != last:
        last = len(found)
        found |= {number for number, parent in parents.items() if parent in found}
    return sorted(found - {ancestor})


def resident(number: int) -> int:
    """Bytes of a process in memory; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
