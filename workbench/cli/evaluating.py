"""`workbench evaluate`: engines side by side, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.output import progress_bar
from workbench.cli.telling import Form, give
from workbench.i18n import _
from workbench.languages import name_of
from workbench.report import words

if TYPE_CHECKING:
    from workbench.evaluation import Score
    from workbench.pipeline import Comparison
    from workbench.report.sheet import Sheet


def evaluate(
    test: Annotated[
        Path,
        typer.Option(
            help=_(
                "The reference: a TSV file with its English, a finished PO or XLIFF file, or a text"
                " file with a translation a line."
            )
        ),
    ],
    engine: Annotated[
        list[str],
        typer.Option(
            help=_(
                "An engine, an .argosmodel, a PO or XLIFF file, or a text file with a translation a"
                " line; repeat it."
            )
        ),
    ],
    to: Annotated[
        str, typer.Option("--to", help=_("The reference's language, where FILE names none."))
    ] = "",
    source: Annotated[
        Path | None,
        typer.Option(help=_("The English of a reference that is a translation a line.")),
    ] = None,
    glossary: Annotated[
        Path | None,
        typer.Option(help=_("A glossary folder or CSV file instead of the shipped one.")),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help=_("How to tell it."))] = Form.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=_("Write it to a file."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))] = False,
) -> None:
    """Score engines against a reference: BLEU, chrF++, TER with intervals, and terms kept.

    Of several engines, each is held to the first by paired bootstrap resampling. The scores are
    sacrebleu's own, with its signatures.
    """
    from workbench import pipeline
    from workbench.report.sheet import to_html

    form = Form.json if as_json else form
    bar = progress_bar(enabled=form is not Form.json, told=_("Translating with {}").format)
    with bar as advance:
        found = pipeline.evaluate(
            test,
            engine,
            to=to,
            english=source,
            glossary=pipeline.load_glossary(glossary) if glossary else None,
            progress=advance,
        )
    told = {
        Form.text: lambda: text(found),
        Form.json: lambda: to_json(found),
        Form.html: lambda: to_html(laid_out(found)),
    }[form]()
    give(told, output)


def to_json(found: Comparison) -> str:
    """All of it for machines."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2)


def text(found: Comparison) -> str:
    """A table with a column an engine, and what the scores mean exactly."""
    rows = [["", *(system.name for system in found.systems)]]
    rows += [[name, *map(_cell, lines)] for name, lines in _lines(found)]
    rows.append(
        [
            words.comparison()["terms"],
            *(_share(one.terms_kept, found.terms) for one in found.systems),
        ]
    )
    return "\n".join([_heading(found), "", *_table(rows), "", *_notes(found)])


def _lines(found: Comparison) -> Iterator[tuple[str, tuple[Score, ...]]]:
    """Each score of all systems: as they are, and with half-spaces as spaces."""
    for label, chosen in (("", "scores"), (words.comparison()["folded"], "folded")):
        for lines in zip(*(getattr(system, chosen) for system in found.systems), strict=True):
            yield lines[0].metric + (f", {label}" if label else ""), lines


def _heading(found: Comparison) -> str:
    says = words.comparison()
    language = says.get(found.target_language, name_of(found.target_language))
    kept = _share(found.reference_terms_kept, found.terms)
    return says["told"].format(found.test, found.segments, language, kept)


def _notes(found: Comparison) -> list[str]:
    from workbench.evaluation import SURE

    says, systems = words.comparison(), found.systems
    told = says["brackets"] + (says["from"].format(SURE) if len(systems) > 1 else "")
    made = [f"{system.name}: {system.signature}" for system in systems]
    signed = [f"{score.metric}: {score.signature}" for score in systems[0].scores]
    return [told, *made, *signed]


def laid_out(found: Comparison) -> Sheet:
    """The comparison as tables, a score each, for a page to pass on."""
    from workbench.report.sheet import Figure, Sheet, Table

    says = words.comparison()
    columns = ("", says["score"], says["interval"], "p")
    tables = []
    for name, lines in _lines(found):
        rows = [
            (
                system.name,
                Figure(f"{score.value:.2f}", score.value / 100),
                Figure(f"{score.mean - score.margin:.2f} – {score.mean + score.margin:.2f}"),
                Figure("" if score.p is None else f"{score.p:.4f}{score.star}"),
            )
            for system, score in zip(found.systems, lines, strict=True)
        ]
        tables.append(Table(name, columns, tuple(rows)))
    kept = tuple(
        (one.name, Figure(_share(one.terms_kept, found.terms), one.terms_kept / (found.terms or 1)))
        for one in found.systems
    )
    tables.append(Table(says["terms"], ("", ""), kept))
    return Sheet(
        says["title"],
        (_heading(found),),
        tuple(tables),
        tuple(_notes(found)),
    )


def _cell(score: Score) -> str:
    shown = f"{score.value:.2f} ({score.mean:.2f} ± {score.margin:.2f})"
    if score.p is None:
        return shown
    return f"{shown}  p {score.p:.4f}{score.star}"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "0/0"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
