"""A document out: as an article, as PO, XLIFF or a table for a translator."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePath

from workbench import checks, formats
from workbench.checks.fixing import fixed
from workbench.errors import UnknownFormat
from workbench.glossary import Glossary
from workbench.model import Document, Finding
from workbench.pipeline.opening import terms
from workbench.pipeline.publishing import PLAIN, Look
from workbench.pipeline.settings import Settings
from workbench.pipeline.termbase import house_glossary

KINDS = {
    "article": "",
    "po": ".po",
    "xliff": ".xlf",
    "xliff12": ".xlf",
    "omegat": ".xlf",
    "xlsx": ".xlsx",
    "csv": ".csv",
}
"""What a translated document can be exported as, with the ending of its name; an article's own."""
_TELLING = ("xlsx", "csv")
"""Kinds that have a column for what the checks find."""


def kinds(document: Document) -> tuple[str, ...]:
    """What a document can be exported as: one that is bilingual itself goes back as it came."""
    return ("article",) if formats.FORMATS[document.format].bilingual else tuple(KINDS)


def check(
    document: Document,
    *,
    glossary: Glossary | None = None,
    known: checks.Known | None = None,
    settings: Settings | None = None,
) -> list[Finding]:
    """What the reader could not place, what the engine could not do, and what the checks find.

    With what is `known` from before, only what has changed is checked again. With the `settings` of
    a project the findings are as bad as it holds them to be.
    """
    agreed = settings or Settings()
    found = checks.check(
        document, glossary or house_glossary(), known=known, acronyms=agreed.acronyms
    )
    return agreed.applied([*document.findings, *found])


def mend(
    document: Document,
    *,
    glossary: Glossary | None = None,
    only: str = "",
    excused: Mapping[str, Collection[str]] | None = None,
) -> tuple[Document, list[tuple[str, str]]]:
    """The document with what is safe to mend put right, and (segment key, check) of each mend.

    With `only`, the check of that name alone; what is `excused` in a segment stays.
    """
    rows = [row for row in checks.CHECKS if only in ("", row.name)]
    return fixed(document, glossary or house_glossary(), rows, excused=excused)


def export(
    document: Document, kind: str, *, glossary: Glossary | None = None, look: Look = PLAIN
) -> tuple[str, bytes]:
    """The document as (file name, bytes): `article` in its own format, or a bilingual file.

    An article is given the look the house wants; a bilingual file has what stands in the editor.
    """
    path = PurePath(document.name)
    stem = f"{path.stem}.{document.target_language}"
    if kind == "article":
        return stem + path.suffix, formats.write(look.dressed(document), font=look.link())
    if kind not in KINDS:
        raise UnknownFormat(f"{kind!r} is no kind of export. Use one of: {', '.join(KINDS)}.")
    wanted = preferred(document, glossary=glossary)
    if kind in _TELLING:
        document = replace(document, findings=_of_targets(document, glossary))
    return stem + KINDS[kind], formats.export(document, kind, terms=wanted)


def _of_targets(document: Document, glossary: Glossary | None) -> tuple[Finding, ...]:
    """What is found in what is translated: of the rest a translator need not be told."""
    answered = {segment.key for segment in document.segments if segment.target}
    if not answered:
        return ()
    return tuple(one for one in check(document, glossary=glossary) if one.key in answered)


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
