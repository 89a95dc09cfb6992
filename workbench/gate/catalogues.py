"""PO files with places: the reader gives the segments, this the lines of their `msgstr`.

A plural message is one segment a form here, since each form has to keep the terms and the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from workbench.gate.bilingual import Place, Position
from workbench.inline import MARK
from workbench.model import Segment

_KEYWORD = re.compile(r'\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*(?=")')
_STRING = re.compile(r'\s*"(.*)"\s*$')
_CHARACTER = re.compile(r"\\.|[^\\]", re.DOTALL)
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r"}


@dataclass(frozen=True, slots=True)
class _Literal:
    """One line's quoted string, raw."""

    line: int
    column: int
    raw: str

    def chars(self) -> Iterator[tuple[str, Position]]:
        for found in _CHARACTER.finditer(self.raw):
            char = found.group()
            if len(char) > 1:
                char = _ESCAPES.get(char, char[1])
            yield char, (self.line, self.column + found.start())


@dataclass(slots=True)
class Entry:
    """One message as it stands in the file."""

    fields: dict[str, list[_Literal]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    @property
    def translated(self) -> bool:
        return any(name.startswith("msgstr") for name in self.fields)

    def text(self, name: str) -> str:
        return "".join(char for part in self.fields.get(name, ()) for char, _ in part.chars())

    def place(self, name: str) -> Place:
        """Where a field stands; of an empty first line, the next one counts."""
        literals = self.fields[name]
        first = next((part for part in literals if part.raw), literals[0])
        return Place((first.line, first.column), partial(_positions, literals))


def _positions(literals: Sequence[_Literal]) -> list[Position]:
    chars = [pair for literal in literals for pair in literal.chars()]
    text = "".join(char for char, _ in chars)
    inside = {i for mark in MARK.finditer(text) for i in range(*mark.span())}
    return [position for i, (_, position) in enumerate(chars) if i not in inside]


def entries(text: str) -> list[Entry]:
    """The messages of a catalogue in order, without its header and what is obsolete."""
    found: list[Entry] = []
    entry, current = Entry(), ""
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        keyword = _KEYWORD.match(line)
        begins = keyword and keyword[1] in ("msgctxt", "msgid")
        again = keyword and keyword[1] == "msgid" and "msgid" in entry.fields
        if again or (entry.translated and (begins or line.startswith("#") or not line.strip())):
            found.append(entry)
            entry = Entry()
        if line.startswith(("# ", "#. ")):
            entry.comments.append(line.split(" ", 1)[1].strip())
        elif keyword:
            current = keyword[1]
            entry.fields[current] = []
        string = _STRING.match(line, keyword.end() if keyword else 0)
        if string and not line.startswith("#") and current in entry.fields:
            entry.fields[current].append(_Literal(number, string.start(1) + 1, string[1]))
    if entry.translated:
        found.append(entry)
    return [entry for entry in found if entry.text("msgid") or "msgctxt" in entry.fields]


def placed(
    segments: Sequence[Segment], text: str
) -> tuple[list[Segment], list[Place], list[tuple[str, ...]]]:
    """The segments, the places of their translations, and the comments beside them."""
    known = entries(text)
    if len(known) != len(segments):  # written in a way this does not know: lines only
        places = [Place((max(segment.line, 1), 1)) for segment in segments]
        return list(segments), places, [() for _ in segments]
    rows: list[tuple[Segment, Place, tuple[str, ...]]] = []
    for segment, entry in zip(segments, known, strict=True):
        comments = tuple(entry.comments)
        for name in [n for n in entry.fields if n.startswith("msgstr")] or ["msgid"]:
            place = entry.place(name)
            own = replace(segment, line=place.start[0])
            if "msgid_plural" in entry.fields:
                english = entry.text("msgid" if name == "msgstr[0]" else "msgid_plural")
                own = replace(own, source=english, target=entry.text(name))
            rows.append((own, place, comments))
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
