"""`workbench analyse`: words by match band, for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.i18n import _
from workbench.languages import name_of

if TYPE_CHECKING:
    from workbench.pipeline.analysis import Row
    from workbench.report.sheet import Figure, Sheet


class Table(StrEnum):
    """How the counts are printed."""

    text = "text"
    json = "json"
    csv = "csv"
    html = "html"


def analyse(
    paths: Annotated[
        list[Path], typer.Argument(help=_("Articles and PO or XLIFF files of one order."))
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to", help=_("Target languages, separated by commas."), show_default="prs,ps"
        ),
    ] = "",
    form: Annotated[Table, typer.Option("--format", help=_("How to print it."))] = Table.text,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))] = False,
) -> None:
    """Count words by what the memory knows: in context, 100 %, fuzzy bands, repetitions, new.

    Repetitions are counted across the files, in their order; so are matches within the order.
    """
    from workbench.cli import project
    from workbench.cli.output import progress_bar
    from workbench.pipeline.analysis import analyse as count
    from workbench.pipeline.recall import attach
    from workbench.pipeline.settings import settings_for
    from workbench.store import Store

    settings = settings_for(paths)
    chosen = settings.included(paths)
    form = Table.json if as_json else form
    store = Store()
    attach(store, settings)
    with progress_bar(enabled=form is Table.text, told=str) as advance:
        rows = count(
            chosen, project.languages(to, settings), store, settings=settings, progress=advance
        )
    typer.echo(_RENDER[form](rows).rstrip("\n"))


def _json(rows: Sequence[Row]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2)


def _csv(rows: Sequence[Row]) -> str:
    data = [asdict(row) | {"file": _safe(row.file)} for row in rows]
    written = io.StringIO()
    table = csv.DictWriter(written, list(data[0]) if data else ["file"], lineterminator="\n")
    table.writeheader()
    table.writerows(data)
    return written.getvalue()


def _safe(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name


def _text(rows: Sequence[Row]) -> str:
    lines = []
    files = {row.file for row in rows}
    for (language, file), group in groupby(rows, key=lambda row: (row.language, row.file)):
        if not file and len(files) == 2:  # one file is all files
            continue
        lines += _block(f"{file or _('All files')} ({language})", list(group))
    return "\n".join(lines)


def _block(title: str, rows: Sequence[Row]) -> list[str]:
    heads = (_("band"), _("segments"), _("words"), _("characters"), _("of these internal"))
    lines = [title, f"{heads[0]:>12} {heads[1]:>9} {heads[2]:>9} {heads[3]:>11}  {heads[4]}"]
    sums = [0, 0, 0, 0]
    for row in rows:
        counts = (row.segments, row.words, row.characters, row.internal)
        sums = [one + other for one, other in zip(sums, counts, strict=True)]
        if row.band != "done" or row.segments:
            lines.append(_line(row.band, counts))
    return [*lines, _line(_("in all"), sums), ""]


def _line(name: str, counts: Sequence[int]) -> str:
    segments, words, characters, internal = counts
    inside = f"{internal:,}" if internal else ""
    return f"{name:>12} {segments:9,} {words:9,} {characters:11,}  {inside}".rstrip()


def _html(rows: Sequence[Row]) -> str:
    from workbench.report.sheet import to_html

    return to_html(laid_out(rows))


def laid_out(rows: Sequence[Row]) -> Sheet:
    """The counts as tables, a file each, with the share of its words as a bar."""
    from workbench.report import words
    from workbench.report.sheet import Sheet
    from workbench.report.sheet import Table as Shown

    says, tables = words.analysis(), []
    columns = ("", *(says[name] for name in ("segments", "words", "characters", "internal")))
    files = {row.file for row in rows}
    for (language, file), group in groupby(rows, key=lambda row: (row.language, row.file)):
        if file or len(files) > 2:
            heading = f"{file or says['all']} · {name_of(language)}"
            tables.append(Shown(heading, columns, tuple(_bands(list(group), says))))
    whole = [row for row in rows if not row.file and row.band != "done"]
    told = says["told"].format(sum(row.words for row in whole), sum(row.segments for row in whole))
    return Sheet(says["title"], (told,), tuple(tables), (says["note"],))


def _bands(rows: Sequence[Row], says: dict[str, str]) -> Iterator[tuple[str | Figure, ...]]:
    from workbench.report.sheet import Figure

    total = sum(row.words for row in rows) or 1
    for row in rows:
        if row.segments:
            yield (
                says[row.band],
                Figure(f"{row.segments:,}"),
                Figure(f"{row.words:,}", row.words / total),
                Figure(f"{row.characters:,}"),
                Figure(f"{row.internal:,}" if row.internal else ""),
            )


_RENDER = {Table.text: _text, Table.json: _json, Table.csv: _csv, Table.html: _html}
