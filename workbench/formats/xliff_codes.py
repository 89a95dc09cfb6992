"""Inline codes of XLIFF as numbered marks, and marks as the codes they stand for.

A code that encloses text (`g`, `pc`, `mrk`) and two that belong together (`bx` and `ex`, `bpt` and
`ept`, `sc` and `ec`, `sm` and `em`) are a pair; all else stands alone, with everything in it:
native markup, protected text, comments, instructions, and elements nobody here knows. What a code
is called is its element and id: the target's codes get the numbers of the source's.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.formats.placeholders import LOOSE, may_hold
from workbench.formats.xliff_content import escape
from workbench.formats.xml_scan import (
    CDATA,
    COMMENT,
    INSTRUCTION,
    REFERENCE,
    Node,
    text_of,
)
from workbench.inline import is_closing, markup_of
from workbench.model import Inline, InlineKind

_NESTING = {"g": "bx", "pc": "sc", "mrk": "sm"}
"""Elements that enclose text, and what the points are that do the same."""
_OPENS = {"bx": "bx", "bpt": "bpt", "sc": "sc", "sm": "sm"}
_CLOSES = {"ex": "bx", "ept": "bpt", "ec": "sc", "em": "sm"}
_KNOWN_ALONE = {"x", "ph", "it"}
_MEANINGS = {"xlf:b": "bold", "xlf:i": "italic", "xlf:u": "underlined", "xlf:lb": "line break"}

LITERAL = "literal"
"""What text means that is no markup of XLIFF's own, yet must stay: `{name}`, `%s`, `<b>`."""

Name = tuple[str, str, str, int]
"""pair, open, close or alone; element; id; how many like it came before."""


@dataclass(slots=True)
class _Piece:
    """One code, or one end of a code that encloses text."""

    side: str
    """open, close or alone."""
    markup: str
    family: str
    identity: str
    meaning: str = ""
    partner: _Piece | None = None


@dataclass(slots=True)
class Codes:
    """The codes of one segment."""

    text: str
    """Of the whole file."""
    core: str
    """The namespace of XLIFF in it."""
    literal: bool = False
    """Whether text that looks like a mark is one: so it is in what the workbench exported."""
    inlines: dict[Name, Inline] = field(default_factory=dict)
    unknown: list[Node] = field(default_factory=list)

    def source(self, node: Node, *, preserve: bool) -> str:
        """A source with marks."""
        return self._read(node, preserve, {})

    def target(self, node: Node, *, preserve: bool) -> tuple[str, dict[str, str]]:
        """A target with marks, and their markup where it is not that of the source."""
        own: dict[str, str] = {}
        text = self._read(node, preserve, own)
        if not own:
            return text, own
        known = markup_of(self.inlines.values())
        if all(known.get(mark) == markup for mark, markup in own.items()):
            return text, {}
        halves = {
            mark for mark in own if mark.startswith(("<g", "</g")) and _other(mark) not in own
        }
        return text, {
            mark: markup
            for mark, markup in own.items()
            if known.get(mark) != markup and mark not in halves
        }

    def _read(self, node: Node, preserve: bool, own: dict[str, str]) -> str:
        if not node.children:
            text = text_of(self.text[node.inner : node.close])
            if self.literal or not may_hold(text):
                return text if preserve or "\n" not in text else _collapsed(text)
        pieces: list[_Piece | str] = []
        self._collect(node, pieces)
        _pair(pieces)
        seen: Counter[tuple[str, str, str]] = Counter()
        parts: list[str] = []
        marks: dict[int, str] = {}
        for piece in pieces:
            if isinstance(piece, str):
                parts.append(piece)
                continue
            mark = marks.get(id(piece)) or self._mark(piece, seen)
            if piece.partner is not None and piece.side == "open":
                marks[id(piece.partner)] = mark.replace("<g", "</g")
            own[mark] = piece.markup
            parts.append(mark)
        text = "".join(parts)
        return text if preserve or "\n" not in text else _collapsed(text)

    def _mark(self, piece: _Piece, seen: Counter[tuple[str, str, str]]) -> str:
        side = "pair" if piece.partner is not None else piece.side
        name = (side, piece.family, piece.identity)
        count = seen[name]
        seen[name] += 1
        half = self.inlines.get(("pair", *name[1:], count))
        if half and side in ("open", "close"):
            return f"<g{half.number}>" if side == "open" else f"</g{half.number}>"
        known = self.inlines.get((*name, count))
        if known is None:
            closing = piece.partner.markup if piece.partner is not None else ""
            kind = InlineKind.PAIR if side == "pair" else InlineKind.STANDALONE
            number = len(self.inlines) + 1
            known = Inline(number, kind, piece.markup, closing, piece.meaning)
            self.inlines[(*name, count)] = known
        return f"<g{known.number}>" if side == "pair" else f"<x{known.number}/>"

    def _collect(self, node: Node, pieces: list[_Piece | str]) -> None:
        """The runs of text and the codes of an element, in order."""
        at = node.inner
        for child in node.children:
            if child.start > at:
                self._text(text_of(self.text[at : child.start]), pieces)
            at = child.end
            self._child(child, pieces)
        if node.close > at:
            self._text(text_of(self.text[at : node.close]), pieces)

    def _text(self, text: str, pieces: list[_Piece | str]) -> None:
        last = 0
        for found in LOOSE.finditer(text) if not self.literal and may_hold(text) else ():
            pieces.append(text[last : found.start()])
            run, last = found.group(), found.end()
            pieces.append(_Piece("alone", escape(run), "literal", run, LITERAL))
        pieces.append(text[last:])

    def _child(self, child: Node, pieces: list[_Piece | str]) -> None:
        if child.space == self.core and child.name in _NESTING and not _protected(child):
            self._nested(child, pieces)
            return
        raw = self.text[child.start : child.end]
        if child.name == CDATA:
            self._text(raw[9:-3].replace("\r\n", "\n"), pieces)
        elif child.name in (COMMENT, INSTRUCTION):
            meaning = "comment" if child.name == COMMENT else "instruction"
            pieces.append(_Piece("alone", raw, child.name, raw, meaning))
        elif child.space != self.core:
            self.unknown.append(child)
            pieces.append(_Piece("alone", raw, child.tag, child.get("id") or raw, "unknown"))
        elif child.name == "cp":
            pieces.append(_character(child.get("hex")))
        else:
            pieces.append(self._point(child, raw))

    def _nested(self, child: Node, pieces: list[_Piece | str]) -> None:
        identity = child.get("id") or child.get("mid") or child.get("mtype")
        start = self.text[child.start : child.inner]
        closing = self.text[child.close : child.end]
        if child.empty:
            start, closing = f"{start[:-2].rstrip()}>", f"</{child.tag}>"
        family = _NESTING[child.name]
        opened = _Piece("open", start, family, identity, _meaning(child))
        closed = _Piece("close", closing, family, identity, "", opened)
        opened.partner = closed
        pieces.append(opened)
        self._collect(child, pieces)
        pieces.append(closed)

    def _point(self, child: Node, raw: str) -> _Piece:
        name = child.name
        identity = child.get("startRef") or child.get("rid") or child.get("id")
        if name in _OPENS:
            return _Piece("open", raw, _OPENS[name], identity, _meaning(child))
        if name in _CLOSES:
            return _Piece("close", raw, _CLOSES[name], identity, _meaning(child))
        if name not in _KNOWN_ALONE and name not in _NESTING:
            self.unknown.append(child)
        return _Piece("alone", raw, name, child.get("id") or raw, _meaning(child))


