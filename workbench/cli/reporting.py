"""`workbench report`: the account of work done, as text, as JSON and as a page to pass on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.telling import Form, give
from workbench.i18n import _
from workbench.languages import name_of

if TYPE_CHECKING:
    from workbench.pipeline.accounting import Account, Line
    from workbench.report.sheet import Figure, Sheet, Table


class Way(StrEnum):
    """What drafts are put together by."""

    engine = "engine"
    document = "document"
    person = "person"


def report(
    since: Annotated[
        str, typer.Option(help=_("The first day, of either calendar: 2026-03-21 or 1405-1-1."))
    ] = "",
    until: Annotated[str, typer.Option(help=_("The last day, which counts as well."))] = "",
    to: Annotated[
        str, typer.Option("--to", help=_("Only what is translated into this language."))
    ] = "",
    by: Annotated[
        list[Way] | None, typer.Option(help=_("Only by this; may be given more than once."))
    ] = None,
    form: Annotated[Form, typer.Option("--format", help=_("How to tell it."))] = Form.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=_("Write it to a file."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))] = False,
) -> None:
    """Account for the work done at the desk: what drafts were worth, by whom and what they came.

    How many drafts were kept as they were, the share of characters changed, chrF++ and TER of the
    drafts against what people confirmed; and who translated and reviewed how much.
    """
    from workbench.errors import WorkbenchError
    from workbench.pipeline.accounting import WAYS, Span, account, day
    from workbench.report import sheet
    from workbench.store import Store

    span = Span(day(since) if since else None, day(until) if until else None)
    if span.since and span.until and span.until < span.since:
        raise WorkbenchError(
            _("{} is before {}: there is no day between. Exchange them.").format(until, since)
        )
    ways = [way for way in WAYS if not by or way in {one.value for one in by}]
    found = account(Store(), span=span, to=to, ways=ways)
    form = Form.json if as_json else form
    told = {
        Form.text: lambda: sheet.to_text(laid_out(found)),
        Form.html: lambda: sheet.to_html(laid_out(found)),
        Form.json: lambda: to_json(found),
    }[form]()
    give(told, output)


def to_json(found: Account) -> str:
    """All of it for machines; days and moments as ISO 8601 has them."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2, default=_iso)


def _iso(value: Any) -> str:
    return str(value.isoformat())


def laid_out(found: Account) -> Sheet:
    """The account as tables."""
    from workbench.report import words
    from workbench.report.sheet import Sheet

    says = words.account()
    days = (found.since or "…", found.until or "…")
    span = says["span"].format(*days) if found.since or found.until else says["ever"]
    told = says["told"].format(found.whole.effort.drafts, found.documents, span)
    tables = tuple(_tables(found, says))
    return Sheet(says["title"], (told,), tables, (says["first"], says["scores"]))


def _tables(found: Account, says: dict[str, str]) -> Iterator[Table]:
    from workbench.report.sheet import Table

    counts = ("drafts", "words", "kept", "changed")
    columns = ("", *(says[name] for name in counts), "chrF++", "TER")
    for way, lines in found.by.items():
        rows = [_row(line, says) for line in lines]
        if len(rows) > 1:
            rows.append((says["all"], *_row(found.whole, says)[1:]))
        yield Table(f"{says['worth']}, {says[way]}", columns, tuple(rows))
    done = ("", *(says[name] for name in ("translated", "reviewed", "words", "last")))
    yield Table(says["who"], done, tuple(_workers(found)))


def _row(line: Line, says: dict[str, str]) -> tuple[str | Figure, ...]:
    from workbench.pipeline.accounting import MADE
    from workbench.report.sheet import Figure

    name = says[line.name] if line.name in MADE and not line.language else line.name
    if line.language and line.name:
        name = f"{name} · {name_of(line.language)}"
    done = line.effort
    return (
        name,
        Figure(f"{done.drafts:,}"),
        Figure(f"{line.words:,}"),
        Figure(f"{done.kept:.0%}", done.kept),
        Figure(f"{done.distance:.0%}", done.distance),
        Figure(f"{done.chrf:.1f}", done.chrf / 100),
        Figure(f"{done.ter:.1f}", done.ter / 100),
    )


def _workers(found: Account) -> Iterator[tuple[str | Figure, ...]]:
    from workbench.report.sheet import Figure

    for one in found.workers:
        counts = (one.translated, one.reviewed, one.words)
        last = one.last.astimezone().date().isoformat()
        yield (one.name, *(Figure(f"{count:,}") for count in counts), Figure(last))
