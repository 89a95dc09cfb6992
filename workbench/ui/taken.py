"""Documents taken off the desk as files; each way out asks first whether they may leave."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePath

from workbench import pipeline
from workbench.formats import tmx as format_
from workbench.model import Document, Unit
from workbench.pipeline import leaving
from workbench.pipeline.publishing import PLAIN
from workbench.store import Store
from workbench.ui import check_names, conditions


def export(store: Store, document_id: int, kind: str, look: pipeline.Look = PLAIN) -> bytes:
    """The document as a file, from what is stored at this moment; an article of this look.

    Raises conditions.Refused where the newsroom keeps it on the desk.
    """
    conditions.require(store, document_id)
    document = leaving.noted(store, document_id)
    return pipeline.export(document, kind, look=leaving.fitting(document, look))[1]


def bundle(store: Store, numbers: Sequence[int], look: pipeline.Look = PLAIN) -> bytes:
    """Every export of some documents in one ZIP; the same documents give the same bytes."""
    return leaving.bundle(store, numbers, look=look, find=conditions.findings)


def tmx(store: Store, document_id: int) -> bytes:
    """What people confirmed in the document, for another tool's memory."""
    conditions.require(store, document_id)
    listed, written = store.document(document_id), io.BytesIO()
    pair = listed.source_language, listed.target_language
    format_.write(
        (
            Unit(row.source, row.target, *pair, listed.name)
            for row in store.segments(document_id)
            if row.translate and row.target and row.state in conditions.TRANSLATED
        ),
        written,
    )
    return written.getvalue()


def review(store: Store, document_id: int, form: str, language: str) -> bytes:
    """The document to be read and remarked on, in a form of `pipeline.REVIEWS`."""
    document = pipeline.stored(store, document_id)
    return pipeline.review(
        document,
        form,
        with_terms=True,
        language=language,
        named=partial(check_names.named, language=language),
    )[1]


def stem(store: Store, document_id: int) -> str:
    """What the names of its files begin with."""
    listed = store.document(document_id)
    return f"{PurePath(listed.name).stem}.{listed.target_language}"


def export_names(store: Store, document_id: int) -> Mapping[str, str]:
    """The file name of each kind of export."""
    listed = store.document(document_id)
    document = Document(listed.name, listed.format, target_language=listed.target_language)
    return pipeline.export_names(document)
