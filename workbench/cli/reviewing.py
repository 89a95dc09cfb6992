"""`workbench review`, `extract` and `convert`: files for other people, and where they lie."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from workbench import pipeline, report
from workbench.cli import project
from workbench.cli.output import Extract, Review, Xliff
from workbench.i18n import _
from workbench.pipeline.settings import settings_for


def review(
    files: list[Path],
    form: Review,
    *,
    to: str,
    output: Path | None,
    terms: bool,
    glossary: Path | None,
) -> None:
    """Write the review copies; the first file that cannot have one stops the rest."""
    chosen = pipeline.load_glossary(glossary) if glossary else None
    for path in files:
        written = pipeline.review_file(
            path,
            form.value,
            output if output is not None else path.parent,
            target=to,
            glossary=chosen,
            with_terms=terms,
            day=date.today(),
        )
        typer.echo(_("wrote {}").format(written))


def extract(
    articles: list[Path],
    kind: Extract,
    *,
    to: str,
    output: Path | None,
    glossary: Path | None,
    keys: str,
) -> None:
    """Write a bilingual file a language of each article."""
    chosen = pipeline.load_glossary(glossary) if glossary else None
    codes = [code for code in to.split(",") if code.strip()]
    for path in articles:
        folder = output if output is not None else path.parent
        fields = project.keys(keys, settings_for([path]))
        for written in pipeline.extract_file(
            path, kind.value, codes, folder, glossary=chosen, keys=fields
        ):
            typer.echo(_("wrote {}").format(written))


def convert(file: Path, output: Path, *, xliff: Xliff, to: str) -> None:
    """Write the other file, and say on standard error what it cannot hold."""
    document, findings = pipeline.convert_bilingual(file, output, xliff=xliff.kind, target=to)
    for finding in findings:
        typer.echo(report.line(document, finding), err=True)
    typer.echo(_("wrote {}").format(output))
