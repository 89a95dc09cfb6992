"""A workbook made for a translator: head frozen, cells wrapped, the target from right to left."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from workbench.errors import UnwritableFile
from workbench.formats import table
from workbench.formats.xlsx_sheet import letters, stored
from workbench.languages import find
from workbench.model import Document, State

_WIDTHS = {"id": 13, "source": 60, "target": 60, "state": 12, "note": 28, "findings": 40}
_LONGEST = 32_767
"""Characters that Excel holds in a cell."""
_QUIET = PatternFill("solid", fgColor="EEF0F3")
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def export(document: Document, *, terms: table.Terms) -> bytes:
    """A workbook of what is to be translated, with its drafts. Always the same bytes."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "translation"
    for number, line in enumerate((table.names(document), *table.rows(document)), 1):
        for column, text in enumerate(line, 1):
            if text:
                _fill(sheet.cell(number, column), text, document, number)
    _look(sheet, document)
    book.properties.creator = "workbench"
    made = io.BytesIO()
    book.save(made)
    return _timeless(made.getvalue())


def _fill(cell: Any, text: str, document: Document, number: int) -> None:
    text = stored(text)
    if len(text) > _LONGEST:
        raise UnwritableFile(
            f"Row {number} of {document.name} would have a text of {len(text):,} characters, and"
            f" Excel holds {_LONGEST:,} in a cell. Take CSV instead."
        )
    cell.value = text
    cell.data_type = "s"  # never a formula, however it begins


def _look(sheet: Any, document: Document) -> None:
    """What makes it a table to work in: nothing of this is read back."""
    target = find(document.target_language or "prs")
    plain = Alignment(wrap_text=True, vertical="top")
    turned = Alignment(wrap_text=True, vertical="top", horizontal="right", readingOrder=2)
    rtl = target.direction == "rtl"
    for place, name in enumerate(table.COLUMNS):
        column = letters(place)
        sheet.column_dimensions[column].width = _WIDTHS[name]
        for cell in sheet[column]:
            cell.alignment = turned if name == "target" and rtl else plain
            cell.number_format = "@"  # what is typed stays text
    for row in sheet.iter_rows(min_row=2):
        # A height is told, but not as the user's own: LibreOffice shows all of a text by it, and
        # Excel still lets the row grow (see `_timeless`).
        sheet.row_dimensions[row[0].row].height = 15.0 * max(map(_lines, row)) + 3
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _QUIET
    sheet.freeze_panes = "A2"
    states = DataValidation("list", formula1=f'"{",".join(State)}"', allow_blank=True)
    states.add(f"D2:D{max(sheet.max_row, 2)}")
    sheet.add_data_validation(states)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(cell: Any) -> int:
    """How many lines a cell's text takes, as its column is wide."""
    width = _WIDTHS[table.COLUMNS[cell.column - 1]]
    return sum(1 + len(line) // width for line in str(cell.value or "").split("\n"))


def _timeless(data: bytes) -> bytes:
    """The same workbook without the time it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as package:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b' customHeight="1"', b"")
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()
