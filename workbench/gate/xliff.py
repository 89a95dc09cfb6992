"""XLIFF files with places: the reader gives the segments, this the lines and columns of targets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from workbench.formats.lines import Lines
from workbench.formats.xliff_codes import characters
from workbench.formats.xliff_read import Bitext
from workbench.formats.xml_scan import Node
from workbench.gate.bilingual import Place, Position
from workbench.inline import strip
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
        where = skeleton.places[segment.key]
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
    positions: list[Position] = []
    at = 0
    for char in strip(segment.target):
        found = at
        end = min(at + _REACH, len(written))
        while found < end and written[found][0] != char:
            found += 1
            if char == " " and written[found - 1][0].isspace():
                found -= 1
                break
        at = found if found < end else at
        if written:
            positions.append(lines.position(written[min(at, len(written) - 1)][1]))
        at += 1
    return positions
