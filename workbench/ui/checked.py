"""What the checks say of the documents on the desk, kept up to date by what has changed.

All checks take more than a millisecond a segment, so nothing waits for a long document: what is
not known yet is made behind the pages, one document after another, and looked at again later.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

import streamlit as st

from workbench import pipeline
from workbench.checks import Known
from workbench.errors import WorkbenchError
from workbench.model import Finding
from workbench.store import Store, StoredDocument
from workbench.ui import opened

SHORT = 1000
"""Segments of a document for whose changes a page may wait while it is drawn."""


@dataclass(slots=True)
class Checked:
    """A document under one glossary: what is known of its segments, and at which stamp."""

    stamp: int = -1
    findings: Sequence[Finding] = ()
    known: Known = field(default_factory=dict)
    failed: int = -1
    """The stamp at which it could not be read: it is not tried again and again."""
    turn: threading.Lock = field(default_factory=threading.Lock)


def findings(store: Store, listed: StoredDocument) -> Sequence[Finding]:
    """What the checks say of the whole document; looks only at what has changed since."""
    checked = _checked(store.address, listed.id, pipeline.glossary_stamp())
    with checked.turn:
        if checked.stamp < listed.stamp:
            # The stamp was read before the segments: what is newer than it is looked at again.
            document = opened.open_document(store, listed.id).document
            checked.findings = pipeline.check(document, known=checked.known)
            checked.stamp = listed.stamp
        return checked.findings


def findings_soon(
    store: Store, listed: StoredDocument, *, wait: bool = False
) -> Sequence[Finding] | None:
    """The same at once; None while they are still being made.

    With `wait`, what has changed in a short document since it was checked is looked at here.
    Empty for a document that can no longer be read: its own page says why.
    """
    checked = _checked(store.address, listed.id, pipeline.glossary_stamp())
    if checked.stamp >= listed.stamp:
        return checked.findings
    if checked.failed >= listed.stamp:
        return ()
    if wait and checked.stamp >= 0 and sum(listed.states.values()) <= SHORT:
        return findings(store, listed)
    _line(store.address, store).put(listed)
    return None


@st.cache_resource(max_entries=256, show_spinner=False)
def _checked(where: str, document_id: int, glossary: pipeline.Stamp) -> Checked:
    return Checked()


@st.cache_resource(show_spinner=False)
def _line(where: str, _store: Store) -> SimpleQueue[StoredDocument]:
    """Documents waiting to be checked; a thread that ends with the server works them off."""
    line: SimpleQueue[StoredDocument] = SimpleQueue()

    def work() -> None:
        while True:
            listed = line.get()
            try:
                findings(_store, listed)
            except WorkbenchError:
                checked = _checked(where, listed.id, pipeline.glossary_stamp())
                checked.failed = listed.stamp

    threading.Thread(target=work, name="checks", daemon=True).start()
    return line
