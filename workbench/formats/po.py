"""gettext catalogues: an article's segments for a PO editor, and any catalogue read and written.

An exported entry has the segment's key as its context, so that a sentence that stands twice can be
translated twice; what the marks stand for, the terms to use and where the draft came from are
comments for the translator. A draft is `fuzzy`: a PO tool will not take it for finished.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polib

from workbench import __version__
from workbench.formats.po_read import FUZZY, KEPT, STATE, read
from workbench.formats.po_write import write
from workbench.inline import closing, opening
from workbench.languages import find
from workbench.model import Document, Segment

__all__ = ["export", "read", "write"]

Terms = Mapping[str, Sequence[tuple[str, str]]]


def export(document: Document, *, terms: Terms) -> bytes:
    """A catalogue of what is to be translated, with its drafts. Always the same bytes."""
    language = find(document.target_language)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.header = f"{document.name} in {language.name}. A fuzzy entry is a machine draft."
    catalogue.metadata = {
        "Project-Id-Version": document.name,
        "PO-Revision-Date": "1970-01-01 00:00+0000",
        "Last-Translator": "workbench (machine draft)",
        "Language-Team": language.name,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language.gettext or language.code,
        "Plural-Forms": language.plural_forms,
        "X-Generator": f"workbench {__version__}",
        "X-Source-Language": document.source_language,
    }
    for segment in document.segments:
        if segment.translate:
            catalogue.append(_entry(document, segment, terms.get(segment.key, ())))
    return str(catalogue).encode("utf-8", "replace") + b"\n"


def _entry(document: Document, segment: Segment, terms: Sequence[tuple[str, str]]) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=segment.key,
        msgid=segment.source,
        msgstr=segment.target,
        comment="\n".join(_notes(segment, terms)),
        occurrences=[(document.name.replace(" ", "_"), str(segment.line))] if segment.line else [],
        flags=["fuzzy"] if segment.target and segment.state in FUZZY else [],
    )


def _notes(segment: Segment, terms: Sequence[tuple[str, str]]) -> Iterator[str]:
    if segment.note:
        yield segment.note
    for source, target in dict.fromkeys(terms):
        yield f"term: {source} = {target}"
    for inline in segment.inlines:
        meaning = f" ({inline.meaning})" if inline.meaning else ""
        yield f"{opening(inline)}{closing(inline)}: {inline.open}{inline.close}{meaning}"
    if segment.origin:
        yield f"origin: {segment.origin}"
    if segment.state in KEPT:
        yield f"{STATE}{segment.state}"
