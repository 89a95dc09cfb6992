"""What the machine does of each kind of job; each ends it in the transaction that stores it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from workbench import pipeline
from workbench.model import Document, Progress, State
from workbench.store import Job, Store
from workbench.worker import errands

OPEN = (State.NEW, State.DRAFT)
"""What the machine may write over."""


def translate(store: Store, job: Job, progress: Progress) -> None:
    """Translate what nobody has translated yet."""
    document = pipeline.stored(store, job.document)
    made = pipeline.translate(document, job.language, progress=progress, memory=store)
    store.apply(job.document, made.segments, job=job)


def redraft(store: Store, job: Job, progress: Progress) -> None:
    """Make the drafts of some segments anew over those that stand."""
    document = pipeline.stored(store, job.document)
    seen = {row.key: row.revision for row in store.segments(job.document)}
    asked = _emptied(document, job.keys)
    if not asked.segments:
        store.finish(job)
        return
    made = pipeline.translate(asked, job.language, progress=progress, memory=store)
    store.redraft(job.document, made.segments, seen, job=job)


TASKS: dict[str, Callable[[Store, Job, Progress], None]] = {
    "translate": translate,
    "redraft": redraft,
    "import": errands.take_in,
    "memory": errands.remember,
    "export": errands.pack,
    "tmx": errands.write_memory,
    "align": errands.align,
    "evaluate": errands.evaluate,
}


def _emptied(document: Document, keys: Collection[str]) -> Document:
    """The segments asked for that nobody has confirmed, as if they had never been translated."""
    wanted = set(keys)
    asked = tuple(
        replace(segment, target="", state=State.NEW, origin="")
        for segment in document.segments
        if segment.key in wanted and segment.translate and segment.state in OPEN
    )
    return replace(document, segments=asked)
