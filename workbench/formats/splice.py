"""Writing into spans: the text of a file stays as it was read, and only segments are exchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.inline import restore
from workbench.model import Document, Segment

if TYPE_CHECKING:
    from workbench.formats.inside import Home

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
    homes: Mapping[str, Home] = field(default_factory=dict)
    """By key of a segment that stands inside a mark."""


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


def write(
    document: Document,
    escape: Callable[[str, str], str],
    *,
    also: Sequence[tuple[Span, str]] = (),
) -> bytes:
    """The file with every target in the place of its source; `escape` is given (text, place).

    A segment that stays, or has no target, is not touched: without targets nothing changes but the
    places given in `also`, with what is written there.
    """
    skeleton: Spliced = document.skeleton
    placed = list(also)
    for segment in document.segments:
        if segment.translate and segment.target:
            span = skeleton.spans[segment.key]
            placed.append((span, rendered(segment, span.place, escape)))
    parts: list[str] = []
    last = 0
    for span, text in sorted(placed, key=lambda pair: (pair[0].start, pair[0].end)):
        parts += [skeleton.text[last : span.start], text]
        last = span.end
    return "".join([*parts, skeleton.text[last:]]).encode("utf-8")


def rendered(segment: Segment, place: str, escape: Callable[[str, str], str]) -> str:
    """A segment's target as it stands in the file: on one line, its marks as markup."""
    first = [place]

    def escaped(run: str) -> str:
        place, first[0] = first[0], first[0].replace("start of block", "")
        return escape(run, place)

    return restore(" ".join(segment.target.splitlines()), segment.inlines, escaped)
