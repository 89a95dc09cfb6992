"""Offsets of a text as lines and columns: what a person is told, and what a report points at."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

_NEWLINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Lines:
    r"""A text and where its lines begin.

    >>> Lines.of("ab\ncd").position(4)
    (2, 2)
    """

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        if "\r" in text:
            return cls(text, (0, *(found.end() for found in _NEWLINE.finditer(text))))
        lengths = (len(line) + 1 for line in text.split("\n")[:-1])
        return cls(text, tuple(accumulate(lengths, initial=0)))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def said(self, offset: int) -> str:
        """The same for a sentence: `line 2, column 2`."""
        line, column = self.position(offset)
        return f"line {line}, column {column}"
