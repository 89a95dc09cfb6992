"""A document out, as article, PO or XLIFF, and a translator's work back into its article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from workbench import checks, formats
from workbench.errors import Mismatch, UnknownFormat
from workbench.glossary import Glossary
from workbench.model import Document, Finding, Segment, Severity
from workbench.pipeline.opening import terms
from workbench.pipeline.termbase import house_glossary

KINDS = {"article": "", "po": ".po", "xliff": ".xlf", "xliff12": ".xlf", "omegat": ".xlf"}
"""What a translated document can be exported as, with the ending of its name; an article's own."""


def kinds(document: Document) -> tuple[str, ...]:
    """What a document is best exported as: one that is bilingual itself goes back as it came.

    OmegaT's own kind is for who asks for it.
    """
    if formats.FORMATS[document.format].bilingual:
        return ("article",)
    return tuple(kind for kind in KINDS if kind != "omegat")


def check(
    document: Document, *, glossary: Glossary | None = None, known: checks.Known | None = None
) -> list[Finding]:
    """What the reader could not place, what the engine could not do, and what the checks find.

    With what is `known` from before, only what has changed is checked again.
    """
    found = checks.check(document, glossary or house_glossary(), known=known)
    return [*document.findings, *found]


def export(document: Document, kind: str, *, glossary: Glossary | None = None) -> tuple[str, bytes]:
    """The document as (file name, bytes): `article` in its own format, or a bilingual file."""
    path = PurePath(document.name)
    stem = f"{path.stem}.{document.target_language}"
    if kind == "article":
        return stem + path.suffix, formats.write(document)
    if kind not in KINDS:
        raise UnknownFormat(f"{kind!r} is no kind of export. Use one of: {', '.join(KINDS)}.")
    wanted = preferred(document, glossary=glossary)
    return stem + KINDS[kind], formats.export(document, kind, terms=wanted)


def preferred(document: Document, *, glossary: Glossary | None = None) -> formats.Terms:
    """The glossary's preferred forms for each segment, by its key."""
    return {
        key: [
            (match.term.en, match.term.forms[document.target_language])
            for match in matches
            if document.target_language in match.term.forms
        ]
        for key, matches in terms(document, glossary=glossary).items()
    }


def export_names(document: Document) -> dict[str, str]:
    """The file name of each kind of export; no segment is asked for, nor written.

    >>> export_names(Document("news.md", "markdown", target_language="ps"))["po"]
    'news.ps.po'
    """
    path = PurePath(document.name)
    empty = replace(document, segments=(), skeleton=None)
    return {
        kind: f"{path.stem}.{document.target_language}{path.suffix}"
        if kind == "article"
        else export(empty, kind)[0]
        for kind in kinds(document)
    }


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
