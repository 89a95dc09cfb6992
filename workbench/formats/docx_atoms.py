"""What a Word paragraph is made of, once its runs are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What an atom is."""

    TEXT = "text"
    MARK = "mark"
    """Stands alone in the text: an image, a footnote's number, a field."""
    OPEN = "open"
    CLOSE = "close"
    BREAK = "break"
    """A tab or a line break."""
    SILENT = "silent"
    """Must come back, but has no place in a sentence of its own."""
    FIELD = "field"
    """A part of a field, while the paragraph is being read."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a run looks: its properties as they are written, and the key that tells looks apart."""

    properties: tuple[tuple[str, str], ...] = ()
    """(name, XML) of each property, in the file's order."""
    key: frozenset[tuple[str, str]] = frozenset()
    """What a reader of English sees of them."""
    style: str = ""
    """The character style."""
    values: tuple[tuple[str, str], ...] = ()
    """What they say of what Word keeps twice, for Latin and for complex scripts."""


PLAIN = Format()


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is written for an atom: a span of the part, with text before and after it."""

    before: str = ""
    start: int = 0
    end: int = 0
    after: str = ""


@dataclass(frozen=True, slots=True)
class Atom:
    """One thing in a paragraph."""

    kind: Kind
    chunks: tuple[Chunk, ...] = ()
    text: str = ""
    format: Format = PLAIN
    meaning: str = ""
    label: str = ""
    """The markup as people are shown it."""
    whole: bool = True
    """False for a field that begins or ends in another paragraph."""
