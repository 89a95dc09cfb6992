"""A glossary file: one concept a row, to be reviewed in a diff and edited in a spreadsheet."""

from __future__ import annotations

import csv
import io

from workbench.errors import BadGlossary
from workbench.model import Term

COLUMNS = (
    "id en en_also prs prs_also prs_avoid ps ps_also ps_avoid class case status note source"
).split()
LANGUAGES = ("prs", "ps")
CASES = ("any", "first", "exact")
STATUSES = ("proposed", "approved", "retired")
MAX_BYTES = 32 * 1024 * 1024


def parse(text: str, name: str) -> list[Term]:
    """The terms of one CSV file. Raises BadGlossary, naming line and column."""
    if len(text) > MAX_BYTES:
        raise BadGlossary(f"{name} is over {MAX_BYTES >> 20} MB. Split it into several files.")
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    terms = []
    try:
        header = next(rows, [])
        _check_header(header, name)
        for row in rows:
            if row:
                terms.append(_term(row, name, rows.line_num))
    except csv.Error as error:
        raise BadGlossary(
            f"{name}, line {rows.line_num}: {error}. Mend the quotes of that row."
        ) from error
    return terms


def _check_header(header: list[str], name: str) -> None:
    if header != COLUMNS:
        wrong = [title for title in header if title not in COLUMNS or header.count(title) > 1]
        missing = [title for title in COLUMNS if title not in header]
        details = "; ".join(
            ([f"unknown or doubled: {', '.join(sorted(set(wrong)))}"] if wrong else [])
            + ([f"missing: {', '.join(missing)}"] if missing else [])
        )
        raise BadGlossary(
            f"{name}, line 1: the columns are not those of a glossary"
            f" ({details or 'wrong order'}). The first line must be: {','.join(COLUMNS)}"
        )


def _term(row: list[str], name: str, line: int) -> Term:
    if len(row) != len(COLUMNS):
        raise BadGlossary(
            f"{name}, line {line}: {len(row)} fields where {len(COLUMNS)} are needed."
            " Put quotes around a field that holds a comma."
        )
    cells = dict(zip(COLUMNS, row, strict=True))
    for column in ("id", "en"):
        if not cells[column]:
            raise BadGlossary(f"{name}, line {line}: the column {column!r} is empty. Fill it in.")
    for column, allowed in (("case", CASES), ("status", STATUSES)):
        if cells[column] not in allowed:
            raise BadGlossary(
                f"{name}, line {line}, column {column!r}: {cells[column]!r} is not one of"
                f" {', '.join(allowed)}."
            )
    return Term(
        id=cells["id"],
        en=cells["en"],
        en_also=_listed(cells["en_also"]),
        forms={code: cells[code] for code in LANGUAGES if cells[code]},
        also={code: _listed(cells[f"{code}_also"]) for code in LANGUAGES},
        avoid={code: _listed(cells[f"{code}_avoid"]) for code in LANGUAGES},
        kind=cells["class"],
        case=cells["case"],
        status=cells["status"],
        note=cells["note"],
        source=cells["source"],
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cell.split("|") if item)
