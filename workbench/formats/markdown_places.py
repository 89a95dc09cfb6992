"""Where the content of a block stands in the file: of each of its characters, the offset.

The parser takes away what makes lines parts of lists and quotations; a target is written without
touching that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it.token import Token

NEWLINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Block:
    """An inline token with its place in the file."""

    token: Token
    offsets: list[int]
    """For each character of the token's content, and its end, the offset in the file."""
    kind: str
    line: int

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the file of a span of the content."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[
            start
        ]


def line_spans(text: str, begin: int) -> list[tuple[int, int]]:
    """(start, end) of each line from an offset on, without its line break."""
    spans, start = [], begin
    for newline in NEWLINE.finditer(text, begin):
        spans.append((start, newline.start()))
        start = newline.end()
    return [*spans, (start, len(text))]


def line_offsets(text: str, start: int, end: int, line: str, *, cell: bool) -> list[int] | None:
    """Offsets of a content line's characters within a line of the file; None when it is not there.

    The line of a paragraph is the tail of the file's; that of a cell or a heading stands inside it.
    """
    core = line.strip(" \t")
    if cell:
        core = core.replace("|", "\\|")
    raw = text[start:end]
    tail = len(raw.rstrip(" \t")) - len(core)
    at = tail if not cell and raw.rstrip(" \t").endswith(core) else raw.find(core)
    if at < 0:
        return None
    at += start
    indent = len(line) - len(line.lstrip(" \t"))
    offsets = [at] * indent
    for position, char in enumerate(core):
        if not (cell and char == "\\" and core[position + 1 : position + 2] == "|"):
            offsets.append(at + position)
    offsets += [at + len(core) + i for i in range(len(line) - len(offsets))]
    return offsets if len(offsets) == len(line) else None
