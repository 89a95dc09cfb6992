"""Plain text: a line is a block, cut into sentences, and stays a line.

The translated file has as many lines as the original, so the two can be laid side by side.
"""

from __future__ import annotations

import re

from workbench import segmentation
from workbench.formats.encoding import decode, split_bom
from workbench.formats.splice import Keys, Place, Skeleton, splice
from workbench.inline import MARK, restore
from workbench.model import Document, Inline, InlineKind, Segment

_LINE = re.compile(r"[^\r\n]+")
_NEWLINES = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def read(data: bytes, *, name: str, source_language: str = "en") -> Document:
    """A text as a document; a line without a letter or digit has no segment."""
    text = decode(data, name)
    keys = Keys()
    segments = []
    places = []
    line = 1
    position = 0
    for found in _LINE.finditer(text):
        line += _line_ends(text[position : found.start()])
        position = found.end()
        for start, end in segmentation.split(found.group(), source_language):
            raw = found.group()[start:end]
            if not any(character.isalnum() for character in raw):
                continue
            source, inlines = _literal_marks(raw)
            segments.append(Segment(keys.key(source), source, inlines=inlines, line=line))
            places.append(Place(found.start() + start, found.start() + end, "line", start == 0))
    skeleton = Skeleton(text, tuple(places), split_bom(data)[0])
    return Document(name, "text", tuple(segments), source_language, skeleton=skeleton)


def write(document: Document) -> bytes:
    """The text with its targets; a line break in a target becomes a space."""
    return splice(document, lambda segment, _: _one_line(segment))


def _one_line(segment: Segment) -> str:
    restored = restore(segment.target, segment.inlines, lambda literal: literal)
    return _NEWLINES.sub(" ", restored.strip())


def _line_ends(between: str) -> int:
    return between.count("\n") + between.count("\r") - between.count("\r\n")


def _literal_marks(raw: str) -> tuple[str, tuple[Inline, ...]]:
    """Text that happens to look like a mark becomes one that stands for itself."""
    inlines: list[Inline] = []

    def taken_out(found: re.Match[str]) -> str:
        number = len(inlines) + 1
        inlines.append(Inline(number, InlineKind.STANDALONE, found.group(), "", "literal"))
        return f"<x{number}/>"

    return MARK.sub(taken_out, raw), tuple(inlines)
