"""`workbench evaluate`: engines side by side, as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.output import progress_bar
from workbench.i18n import _
from workbench.languages import name_of

if TYPE_CHECKING:
    from workbench.evaluation import Score
    from workbench.pipeline import Comparison

SURE = 0.05
"""From this chance down a difference is called significant."""


def evaluate(
    test: Annotated[
        Path,
        typer.Option(help=_("English and reference: a TSV file, or a finished PO or XLIFF file.")),
    ],
    engine: Annotated[
        list[str],
        typer.Option(
            help=_("An engine, an .argosmodel, or a file with a translation a line; repeat it.")
        ),
    ],
    to: Annotated[
        str, typer.Option("--to", help=_("The reference's language, where FILE names none."))
    ] = "",
    glossary: Annotated[
        Path | None,
        typer.Option(help=_("A glossary folder or CSV file instead of the shipped one.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for machines."))] = False,
) -> None:
    """Score engines against a reference: BLEU, chrF++, TER with intervals, and terms kept.

    Of several engines, each is held to the first by paired bootstrap resampling. The scores are
    sacrebleu's own, with its signatures.
    """
    from workbench import pipeline

    with progress_bar(enabled=not as_json, told=_("Translating with {}").format) as advance:
        found = pipeline.evaluate(
            test,
            engine,
            to=to,
            glossary=pipeline.load_glossary(glossary) if glossary else None,
            progress=advance,
        )
    typer.echo(to_json(found) if as_json else text(found))


def to_json(found: Comparison) -> str:
    """All of it for machines."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2)


def text(found: Comparison) -> str:
    """A table with a column an engine, and what the scores mean exactly."""
    systems = found.systems
    rows = [["", *(system.name for system in systems)]]
    for label, chosen in (("", "scores"), (_("half-spaces as spaces"), "folded")):
        for lines in zip(*(getattr(system, chosen) for system in systems), strict=True):
            name = lines[0].metric + (f", {label}" if label else "")
            rows.append([name, *map(_cell, lines)])
    kept = [_share(system.terms_kept, found.terms) for system in systems]
    rows.append([_("terms kept"), *kept])
    heading = _("{}: {} segments, English into {}; the reference keeps {} of the terms").format(
        found.test,
        found.segments,
        name_of(found.target_language),
        _share(found.reference_terms_kept, found.terms),
    )
    made = [f"{system.name}: {system.signature}" for system in systems]
    signed = [f"{score.metric}: {score.signature}" for score in systems[0].scores]
    told = _(
        "In brackets what 95 % of the resamples come to; p: the chance of such a difference by luck"
    )
    if len(systems) > 1:
        told += _(", * from {} down").format(SURE)
    return "\n".join([heading, "", *_table(rows), "", told, *made, *signed])


def _cell(score: Score) -> str:
    shown = f"{score.value:.2f} ({score.mean:.2f} ± {score.margin:.2f})"
    if score.p is None:
        return shown
    return f"{shown}  p {score.p:.4f}{'*' if score.p <= SURE else ''}"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.1%})" if whole else "0/0"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
