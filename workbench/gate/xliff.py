"""XLIFF files with places: the reader gives the segments, this the lines and columns of targets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from workbench.formats.lines import Lines
from workbench.formats.xliff_codes import LITERAL, characters
from workbench.formats.xliff_read import Bitext
from workbench.formats.xml_scan import Node, text_of
from workbench.gate.bilingual import Place, Position
from workbench.inline import opening, split
from workbench.model import Document, Segment

_REACH = 400
"""How much layout may stand between two characters."""


def placed(
    document: Document,
) -> tuple[list[Segment], list[Place], list[tuple[str, ...]]]:
    """The segments, the places of their translations, and the notes beside them."""
    skeleton: Bitext = document.skeleton
    lines = Lines.of(skeleton.text)
    places: list[Place] = []
    comments: list[tuple[str, ...]] = []
    for segment in document.segments:
        where = skeleton.place(segment.key)
        start = lines.position((where.target or where.unit.target or where.unit.source).start)
        place = Place(start)
        if where.target is not None and segment.target:
            first = next(iter(characters(skeleton.text, where.target)), None)
            chars = partial(_positions, segment, where.target, lines)
            place = Place(lines.position(first[1]) if first else start, chars)
        places.append(place)
        comments.append(where.notes)
    return list(document.segments), places, comments


def _positions(segment: Segment, target: Node, lines: Lines) -> Sequence[Position]:
    """Of each character of the translation without its marks; layout between them is skipped."""
    written = list(characters(lines.text, target))
    markup = {opening(one): one.open for one in segment.inlines if one.meaning == LITERAL}
    positions: list[Position] = []
    at = 0
    for run, is_mark in split(segment.target):
        if is_mark:
            at += len(text_of(markup.get(run, "")))
            continue
        for char in run:
            at = _next(written, at, char)
            if at >= len(written):
                return positions
            positions.append(lines.position(written[at][1]))
            at += 1
    return positions


def _next(written: Sequence[tuple[str, int]], at: int, char: str) -> int:
    """Where a character stands, from a place on; white space may stand for a space."""
    for found in range(at, min(at + _REACH, len(written))):
        if written[found][0] == char or (char == " " and written[found][0].isspace()):
            return found
    return at
