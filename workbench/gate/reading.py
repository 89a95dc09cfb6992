"""Which files there are to check, and each of them opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from workbench import files, formats, pipeline
from workbench.errors import UnknownLanguage, UnreadableFile
from workbench.gate import articles, catalogues, xliff
from workbench.gate.bilingual import Bilingual, Place, told_apart
from workbench.languages import find, targets
from workbench.model import Document, Segment

_CODES = {language.code for language in targets()}
_BILINGUAL = (".po", *formats.FORMATS["xliff"].suffixes)
_ARTICLES = (".md", ".markdown", ".txt", ".html", ".htm", ".docx")

Job = tuple[Path, Path | None]
"""The file that holds the translation and, for a pair, its source."""


def jobs(paths: Sequence[Path]) -> list[Job]:
    """What there is to check in files and folders, each once, in order.

    A named article stands for its pairs. Raises UnreadableFile when nothing is found.
    """
    found: dict[Path, Path | None] = {}
    for path in paths:
        for translation, source in _folder(path) if path.is_dir() else _named(path):
            found.setdefault(translation, source)
    if not found:
        named = ", ".join(str(path) for path in paths)
        raise UnreadableFile(
            f"There is no translation in {named}. Name a PO or XLIFF file, an article that has"
            " a translation beside it (x.md and x.prs.md), or their folder."
        )
    return list(found.items())


def _folder(folder: Path) -> Iterator[Job]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file():
            continue
        if path.suffix.lower() in _BILINGUAL:
            yield path, None
        elif (source := _source(path)) and source.is_file():
            yield path, source


def _named(path: Path) -> Iterator[Job]:
    source = _source(path)
    if source is not None:
        if not source.is_file():
            raise UnreadableFile(
                f"{path} has no article {source.name} beside it. Put it there to check against."
            )
        yield path, source
    elif path.suffix.lower() in _ARTICLES and path.is_file():
        for other in sorted(path.parent.iterdir()):
            if other.is_file() and _source(other) == path:
                yield other, path
    else:
        yield path, None


def _source(path: Path) -> Path | None:
    """The article that `x.prs.md` would be a translation of, by its name alone."""
    stem, _, code = path.stem.rpartition(".")
    if path.suffix.lower() not in _ARTICLES or not stem or _canonical(code) not in _CODES:
        return None
    return path.with_name(stem + path.suffix)


def _canonical(code: str) -> str:
    try:
        return find(code).code if code else ""
    except UnknownLanguage:
        return ""


def opened(job: Job, *, chosen: bool = False, keys: Sequence[str] = ()) -> Bilingual | None:
    """A job's file or files read; None for a language that is not ours, unless it was `chosen`.

    `keys` are the fields of an article's front matter that are translated.
    """
    path, source = job
    bilingual = _pair(path, source, keys) if source else _single(path)
    if bilingual.document.target_language in _CODES:
        return bilingual
    if not chosen:
        return None
    language = bilingual.document.target_language
    said = f"is in {language!r}" if language else "does not say its target language"
    raise UnreadableFile(
        f"{path} {said}, and only {', '.join(sorted(_CODES))} can be checked."
        " Set the language in its header."
    )


def _single(path: Path) -> Bilingual:
    data = files.read(path)
    document = formats.read(data, name=path.name)
    if document.format == "po":
        rows = catalogues.placed(document)
    elif document.format == "xliff":
        rows = xliff.placed(document)
    elif path.suffix.lower() not in _ARTICLES:
        raise UnreadableFile(
            f"{path} cannot be checked itself. Check the PO or XLIFF file of its translation."
        )
    else:
        raise UnreadableFile(
            f"{path} is no translation by its name. Call it NAME.prs{path.suffix} or"
            f" NAME.ps{path.suffix}, beside its article NAME{path.suffix}."
        )
    language = document.target_language or _named_language(path)
    document = replace(document, target_language=language)
    return _bilingual(path, (path,), document, rows)


def _named_language(path: Path) -> str:
    """`locales/prs/LC_MESSAGES/x.po` and `x.prs.po` say their language by name."""
    parts = [path.stem.rpartition(".")[2], path.stem, *reversed(path.parent.parts)]
    return next((code for part in parts if (code := _canonical(part)) in _CODES), "")


def _pair(path: Path, source: Path, keys: Sequence[str]) -> Bilingual:
    article = pipeline.read(files.read(source), name=source.name, keys=keys)
    translation = formats.read(files.read(path), name=path.name, keys=keys)
    segments, places, comments, findings = articles.opened(article, translation)
    code = _canonical(path.stem.rpartition(".")[2])
    document = replace(article, name=path.name, target_language=code, findings=translation.findings)
    bilingual = _bilingual(path, (path, source), document, (segments, places, comments))
    return replace(bilingual, findings=tuple(findings))


def _bilingual(
    path: Path,
    parts: tuple[Path, ...],
    document: Document,
    rows: tuple[Sequence[Segment], Sequence[Place], Iterable[tuple[str, ...]]],
) -> Bilingual:
    segments = told_apart(rows[0])
    keys = [segment.key for segment in segments]
    return Bilingual(
        path,
        parts,
        replace(document, segments=segments),
        dict(zip(keys, rows[1], strict=True)),
        {key: comments for key, comments in zip(keys, rows[2], strict=True) if comments},
    )
