"""The formats the workbench reads and writes: one literal table, one module a row.

A reader turns bytes into a `Document`, a writer turns it back; outside its segments a file stays
byte for byte what it was. The modules are imported when a file asks for them, so that reading this
table costs nothing.

>>> from dataclasses import replace
>>> document = read(b"# Kabul\\n\\nIt rained.\\n", name="a.md")
>>> [segment.source for segment in document.segments]
['Kabul', 'It rained.']
>>> write(document)
b'# Kabul\\n\\nIt rained.\\n'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from typing import cast

from workbench.errors import UnknownFormat
from workbench.formats.encoding import decode, encode, split_bom
from workbench.model import Document

__all__ = [
    "FORMATS",
    "Format",
    "Terms",
    "decode",
    "detect",
    "encode",
    "export",
    "read",
    "split_bom",
    "write",
]

Terms = Mapping[str, Sequence[tuple[str, str]]]
"""Glossary terms to hand to the translator: by segment key, (source term, target term)."""


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    module: str
    """Its module has `read(data, *, name, source_language)` and `write(document)`."""
    bilingual: bool = False
    """True when the file holds source and target side by side; it can then be exported to."""
    opens: tuple[bytes, ...] = ()
    """What such a file contains near its beginning, for files with an unusual suffix."""


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "markdown",
            (".md", ".markdown", ".mdown", ".mkd"),
            "Markdown (CommonMark, with tables and strikethrough)",
            "workbench.formats.markdown",
        ),
        Format("text", (".txt", ".text"), "Plain text, a line a block", "workbench.formats.text"),
        Format(
            "po",
            (".po", ".pot"),
            "gettext catalogue",
            "workbench.formats.po",
            bilingual=True,
            opens=(b'msgid ""',),
        ),
        Format(
            "xliff",
            (".xlf", ".xliff"),
            "XLIFF 2.1 (reads 1.2 as well)",
            "workbench.formats.xliff",
            bilingual=True,
            opens=(b"<xliff",),
        ),
    )
}


def detect(name: str, data: bytes) -> Format:
    """The row for a file, by its suffix, else by its content.

    >>> detect("a.prs.PO", b"").name, detect("a.xml", b'<?xml version="1.0"?><xliff ').name
    ('po', 'xliff')

    Raises UnknownFormat, naming what is known.
    """
    suffix = PurePath(name).suffix.lower()
    for row in FORMATS.values():
        if suffix in row.suffixes:
            return row
    for row in FORMATS.values():
        if any(mark in data[:2000] for mark in row.opens):
            return row
    known = ", ".join(f"{row.name} ({' '.join(row.suffixes)})" for row in FORMATS.values())
    raise UnknownFormat(f"{name} is in no format known here. Give one of: {known}.")


def read(data: bytes, *, name: str, source_language: str = "en") -> Document:
    """A file as a document. Raises UnreadableFile or UnknownFormat in one clear sentence."""
    row = detect(name, data)
    reader = cast(Callable[..., Document], import_module(row.module).read)
    return reader(data, name=PurePath(name).name, source_language=source_language)


def write(document: Document) -> bytes:
    """A document in its own format; a segment without target stays as it was."""
    writer = cast(Callable[[Document], bytes], import_module(_row(document.format).module).write)
    return writer(document)


def export(document: Document, kind: str, *, terms: Terms | None = None) -> bytes:
    """A document as a bilingual file for translators; `kind` is `po` or `xliff`.

    It holds the segments to translate, with what each mark stands for and the terms to use.
    """
    row = _row(kind)
    if not row.bilingual:
        raise UnknownFormat(f"{kind} holds one language only. Export to po or xliff.")
    exporter = cast(Callable[..., bytes], import_module(row.module).export)
    return exporter(replace(document, findings=()), terms=terms or {})


def _row(name: str) -> Format:
    if name not in FORMATS:
        raise UnknownFormat(f"{name!r} is no format here. Use one of: {', '.join(FORMATS)}.")
    return FORMATS[name]
