"""`workbench validate`: what breaks the standard, and the exit code."""

from __future__ import annotations

from pathlib import Path

import typer

from workbench import validation
from workbench.i18n import _
from workbench.model import Severity
from workbench.report import located


def validate(paths: list[Path], *, as_json: bool) -> None:
    """Print every breach; leave with 1 where one is an error."""
    verdict = validation.validate(paths)
    if as_json:
        typer.echo(located.to_json(verdict))
    else:
        for found in verdict.findings:
            place = f"{found.file}:{found.line}:{found.column}"
            typer.echo(f"{place}: {found.severity}: {found.message} [{found.check}]")
        broken = {found.file for found in verdict.failing(Severity.ERROR)}
        message = _("Valid: {} of {} files.")
        typer.echo(message.format(len(verdict.files) - len(broken), len(verdict.files)))
    if verdict.failing(Severity.ERROR):
        raise typer.Exit(1)
