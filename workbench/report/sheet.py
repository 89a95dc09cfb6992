"""Figures as tables: one sheet, read as text at a terminal or as a page to print and pass on.

What the tables hold is escaped, and the page may load nothing and has no script: the name of a
document can be hostile. A share is drawn as a bar beside its figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources

from workbench.i18n import spoken
from workbench.languages import find, translate_digits

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is shown; a page writes it in the digits of its reader."""

    shown: str
    share: float | None = None
    """Of a bar's length, 0 to 1; None for no bar."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; the first column names its rows."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Figure, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Tables under one title."""

    title: str
    told: tuple[str, ...]
    """What stands under the title, and says what is counted."""
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    """What stands at the end: what the figures mean exactly."""


def to_text(sheet: Sheet) -> str:
    """The sheet with columns in line."""
    lines = [sheet.title, *sheet.told]
    for table in sheet.tables:
        lines += ["", table.heading, *_aligned(table)]
    return "\n".join([*lines, *(("", *sheet.notes) if sheet.notes else ())])


def _aligned(table: Table) -> Iterator[str]:
    rows = [table.columns, *([_plain(cell) for cell in row] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        yield "  " + "  ".join(cells).rstrip()


def _plain(cell: str | Figure) -> str:
    """What a terminal may be given: no name moves its cursor."""
    shown = cell if isinstance(cell, str) else cell.shown
    return "".join(char if char.isprintable() else "\ufffd" for char in shown)


def to_html(sheet: Sheet) -> str:
    """The sheet as one HTML document, in the language set with `use`."""
    language = find(spoken())
    title = escape(sheet.title)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{language.tag}" dir="{language.direction}">',
            f'<head><meta charset="utf-8"><title>{title}</title>',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width">',
            f"<style>{style()}</style></head>",
            f"<body><header><h1>{title}</h1>",
            *(f"<p>{escape(_own(line))}</p>" for line in sheet.told),
            "</header>",
            *(line for table in sheet.tables for line in _section(table)),
            *(f'<p class="note" dir="auto">{escape(line)}</p>' for line in sheet.notes),
            "</body></html>",
        ]
    )


def style() -> str:
    """The style sheet of every page that is passed on."""
    return (resources.files("workbench.report") / "page.css").read_text(encoding="utf-8")


def _section(table: Table) -> Iterator[str]:
    yield f"<section><h2>{escape(table.heading)}</h2><table><thead><tr>"
    yield "".join(f'<th scope="col">{escape(name)}</th>' for name in table.columns)
    yield "</tr></thead><tbody>"
    for name, *cells in table.rows:
        head = name if isinstance(name, str) else name.shown
        yield f'<tr><th scope="row"><bdi>{escape(head)}</bdi></th>{_cells(cells)}</tr>'
    yield "</tbody></table></section>"


def _cells(cells: Sequence[str | Figure]) -> str:
    return "".join(f"<td>{_cell(cell)}</td>" for cell in cells)


def _cell(cell: str | Figure) -> str:
    if isinstance(cell, str):
        return f"<bdi>{escape(cell)}</bdi>"
    bar = ""
    if cell.share is not None:
        length = 100 * min(1.0, max(0.0, cell.share))
        bar = f'<i class="bar"><i style="inline-size:{length:.1f}%"></i></i>'
    return f"<bdi>{escape(_figure(cell.shown))}</bdi>{bar}"


def _own(text: str) -> str:
    """A sentence with its figures in the digits of the reader."""
    return translate_digits(text, spoken()) if _rtl() else text


def _figure(text: str) -> str:
    """A figure alone, with the marks that belong to its digits."""
    return _own(text).translate(str.maketrans(".,%", "٫٬٪")) if _rtl() else text


def _rtl() -> bool:
    return find(spoken()).direction == "rtl"
