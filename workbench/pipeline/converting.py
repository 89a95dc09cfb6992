"""One bilingual file as another kind, and an article as a bilingual file nobody has filled in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from workbench import files, formats
from workbench.errors import Mismatch, UnknownFormat, UnwritableFile
from workbench.formats import beyond, tmx
from workbench.glossary import Glossary
from workbench.i18n import english
from workbench.inline import restore
from workbench.languages import find
from workbench.model import Document, Finding, Segment, Severity, Unit
from workbench.pipeline.exchange import KINDS, export, preferred
from workbench.pipeline.merging import written_in
from workbench.pipeline.opening import into, read, require_english

SUFFIXES = {
    ".po": "po",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".tmx": "tmx",
}
"""What a bilingual file can be converted into, by the ending of its new name."""
_TEXT_ONLY = ("csv", "xlsx", "tmx")


def convert_bilingual(
    path: Path, output: Path, *, xliff: str = "xliff", target: str = ""
) -> tuple[Document, tuple[Finding, ...]]:
    """Write a bilingual file as another kind; what it held, and what the other kind cannot hold.

    The new name's ending says the kind; an XLIFF is of the kind asked for. Raises Mismatch where
    the file is no bilingual one, or its target language is not known.
    """
    kind = SUFFIXES.get(output.suffix.lower(), "")
    if not kind:
        known = ", ".join(SUFFIXES)
        raise UnknownFormat(
            f"{output} names no kind to convert into. End it in one of these: {known}."
        )
    if output.resolve() == path.resolve():
        raise UnwritableFile(f"{output} is the file to convert itself. Name another one.")
    document = _spoken(formats.read(files.read(path), name=path.name), path, target)
    plain = _plain(document) if kind in _TEXT_ONLY and document.format == "po" else document
    left = (*beyond.beyond(document), *beyond.unheld(plain, kind))
    findings = tuple(
        Finding("not-held", Severity.INFO, "", english(message), said=message) for message in left
    )
    data = _memory(plain) if kind == "tmx" else _written(plain, xliff if kind == "xliff" else kind)
    files.write(output, data)
    return document, (*document.findings, *findings)


def _spoken(document: Document, path: Path, target: str) -> Document:
    if not formats.FORMATS[document.format].bilingual:
        raise Mismatch(
            f"{path} is an article, not a bilingual file. Make one of it first:"
            f" workbench extract {path.name} --as xliff"
        )
    if target:
        return into(document, find(target).code)
    code = document.target_language or written_in([s.target for s in document.segments])
    if not code:
        raise Mismatch(f"{path} does not say its target language. Say it: --to prs")
    return replace(document, target_language=code)


def _plain(document: Document) -> Document:
    """A catalogue's placeholders as text again: a table needs no marks for what is text."""

    def text(segment: Segment, side: str) -> str:
        return restore(side, segment.inlines, str)

    segments = tuple(
        replace(one, source=text(one, one.source), target=text(one, one.target), inlines=())
        for one in document.segments
    )
    return replace(document, segments=segments)


def _written(document: Document, kind: str) -> bytes:
    """A bilingual file; findings of the reader are told to whoever converts, not written."""
    terms = preferred(document)
    return formats.export(replace(document, findings=()), kind, terms=terms)


def _memory(document: Document) -> bytes:
    states = beyond.states(document)
    units = [
        Unit(
            segment.source,
            segment.target,
            document.source_language,
            document.target_language,
            origin=segment.origin or document.name,
            note=segment.note,
            properties=(("state", states[segment.key]),) if segment.key in states else (),
        )
        for segment in document.segments
        if segment.translate and segment.target
    ]
    made = io.BytesIO()
    tmx.write(units, made, source_language=document.source_language)
    return made.getvalue()


def extract_file(
    path: Path,
    kind: str,
    targets: Sequence[str],
    output: Path,
    *,
    glossary: Glossary | None = None,
    keys: Sequence[str] = (),
) -> list[Path]:
    """Make of an article a bilingual file a language for somebody to translate; where they lie.

    `keys` are the fields of its front matter to translate. Raises NothingToTranslate where none of
    it is English.
    """
    if kind not in KINDS or kind == "article":
        known = ", ".join(one for one in KINDS if one != "article")
        raise UnknownFormat(f"{kind!r} is no kind to extract as. Use one of: {known}.")
    document = read(files.read(path), name=path.name, keys=keys)
    if formats.FORMATS[document.format].bilingual:
        raise Mismatch(
            f"{path} is a bilingual file already. Turn it into another kind: workbench convert"
        )
    require_english(document)
    codes = list(dict.fromkeys(find(target).code for target in targets))
    made = [export(into(document, code), kind, glossary=glossary) for code in codes]
    for name, data in made:
        files.write(output / name, data)
    return [output / name for name, _ in made]
