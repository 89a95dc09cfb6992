"""The table of formats: how a file becomes a `Document`, and a document a file.

A reader takes bytes and a name, and never loses text: what it cannot place stays untouched in the
document's skeleton and becomes a finding. A writer gives the bytes back; where no segment has a
target they are the bytes that were read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from workbench.errors import UnknownFormat
from workbench.formats.encoding import decode
from workbench.model import Document

__all__ = ["FORMATS", "Format", "Terms", "decode", "detect", "export", "read", "write"]

Terms = Mapping[str, Sequence[tuple[str, str]]]
"""Glossary terms by segment key: (source term, preferred target form)."""


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table. Its module is imported when it is first used."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    bilingual: bool = False
    """Holds source and target side by side: what an article is exported as."""

    def read(self, data: bytes, *, name: str, **told: Any) -> Document:
        """The document in a file's bytes; `told` is what only it takes. Raises UnreadableFile."""
        document: Document = self._function("read")(data, name=name, **told)
        return document

    def write(self, document: Document, **told: Any) -> bytes:
        """The bytes of a document that this format has read; `told` is what only it asks for."""
        data: bytes = self._function("write")(document, **told)
        return data

    def export(self, document: Document, *, terms: Terms, **told: Any) -> bytes:
        """A file made from a document of any format; `told` is what only this kind asks for."""
        data: bytes = self._function("export")(document, terms=terms, **told)
        return data

    def _function(self, verb: str) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(
            import_module(f"workbench.formats.{self.name.replace('-', '_')}"), verb
        )
        return function


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("markdown", "Markdown", (".md", ".markdown")),
        Format("html", "HTML", (".html", ".htm")),
        Format("text", "Plain text", (".txt",)),
        Format("docx", "Word", (".docx",)),
        Format("srt", "SubRip subtitles", (".srt",)),
        Format("vtt", "WebVTT subtitles", (".vtt",)),
        Format("po", "gettext catalogue", (".po", ".pot"), bilingual=True),
        Format(
            "xliff",
            "XLIFF",
            (".xlf", ".xliff", ".xlf2", ".sdlxliff", ".mqxliff", ".mxliff"),
            bilingual=True,
        ),
        Format("xliff12", "XLIFF 1.2", (), bilingual=True),
        Format("omegat", "XLIFF 1.2 for OmegaT", (), bilingual=True),
        Format("csv", "Bilingual table", (".csv", ".tsv"), bilingual=True),
        Format("xlsx", "Bilingual table for Excel", (".xlsx",), bilingual=True),
        Format("review-html", "Review copy", ()),
        Format("review-docx", "Review copy for Word", ()),
    )
}


_BEGINNINGS = {
    "xliff": re.compile(rb"(?:<\?xml.*|<!--.*)?<(?:\w+:)?xliff[\s>]", re.DOTALL),
    "html": re.compile(rb"<!doctype|<html", re.IGNORECASE),
    "vtt": re.compile(rb"WEBVTT[ \t\r\n]"),
    "srt": re.compile(rb"\d+\s*[\r\n]+\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->"),
    "po": re.compile(rb"(?:#[^\r\n]*[\r\n]|\s)*(?:msgctxt|msgid)[ \t]+\""),
}
"""How a file of a kind begins, whatever it is called."""


def detect(name: str, data: bytes) -> Format:
    """The format of a file, by its name's ending, or by how its content begins.

    Raises UnknownFormat, naming the endings that are known.
    """
    suffix = PurePath(name).suffix.lower()
    for row in FORMATS.values():
        if suffix in row.suffixes:
            return row
    if data.startswith(b"PK\x03\x04") and b"word/document" in data:
        return FORMATS["docx"]
    if data.startswith(b"PK\x03\x04") and b"xl/workbook" in data:
        return FORMATS["xlsx"]
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    for kind, begins in _BEGINNINGS.items():
        if begins.match(head):
            return FORMATS[kind]
    known = ", ".join(suffix for row in FORMATS.values() for suffix in row.suffixes)
    raise UnknownFormat(
        f"{name} is of no kind the workbench reads. Give it one of these endings: {known}."
    )


def read(data: bytes, *, name: str, keys: Sequence[str] = ()) -> Document:
    """The document in a file's bytes; of an article's front matter, with these fields."""
    row = detect(name, data)
    return row.read(data, name=name, **({"keys": keys} if keys and row.name == "markdown" else {}))


def write(document: Document, *, font: str = "") -> bytes:
    """The document in its own format; a page is given the address of a font to be shown in."""
    told = {"font": font} if font and document.format == "html" else {}
    return FORMATS[document.format].write(document, **told)


def export(document: Document, kind: str, *, terms: Terms | None = None, **told: Any) -> bytes:
    """The document as a bilingual file (`po`, `xliff`, `xliff12`, `omegat`) for a translator.

    Or as a review copy, which takes the `day` it is made and how checks are `named` as well.
    """
    return FORMATS[kind].export(document, terms=terms or {}, **told)
