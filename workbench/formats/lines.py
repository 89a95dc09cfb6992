"""Offsets of a text as lines and columns: what a person is told, and what a report points at."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, count
from operator import add

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
        lengths = accumulate(map(len, text.split("\n")[:-1]), initial=0)
        return cls(text, tuple(map(add, lengths, count())))

    def line(self, offset: int) -> int:
        """The line, from 1, of the character at an offset."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def said(self, offset: int) -> str:
        """The same for a sentence: `line 2, column 2`."""
        line, column = self.position(offset)
        return f"line {line}, column {column}"


class Walk:
    r"""The line of one offset after the other; cheap where they come nearly in order.

    >>> walk = Walk("ab\ncd\nef")
    >>> walk.line(7), walk.line(3), walk.position(4)
    (3, 2, (2, 2))
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._line, self._at = 1, 0
        odd = "\r" in text and text.count("\r") != text.count("\r\n")
        self._lines = Lines.of(text) if odd else None

    def line(self, offset: int) -> int:
        """The line, from 1, of the character at an offset."""
        if self._lines is not None:
            return self._lines.position(offset)[0]
        if offset >= self._at:
            self._line += self.text.count("\n", self._at, offset)
        else:
            self._line -= self.text.count("\n", offset, self._at)
        self._at = offset
        return self._line

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at an offset."""
        if self._lines is not None:
            return self._lines.position(offset)
        return self.line(offset), offset - self.text.rfind("\n", 0, offset)
