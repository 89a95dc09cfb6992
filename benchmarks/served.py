"""What the editor's benchmarks stand on: articles of any length, the app served, bare baselines."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench import pipeline  # noqa: E402
from workbench.engines.echo import Echo  # noqa: E402
from workbench.model import State  # noqa: E402
from workbench.store import Store  # noqa: E402

WHO = (
    "The governor of Herat",
    "A spokesman for the [ministry of interior](https://example.org/interior)",
    "The provincial council",
    "A driver who takes the road twice a week",
    "The director of the **regional hospital**",
    "An elder of the district",
    "The union of carpet weavers in Kabul",
    "A teacher at the girls' school",
)
DID = (
    "said that the bridge had been closed",
    "denied that any money was missing",
    "asked the engineers to look at the canal again",
    "told reporters that the pass would stay open",
    "welcomed the return of the families",
    "counted the lorries at the border",
    "signed the agreement about water",
    "warned of floods in the lower villages",
)
WHEN = (
    "on Monday",
    "after three weeks of talks",
    "before the winter",
    "in the early morning",
    "two days later than planned",
    "during the visit of the minister",
)
WHY = (
    "because the price of flour had risen by {n} percent",
    "although only {n} of the houses have been rebuilt",
    "while {n} workers waited at the gate",
    "and gave the villagers {n} days to answer",
    "so that the {n} lorries could cross at Torkham",
    "",
)
MORE = (
    ", which nobody there could explain when we asked, neither the merchants in the bazaar"
    " nor the officers at the post who had been on duty since the evening",
    ", according to a letter of 12 March",
    ", as the paper wrote first",
    "",
    "",
    "",
)
MARKS = re.compile(r"(</?g\d+>|<x\d+/>)")


def article(segments: int, *, seed: int = 1) -> bytes:
    """A Markdown article with so many segments, a paragraph each; some have links and names."""
    chance = random.Random(seed)
    paragraphs = []
    for number in range(1, segments + 1):
        why = chance.choice(WHY).format(n=chance.randint(2, 900))
        parts = [chance.choice(WHO), chance.choice(DID), chance.choice(WHEN), why]
        said = " ".join(part for part in parts if part)
        paragraphs.append(f"{said}{chance.choice(MORE)}, report {number}.")
    return "\n\n".join(paragraphs).encode()


def on_the_desk(store: Store, segments: int, *, seed: int = 1) -> int:
    """An article laid into the store with the echo engine's drafts; its number."""
    data = article(segments, seed=seed)
    document = replace(
        pipeline.read(data, name=f"report-{segments}-{seed}.md"), target_language="prs"
    )
    laid = [
        replace(
            segment,
            target=drafted(segment.source),
            state=State.DRAFT,
            origin="echo",
            translate=True,
        )
        for segment in document.segments
    ]
    return store.add(replace(document, segments=tuple(laid)), data)


def drafted(source: str) -> str:
    """The echo of a source, with its marks as they are."""
    parts = MARKS.split(source)
    parts[::2] = [
        echoed[0].text for echoed in Echo().translate(parts[::2], source="en", target="prs")
    ]
    return "".join(parts)


class Server:
    """The app in a process of its own, served as a person would serve it."""

    def __init__(self, database: Path | str, *, log: Path | None = None) -> None:
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log or Path(database).with_suffix(".log")

    def start(self) -> float:
        """Seconds until it answers."""
        began = time.perf_counter()
        environment = os.environ | {
            "WORKBENCH_DATABASE_URL": str(self.database),
            "WORKBENCH_ENGINE": "echo",
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "workbench", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        while time.perf_counter() - began < 120:
            try:
                Caller(self.port).get("/_stcore/health")
            except OSError:
                time.sleep(0.05)
            else:
                return time.perf_counter() - began
        sys.exit(f"The server did not start:\n{self.log.read_text()}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        self.process.send_signal(how)
        self.process.wait(30)


class Caller:
    """One connection to the server that is kept open, as a browser keeps it."""

    def __init__(self, port: int, token: str = "", timeout: float = 30) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.headers = {"X-Workbench-Token": token, "Content-Type": "application/json"}

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=self.headers)
        return self._answered()

    def post(self, path: str, sent: Any) -> Any:
        self.connection.request("POST", path, body=json.dumps(sent), headers=self.headers)
        return json.loads(self._answered())

    def _answered(self) -> bytes:
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise OSError(f"{response.status} {body[:200]!r}")
        return body

    def close(self) -> None:
        self.connection.close()


def health(port: int, times: int = 200) -> list[float]:
    """Milliseconds of a bare round trip to the server."""
    caller, taken = Caller(port), []
    for _ in range(times):
        began = time.perf_counter()
        caller.get("/_stcore/health")
        taken.append(1000 * (time.perf_counter() - began))
    caller.close()
    return taken


def commits(folder: Path, times: int = 200) -> list[float]:
    """Milliseconds of a bare commit of one row, kept as safely as the desk keeps it."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, text TEXT)")
    taken = []
    for number in range(times):
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (text) VALUES (?)", [f"text {number}"])
        connection.execute("COMMIT")
        taken.append(1000 * (time.perf_counter() - began))
    connection.close()
    return taken


def at(values: Sequence[float], percent: int) -> float:
    """A percentile."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


def judged(value: float, goal: float) -> str:
    """A figure, with an asterisk where it misses its goal."""
    return f"{value:.1f}{'*' if value > goal else ''}"


def load() -> str:
    """How busy the machine is: without it no figure says anything."""
    one, five, _ = os.getloadavg()
    return f"load average {one:.1f} (1 min), {five:.1f} (5 min) on {os.cpu_count()} CPUs"


def baseline(server: Server, folder: Path) -> str:
    """One line to hold the other figures against."""
    bare, round_trip = commits(folder), health(server.port)
    return (
        f"baseline: bare commit (synchronous=FULL) {at(bare, 50):.1f} ms, p95 {at(bare, 95):.1f};"
        f" bare round trip {at(round_trip, 50):.1f} ms, p95 {at(round_trip, 95):.1f}; {load()}"
    )
