"""An existing translation and its source made into units of the memory.

Both are read as any article is, their sentences aligned (see `bitext`), the marks of a translation
given the numbers of its source. Units carry no date: what a person confirmed is never replaced by
what was merely aligned, while a later alignment takes the place of an earlier one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from workbench import detection, files, formats
from workbench.bitext import Bead, align
from workbench.errors import Mismatch, UnknownLanguage
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.languages import find, name_of
from workbench.model import Document, Segment, Unit
from workbench.pipeline import anchors
from workbench.pipeline.blocks import blocks, joined, with_marks_of
from workbench.pipeline.opening import read
from workbench.pipeline.termbase import house_glossary

SURE = 0.8
"""The least confidence of a pair that is kept, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Source sentences and what answers them."""

    source: str
    """Both with numbered marks; empty where nothing answers."""
    target: str
    shape: str
    """How many sentences answer how many: 1-1, 2-1, 0-1."""
    confidence: float
    line: int
    """In the source, 0 where it has no lines or this stands in the translation only."""
    usable: bool
    """False for what has no counterpart, or was no text to translate."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A translation beside its source."""

    pairs: tuple[Pair, ...]
    source_language: str
    target_language: str
    name: str
    """Of the translation's file."""

    def sure(self, least: float = SURE) -> list[Pair]:
        """The pairs that may be kept."""
        return [pair for pair in self.pairs if pair.usable and pair.confidence >= least]

    def units(self, least: float = SURE) -> list[Unit]:
        """The same as units of the memory."""
        sources = ["", *(pair.source for pair in self.pairs if pair.source), ""]
        between = dict(zip(sources[1:], zip(sources, sources[2:], strict=False), strict=False))
        return [
            Unit(
                pair.source,
                pair.target,
                self.source_language,
                self.target_language,
                self.name,
                properties=(
                    ("x-alignment", f"{pair.shape} {pair.confidence:.2f}"),
                    ("x-context-pre", between[pair.source][0]),
                    ("x-context-post", between[pair.source][1]),
                ),
            )
            for pair in self.sure(least)
        ]


def align_files(
    source: Path, translation: Path, *, to: str = "", glossary: Glossary | None = None
) -> Aligned:
    """Align the files of a translation and of its source, as `align_documents` does."""
    given = [(path.name, files.read(path)) for path in (source, translation)]
    return align_documents(*given, to=to, glossary=glossary)


def align_documents(
    source: tuple[str, bytes],
    translation: tuple[str, bytes],
    *,
    to: str = "",
    glossary: Glossary | None = None,
) -> Aligned:
    """Align a translation with its source, each a file's name and its bytes.

    The language is `to`, else as the translation's name says (`a.prs.md`), else as it reads. Raises
    Mismatch where that is not another language, or one of the files holds both sides already.
    """
    article = read(source[1], name=source[0])
    answer = formats.read(translation[1], name=translation[0])
    for document in (article, answer):
        _monolingual(document)
    language = find(to).code if to else _named(answer.name) or _detected(answer)
    if language in ("", article.source_language):
        told = f"is in {name_of(language)} like its source" if language else "is in no language"
        raise Mismatch(
            f"{answer.name} {told}. Name its translation, or say its language with --to."
        )
    pairs = _pairs(article, answer, language, glossary or house_glossary())
    return Aligned(tuple(pairs), article.source_language, language, answer.name)


def _monolingual(document: Document) -> None:
    if formats.FORMATS[document.format].bilingual:
        raise Mismatch(
            f"{document.name} holds source and translation already. Name two articles to align:"
            " the source, and its translation."
        )
    if not document.segments:
        raise Mismatch(f"{document.name} holds no sentence. Name an article and its translation.")


def _named(name: str) -> str:
    """`a.prs.md` and `a.fa-AF.docx` say their language by name."""
    stem = PurePath(name).stem
    try:
        return find(stem.rpartition(".")[2]).code if "." in stem else ""
    except UnknownLanguage:
        return ""


def _detected(document: Document) -> str:
    texts = [strip(segment.source) for segment in document.segments]
    codes = [found.language for found in detection.detect_all(texts)]
    counts = Counter(code for code in codes if code != "other")
    return counts.most_common(1)[0][0] if counts else ""


def _pairs(
    article: Document, answer: Document, language: str, glossary: Glossary
) -> Iterator[Pair]:
    mine, theirs = blocks(article), blocks(answer)
    sources = [segment for block in mine for segment in block]
    targets = [segment for block in theirs for segment in block]
    terms = anchors.terms_of(sources, glossary)
    beads = align(
        anchors.sentences(mine, glossary, article.source_language, terms),
        anchors.sentences(theirs, glossary, language, terms),
        language,
    )
    for bead in beads:
        yield _pair(bead, sources, targets)


def _pair(bead: Bead, sources: Sequence[Segment], targets: Sequence[Segment]) -> Pair:
    mine = [sources[place] for place in bead.source]
    theirs = [targets[place] for place in bead.target]
    if not (mine and theirs):
        alone = joined(mine or theirs)
        texts = (alone.source, "") if mine else ("", alone.source)
        return Pair(*texts, bead.shape, bead.confidence, alone.line if mine else 0, False)
    whole = with_marks_of(joined(mine) if len(mine) > 1 else mine[0], theirs)
    usable = whole.translate and strip(whole.source).strip() != strip(whole.target).strip()
    return Pair(whole.source, whole.target, bead.shape, bead.confidence, whole.line, usable)
