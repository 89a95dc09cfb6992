"""A block in pieces, text and markup with their places, and its source with numbered marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.inline import MARK, closing, opening
from workbench.model import Inline, InlineKind

Place = tuple[int, int]
"""Offsets (end exclusive)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a block's content: text, a mark, or a line break."""

    start: int
    end: int
    """Offsets in the content (end exclusive)."""
    text: str = ""
    """What it reads as: the text with escapes and entities decoded; a space for a soft break."""
    inline: Inline | None = None
    """The markup it is (not yet numbered); the two halves of a pair share one."""
    side: str = ""
    """`open` or `close` of a pair, `alone`, `break` for a hard line break, or `unseen` for white
    space that reads as nothing."""


def alone(markup: str, start: int, meaning: str) -> Piece:
    """A standalone mark for markup at an offset."""
    inline = Inline(0, InlineKind.STANDALONE, markup, "", meaning)
    return Piece(start, start + len(markup), "", inline, "alone")


def run(piece: Piece, start: int, end: int) -> list[Piece]:
    """A part of a verbatim piece of text, unless it is empty."""
    text = piece.text[start - piece.start : end - piece.start]
    return [Piece(start, end, text)] if start < end else []


def without_false_marks(content: str, found: Sequence[Piece]) -> list[Piece]:
    """The `<` of literal text that reads like a mark becomes a mark itself, whatever spelt it."""
    text = "".join(piece.text if piece.inline is None else "\0" for piece in found)
    false = [mark.start() for mark in MARK.finditer(text)]
    if not false:
        return list(found)
    result: list[Piece] = []
    position = index = 0
    for piece in found:
        length = len(piece.text) if piece.inline is None else 1
        here = []
        while index < len(false) and false[index] < position + length:
            here.append(false[index] - position)
            index += 1
        position += length
        if here and length != piece.end - piece.start:
            result.append(alone(content[piece.start : piece.end], piece.start, "literal"))
            continue
        start = piece.start
        for at in here:
            result += [
                *run(piece, start, piece.start + at),
                alone("<", piece.start + at, "literal"),
            ]
            start = piece.start + at + 1
        result += run(piece, start, piece.end) if here else [piece]
    return result


@dataclass(frozen=True, slots=True)
class Readout:
    """A block's source, its marks numbered through."""

    source: str
    places: Sequence[Place]
    """For each character of the source, the offsets of what it stands for."""
    inlines: Mapping[str, Inline]
    """By opening or standalone mark."""

    def sentence(self, start: int, end: int) -> tuple[str, tuple[Inline, ...]]:
        """A part of the source, its marks numbered from 1, with what they stand for."""
        known: dict[str, Inline] = {}

        def renumber(found: re.Match[str]) -> str:
            mark = found.group()
            first = mark.replace("</", "<")
            if first not in known:
                known[first] = replace(self.inlines[first], number=len(known) + 1)
            inline = known[first]
            return closing(inline) if mark.startswith("</") else opening(inline)

        return MARK.sub(renumber, self.source[start:end]), tuple(known.values())


def read_out(part: Sequence[Piece]) -> Readout:
    """The source of a block's pieces."""
    sources: list[str] = []
    places: list[Place] = []
    inlines: dict[str, Inline] = {}
    numbers: dict[int, int] = {}
    for piece in part:
        text = piece.text or ("" if piece.side == "unseen" else " ")
        if piece.inline is not None:
            number = numbers.setdefault(id(piece.inline), len(numbers) + 1)
            inline = replace(piece.inline, number=number)
            inlines[opening(inline)] = inline
            text = closing(inline) if piece.side == "close" else opening(inline)
        sources.append(text)
        start, end = piece.start, piece.end
        if piece.inline is None and len(text) == end - start:
            places.extend(zip(range(start, end), range(start + 1, end + 1), strict=True))
        else:
            places.extend([(start, end)] * len(text))
    return Readout("".join(sources), places, inlines)
