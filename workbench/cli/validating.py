"""`workbench validate`: what breaks the standard, and the exit code."""

from __future__ import annotations

from pathlib import Path

import typer

from workbench import validation
from workbench.cli import project
from workbench.cli.output import FailOn
from workbench.i18n import _
from workbench.model import Severity
from workbench.pipeline.settings import settings_for
from workbench.report import located


def validate(paths: list[Path], *, limit: FailOn | None, as_json: bool) -> None:
    """Print every breach; leave with 1 where one is as bad as `limit`, an error if none is set."""
    settings = settings_for(paths)
    verdict = validation.validate(settings.included(paths))
    if as_json:
        typer.echo(located.to_json(verdict))
    else:
        for found in verdict.findings:
            place = f"{found.file}:{found.line}:{found.column}"
            typer.echo(f"{place}: {found.severity}: {found.message} [{found.check}]")
        broken = {found.file for found in verdict.failing(Severity.ERROR)}
        message = _("Valid: {} of {} files.")
        typer.echo(message.format(len(verdict.files) - len(broken), len(verdict.files)))
    if verdict.failing(project.fail_on(limit, settings, FailOn.error).limit):
        raise typer.Exit(1)
