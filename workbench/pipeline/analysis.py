"""How much work an order is before it begins: words by how well the memory knows them.

Every segment that waits for a translation falls into one band. What the memory knows counts first:
in context, word for word, then by likeness less what its origin costs. What it does not know better
may stand in the order itself already, in this file or one before it: the same again is a
repetition, and what is like an earlier segment is an internal match, told beside its band.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import files
from workbench.inline import strip
from workbench.languages import find
from workbench.memory import best
from workbench.model import Document, Segment, State
from workbench.pipeline.opening import into, read, require_english
from workbench.pipeline.recall import contexts, penalties
from workbench.pipeline.settings import Settings

if TYPE_CHECKING:
    from workbench.store import Store

BANDS = (
    "done",
    "in-context",
    "repetition",
    "100",
    "95-99",
    "85-94",
    "75-84",
    "50-74",
    "new",
)
"""`done` has a translation that somebody confirmed; `new` is like nothing."""
_FLOORS = ((101, "in-context"), (100, "100"), (95, "95-99"), (85, "85-94"), (75, "75-84"))
_LEAST = 50
_LOOKED_AT = 2000
"""Sources of the order, the latest, that a segment is compared with."""


@dataclass(frozen=True, slots=True)
class Row:
    """One band of one file in one language."""

    file: str
    """Empty for all files together."""
    language: str
    band: str
    segments: int
    words: int
    characters: int
    internal: int
    """So many of the segments are like one of the order, not of the memory."""


@dataclass(slots=True)
class _Counts:
    segments: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    internal: Counter[str] = field(default_factory=Counter)

    def add(self, segment: Segment, band: str, *, internal: bool) -> None:
        text = strip(segment.source)
        self.segments[band] += 1
        self.words[band] += sum(any(map(str.isalnum, word)) for word in text.split())
        self.characters[band] += len(text)
        self.internal[band] += internal

    def rows(self, file: str, language: str) -> Iterator[Row]:
        for band in BANDS:
            sums = (self.segments[band], self.words[band], self.characters[band])
            yield Row(file, language, band, *sums, self.internal[band])


def analyse(
    paths: Sequence[Path],
    targets: Sequence[str],
    memory: Store,
    *,
    settings: Settings | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Row]:
    """Every band of every file in each language, and of all files together.

    Raises NothingToTranslate where a file has no English, Mismatch where it is for another
    language. `progress` is called with (file, segments done, segments in all).
    """
    opened = [(path.name, read(files.read(path), name=path.name)) for path in paths]
    for _, document in opened:
        require_english(document)
    rows: list[Row] = []
    for code in dict.fromkeys(find(target).code for target in targets):
        documents = [(name, into(document, code)) for name, document in opened]
        rows += _counted(documents, code, memory, settings or Settings(), progress)
    return rows


def analyse_documents(
    documents: Sequence[Document],
    memory: Store,
    *,
    settings: Settings | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Row]:
    """The same of documents that have their target language, in each of these languages."""
    rows: list[Row] = []
    for code in dict.fromkeys(document.target_language for document in documents):
        order = [(one.name, one) for one in documents if one.target_language == code]
        rows += _counted(order, code, memory, settings or Settings(), progress)
    return rows


def _counted(
    documents: Sequence[tuple[str, Document]],
    code: str,
    memory: Store,
    settings: Settings,
    progress: Callable[[str, int, int], None] | None,
) -> Iterator[Row]:
    """The bands of one order in one language."""
    order, whole = _Order(memory, code, settings), _Counts()
    for name, document in documents:
        counts = _Counts()
        for done, (segment, band, internal) in enumerate(order.bands(document), start=1):
            for each in (counts, whole):
                each.add(segment, band, internal=internal)
            if progress:
                progress(name, done, len(document.segments))
        yield from counts.rows(name, code)
    yield from whole.rows("", code)


@dataclass(slots=True)
class _Order:
    """One order in one language, and what of it has been seen."""

    memory: Store
    language: str
    settings: Settings
    seen: dict[str, None] = field(default_factory=dict)

    def bands(self, document: Document) -> Iterator[tuple[Segment, str, bool]]:
        """(segment, band, whether it is like one of the order) of what is to be translated."""
        from workbench.store import context_of

        between = contexts(document)
        for segment in document.segments:
            if not segment.translate:
                continue
            if segment.target and segment.state not in (State.NEW, State.DRAFT):
                yield segment, "done", False
                continue
            score = self._known(segment, document, context_of(*between[segment.key]))
            repeated = segment.source in self.seen
            own = 0 if repeated or score >= 100 else self._own(segment.source)
            self.seen[segment.source] = None
            if repeated and score < 100:
                yield segment, "repetition", False
            else:
                yield segment, _band(max(score, own)), own > score

    def _known(self, segment: Segment, document: Document, context: bytes) -> int:
        found = self.memory.matches(
            segment.source,
            document.source_language,
            self.language,
            limit=1,
            floor=_LEAST,
            context=context,
            penalties=penalties(self.settings),
        )
        return found[0].score if found else 0

    def _own(self, source: str) -> int:
        latest = list(self.seen)[-_LOOKED_AT:]
        return next((score for _, score in best(source, latest, limit=1, floor=_LEAST)), 0)


def _band(score: int) -> str:
    return next(
        (band for floor, band in _FLOORS if score >= floor), "50-74" if score >= _LEAST else "new"
    )
