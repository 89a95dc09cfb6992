"""The work: read -> detect -> translate with terms -> put the marks back -> check -> write.

Every step takes a value and returns a new one; faces (command line, app) call these functions and
add nothing of their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePath

from workbench import checks, detection, engines, files, formats, projection, terminology
from workbench.engines import guard
from workbench.errors import Mismatch, NothingToTranslate, UnknownFormat, UnreadableFile
from workbench.glossary import Glossary, parse
from workbench.inline import strip
from workbench.languages import find
from workbench.model import (
    Document,
    Engine,
    Finding,
    Hypothesis,
    Match,
    Progress,
    Segment,
    Severity,
    State,
)
from workbench.report import Report
from workbench.resources import folder

KINDS = ("article", "po", "xliff")
"""What a translated document can be exported as."""

_SUFFIXES = {"po": ".po", "xliff": ".xlf"}


def load_glossary(path: Path) -> Glossary:
    """A glossary folder (all its CSV files, by name) or one CSV file."""
    sources = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return Glossary(
        term
        for source in sources
        for term in parse(formats.decode(files.read(source), name=source.name), source.name)
    )


@lru_cache(maxsize=1)
def shipped_glossary() -> Glossary:
    """The glossary that comes with the workbench."""
    return load_glossary(folder("glossary"))


def read(data: bytes, *, name: str) -> Document:
    """A document with the language of every segment; what is not English stays as it is."""
    document = formats.read(data, name=name)
    found = detection.detect_all([strip(segment.source) for segment in document.segments])
    segments = tuple(
        replace(
            segment,
            language=result.language,
            confidence=result.confidence,
            translate=segment.translate and result.language == document.source_language,
        )
        for segment, result in zip(document.segments, found, strict=True)
    )
    return replace(document, segments=segments)


def terms(document: Document, *, glossary: Glossary | None = None) -> dict[str, list[Match]]:
    """The glossary terms in each segment's source (offsets without marks), by segment key."""
    glossary = glossary or shipped_glossary()
    return {s.key: glossary.find(strip(s.source)) for s in document.segments if s.translate}


def translate(
    document: Document,
    target: str,
    *,
    engine: Engine | None = None,
    glossary: Glossary | None = None,
    progress: Progress | None = None,
) -> Document:
    """Machine-translate every English segment that no person has translated yet.

    Each comes back as a draft with its origin; what the engine could not do is left without a
    target and becomes a finding of the document. Raises NothingToTranslate when nothing is English.
    """
    target = find(target).code
    _refuse_translated(document)
    glossary = glossary or shipped_glossary()
    guarded = _Guarded(engine or engines.default())
    document = replace(document, target_language=target)
    waiting = [s for s in document.segments if s.translate and s.state in (State.NEW, State.DRAFT)]
    lifted = [projection.lift(segment.source) for segment in waiting]
    texts = [projection.spoken(text) for text, _ in lifted]
    done = terminology.translate(
        guarded,
        glossary,
        texts,
        [glossary.find(text) for text in texts],
        source=document.source_language,
        target=target,
        progress=progress,
    )
    targets = projection.place(
        guarded,
        [
            projection.Job(text, pairs, result.text, tuple(glossary.find(text)))
            for (text, pairs), result in zip(lifted, done, strict=True)
        ],
        source=document.source_language,
        target=target,
    )
    signature = guarded.signature(source=document.source_language, target=target)
    drafts = {
        segment.key: _drafted(segment, text, _origin(signature, result))
        for segment, text, result in zip(waiting, targets, done, strict=True)
    }
    faults = tuple(
        _engine_fault(segment, guarded.faults.get(text, ""))
        for segment, text, result in zip(waiting, texts, done, strict=True)
        if not result.text
    )
    segments = tuple(drafts.get(segment.key, segment) for segment in document.segments)
    return replace(document, segments=segments, findings=document.findings + faults)


