"""What the checks say of the documents on the desk, kept up to date by what has changed.

All checks take more than a millisecond a segment, so nothing waits for a long document: what is
not known yet is made behind the pages, one document after another, and looked at again later.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue

import streamlit as st

from workbench import pipeline
from workbench.checks import Known
from workbench.errors import WorkbenchError
from workbench.model import Finding
from workbench.pipeline import excused
from workbench.store import Store, StoredDocument
from workbench.ui import agreed, opened

MOST = 512
"""Documents whose findings are kept."""
SHORT = 1000
"""Segments of a document for whose changes a page may wait while it is drawn."""


@dataclass(slots=True)
class Checked:
    """A document by one glossary and one project: what is known of it, and at which stamp."""

    stamp: int = -1
    findings: Sequence[Finding] = ()
    known: Known = field(default_factory=dict)
    failed: int = -1
    """The stamp at which it could not be read: it is not tried again and again."""
    turn: threading.Lock = field(default_factory=threading.Lock)


def findings(store: Store, listed: StoredDocument) -> Sequence[Finding]:
    """What the checks say of the whole document and nobody excused."""
    given = excused.reasons(store, [listed.id]).get(listed.id, {})
    return excused.counting(_found(store, listed), given)


def _found(
    store: Store, listed: StoredDocument, checked: Checked | None = None
) -> Sequence[Finding]:
    """All that the checks say; looks only at what has changed since."""
    checked = checked or _of(_judged(store), listed.id)
    with checked.turn:
        if checked.stamp < listed.stamp:
            # The stamp was read before the segments: what is newer than it is looked at again.
            document = opened.open_document(store, listed.id).document
            checked.findings = pipeline.check(
                document, known=checked.known, settings=agreed.settings()
            )
            checked.stamp = listed.stamp
        return checked.findings


def several(
    store: Store, documents: Sequence[StoredDocument], *, patience: float = 0
) -> dict[int, Sequence[Finding] | None]:
    """The same for many, within so many seconds; None while they are still being made.

    What has changed in a short document since it was checked is looked at here. Empty for a
    document that can no longer be read: its own page says why.
    """
    until = time.monotonic() + patience
    desk = _judged(store)
    found: dict[int, Sequence[Finding] | None] = {}
    for document in documents:
        checked = _of(desk, document.id)
        try:
            found[document.id] = _soon(store, document, checked, time.monotonic() < until)
        except WorkbenchError:
            found[document.id] = ()
    given = excused.reasons(store, found)
    return {
        number: None if one is None else excused.counting(one, given.get(number, {}))
        for number, one in found.items()
    }


def _soon(
    store: Store, listed: StoredDocument, checked: Checked, wait: bool
) -> Sequence[Finding] | None:
    if checked.stamp >= listed.stamp:
        return checked.findings
    if checked.failed >= listed.stamp:
        return ()
    if wait and checked.stamp >= 0 and sum(listed.states.values()) <= SHORT:
        return _found(store, listed, checked)
    _line(store.address, store).put(listed)
    return None


def _judged(store: Store) -> dict[int, Checked]:
    """What is known of the documents, by the glossary and the settings as they stand."""
    return _desk(store.address, pipeline.glossary_stamp(), repr(agreed.settings()))


@st.cache_resource(max_entries=4, show_spinner=False)
def _desk(where: str, glossary: pipeline.Stamp, settings: str) -> dict[int, Checked]:
    return {}


def _of(desk: dict[int, Checked], document_id: int) -> Checked:
    """What is known of a document; what was looked at first goes when it is too much."""
    checked = desk.setdefault(document_id, Checked())
    if len(desk) > MOST:
        desk.pop(next(one for one in list(desk) if one != document_id), None)
    return checked


@st.cache_resource(show_spinner=False)
def _line(where: str, _store: Store) -> SimpleQueue[StoredDocument]:
    """Documents waiting to be checked; a thread that ends with the server works them off."""
    line: SimpleQueue[StoredDocument] = SimpleQueue()

    def work() -> None:
        while True:
            listed = line.get()
            try:
                _found(_store, listed)
            except WorkbenchError:
                checked = _of(_judged(_store), listed.id)
                checked.failed = listed.stamp

    threading.Thread(target=work, name="checks", daemon=True).start()
    return line
