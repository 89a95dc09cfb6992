"""Files mended: what the checks can put right safely, put right where it stands.

A file is written whole or not at all, and only when something changed. What a comment excuses
stays; so do the plural forms of a catalogue, which are told but not touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from workbench import files, formats, pipeline
from workbench.checks import CHECKS
from workbench.checks.fixing import fixed, mended
from workbench.checks.ignores import ignored
from workbench.errors import UnknownFormat
from workbench.gate import pairs, reading
from workbench.gate.bilingual import Bilingual, told_apart
from workbench.glossary import Glossary
from workbench.model import Document
from workbench.pipeline.settings import OFF, Settings

_FIXES = {row.name: row.fix for row in CHECKS if row.fix}


def mend(
    paths: Sequence[Path],
    *,
    glossary: Glossary | None = None,
    since: set[Path] | None = None,
    settings: Settings | None = None,
) -> list[tuple[Path, int]]:
    """The files that changed, and how many of their targets did.

    0 stands for a file that has something to mend and is of a format that cannot be written back.
    """
    glossary = glossary or pipeline.house_glossary()
    settings = settings or Settings()
    changed: list[tuple[Path, int]] = []
    for job in reading.jobs(paths):
        if since is not None and not {part.resolve() for part in job if part} & since:
            continue
        if settings.excludes(job[0]):
            continue
        bilingual = reading.opened(job, chosen=job[0] in paths, keys=settings.keys)
        if bilingual is None:
            continue
        path, pair = job[0], job[1] is not None
        try:
            data, count = (_pair if pair else _single)(bilingual, glossary, settings)
        except UnknownFormat:
            changed.append((path, 0))
            continue
        if count:
            files.write(path, data)
            changed.append((path, count))
    return changed


def _excused(bilingual: Bilingual, settings: Settings) -> Mapping[str, Collection[str]]:
    """By segment the checks whose findings stay: excused in the file, or off in the project."""
    off = {name for name, level in settings.severities.items() if level == OFF}
    return {
        segment.key: off | set(ignored(bilingual.comments.get(segment.key, ()), list(_FIXES))[0])
        for segment in bilingual.document.segments
    }


def _single(bilingual: Bilingual, glossary: Glossary, settings: Settings) -> tuple[bytes, int]:
    """A catalogue or XLIFF file with its targets mended, and how many were."""
    read = formats.read(files.read(bilingual.path), name=bilingual.path.name)
    document = replace(
        read,
        segments=told_apart(read.segments),
        target_language=bilingual.document.target_language,
    )
    better, done = fixed(document, glossary, excused=_excused(bilingual, settings))
    if not done:
        return b"", 0
    segments = tuple(
        replace(old, target=new.target)
        for old, new in zip(read.segments, better.segments, strict=True)
    )
    return formats.write(replace(read, segments=segments)), len({key for key, _ in done})


def _pair(bilingual: Bilingual, glossary: Glossary, settings: Settings) -> tuple[bytes, int]:
    """A translated article with its sentences mended, and how many were."""
    path = bilingual.path
    source = next(part for part in bilingual.parts if part != path)
    keys = settings.keys
    article = pipeline.read(files.read(source), name=source.name, keys=keys)
    translation = formats.read(files.read(path), name=path.name, keys=keys)
    _, done = fixed(bilingual.document, glossary, excused=_excused(bilingual, settings))
    names: dict[str, list[str]] = defaultdict(list)
    for key, name in done:
        names[key].append(name)
    aligned, _ = pairs.align(article, translation)
    better: dict[str, str] = {}
    for pair, segment in zip(aligned, bilingual.document.segments, strict=True):
        for target in pair.targets:
            text = target.source
            for name in names[segment.key]:
                text = mended(_FIXES[name], text, bilingual.document.target_language)
            if text != target.source:
                better[target.key] = text
    if translation.format == "docx":
        # It is told anew which way each of its runs goes, and in which language.
        language = bilingual.document.target_language
        translation = replace(translation, target_language=language)
    return (_written(translation, better), len(better)) if better else (b"", 0)


def _written(translation: Document, better: Mapping[str, str]) -> bytes:
    segments = tuple(
        replace(segment, target=better.get(segment.key, "")) for segment in translation.segments
    )
    return formats.write(replace(translation, segments=segments))
