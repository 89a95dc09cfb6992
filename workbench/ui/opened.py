"""A document on the desk, opened: what its bytes say, and the work stored on it so far.

Reading a file again is slow beside an edit, so what was read is kept, by the document's number:
its bytes never change and a number is never given twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from workbench import pipeline
from workbench.model import Document, Finding, Match, Segment
from workbench.store import Store, StoredDocument, StoredSegment
from workbench.ui import agreed


@dataclass(frozen=True, slots=True)
class Opened:
    """A document with its stored segments laid in."""

    listed: StoredDocument
    rows: tuple[StoredSegment, ...]
    document: Document


def open_document(store: Store, document_id: int) -> Opened:
    """The document as it stands now."""
    listed = store.document(document_id)
    rows = tuple(store.segments(document_id))
    by_key = {row.key: row for row in rows}
    read = _read(store.address, document_id, store)
    return Opened(listed, rows, pipeline.with_stored(read, by_key))


def read(store: Store, document_id: int) -> Document:
    """The document as its bytes have it, with nothing of what was stored since."""
    return _read(store.address, document_id, store)


def findings_of(document: Document, segment: Segment) -> Sequence[Finding]:
    """What the checks say of one segment alone: quick enough for every edit."""
    return pipeline.check(replace(document, segments=(segment,)), settings=agreed.settings())


def terms(store: Store, document_id: int) -> Mapping[str, Sequence[Match]]:
    """The glossary's terms in each source, by the segment's key."""
    found: Mapping[str, Sequence[Match]] = _terms(
        store.address, document_id, pipeline.glossary_stamp(), store
    )
    return found


# The caches are shared by all sessions; `where` keeps two databases apart.


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(where: str, document_id: int, _store: Store) -> Document:
    name, data, _source, target = _store.source(document_id)
    return pipeline.restore(name, data, target, {})


@st.cache_resource(max_entries=32, show_spinner=False)
def _terms(
    where: str, document_id: int, glossary: pipeline.Stamp, _store: Store
) -> Mapping[str, Sequence[Match]]:
    return pipeline.terms(_read(where, document_id, _store))
