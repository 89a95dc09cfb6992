"""PO files with places: the reader gives the segments, this the lines and columns of `msgstr`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from workbench.formats.lines import Lines
from workbench.formats.po_read import Catalogue, notes
from workbench.formats.po_scan import Field, characters
from workbench.gate.bilingual import Place, Position
from workbench.inline import markup_of, split
from workbench.model import Document, Segment


def placed(
    document: Document,
) -> tuple[list[Segment], list[Place], list[tuple[str, ...]]]:
    """The segments, the places of their translations, and the comments beside them."""
    catalogue: Catalogue = document.skeleton
    lines = Lines.of(catalogue.text)
    segments: list[Segment] = []
    places: list[Place] = []
    comments: list[tuple[str, ...]] = []
    for segment in document.segments:
        where = catalogue.places[segment.key]
        entry = catalogue.entries[where.entry]
        place = _place(segment, entry.fields.get(where.keyword), lines)
        place = place or Place(lines.position(entry.fields["msgid"].start))
        segments.append(replace(segment, line=place.start[0]))
        places.append(place)
        comments.append(tuple(notes(catalogue.text, entry)))
    return segments, places, comments


def _place(segment: Segment, field: Field | None, lines: Lines) -> Place | None:
    """Where a field stands; of an empty first line, the next one counts."""
    if field is None:
        return None
    filled = next((span for span in field.strings if span[1] > span[0]), field.strings[0])
    return Place(lines.position(filled[0]), partial(_positions, segment, field, lines))


def _positions(segment: Segment, field: Field, lines: Lines) -> Sequence[Position]:
    """Of each character of the translation without its marks."""
    offsets = [offset for _, offset in characters(lines.text, field)]
    markup = markup_of(segment.inlines)
    found: list[Position] = []
    at = 0
    for run, is_mark in split(segment.target):
        if is_mark:
            at += len(markup.get(run, run))
        else:
            found += [lines.position(offset) for offset in offsets[at : at + len(run)]]
            at += len(run)
    return found