def _refuse_translated(document: Document) -> None:
    if any(segment.translate for segment in document.segments):
        return
    counts: dict[str, int] = {}
    for segment in document.segments:
        counts[segment.language] = counts.get(segment.language, 0) + 1
    counts.pop("other", None)
    if not counts:
        raise NothingToTranslate(f"{document.name} has no sentence to translate.")
    main = max(counts, key=lambda code: counts[code])
    try:
        name = find(main).name
    except Exception:
        name = main
    raise NothingToTranslate(
        f"{document.name} is in {name} already: none of its {len(document.segments)} segments is"
        " English. Give the English article instead."
    )


def _drafted(segment: Segment, text: str, origin: str) -> Segment:
    if not text:
        return replace(segment, target="", state=State.NEW, origin="")
    return replace(segment, target=text, state=State.DRAFT, origin=origin)


def _origin(signature: str, result: terminology.Enforced) -> str:
    ways: dict[str, int] = {}
    for _, way in result.placed:
        ways[way] = ways.get(way, 0) + 1
    helped = ", ".join(f"{count} {way}" for way, count in ways.items() if way != "draft")
    placed = f"; terms {len(result.placed)}" if result.placed else ""
    placed += f" ({helped})" if helped else ""
    return signature + placed + (f"; {len(result.unplaced)} unplaced" if result.unplaced else "")


def _engine_fault(segment: Segment, fault: str) -> Finding:
    message = f"The engine gave nothing usable ({fault or 'no output'}): translate it by hand."
    return Finding("engine-fault", Severity.WARNING, segment.key, message, None, segment.line)


@dataclass(slots=True)
class _Guarded:
    """An engine whose faulty outputs are retried once, and else left out and remembered."""

    engine: Engine
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def inline_terms(self) -> bool:
        return self.engine.inline_terms

    def pairs(self) -> frozenset[tuple[str, str]]:
        return self.engine.pairs()

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        results, faults = guard.translate(
            self.engine,
            batch,
            source=source,
            target=target,
            hypotheses=hypotheses,
            progress=progress,
        )
        self.faults.update(
            {text: fault for text, fault in zip(batch, faults, strict=True) if fault}
        )
        return results

    def score(
        self, pairs: Sequence[tuple[str, str]], *, source: str, target: str
    ) -> list[list[tuple[str, float]]] | None:
        return self.engine.score(pairs, source=source, target=target)

    def signature(self, *, source: str, target: str) -> str:
        return self.engine.signature(source=source, target=target)


def check(document: Document, *, glossary: Glossary | None = None) -> list[Finding]:
    """What the reader could not place, what the engine could not do, and what the checks find."""
    return [*document.findings, *checks.check(document, glossary or shipped_glossary())]


def export(document: Document, kind: str, *, glossary: Glossary | None = None) -> tuple[str, bytes]:
    """The document as (file name, bytes): `article` in its own format, `po` or `xliff`."""
    path = PurePath(document.name)
    stem = f"{path.stem}.{document.target_language}"
    if kind == "article":
        return stem + path.suffix, formats.write(document)
    if kind not in _SUFFIXES:
        raise UnknownFormat(f"{kind!r} is no kind of export. Use one of: {', '.join(KINDS)}.")
    wanted = {
        key: [
            (match.term.en, match.term.forms[document.target_language])
            for match in matches
            if document.target_language in match.term.forms
        ]
        for key, matches in terms(document, glossary=glossary).items()
    }
    return stem + _SUFFIXES[kind], formats.export(document, kind, terms=wanted)


def restore(
    name: str,
    data: bytes,
    target_language: str,
    edits: Mapping[str, tuple[str, State, str]],
) -> Document:
    """A stored document: its source bytes read again, with (target, state, origin) by key."""
    document = read(data, name=name)
    segments = tuple(
        replace(segment, target=edit[0], state=edit[1], origin=edit[2])
        if (edit := edits.get(segment.key))
        else segment
        for segment in document.segments
    )
    return replace(document, segments=segments, target_language=target_language)


