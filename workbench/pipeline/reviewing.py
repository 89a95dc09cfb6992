"""A review copy of a translation: for an editor to read, print and remark on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

from workbench import files, formats, i18n
from workbench.errors import Mismatch, UnknownFormat
from workbench.glossary import Glossary
from workbench.languages import find
from workbench.model import Document
from workbench.pipeline.exchange import check, preferred
from workbench.pipeline.opening import into, read

REVIEWS = {"html": "review-html", "docx": "review-docx"}
"""What a review copy can be, and the format that makes it."""


def review(
    document: Document,
    form: str,
    *,
    glossary: Glossary | None = None,
    with_terms: bool = False,
    day: date | None = None,
    language: str = "",
    named: Callable[[str], str] | None = None,
) -> tuple[str, bytes]:
    """A review copy as (file name, bytes): source left, target right, findings as notes.

    `form` is `html` or `docx`. With terms, each source tells the glossary's forms. `day` stands in
    the head; `language` is the reader's, whose words the copy's own labels are in (that of `i18n`
    when empty); `named` gives a check its name for people.
    """
    if form not in REVIEWS:
        raise UnknownFormat(
            f"{form!r} is no kind of review copy. Use one of: {', '.join(REVIEWS)}."
        )
    noted = replace(document, findings=tuple(check(document, glossary=glossary)))
    terms = preferred(document, glossary=glossary) if with_terms else None
    with i18n.speaking(language or i18n.spoken()):
        data = formats.export(noted, REVIEWS[form], terms=terms, day=day, named=named)
    return _named(document, form), data


def _named(document: Document, form: str) -> str:
    """`a.md` into Dari is `a.prs.review.html`; a file that says its language says it once."""
    stem = PurePath(document.name).stem
    code = document.target_language
    return f"{stem.removesuffix(f'.{code}')}.{code}.review.{form}"


def review_file(
    path: Path,
    form: str,
    output: Path,
    *,
    target: str = "",
    glossary: Glossary | None = None,
    with_terms: bool = False,
    day: date | None = None,
) -> Path:
    """The review copy of a bilingual file, in a folder; where it lies.

    Raises Mismatch where the file holds no translation, or does not say into what language.
    """
    document = read(files.read(path), name=path.name)
    if target:
        document = into(document, find(target).code)
    if not any(segment.target for segment in document.segments):
        raise Mismatch(
            f"{path} holds no translation to review."
            " Give a PO, XLIFF or table file that was translated."
        )
    if not document.target_language:
        raise Mismatch(f"{path} does not say its target language. Say it: --to prs")
    name, data = review(document, form, glossary=glossary, with_terms=with_terms, day=day)
    files.write(output / name, data)
    return output / name
