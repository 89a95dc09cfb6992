"""XLIFF files with places: the reader gives the segments, this the lines and columns of `<target>`.

Only positions are taken from here, by the parser of the standard library, which tells columns; the
reader has refused entities before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from xml.parsers import expat

from workbench.gate.bilingual import Place, Position
from workbench.model import Segment

_CODES = {"sc", "ec", "ph", "bpt", "ept", "bx", "ex", "x", "it", "cp"}
"""Elements whose content is markup, not text; `cp` stands for one character by itself."""

Run = tuple[int, int, int]
"""Line, column, and how many characters follow there."""


@dataclass(slots=True)
class _Unit:
    """What one segment has."""

    start: Position = (0, 0)
    runs: list[Run] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class _Scan:
    """One pass over the file; `path` holds the local names of the open elements."""

    def __init__(self) -> None:
        self.units: list[_Unit] = []
        self.path: list[str] = []
        self.notes: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def here(self) -> Position:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        parent = self.path[-1] if self.path else ""
        if local == "unit":
            self.notes = []
        elif local in ("segment", "trans-unit"):
            if local == "trans-unit":
                self.notes = []
            self.units.append(_Unit(self.here(), comments=self.notes))
        elif local == "note":
            self.notes.append("")
        elif parent in ("segment", "trans-unit") and local in ("source", "target"):
            self.units[-1].start = self.here()
        elif local == "cp" and self.in_target():
            self.units[-1].runs.append((*self.here(), 1))
        self.path.append(local)

    def end(self, _name: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        if self.path[-1] == "note" and self.notes:
            self.notes[-1] += data
        elif self.in_target():
            self.units[-1].runs.append((*self.here(), len(data)))

    def in_target(self) -> bool:
        """Inside the target of a segment itself (not of an alternative), and not in a code."""
        for index in range(len(self.path) - 1, 0, -1):
            if self.path[index] in _CODES:
                return False
            if self.path[index] == "target":
                return self.path[index - 1] in ("segment", "trans-unit")
        return False


def placed(
    segments: Sequence[Segment], data: bytes
) -> tuple[list[Segment], list[Place], list[tuple[str, ...]]]:
    """The segments, the places of their translations, and the notes beside them."""
    scan = _Scan()
    try:
        scan.parser.Parse(data, True)
    except expat.ExpatError:
        scan.units = []
    if len(scan.units) != len(segments):
        places = [Place((max(segment.line, 1), 1)) for segment in segments]
        return list(segments), places, [() for _ in segments]
    places = [_place(unit) for unit in scan.units]
    comments = [
        tuple(re.sub(r"\s+", " ", note).strip() for note in unit.comments) for unit in scan.units
    ]
    return list(segments), places, comments


def _place(unit: _Unit) -> Place:
    start = unit.runs[0][:2] if unit.runs else unit.start
    return Place(start, partial(_positions, unit.runs))


def _positions(runs: Sequence[Run]) -> list[Position]:
    return [(line, column + i) for line, column, length in runs for i in range(length)]
