"""The bilingual table as an Excel workbook: read, written cell by cell, and made anew.

Of a workbook that comes in, the first sheet that names its columns is read; what is written goes
into the place of its cell, so that formats, widths and other sheets stay as the translator has
them. Formulas are never run: what Excel last showed of one is read, and said so.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.formats import table, xlsx_make, xlsx_sheet
from workbench.formats.docx_zip import Package
from workbench.formats.table import Head, Table
from workbench.formats.xlsx_sheet import Cell
from workbench.model import Document, Finding, Severity

__all__ = ["export", "read", "write"]

export = xlsx_make.export

_SHEETS = 20
"""How many are looked into for a table."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """The skeleton: the file and which of its parts is the table."""

    package: Package
    part: str
    table: Table


def read(data: bytes, *, name: str) -> Document:
    """The rows of the first sheet that is a table. Raises UnreadableFile."""
    package = Package(data, name, program="Excel", ending="xlsx")
    book = xlsx_sheet.Book.of(package)
    for part in book.sheets[:_SHEETS]:
        rows = xlsx_sheet.rows(package, part, book.texts)
        first = next(rows, None)
        head = Head.of([table.unharmed(cell.text) for cell in first[1]]) if first else None
        if head:
            cells = dict(rows)
            lines = ((number, [cell.text for cell in row]) for number, row in cells.items())
            found, segments, findings = table.segments(lines, head)
            return Document(
                name,
                "xlsx",
                segments,
                source_language=head.source_language,
                target_language=head.target_language,
                skeleton=Workbook(package, part, found),
                findings=(*findings, *_formulas(cells, found)),
            )
    raise table.no_head(name, "first sheet's first row")


def _formulas(cells: dict[int, list[Cell]], found: Table) -> list[Finding]:
    """A finding for each source or target that is worked out, not written."""
    wanted = [found.head.columns[name] for name in ("source", "target")]
    message = "A formula stands in row {}: what it last showed was read. Write the text itself."
    return [
        Finding("formula", Severity.WARNING, key, message.format(row), None, row)
        for key, row in found.places.items()
        if any(place < len(cells[row]) and cells[row][place].formula for place in wanted)
    ]


def write(document: Document) -> bytes:
    """The workbook with its targets and states; the very bytes that were read if none changed."""
    book: Workbook = document.skeleton
    changes = list(table.changes(document, book.table))
    if not changes:
        return book.package.data
    part = xlsx_sheet.written(book.package, book.part, changes)
    return book.package.replaced({book.part: part})
