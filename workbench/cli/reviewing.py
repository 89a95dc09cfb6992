"""`workbench review`: a copy for each file, and where it lies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from workbench import pipeline
from workbench.cli.output import Review
from workbench.i18n import _


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
