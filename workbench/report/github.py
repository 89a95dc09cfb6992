"""Findings as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from workbench.model import Severity
from workbench.report.located import Located, Verdict

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(verdict: Verdict) -> str:
    """One command a line; what is suppressed is left out."""
    return "\n".join(command(finding) for finding in verdict.counted)


def command(finding: Located) -> str:
    r"""One finding as a command, its text escaped as the runner unescapes it.

    >>> command(Located("a,b.po", 3, 9, "missing-number", Severity.ERROR, "50% lost\nhere", ""))
    '::error file=a%2Cb.po,line=3,col=9,title=missing-number::50%25 lost%0Ahere'
    """
    properties = {"file": finding.file, "line": str(finding.line), "col": str(finding.column)}
    if finding.end_column > finding.column:
        properties["endColumn"] = str(finding.end_column)
    properties["title"] = finding.check
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escaped(finding.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
