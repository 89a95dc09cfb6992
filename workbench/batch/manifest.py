"""What is done: one line an article, written in parts, each whole; read again by the next run."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from dataclasses import asdict, dataclass, field
from typing import Any

from workbench.batch.places import Place

FOLDER = ".workbench/done"
PART = 200
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article."""

    name: str
    digest: str
    """Of its name, its bytes and all that decides the result: the same means, done."""
    refused: str = ""
    """Why nothing was made of it; empty when all went well."""
    segments: int = 0
    findings: int = 0
    seconds: float = 0.0
    files: tuple[str, ...] = field(default=())


def digest(settings: str, name: str, data: bytes) -> str:
    """The name of one piece of work.

    >>> digest("prs echo", "a.md", b"Hello.") == digest("ps echo", "a.md", b"Hello.")
    False
    """
    found = hashlib.sha256()
    for part in (settings.encode(), name.encode(), data):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


class Manifest:
    """The outcomes known in an output folder, and those of this run as they come."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._run = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:8]}"
        self._parts = 0
        self._waiting: list[Outcome] = []
        self._written = time.monotonic()
        self.known = {
            outcome.digest: outcome
            for part in place.listed(FOLDER)
            for outcome in _read(place.named(part))
        }

    def add(self, outcome: Outcome) -> None:
        """Take an outcome down; it is safe at the latest with the next part."""
        self.known[outcome.digest] = outcome
        self._waiting.append(outcome)
        if len(self._waiting) >= PART or time.monotonic() - self._written > SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what waits, as a part of its own."""
        if self._waiting:
            lines = [json.dumps(asdict(each), ensure_ascii=False) for each in self._waiting]
            name = f"{FOLDER}/{self._run}-{self._parts:06}.jsonl"
            self._place.write(name, "".join(f"{line}\n" for line in lines).encode())
            self._parts += 1
            self._waiting = []
        self._written = time.monotonic()


def _read(data: bytes) -> list[Outcome]:
    found = []
    for line in data.splitlines():
        try:
            row: dict[str, Any] = json.loads(line)
            found.append(Outcome(**{**row, "files": tuple(row["files"])}))
        except (ValueError, TypeError, KeyError):  # not ours, or of another version: done again
            continue
    return found
