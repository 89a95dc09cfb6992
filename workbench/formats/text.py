"""Plain text: a line is a block and stays a line; NAME.prs.txt has as many lines as NAME.txt."""

from __future__ import annotations

import re

from workbench.errors import UnreadableFile
from workbench.formats import splice
from workbench.formats.encoding import decode
from workbench.formats.keys import keys
from workbench.formats.splice import MAX_LINE, Span, Spliced
from workbench.inline import MARK
from workbench.model import Document, Inline, InlineKind, Segment
from workbench.segmentation import split

_LINE = re.compile(r"[^\r\n]+")


def read(data: bytes, *, name: str) -> Document:
    """Each line's sentences. Raises UnreadableFile."""
    text = decode(data, name=name)
    key = keys()
    segments: list[Segment] = []
    spans: dict[str, Span] = {}
    begin = int(text.startswith("\ufeff"))
    number, counted = 1, 0
    for line in _LINE.finditer(text, begin):
        if len(line.group()) > MAX_LINE:
            raise UnreadableFile(
                f"{name} has a line of more than {MAX_LINE:,} characters: that is no article."
                " Break its text into paragraphs."
            )
        number += len(re.findall(r"\r\n?|\n", text[counted : line.start()]))
        counted = line.start()
        for start, end in split(line.group(), "en"):
            source, inlines = _protected(line.group()[start:end])
            segment = Segment(key(source), source, inlines=inlines, line=number)
            segments.append(segment)
            spans[segment.key] = Span(line.start() + start, line.start() + end)
    return Document(name, "text", tuple(segments), skeleton=Spliced(text, spans))


def write(document: Document) -> bytes:
    """The text with its targets; every line stays one line."""
    return splice.write(document, lambda text, _place: text)


def _protected(text: str) -> tuple[str, tuple[Inline, ...]]:
    """Text that only looks like a mark becomes one, so that it comes back as it was.

    >>> _protected("see <g1> there")[0]
    'see <x1/> there'
    """
    inlines: list[Inline] = []

    def protect(found: re.Match[str]) -> str:
        number = len(inlines) + 1
        inlines.append(Inline(number, InlineKind.STANDALONE, found.group(), "", "literal"))
        return f"<x{number}/>"

    return MARK.sub(protect, text), tuple(inlines)
