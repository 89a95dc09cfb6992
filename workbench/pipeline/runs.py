"""Whole runs over files: what one command does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import engines, files, formats
from workbench.errors import UnwritableFile
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.languages import find
from workbench.model import Document, Engine, Finding
from workbench.pipeline.exchange import check, export, kinds
from workbench.pipeline.merging import merge
from workbench.pipeline.opening import into, read, require_english
from workbench.pipeline.publishing import PLAIN, Look
from workbench.pipeline.recall import attach
from workbench.pipeline.settings import Settings
from workbench.pipeline.termbase import house_glossary
from workbench.pipeline.translation import translate
from workbench.report import Report

if TYPE_CHECKING:
    from workbench.store import Store


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


def localise(
    document: Document,
    targets: Sequence[str],
    *,
    engine: Engine,
    glossary: Glossary,
    progress: Callable[[str, int, int], None] | None = None,
    memory: Store | None = None,
    xliff: str = "xliff",
    settings: Settings | None = None,
    look: Look = PLAIN,
) -> list[tuple[Report, list[tuple[str, bytes]]]]:
    """A document in each target language: its report, and the files as (name, bytes).

    An article becomes article, of the look asked for, PO and XLIFF, of the kind asked for; a file
    that is bilingual is written as itself alone, in the one language it names, if it names one.

    `progress` is called with (target code, segments done, segments in all).
    """
    codes = list(dict.fromkeys(find(target).code for target in targets))
    codes = [code for code in codes if code == document.target_language] or codes
    for code in codes:
        into(document, code)
    require_english(document)
    wanted = ["article"] if len(kinds(document)) == 1 else ["article", "po", xliff]
    done = []
    for code in codes:
        started = time.monotonic()

        def tell(count: int, total: int, code: str = code) -> None:
            if progress:
                progress(code, count, total)

        translated = translate(
            document,
            code,
            engine=engine,
            glossary=glossary,
            progress=tell,
            memory=memory,
            settings=settings,
        )
        findings = check(translated, glossary=glossary, settings=settings)
        result = report(translated, glossary, findings)
        exports = [export(translated, kind, glossary=glossary, look=look) for kind in wanted]
        done.append((replace(result, seconds=time.monotonic() - started), exports))
    return done


def translate_file(
    path: Path,
    targets: Sequence[str],
    output: Path,
    *,
    engine: Engine | None = None,
    glossary: Glossary | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    memory: Store | None = None,
    xliff: str = "xliff",
    settings: Settings | None = None,
    look: Look = PLAIN,
) -> list[Report]:
    """Localise a file into a folder; nothing is written before every language is done."""
    for target in targets:
        find(target)
    document = read(files.read(path), name=path.name, keys=settings.keys if settings else ())
    if memory and settings:
        attach(memory, settings)
    _require_page(path, look)
    done = localise(
        document,
        targets,
        engine=engine or engines.default(),
        glossary=glossary or house_glossary(),
        progress=progress,
        memory=memory,
        xliff=xliff,
        settings=settings,
        look=look,
    )
    for name, data in look.beside() if document.format == "html" else []:
        files.write(output / name, data)
    reports = []
    for result, exports in done:
        for name, data in exports:
            files.write(output / name, data)
        reports.append(replace(result, files=tuple(output / name for name, _ in exports)))
    return reports


def _require_page(path: Path, look: Look) -> None:
    """Raise UnwritableFile where an article cannot look as asked for."""
    if look.link() and formats.detect(path.name, files.read(path)).name != "html":
        raise UnwritableFile(f"{path} is no page: only HTML can be given a font. Leave it out.")


def merge_files(
    article: Path, translated: Path, output: Path, *, keys: Sequence[str] = (), look: Look = PLAIN
) -> Report:
    """Merge a translated PO, XLIFF or table file into its article; write the localised article.

    `keys` are the fields of its front matter that were translated.
    """
    _require_page(article, look)
    document = merge(
        read(files.read(article), name=article.name, keys=keys),
        formats.read(files.read(translated), name=translated.name),
    )
    glossary = house_glossary()
    for name, data in look.beside():
        files.write(output.parent / name, data)
    files.write(output, formats.write(look.dressed(document), font=look.link()))
    result = report(document, glossary, check(document, glossary=glossary))
    return replace(result, files=(output,))
