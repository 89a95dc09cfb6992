"""Source and translation side by side, whatever file or files they came from, with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.model import Document, Finding, Segment

Position = tuple[int, int]
"""Line and column, both from 1, in characters."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment's translation stands in its file."""

    start: Position
    chars: Callable[[], Sequence[Position]] = tuple
    """The position of each character of the translation without marks: asked for only where
    something was found, since a large catalogue has millions."""

    def at(self, span: tuple[int, int] | None) -> tuple[Position, int]:
        """Where a span begins, and its end column (0 when there is none on that line)."""
        chars = self.chars() if span else ()
        if not span or span[0] >= len(chars):
            return self.start, 0
        first, last = chars[span[0]], chars[min(span[1], len(chars)) - 1]
        return first, last[1] + 1 if last[0] == first[0] and span[1] > span[0] else 0


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A translation to be checked."""

    path: Path
    """The file that holds the translation."""
    parts: tuple[Path, ...]
    """All files it was read from: for a pair, the source too."""
    document: Document
    places: Mapping[str, Place] = field(default_factory=dict)
    """By segment key."""
    comments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people wrote beside a segment, by its key."""
    findings: tuple[Finding, ...] = ()
    """What reading it brought up; their lines are lines of `path`."""


def told_apart(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments with keys of their own: a catalogue may use one context for many messages."""
    seen: Counter[str] = Counter()
    result = []
    for segment in segments:
        seen[segment.key] += 1
        count = seen[segment.key]
        result.append(replace(segment, key=f"{segment.key}#{count}") if count > 1 else segment)
    return tuple(result)
