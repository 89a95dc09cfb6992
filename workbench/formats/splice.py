"""The skeleton of a file that is one text: where in it each segment stands.

Targets are laid into the text, last to first; whatever is outside them is not touched, so a file
nobody translated comes back byte for byte.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from workbench.formats.encoding import encode
from workbench.model import Document, Segment


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment stands, and what its text must mind there."""

    start: int
    end: int
    """Character offsets in the text (end exclusive)."""
    block: str = ""
    """What it is part of: `heading`, `table cell`, `line`."""
    first: bool = False
    """True when it begins a line of its block."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A text and the places of its segments, in order."""

    text: str
    places: tuple[Place, ...]
    bom: bytes = b""


def splice(document: Document, render: Callable[[Segment, Place], str]) -> bytes:
    """The file, with the targets of its segments in their places."""
    skeleton = document.skeleton
    assert isinstance(skeleton, Skeleton)
    pieces = []
    position = 0
    for segment, place in zip(document.segments, skeleton.places, strict=True):
        if not segment.translate or not segment.target.strip():
            continue
        pieces += [skeleton.text[position : place.start], render(segment, place)]
        position = place.end
    return encode("".join(pieces) + skeleton.text[position:], skeleton.bom)


class Keys:
    """Hands out the keys of a document's segments.

    >>> keys = Keys()
    >>> keys.key("Kabul"), keys.key("Kabul")
    ('dba1bf40', 'dba1bf40-2')
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key(self, source: str) -> str:
        """The beginning of a hash of the source, numbered when it comes again."""
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest if count == 1 else f"{digest}-{count}"
