"""A document on the desk: what its bytes say, with what is stored of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.model import Document, Segment
from workbench.pipeline.opening import restore

if TYPE_CHECKING:
    from workbench.store import Store, StoredSegment


def stored(store: Store, document_id: int) -> Document:
    """The document read anew from its bytes, with what is stored at this moment."""
    name, data, _source, target = store.source(document_id)
    rows = {row.key: row for row in store.segments(document_id)}
    return with_stored(restore(name, data, target, {}), rows)


def with_stored(document: Document, rows: Mapping[str, StoredSegment]) -> Document:
    """A document with what is stored of its segments laid in."""
    segments = tuple(
        _laid(segment, rows[segment.key]) if segment.key in rows else segment
        for segment in document.segments
    )
    return replace(document, segments=segments)


def _laid(segment: Segment, row: StoredSegment) -> Segment:
    """A segment with what is stored of it, a person's word on its language included."""
    return replace(
        segment,
        target=row.target,
        state=row.state,
        origin=row.origin,
        translate=row.translate,
    )
