"""Findings as SARIF 2.1.0, for code scanning: rules with their help, places, stable fingerprints.

What a comment ignores or a baseline knows is reported as suppressed, with the reason, so that a
dashboard can count it.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from workbench import __version__
from workbench.model import Severity
from workbench.report.located import Located, Rule, Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(verdict: Verdict) -> str:
    """The whole report as one SARIF log with one run."""
    index = {rule.name: number for number, rule in enumerate(verdict.rules)}
    driver = {
        "name": "workbench",
        "semanticVersion": _semantic(__version__),
        "rules": [_rule(rule) for rule in verdict.rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the checkout."}}},
        "artifacts": [{"location": _artifact(name)} for name in verdict.files],
        "results": [_result(finding, index) for finding in verdict.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _semantic(version: str) -> str:
    """A version as three numbers; what follows them is no business of a dashboard.

    >>> _semantic("0.3.dev1")
    '0.3.0'
    """
    numbers = [part for part in version.split(".") if part.isdigit()]
    return ".".join([*numbers, "0", "0"][:3])


def _rule(rule: Rule) -> dict[str, Any]:
    words = " ".join(rule.help.split())
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": words},
        "help": {"text": words, "markdown": words},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _artifact(name: str) -> dict[str, Any]:
    """A relative name hangs on the root of the checkout; an absolute one stands alone."""
    if name.startswith("/"):
        return {"uri": "file://" + quote(name)}
    return {"uri": quote(name), "uriBaseId": "SRCROOT"}


def _result(finding: Located, index: dict[str, int]) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_column > finding.column:
        region["endColumn"] = finding.end_column
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(finding.file), "region": region}}
        ],
        "partialFingerprints": {"workbench/v1": finding.fingerprint},
    }
    if finding.check in index:
        result["ruleIndex"] = index[finding.check]
    if finding.suppressed:
        kind = "inSource" if finding.suppressed == "ignored" else "external"
        suppression = {"kind": kind, "status": "accepted"}
        if finding.reason:
            suppression["justification"] = finding.reason
        result["suppressions"] = [suppression]
    return result
