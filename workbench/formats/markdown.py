"""Markdown articles.

Extraction principles
1. Code, link targets, link definitions and pictures stay as they are; of the front matter, the
   chosen keys are segments, without a choice the title, description and summary.
2. Headings, paragraphs, list items, quotations, footnotes and table cells are cut into sentences; a
   hard line break ends a segment, a soft one is a space. A block of HTML is read as HTML.
3. Emphasis, links, inline HTML are pairs of marks; code spans, autolinks and lone tags stand alone.
   A pair round the whole of a block (`### **Title**`, `*byline*`) stays outside the segments.
4. Escapes and entities are read as what they mean; a target is escaped so that it means itself.
5. What a picture shows, and the titles of pictures and links, are segments of their own.
6. What cannot be placed exactly (a tab inside a quoted list, say) is left untouched and reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter

from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbench.errors import UnreadableFile
from workbench.formats import html, markdown_front, splice
from workbench.formats.encoding import decode
from workbench.formats.html_reading import Reading as HtmlReading
from workbench.formats.inside import Home, settled
from workbench.formats.keys import keys as new_keys
from workbench.formats.markdown_escape import escape
from workbench.formats.markdown_inline import parser, pieces
from workbench.formats.markdown_inside import inside
from workbench.formats.markdown_places import NEWLINE, Block, line_offsets, line_spans
from workbench.formats.pieces import Piece, Readout, read_out, run
from workbench.formats.splice import MAX_LINE, Span, Spliced
from workbench.inline import MARK
from workbench.model import Document, Finding, Segment, Severity
from workbench.segmentation import split

_LEADS = {
    "list_item_open": re.compile(r"\[[ xX]\][ \t]+(?=\S)"),
    "blockquote_open": re.compile(
        r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.I
    ),
}
"""What GFM takes for a box to tick and for a kind of note: it stays before the text."""
_KINDS = {"heading_open": "heading", "th_open": "table cell", "td_open": "table cell"}

_parser = lru_cache(maxsize=1)(parser)


def read(data: bytes, *, name: str, keys: Sequence[str] = ()) -> Document:
    """The article's segments, and its text as the skeleton. Raises UnreadableFile.

    `keys` are the fields of the front matter to translate.
    """
    text = decode(data, name=name)
    return _Reading(text, name, keys).document()


def write(document: Document) -> bytes:
    """The article with its targets; outside the segments it is byte for byte what was read."""
    written = [one for one in document.segments if one.translate and one.target]
    edits, segments = settled(document.skeleton, written, _rendered)
    return splice.write(replace(document, segments=segments), _escape, also=edits)


def _rendered(segment: Segment, place: str) -> str:
    """What stands inside a mark; an attribute gets quotes where it has none."""
    text = splice.rendered(segment, place, _escape)
    return f'"{text}"' if place == "html attribute " else text


def _escape(text: str, place: str) -> str:
    if place.startswith("front matter"):
        return markdown_front.escape(text, place.removesuffix(" "))
    if place.startswith("html"):
        return html.escape(text, place.removeprefix("html").lstrip())
    return escape(text, place)


class _Reading:
    """One pass over one article."""

    def __init__(self, text: str, name: str, chosen: Sequence[str]) -> None:
        self.text, self.name, self.chosen = text, name, chosen
        self.begin = markdown_front.length(text) or int(text.startswith("\ufeff"))
        self.lines = line_spans(text, self.begin)
        if any(end - start > MAX_LINE for start, end in self.lines):
            raise UnreadableFile(
                f"{name} has a line of more than {MAX_LINE:,} characters: that is no article."
                " Break its text into paragraphs."
            )
        self.first_line = text.count("\n", 0, self.begin) + 1
        self.references = "references" if re.search(r"(?m)^[ >]*\[[^\]]+\]:", text) else ""
        self.key = new_keys()
        self.segments: list[Segment] = []
        self.spans: dict[str, Span] = {}
        self.homes: dict[str, Home] = {}
        self.findings: list[Finding] = []
        self.marks: list[tuple[int, int, str, int, bool]] = []
        """Of the block at hand: where each mark stands, its segment and number, whether it ends."""

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
            elif token.type == "html_block":
                self._html(token, quoted="blockquote_open" in opened)
        return Document(
            self.name,
            "markdown",
            tuple(self.segments),
            skeleton=Spliced(self.text, self.spans, self.homes),
            findings=tuple(self.findings),
        )

    def _front(self) -> None:
        for field in markdown_front.fields(self.text, self.chosen):
            key = self.key(field.value)
            self.spans[key] = Span(field.start, field.end, f"front matter {field.quote}")
            line = self.text.count("\n", 0, field.start) + 1
            self.segments.append(Segment(key, field.value, note=field.key, line=line))

    def _html(self, token: Token, *, quoted: bool) -> None:
        """The segments of a block of HTML, as of a page of its own."""
        assert token.map
        first, last = token.map
        start, end = self.lines[first][0], self.lines[min(last, len(self.lines)) - 1][1]
        start += max(0, self.text[start:end].find(token.content.split("\n", 1)[0].strip()))
        fragment = self.text[start:end]
        lines = [line.strip() for line in NEWLINE.split(fragment)]
        page = HtmlReading(fragment, "utf-8", self.name, self.key).document()
        if not page.segments:
            return
        if quoted or lines != [line.strip() for line in token.content.rstrip("\n").split("\n")]:
            self._report(token)
            return
        for segment in page.segments:
            span = page.skeleton.spans[segment.key]
            place = f"html {span.place}"
            self.spans[segment.key] = Span(start + span.start, start + span.end, place)
            line = self.first_line + first + segment.line - 1
            self.segments.append(replace(segment, line=line))
        self.homes |= page.skeleton.homes

    def _report(self, token: Token) -> None:
        line = self.first_line + (token.map or [0])[0]
        message = "This block could not be placed exactly: it stays as it is."
        self.findings.append(Finding("unplaced-block", Severity.INFO, "", message, None, line))

    def _placed(
        self, token: Token, kind: str, cursor: tuple[int, int]
    ) -> tuple[Block | None, tuple[int, int]]:
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
            found = line_offsets(self.text, start, end, line, cell=kind == "table cell")
            if found is None:
                return None, cursor
            offsets += [*found, end]
            cursor = (index, found[-1] + 1 if found else start)
        offsets[-1] = offsets[-2] + 1 if len(offsets) > 1 else offsets[-1]
        return Block(token, offsets, kind, self.first_line + first), cursor

    def _cut(self, block: Block, lead: int) -> None:
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
        self._inside(block)

    def _add(self, block: Block, whole: Readout, first: int, last: int, begins: bool) -> None:
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
        self._mark(key, whole, first, last)

    def _mark(self, key: str, whole: Readout, first: int, last: int) -> None:
        """Remember where in the block the marks of a segment stand."""
        numbers: dict[str, int] = {}
        for mark in MARK.finditer(whole.source, first, last):
            opened = mark.group().replace("</", "<")
            number = numbers.setdefault(opened, len(numbers) + 1)
            self.marks.append((*whole.places[mark.start()], key, number, opened != mark.group()))

    def _inside(self, block: Block) -> None:
        """The texts in the markup of a block."""
        self.marks.sort()
        for found in inside(block.token, block.kind):
            if not found.text.strip() or MARK.search(found.text):
                continue
            key = self.key(found.text)
            self.spans[key] = Span(*block.at(found.start, found.end), found.place)
            line = block.line + block.token.content.count("\n", 0, found.start)
            self.segments.append(Segment(key, found.text, note=found.note, line=line))
            if home := self._home(found.start, found.end):
                self.homes[key] = home
        self.marks.clear()

    def _home(self, start: int, end: int) -> Home | None:
        """The mark that holds a part of the block, if one does."""
        index = bisect_right(self.marks, start, key=itemgetter(0)) - 1
        if index < 0 or end > self.marks[index][1]:
            return None
        begin, _, segment, number, closes = self.marks[index]
        return Home(segment, number, start - begin, end - begin, closes)


def _lead(token: Token, opened: list[str]) -> int:
    """How much of a paragraph stands before its text."""
    holder = opened[-2] if len(opened) > 1 and opened[-1] == "paragraph_open" else ""
    found = _LEADS[holder].match(token.content) if holder in _LEADS else None
    return found.end() if found else 0


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
