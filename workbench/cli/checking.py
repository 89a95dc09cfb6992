"""`workbench check`: the gate's verdict in the form asked for, and the exit code."""

from __future__ import annotations

from pathlib import Path

import typer

from workbench import gate, pipeline
from workbench.cli.output import FailOn, Form
from workbench.errors import WorkbenchError
from workbench.gate import baseline as known_findings
from workbench.i18n import _
from workbench.model import Severity
from workbench.report import github, junit, located, sarif
from workbench.report.located import Verdict


def check(
    paths: list[Path],
    *,
    glossary: Path | None,
    limit: FailOn,
    form: Form,
    baseline: Path | None,
    write: bool,
    revision: str,
) -> None:
    """Print the verdict; leave with 1 when a finding that counts is bad enough."""
    if write and baseline is None:
        raise WorkbenchError(_("--write-baseline needs a file. Name it: --baseline FILE"))
    verdict = gate.check(
        paths,
        glossary=pipeline.load_glossary(glossary) if glossary else None,
        since=gate.changed_since(revision, Path.cwd()) if revision else None,
        known=None if write else baseline,
    )
    if write and baseline:
        known_findings.write(baseline, verdict.findings)
        count = len(verdict.counted)
        typer.echo(_("{} findings stand in {} now; new ones will fail.").format(count, baseline))
        return
    typer.echo(render(verdict, form, limit.limit))
    if verdict.failing(limit.limit):
        raise typer.Exit(1)


def render(verdict: Verdict, form: Form, limit: Severity | None) -> str:
    """The verdict as one text in a form."""
    if form is Form.junit:
        return junit.render(verdict, limit)
    if form is Form.sarif:
        return sarif.render(verdict)
    if form is Form.github:
        return "\n".join(part for part in (github.render(verdict), located.sums(verdict)) if part)
    return located.to_json(verdict) if form is Form.json else located.text(verdict)
