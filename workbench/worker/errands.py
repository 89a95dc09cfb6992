"""What the machine does of each kind of errand: jobs about no one document on the desk.

Each may be hit at any moment and is taken over where it stands: see `workbench.store.errands`.
"""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

from workbench import pipeline
from workbench.access import Person
from workbench.engines import ENGINES
from workbench.errors import EngineError, NothingToTranslate, WorkbenchError
from workbench.formats import tmx
from workbench.model import Document, Progress, Unit
from workbench.pipeline import aligning, leaving
from workbench.store import Job, Store
from workbench.store.jobs import TRIES

File = tuple[str, bytes]


def take_in(store: Store, job: Job, progress: Progress) -> None:
    """Put each file on the desk once a language, and have it translated.

    What cannot be read is told with its reason, an Iranian article given back in Afghan Dari. A
    file over which the worker has died time and again is passed over, so that the others come in.
    """
    result: dict[str, Any] = {"brought": 0, "converted": 0, "refused": []} | dict(job.result)
    by = Person(job.given["name"], job.given["mail"])
    left = store.given(job)
    for place, (number, name) in enumerate(left):
        progress(job.total - len(left) + place, job.total)
        if place == 0 and job.tries >= TRIES:
            told = f"The machine broke down over {name}. Bring it alone to see why."
            one = Brought(refused=(told,))
        else:
            one = _read(name, store.given_file(number), job.given["languages"])
        result["brought"] += len(one.documents)
        result["converted"] += len(one.made)
        result["refused"] += one.refused
        store.bring(job, number, one.documents, by=by, result=result, made=one.made)
    store.deliver(job, result=result)


@dataclass(frozen=True, slots=True)
class Brought:
    """What one file came to: documents for the desk, reasons why not, files made of it instead."""

    documents: tuple[tuple[Document, bytes], ...] = ()
    refused: tuple[str, ...] = ()
    made: tuple[File, ...] = ()


def _read(name: str, data: bytes, languages: Sequence[str]) -> Brought:
    """One file in each language."""
    refused: list[str] = []
    documents = []
    try:
        document = pipeline.read(data, name=name)
        if converted := _converted(document):
            return Brought(made=(converted,))
    except WorkbenchError as error:
        return Brought(refused=(str(error),))
    for code in languages:
        try:
            documents.append((pipeline.into(document, code), data))
        except WorkbenchError as error:
            refused.append(str(error))
    return Brought(tuple(documents), tuple(refused))


def _converted(document: Document) -> File | None:
    """A file with no English in Afghan Dari, where it is an Iranian one; else why not is raised."""
    try:
        pipeline.require_english(document)
    except NothingToTranslate as error:
        with suppress(WorkbenchError):
            name, data, changes = pipeline.afghan(document)
            if changes:
                return name, data
        raise error
    return None


def remember(store: Store, job: Job, progress: Progress) -> None:
    """Take another tool's memory in."""
    ((number, name),) = store.given(job)
    skipped: Counter[str] = Counter()
    units = tmx.read(io.BytesIO(store.given_file(number)), name=name, skipped=skipped)
    counted = store.learn(
        job, units, memory=job.given["memory"], progress=lambda taken: progress(taken, 0)
    )
    store.deliver(job, result={**counted, "skipped": skipped.total()})


def pack(store: Store, job: Job, progress: Progress) -> None:
    """Every file of many documents as a ZIP."""
    data = leaving.bundle(store, job.given["documents"], progress=progress)
    store.deliver(job, result={}, made=[(job.given["file"], data)])


def write_memory(store: Store, job: Job, progress: Progress) -> None:
    """The memory of a language as TMX."""
    language = job.given["language"]
    written, total = io.BytesIO(), store.counted()[language]

    def told() -> Iterator[Unit]:
        for done, unit in enumerate(store.units(target_language=language)):
            if done % 1000 == 0:
                progress(done, total)
            yield unit

    tmx.write(told(), written)
    store.deliver(job, result={}, made=[(job.given["file"], written.getvalue())])


def align(store: Store, job: Job, progress: Progress) -> None:
    """Keep in a memory the sentences of a translation that surely answer those of its source."""
    source, translation = [(name, store.given_file(number)) for number, name in store.given(job)]
    progress(0, 2)
    aligned = aligning.align_documents(source, translation, to=job.given["to"])
    progress(1, 2)
    units = aligned.units(job.given["least"])
    result = {
        "kept": len(units),
        "left": len(aligned.pairs) - len(units),
        "language": aligned.target_language,
    }
    store.deliver(job, result=result, units=units, memory=job.given["memory"])


def evaluate(store: Store, job: Job, progress: Progress) -> None:
    """Score engines, and translations that were given as files, against a reference."""
    if unknown := [name for name in job.given["engines"] if name not in ENGINES]:
        raise EngineError(f"There is no engine {unknown[0]!r}. Choose one that there is.")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for place, (number, name) in enumerate(store.given(job)):
            path = Path(folder) / str(place) / (PurePath(name).name or "file")
            path.parent.mkdir()
            path.write_bytes(store.given_file(number))
            paths.append(path)
        test, *others = paths
        names = [*job.given["engines"], *map(str, others)]
        done = pipeline.evaluate(
            test,
            names,
            to=job.given["to"],
            progress=lambda _name, made, total: progress(made, total),
        )
    store.deliver(job, result=asdict(done))
