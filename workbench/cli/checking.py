"""`workbench check`: the gate's verdict in the form asked for, and the exit code."""

from __future__ import annotations

import difflib
from pathlib import Path

import typer

from workbench import checks, gate
from workbench.cli import project
from workbench.cli.output import FailOn, Form
from workbench.errors import WorkbenchError
from workbench.gate import baseline as known_findings
from workbench.gate import mending
from workbench.i18n import _
from workbench.model import Severity
from workbench.pipeline.settings import settings_for
from workbench.report import github, junit, located, page, sarif
from workbench.report.located import Verdict


def check(
    paths: list[Path],
    *,
    glossary: Path | None,
    limit: FailOn | None,
    form: Form,
    baseline: Path | None,
    write: bool,
    revision: str,
    fix: bool = False,
) -> None:
    """Print the verdict; leave with 1 when a finding that counts is bad enough."""
    if write and baseline is None:
        raise WorkbenchError(_("--write-baseline needs a file. Name it: --baseline FILE"))
    settings = settings_for(paths)
    severity = project.fail_on(limit, settings, FailOn.error).limit
    terms = project.glossary(glossary, settings)
    since = gate.changed_since(revision, Path.cwd()) if revision else None
    if fix:
        for path, count in mending.mend(paths, glossary=terms, since=since, settings=settings):
            said = _("{}: {} mended") if count else _("{} cannot be written back: mend it by hand.")
            typer.echo(said.format(gate.shown(path), count), err=True)
    verdict = gate.check(
        paths,
        glossary=terms,
        since=since,
        known=None if write else baseline,
        settings=settings,
    )
    if write and baseline:
        known_findings.write(baseline, verdict.findings)
        count = len(verdict.counted)
        typer.echo(_("{} findings stand in {} now; new ones will fail.").format(count, baseline))
        return
    typer.echo(render(verdict, form, severity))
    if verdict.failing(severity):
        raise typer.Exit(1)


def explain(name: str) -> None:
    """Print a check's documentation; `all` prints the table of checks."""
    mends = {row.name for row in checks.CHECKS if row.fix}
    rules = {rule.name: rule for rule in gate.rules()}
    if name == "all":
        for rule in rules.values():
            mended = "--fix" if rule.name in mends else ""
            typer.echo(f"{rule.name:22} {rule.severity:8} {mended:6} {rule.title}")
        return
    if name not in rules:
        near = difflib.get_close_matches(name, rules, 1)
        hint = _(" Did you mean {}?").format(near[0]) if near else ""
        raise WorkbenchError(
            _("There is no check {}.{} List them: workbench check --explain all").format(name, hint)
        )
    rule = rules[name]
    safe = _("--fix mends it.") if name in mends else _("It is mended by hand.")
    typer.echo(f"{name} ({rule.severity})\n\n{rule.help}\n\n{safe}")


def render(verdict: Verdict, form: Form, limit: Severity | None) -> str:
    """The verdict as one text in a form."""
    if form is Form.junit:
        return junit.render(verdict, limit)
    if form is Form.html:
        return page.render(verdict)
    if form is Form.sarif:
        return sarif.render(verdict)
    if form is Form.github:
        return "\n".join(part for part in (github.render(verdict), located.sums(verdict)) if part)
    return located.to_json(verdict) if form is Form.json else located.text(verdict)
