"""Segments that stand inside the markup of a mark: what a picture shows, what a link is titled.

Where the segment round them is written anew, they are written in its mark; else in their place in
the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.formats.splice import Span, Spliced
from workbench.model import Inline, Segment

PLACES = ("attribute", "html attribute", "image", "title")
"""How the kind of place of such a segment begins."""


@dataclass(frozen=True, slots=True)
class Home:
    """The mark in whose markup a segment stands."""

    segment: str
    """Key of the segment the mark is in."""
    number: int
    start: int
    end: int
    """Offsets in the markup (end exclusive)."""
    closes: bool = False
    """Whether it is the closing markup of a pair."""


@dataclass(frozen=True, slots=True)
class _Change:
    home: Home
    text: str


def settled(
    skeleton: Spliced, written: Iterable[Segment], render: Callable[[Segment, str], str]
) -> tuple[list[tuple[Span, str]], tuple[Segment, ...]]:
    """What is written into the file by itself, and the other segments with their marks renewed."""
    inside: list[Segment] = []
    texts: dict[str, Segment] = {}
    for segment in written:
        if skeleton.spans[segment.key].place.startswith(PLACES):
            inside.append(segment)
        else:
            texts[segment.key] = segment
    edits: list[tuple[Span, str]] = []
    changes: dict[str, list[_Change]] = {}
    for segment in inside:
        span = skeleton.spans[segment.key]
        text = render(segment, span.place)
        home = skeleton.homes.get(segment.key)
        if home and home.segment in texts:
            changes.setdefault(home.segment, []).append(_Change(home, text))
        else:
            edits.append((span, text))
    texts |= {key: _renewed(texts[key], asked) for key, asked in changes.items()}
    return edits, tuple(texts.values())


def _renewed(segment: Segment, changes: Sequence[_Change]) -> Segment:
    """A segment whose marks stand for markup with new texts in it."""
    inlines = {inline.number: inline for inline in segment.inlines}
    for change in sorted(changes, key=lambda change: -change.home.start):
        number = change.home.number
        inlines[number] = _changed(inlines[number], change)
    return replace(segment, inlines=tuple(inlines.values()))


def _changed(inline: Inline, change: _Change) -> Inline:
    home = change.home
    markup = inline.close if home.closes else inline.open
    markup = markup[: home.start] + change.text + markup[home.end :]
    return replace(inline, close=markup) if home.closes else replace(inline, open=markup)