def _other(mark: str) -> str:
    """The mark at the other end of a pair."""
    return mark.replace("</", "<") if is_closing(mark) else mark.replace("<", "</")


def _protected(child: Node) -> bool:
    return child.get("translate") == "no" or child.get("mtype") == "protected"


def _meaning(child: Node) -> str:
    if child.name == "mrk":
        return "protected" if _protected(child) else (child.get("mtype") or child.get("type"))
    subtype = child.get("subType")
    return _MEANINGS.get(subtype, subtype) or child.get("type") or child.get("ctype")


def _character(code: str) -> str:
    """The character a `cp` stands for; the replacement character where it stands for none."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _pair(pieces: Sequence[_Piece | str]) -> None:
    """Join the points that belong together, each with the first after it."""
    waiting: dict[tuple[str, str], deque[_Piece]] = {}
    for piece in pieces:
        if isinstance(piece, str):
            continue
        if piece.side == "open" and piece.partner is None:
            waiting.setdefault((piece.family, piece.identity), deque()).append(piece)
        elif piece.side == "close" and piece.partner is None:
            opened = waiting.get((piece.family, piece.identity))
            if opened:
                piece.partner = opened.popleft()
                piece.partner.partner = piece


def _collapsed(text: str) -> str:
    """Text whose line breaks are layout: each, with the space round it, is one space, or none."""
    first, *between, last = text.split("\n")
    lines = [first.rstrip(" \t"), *(line.strip(" \t") for line in between), last.lstrip(" \t")]
    return " ".join(line for line in lines if line)


def characters(text: str, node: Node, *, all_elements: bool = False) -> Iterator[tuple[str, int]]:
    """Each character of an element's text, and the offset it is written at; codes are left out."""
    at = node.inner
    for child in (*node.children, None):
        end = child.start if child else node.close
        yield from _written_at(text, at, end)
        if child is None:
            return
        at = child.end
        if child.name == CDATA:
            start = child.start + len(CDATA)
            yield from ((text[i], i) for i in range(start, child.end - 3))
        elif child.name == "cp":
            yield _character(child.get("hex")), child.start
        elif all_elements or (child.name in _NESTING and not _protected(child)):
            yield from characters(text, child, all_elements=all_elements)


def _written_at(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    while start < end:
        reference = REFERENCE.match(text, start, end)
        yield text_of(reference.group()) if reference else text[start], start
        start = reference.end() if reference else start + 1
