"""An Iranian Persian file into Dari: its Persian segments rewritten word by word, nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from workbench import conversion, detection, files, formats
from workbench.errors import NothingToTranslate, UnwritableFile
from workbench.inline import strip
from workbench.languages import name_of
from workbench.model import Document, Segment

_PERSIAN = ("fa", "prs")
"""Both: a sentence that bears no mark of Iran may be taken for Dari, and still hold its months."""
_NO_LANGUAGE = "other"
_FEW = 2
"""Words so few that their language is a guess: in a Persian file they are Persian."""
_CODED = re.compile(r"\.(?:fa|fas|per|pes|prs)(?:[-_][A-Za-z]{2})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a file."""

    path: Path | None
    """Where the result was written; None when there was nothing to change."""
    segments: int
    """Persian segments."""
    changes: tuple[tuple[int, conversion.Change], ...]
    """(line of the segment, change), in order; offsets are in the segment."""


def convert_file(path: Path, output: Path | None = None, *, style: bool = False) -> Conversion:
    """Convert NAME.md into NAME.prs.md beside it (or into `output`), whole or not at all.

    Of a bilingual file the targets are converted. Nothing is written where nothing changes. Raises
    NothingToTranslate when nothing in it is Persian.
    """
    document = formats.read(files.read(path), name=path.name)
    converted, count, changes = convert(document, style=style)
    output = output or path.with_name(_named(path))
    if output.resolve() == path.resolve():
        raise UnwritableFile(
            f"{output} is the file to convert itself. Name another one with --output."
        )
    if changes:
        files.write(output, formats.write(converted))
    return Conversion(output if changes else None, count, changes)


def afghan(document: Document) -> tuple[str, bytes, int]:
    """An article in Afghan Dari: its file name, its bytes, and how many words were changed.

    Raises NothingToTranslate when nothing in it is Persian.
    """
    converted, _, changes = convert(document)
    return _named(PurePath(document.name)), formats.write(converted), len(changes)


def _named(path: PurePath) -> str:
    return f"{_CODED.sub('', path.stem)}.prs{path.suffix}"


def convert(
    document: Document, *, style: bool = False
) -> tuple[Document, int, tuple[tuple[int, conversion.Change], ...]]:
    """The document with its Persian segments in Dari, how many they are, and every change."""
    bilingual = formats.FORMATS[document.format].bilingual
    texts = [s.target if bilingual else s.source for s in document.segments]
    codes = [one.language for one in detection.detect_all([strip(text) for text in texts])]
    persian = _persian(texts, codes)
    if not any(persian):
        raise NothingToTranslate(_no_persian(document, codes, bilingual=bilingual))
    segments: list[Segment] = []
    changes: list[tuple[int, conversion.Change]] = []
    for segment, text, wanted in zip(document.segments, texts, persian, strict=True):
        if wanted:
            converted = conversion.convert(text, style=style)
            if converted.changes:
                changes += [(segment.line, change) for change in converted.changes]
                segment = replace(segment, target=converted.text, translate=True)
        segments.append(segment)
    done = replace(document, segments=tuple(segments), target_language="prs")
    return done, sum(persian), tuple(changes)


def _persian(texts: Sequence[str], codes: Sequence[str]) -> list[bool]:
    """Which texts are Persian: as detected, or as the file is where they are too short to tell."""
    counts = Counter("fa" if code in _PERSIAN else code for code in codes if code != _NO_LANGUAGE)
    main = counts.most_common(1) == [("fa", counts["fa"])]
    return [
        code in _PERSIAN or (main and (code == _NO_LANGUAGE or len(strip(text).split()) <= _FEW))
        for text, code in zip(texts, codes, strict=True)
    ]


def _no_persian(document: Document, codes: list[str], *, bilingual: bool) -> str:
    found = Counter(code for code in codes if code != _NO_LANGUAGE).most_common(1)
    what = "translation" if bilingual else "text"
    main = f": its {what} is in {name_of(found[0][0])}" if found else f": it has no {what}"
    return (
        f"{document.name} holds no Persian to convert{main}."
        " Give an Iranian Persian article; `workbench translate` is for English ones."
    )
