"""Markdown articles.

Extraction principles
1. Front matter, code, HTML blocks, link targets, link definitions and images stay as they are;
   of the front matter, the title, description and summary are segments.
2. Headings, paragraphs, list items, quotations and table cells are cut into sentences; a hard line
   break ends a segment, a soft one is a space.
3. Emphasis, links, inline HTML are pairs of marks; code spans, autolinks and lone tags stand alone.
   A pair round the whole of a block (`### **Title**`, `*byline*`) stays outside the segments.
4. Escapes and entities are read as what they mean; a target is escaped so that it means itself.
5. What cannot be placed exactly (a tab inside a quoted list, say) is left untouched and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.errors import UnreadableFile
from workbench.formats import markdown_front, splice
from workbench.formats.encoding import decode
from workbench.formats.keys import keys
from workbench.formats.markdown_escape import escape
from workbench.formats.markdown_inline import parser, pieces
from workbench.formats.pieces import Piece, Readout, read_out, run
from workbench.formats.splice import MAX_LINE, Span, Spliced
from workbench.inline import MARK
from workbench.model import Document, Finding, Segment, Severity
from workbench.segmentation import split

_NEWLINE = re.compile(r"\r\n?|\n")
_LEADS = {
    "list_item_open": re.compile(r"\[[ xX]\][ \t]+(?=\S)"),
    "blockquote_open": re.compile(
        r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.I
    ),
}
"""What GFM takes for a box to tick and for a kind of note: it stays before the text."""
_KINDS = {"heading_open": "heading", "th_open": "table cell", "td_open": "table cell"}

_parser = lru_cache(maxsize=1)(parser)


def read(data: bytes, *, name: str) -> Document:
    """The article's segments, and its text as the skeleton. Raises UnreadableFile."""
    text = decode(data, name=name)
    return _Reading(text, name).document()


def write(document: Document) -> bytes:
    """The article with its targets; outside the segments it is byte for byte what was read."""
    return splice.write(document, _escape)


def _escape(text: str, place: str) -> str:
    if place.startswith("front matter"):
        return markdown_front.escape(text, place.removesuffix(" "))
    return escape(text, place)


@dataclass(frozen=True, slots=True)
class _Block:
    """An inline token with its place in the file."""

    token: Token
    offsets: list[int]
    """For each character of the token's content, and its end, the offset in the file."""
    kind: str
    line: int

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the file of a span of the content."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[
            start
        ]