def merge(article: Document, translated: Document) -> Document:
    """Put the targets of a PO or XLIFF file into the article it was exported from.

    Matched by key, then by source; a segment whose source has changed since keeps no target and is
    reported. Raises Mismatch when nothing fits.
    """
    by_key = {segment.key: segment for segment in translated.segments if segment.target}
    by_source = {segment.source: segment for segment in translated.segments if segment.target}
    segments: list[Segment] = []
    findings: list[Finding] = []
    for segment in article.segments:
        found = by_key.get(segment.key) or by_source.get(segment.source)
        if found:
            segment = replace(
                segment,
                target=found.target,
                state=found.state,
                origin=found.origin,
                translate=True,
            )
        elif segment.translate:
            message = "No translation of this segment in the file to merge: it stays English."
            key, line = segment.key, segment.line
            findings.append(Finding("not-merged", Severity.WARNING, key, message, None, line))
        segments.append(segment)
    if not any(segment.target for segment in segments):
        raise Mismatch(
            f"{translated.name} holds no translation of {article.name}."
            " Merge a file that was exported from this very article."
        )
    return replace(
        article,
        segments=tuple(segments),
        target_language=translated.target_language or article.target_language,
        findings=article.findings + tuple(findings),
    )


def report(document: Document, glossary: Glossary, findings: Sequence[Finding]) -> Report:
    """Count the terms of a document; the rest stands in the document and its findings."""
    renderings = [
        rendering
        for segment in document.segments
        if segment.translate and segment.target
        for rendering in glossary.judge(
            glossary.find(strip(segment.source)), strip(segment.target), document.target_language
        )
    ]
    placed = sum(rendering.placed for rendering in renderings)
    return Report(document, tuple(findings), placed, len(renderings) - placed)


def translate_file(
    path: Path,
    targets: Sequence[str],
    output: Path,
    *,
    engine: Engine | None = None,
    glossary: Glossary | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[Report]:
    """Translate a file into each target language and write article, PO and XLIFF into a folder.

    `progress` is called with (target code, segments done, segments in all). Nothing is written
    before every language is done.
    """
    codes = list(dict.fromkeys(find(target).code for target in targets))
    glossary = glossary or shipped_glossary()
    document = read(files.read(path), name=path.name)
    _refuse_translated(document)
    engine = engine or engines.default()
    done: list[tuple[Report, list[tuple[str, bytes]]]] = []
    for code in codes:
        started = time.monotonic()

        def tell(count: int, total: int, code: str = code) -> None:
            if progress:
                progress(code, count, total)

        translated = translate(document, code, engine=engine, glossary=glossary, progress=tell)
        result = report(translated, glossary, check(translated, glossary=glossary))
        exports = [export(translated, kind, glossary=glossary) for kind in KINDS]
        seconds = time.monotonic() - started
        done.append((replace(result, seconds=seconds), exports))
    reports = []
    for result, exports in done:
        for name, data in exports:
            files.write(output / name, data)
        reports.append(replace(result, files=tuple(output / name for name, _ in exports)))
    return reports


def merge_files(article: Path, translated: Path, output: Path) -> Report:
    """Merge a translated PO or XLIFF file into its article and write the localised article."""
    document = merge(
        read(files.read(article), name=article.name),
        formats.read(files.read(translated), name=translated.name),
    )
    glossary = shipped_glossary()
    files.write(output, formats.write(document))
    result = report(document, glossary, check(document, glossary=glossary))
    return replace(result, files=(output,))


def check_files(paths: Sequence[Path], *, glossary: Glossary | None = None) -> list[Report]:
    """Check PO and XLIFF files, and those in folders. Raises UnreadableFile when there is none."""
    glossary = glossary or shipped_glossary()
    suffixes = tuple(s for row in formats.FORMATS.values() if row.bilingual for s in row.suffixes)
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix in suffixes and p.is_file())
        else:
            found.append(path)
    if not found:
        named = ", ".join(str(path) for path in paths)
        raise UnreadableFile(f"There is no PO or XLIFF file in {named}. Name one, or its folder.")
    reports = []
    for path in found:
        document = formats.read(files.read(path), name=path.name)
        reports.append(report(document, glossary, check(document, glossary=glossary)))
    return reports
