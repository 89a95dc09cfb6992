"""Writing into spans: the text of a file stays as it was read, and only segments are exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from workbench.inline import restore
from workbench.model import Document

MAX_LINE = 1_000_000
"""Characters a line may have: beyond it is no article, and no sentence to translate."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a segment stands in the file's text, and what kind of place that is."""

    start: int
    end: int
    place: str = ""
    """For the format's own escaping: `start of block`, `cell`."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """The skeleton of a format that is written by splicing."""

    text: str
    spans: Mapping[str, Span]
    """By segment key."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a text, and what is to stand there instead."""

    start: int
    end: int
    text: str


def spliced(text: str, edits: Iterable[Edit]) -> str:
    """A text with its edits made; where two insert at one place, in the order given.

    >>> spliced("abcd", [Edit(3, 3, "!"), Edit(0, 1, "A")])
    'Abc!d'
    """
    parts: list[str] = []
    last = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*parts, text[last:]])


def write(document: Document, escape: Callable[[str, str], str]) -> bytes:
    """The file with every target in the place of its source; `escape` is given (text, place).

    A segment that stays, or has no target, is not touched: without targets nothing changes.
    """
    skeleton: Spliced = document.skeleton
    parts: list[str] = []
    last = 0
    placed = [
        (skeleton.spans[segment.key], segment)
        for segment in document.segments
        if segment.translate and segment.target
    ]
    for span, segment in sorted(placed, key=lambda pair: pair[0].start):
        target = " ".join(segment.target.splitlines())
        first = [span.place]

        def escaped(run: str, first: list[str] = first) -> str:
            place, first[0] = first[0], first[0].replace("start of block", "")
            return escape(run, place)

        parts += [skeleton.text[last : span.start], restore(target, segment.inlines, escaped)]
        last = span.end
    return "".join([*parts, skeleton.text[last:]]).encode("utf-8")