class _Reading:
    """One pass over one article."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.begin = markdown_front.length(text) or int(text.startswith("\ufeff"))
        self.lines = _line_spans(text, self.begin)
        if any(end - start > MAX_LINE for start, end in self.lines):
            raise UnreadableFile(
                f"{name} has a line of more than {MAX_LINE:,} characters: that is no article."
                " Break its text into paragraphs."
            )
        self.first_line = text.count("\n", 0, self.begin) + 1
        self.references = "references" if re.search(r"(?m)^[ >]*\[[^\]]+\]:", text) else ""
        self.key = keys()
        self.segments: list[Segment] = []
        self.spans: dict[str, Span] = {}
        self.findings: list[Finding] = []

    def document(self) -> Document:
        self._front()
        markdown: MarkdownIt = _parser()
        cursor = (-1, 0)
        opened: list[str] = []
        for token in markdown.parse(self.text[self.begin :]):
            if token.nesting > 0:
                opened.append(token.type)
            elif token.nesting < 0:
                opened.pop()
            elif token.type == "inline" and token.content and token.map:
                kind = next((_KINDS[one] for one in reversed(opened) if one in _KINDS), "")
                block, cursor = self._placed(token, kind, cursor)
                if block:
                    self._cut(block, _lead(token, opened))
                else:
                    self._report(token)
        return Document(
            self.name,
            "markdown",
            tuple(self.segments),
            skeleton=Spliced(self.text, self.spans),
            findings=tuple(self.findings),
        )

    def _front(self) -> None:
        for field in markdown_front.fields(self.text):
            key = self.key(field.value)
            self.spans[key] = Span(field.start, field.end, f"front matter {field.quote}")
            line = self.text.count("\n", 0, field.start) + 1
            self.segments.append(Segment(key, field.value, note=field.key, line=line))

    def _report(self, token: Token) -> None:
        line = self.first_line + (token.map or [0])[0]
        message = "This block could not be placed exactly: it stays as it is."
        self.findings.append(Finding("unplaced-block", Severity.INFO, "", message, None, line))

    def _placed(
        self, token: Token, kind: str, cursor: tuple[int, int]
    ) -> tuple[_Block | None, tuple[int, int]]:
        """The block with its offsets, or None; and where the next cell of the row is looked for."""
        assert token.map
        first = token.map[0]
        offsets: list[int] = []
        for number, line in enumerate(token.content.split("\n")):
            index = first + number
            if index >= len(self.lines):
                return None, cursor
            start, end = self.lines[index]
            if kind == "table cell" and cursor[0] == index:
                start = cursor[1]
            found = _line_offsets(self.text, start, end, line, cell=kind == "table cell")
            if found is None:
                return None, cursor
            offsets += [*found, end]
            cursor = (index, found[-1] + 1 if found else start)
        offsets[-1] = offsets[-2] + 1 if len(offsets) > 1 else offsets[-1]
        return _Block(token, offsets, kind, self.first_line + first), cursor

    def _cut(self, block: _Block, lead: int) -> None:
        found = pieces(block.token)
        if lead:
            found = [
                kept
                for piece in found
                if piece.end > lead
                for kept in ([piece] if piece.start >= lead else run(piece, lead, piece.end))
            ]
        for number, part in enumerate(_parts(_unwrapped(found))):
            whole = read_out(part)
            for start, end in split(whole.source, "en"):
                self._add(block, whole, start, end, not number and not start)

    def _add(self, block: _Block, whole: Readout, first: int, last: int, begins: bool) -> None:
        source, inlines = whole.sentence(first, last)
        if not MARK.sub("", source).strip():
            return
        places = whole.places[first:last]
        start, end = block.at(places[0][0], places[-1][1])
        place = f"{block.kind} {self.references}"
        if begins and block.kind != "table cell":
            place += " start of block"
        line = block.line + block.token.content.count("\n", 0, places[0][0])
        key = self.key(source)
        self.spans[key] = Span(start, end, place)
        self.segments.append(Segment(key, source, inlines=inlines, note=block.kind, line=line))


def _lead(token: Token, opened: list[str]) -> int:
    """How much of a paragraph stands before its text."""
    holder = opened[-2] if len(opened) > 1 and opened[-1] == "paragraph_open" else ""
    found = _LEADS[holder].match(token.content) if holder in _LEADS else None
    return found.end() if found else 0


def _line_spans(text: str, begin: int) -> list[tuple[int, int]]:
    """(start, end) of each line from an offset on, without its line break."""
    spans, start = [], begin
    for newline in _NEWLINE.finditer(text, begin):
        spans.append((start, newline.start()))
        start = newline.end()
    return [*spans, (start, len(text))]


def _line_offsets(text: str, start: int, end: int, line: str, *, cell: bool) -> list[int] | None:
    """Offsets of a content line's characters within a line of the file; None when it is not there.

    The line of a paragraph is the tail of the file's; that of a cell or a heading stands inside it.
    """
    core = line.strip(" \t")
    if cell:
        core = core.replace("|", "\\|")
    raw = text[start:end]
    tail = len(raw.rstrip(" \t")) - len(core)
    at = tail if not cell and raw.rstrip(" \t").endswith(core) else raw.find(core)
    if at < 0:
        return None
    at += start
    indent = len(line) - len(line.lstrip(" \t"))
    offsets = [at] * indent
    for position, char in enumerate(core):
        if not (cell and char == "\\" and core[position + 1 : position + 2] == "|"):
            offsets.append(at + position)
    offsets += [at + len(core) + i for i in range(len(line) - len(offsets))]
    return offsets if len(offsets) == len(line) else None


def _unwrapped(found: list[Piece]) -> list[Piece]:
    """Without the pairs that enclose everything: they stay outside the segments.

    A reference link whose text is its label does not: its label would be translated.
    """
    while len(found) > 2 and found[0].side == "open" and found[0].inline is found[-1].inline:
        inline, last = found[0].inline, found[-1]
        if inline is None or len(inline.close) != last.end - last.start:
            break
        found = found[1:-1]
    return found


def _parts(found: list[Piece]) -> Iterator[list[Piece]]:
    """Cut at hard breaks; one inside a pair is a mark instead."""
    part: list[Piece] = []
    depth = 0
    for piece in found:
        depth += (piece.side == "open") - (piece.side == "close")
        if piece.side != "break":
            part.append(piece)
        elif depth:
            part.append(replace(piece, side="alone"))
        else:
            yield _unwrapped(part)
            part = []
    yield _unwrapped(part)
