"""The text between two blocks of a page, with its inline tags, in pieces with their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from html.entities import html5

from workbench.formats.html_elements import MEANINGS
from workbench.formats.html_tokens import Token
from workbench.formats.pieces import Piece, alone
from workbench.inline import MARK, is_closing, is_standalone
from workbench.model import Inline, InlineKind

WHITE = " \t\n\f\r"
_SPECIAL = re.compile(
    r"[ \t\n\f\r]{2,}+|[\t\n\f\r]|"
    r"&(?:#(?:[0-9]++|[xX][0-9a-fA-F]++);?|[A-Za-z][A-Za-z0-9]{1,31}+;?)"
)
_LONGEST_NUMBER = 12
_LONGEST_REFERENCE = 400
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡§])[\])]?")
_RAISED, _LINK = re.compile(r"<sup\b", re.IGNORECASE), re.compile(r"<a\b", re.IGNORECASE)
"""A raised link that is but a number is a reference to a note: one mark."""
OUTSIDE = frozenset(("html", "image", "line break", "comment"))
"""What stays outside a sentence at its edges: it says nothing that could be translated."""


class Run:
    """What stands between two block tags, token by token."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.kind = ""
        self.pieces: list[Piece] = []
        self.size = 0
        """Characters of text so far."""
        self._opened: list[tuple[str, int]] = []
        self._counts: Counter[str] = Counter()
        self._spaced = True

    def text(self, start: int, end: int) -> None:
        """A stretch of text."""
        self.size += end - start
        if self._spaced and self.page[start] == " ":
            self.pieces.append(Piece(start, start + 1, "", None, "unseen"))
            start += 1
        for piece in text_pieces(self.page, start, end):
            blank = piece.text == " "
            if blank and self._spaced:
                piece = Piece(piece.start, piece.end, "", None, "unseen")
            self.pieces.append(piece)
            self._spaced = blank or piece.text.endswith(" ")

    def alone(self, start: int, end: int, meaning: str, *, seen: bool = False) -> None:
        """Something that is one mark, whatever it is made of; if `seen`, a space after it is."""
        self.pieces.append(alone(self.page[start:end], start, meaning))
        self._spaced &= meaning in ("html", "comment") and not seen

    def open(self, token: Token) -> None:
        """A start tag that waits for its end."""
        self._opened.append((token.name, len(self.pieces)))
        self._counts[token.name] += 1
        self.alone(token.start, token.end, "html")

    def close(self, token: Token) -> None:
        """An end tag: with the nearest start of its name a pair, else alone."""
        self.alone(token.start, token.end, "html")
        if not self._counts[token.name]:
            return
        name = ""
        while name != token.name:
            name, index = self._opened.pop()
            self._counts[name] -= 1
        opening, closing = self.pieces[index], self.pieces[-1]
        if name in ("a", "sup") and closing.end - opening.start < _LONGEST_REFERENCE:
            said = "".join(piece.text for piece in self.pieces[index:]).strip()
            whole = self.page[opening.start : closing.end]
            if _NOTE.fullmatch(said) and _RAISED.search(whole) and _LINK.search(whole):
                self.pieces[index:] = [alone(whole, opening.start, "footnote")]
                return
        markup = self.page[opening.start : opening.end], self.page[closing.start : closing.end]
        inline = Inline(0, InlineKind.PAIR, *markup, MEANINGS.get(name, "html"))
        self.pieces[index] = replace(opening, inline=inline, side="open")
        self.pieces[-1] = replace(closing, inline=inline, side="close")


def text_pieces(page: str, start: int, end: int, *, attribute: bool = False) -> Iterator[Piece]:
    r"""Text with white space collapsed and character references decoded.

    >>> [piece.text for piece in text_pieces("a\n  b &amp; c&nope;", 0, 19)]
    ['a', ' ', 'b ', '&', ' c', '&nope;']
    """
    last = start
    for found in _SPECIAL.finditer(page, start, end):
        if attribute and _is_no_reference(page, found, end):
            continue
        if found.start() > last:
            yield Piece(last, found.start(), page[last : found.start()])
        last = found.end()
        yield _special(found)
    if last < end:
        yield Piece(last, end, page[last:end])


def _special(found: re.Match[str]) -> Piece:
    raw, place = found.group(), found.span()
    if raw[0] != "&":
        return Piece(*place, " ")
    text = "\ufffd" if raw[1] == "#" and len(raw) > _LONGEST_NUMBER else unescape(raw)
    if text.isspace() and text in WHITE:
        return Piece(*place, " ")
    if not text or not (text.isprintable() or text.isspace() or text > "\x9f"):
        return alone(raw, found.start(), "literal")
    return Piece(*place, text)


def _is_no_reference(page: str, found: re.Match[str], end: int) -> bool:
    """In an attribute, `&copy=1` and `&copyright` are an address's parameters."""
    raw = found.group()
    if raw[0] != "&" or raw[1] == "#" or raw[-1] == ";":
        return False
    return raw[1:] not in html5 or page[found.end() : min(end, found.end() + 1)] == "="


def parts(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Cut at line breaks; one inside a pair is a mark instead."""
    part: list[Piece] = []
    depth = 0
    for piece in _unwrapped(pieces):
        depth += (piece.side == "open") - (piece.side == "close")
        if not depth and piece.inline is not None and piece.inline.meaning == "line break":
            yield part
            part = []
        else:
            part.append(piece)
    yield part


def _unwrapped(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Without what stays outside anyway, at both ends: white space, lone tags, enclosing pairs."""
    start, end = 0, len(pieces)
    while start < end:
        first, last = pieces[start], pieces[end - 1]
        if _is_outside(first):
            start += 1
        elif _is_outside(last):
            end -= 1
        elif first.side == "open" and first.inline is last.inline:
            start, end = start + 1, end - 1
        else:
            break
    return pieces[start:end]


def _is_outside(piece: Piece) -> bool:
    if piece.inline is None:
        return not piece.text.strip()
    return piece.side == "alone" and piece.inline.meaning in OUTSIDE


def core(source: str, start: int, end: int, outside: frozenset[str]) -> tuple[int, int]:
    """The sentence within a span of the source, without marks that may as well stay outside.

    `outside` are the standalone marks that stay so at an edge.

    >>> text = "<x1/> <g2><g3></g3>Kabul</g2> "
    >>> text[slice(*core(text, 0, len(text), frozenset(["<x1/>"])))]
    'Kabul'
    """
    before = -1, -1
    while before != (start, end):
        before = start, end
        while start < end and source[start].isspace():
            start += 1
        while start < end and source[end - 1].isspace():
            end -= 1
        first, last = MARK.match(source, start, end), _last_mark(source, start, end)
        if first and first.group() in outside:
            start = first.end()
        elif last and last in outside:
            end -= len(last)
        elif first and not is_standalone(first.group()) and not is_closing(first.group()):
            closing = first.group().replace("<", "</")
            if source.startswith(closing, first.end()):
                start = first.end() + len(closing)
            elif last == closing:
                start, end = first.end(), end - len(closing)
    return start, end


def _last_mark(source: str, start: int, end: int) -> str:
    at = source.rfind("<", max(start, end - 12), end)
    return source[at:end] if at >= 0 and MARK.fullmatch(source, at, end) else ""
