"""The bilingual table as CSV: comma, semicolon or tab between cells, UTF-8 or UTF-16.

Read with the place of every cell, so that only those are written anew that have changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workbench.errors import UnreadableFile
from workbench.formats import table
from workbench.formats.encoding import decode, wide
from workbench.formats.lines import Lines
from workbench.formats.splice import Edit, spliced
from workbench.formats.table import Head, Table
from workbench.model import Document

__all__ = ["export", "read", "write"]

_DELIMITERS = ",;\t"
_DECLARED = re.compile(r"sep=([,;\t|])(?:\r\n?|\n)")
"""How Excel is told the delimiter: in a first line of its own."""
_NEWLINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text and where it stands."""

    start: int
    end: int
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The skeleton: the file's text and its cells."""

    text: str
    codec: str
    delimiter: str
    rows: dict[int, tuple[Cell, ...]]
    """By line."""
    table: Table


def read(data: bytes, *, name: str) -> Document:
    """The rows of a table. Raises UnreadableFile."""
    text, codec = _decoded(data, name)
    declared = _DECLARED.match(text, int(text.startswith("\ufeff")))
    begin = declared.end() if declared else int(text.startswith("\ufeff"))
    head, delimiter = _head(text, begin, declared[1] if declared else "", name)
    rows = dict(_rows(text, begin, delimiter, name))
    _first, *others = rows
    cells = {number: [cell.text for cell in rows[number]] for number in others}
    found, segments, findings = table.segments(cells.items(), head)
    return Document(
        name,
        "csv",
        segments,
        source_language=head.source_language,
        target_language=head.target_language,
        skeleton=Sheet(text, codec, delimiter, rows, found),
        findings=findings,
    )


def write(document: Document) -> bytes:
    """The table with its targets and states; the very bytes that were read when none changed."""
    sheet: Sheet = document.skeleton
    edits = []
    wanting: dict[int, dict[int, str]] = {}
    for number, column, text in table.changes(document, sheet.table):
        row = sheet.rows[number]
        if column < len(row):
            cell = row[column]
            edits.append(Edit(cell.start, cell.end, _cell(text, sheet.delimiter, cell.quoted)))
        else:
            wanting.setdefault(number, {})[column] = _cell(text, sheet.delimiter)
    for number, cells in wanting.items():
        row = sheet.rows[number]
        more = [cells.get(column, "") for column in range(len(row), max(cells) + 1)]
        end = row[-1].end
        edits.append(Edit(end, end, sheet.delimiter + sheet.delimiter.join(more)))
    return spliced(sheet.text, edits).encode(sheet.codec, "replace")


def export(document: Document, *, terms: table.Terms) -> bytes:
    """A table of what is to be translated, with its drafts, as Excel opens it: UTF-8, marked so."""
    lines = [table.names(document), *table.rows(document)]
    text = "".join(",".join(_cell(cell, ",") for cell in line) + "\r\n" for line in lines)
    return f"\ufeff{text}".encode("utf-8", "replace")


def _cell(text: str, delimiter: str, quoted: bool = False) -> str:
    if quoted or any(char in text for char in (delimiter, '"', "\r", "\n")) or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    encoding = wide(data) if data else ""
    if not encoding.startswith("UTF-16"):
        return decode(data, name=name), "utf-8"
    codec = "utf-16-le" if encoding.endswith("LE") else "utf-16-be"
    try:
        return data.decode(codec), codec
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name} is damaged UTF-16. Save it again as CSV in UTF-8.") from error


def _head(text: str, begin: int, declared: str, name: str) -> tuple[Head, str]:
    """What the first row that holds anything says, by the delimiter that makes sense of it."""
    for delimiter in declared or _DELIMITERS:
        try:
            _number, cells = next(_rows(text, begin, delimiter, name))
        except StopIteration:
            break
        head = Head.of([table.unharmed(cell.text) for cell in cells])
        if head:
            return head, delimiter
    raise table.no_head(name)


@lru_cache
def _pattern(delimiter: str) -> re.Pattern[str]:
    kept = re.escape(delimiter)
    return re.compile(rf'"((?:[^"]|"")*+)("?)([^{kept}\r\n]*+)|([^{kept}\r\n]*+)')


def _rows(
    text: str, begin: int, delimiter: str, name: str
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows by the line they begin in; a line with nothing in it is none."""
    pattern = _pattern(delimiter)
    position, line, counted = begin, 1 + len(_NEWLINE.findall(text, 0, begin)), 0
    row: list[Cell] = []
    while position <= len(text):
        found = pattern.match(text, position)
        assert found is not None  # it matches the empty text
        if found[1] is not None and not found[2]:
            raise UnreadableFile(
                f"{name} has a quotation mark in {Lines.of(text).said(position)} that is never"
                " closed. Close it, or take it out."
            )
        row.append(_read_cell(found))
        position = found.end()
        if text[position : position + 1] == delimiter:
            position += 1
            if len(row) >= table.MAX_COLUMNS:
                raise table.too_large(name)
            continue
        if len(row) > 1 or row[0].text:
            counted += len(row)
            if counted > table.MAX_CELLS:
                raise table.too_large(name)
            yield line, tuple(row)
        newline = _NEWLINE.match(text, position)
        if newline is None:
            return
        line += 1 + sum(len(_NEWLINE.findall(cell.text)) for cell in row if cell.quoted)
        row, position = [], newline.end()


def _read_cell(found: re.Match[str]) -> Cell:
    """A cell; what stands behind a closing quotation mark belongs to it as well."""
    if found[1] is None:
        return Cell(*found.span(), found[4], False)
    return Cell(*found.span(), found[1].replace('""', '"') + found[3], True)
