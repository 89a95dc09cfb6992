"""Findings as JUnit XML: a test suite a file, a test case a check, so that CI servers show both.

A case fails when a finding is at least as bad as the run's limit; milder ones stand in its output.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from workbench.model import Severity
from workbench.report.located import Located, Rule, Verdict, by_file

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(verdict: Verdict, limit: Severity | None) -> str:
    """The whole report as one XML document."""
    root = ElementTree.Element("testsuites", name="workbench check")
    totals = [0, 0]
    for name, findings in by_file(verdict).items():
        suite = _suite(name, findings, verdict.rules, limit)
        totals[0] += int(suite.get("tests", "0"))
        totals[1] += int(suite.get("failures", "0"))
        root.append(suite)
    root.set("tests", str(totals[0]))
    root.set("failures", str(totals[1]))
    root.set("errors", "0")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(
        root, encoding="unicode"
    )


def _suite(
    name: str, findings: Sequence[Located], rules: Sequence[Rule], limit: Severity | None
) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", name=_legal(name))
    failures = 0
    for rule in rules:
        own = [finding for finding in findings if finding.check == rule.name]
        case = ElementTree.SubElement(suite, "testcase", classname=_legal(name), name=rule.name)
        case.set("file", _legal(name))
        case.set("time", "0")
        bad = [f for f in own if limit is not None and f.severity.rank <= limit.rank]
        mild = [finding for finding in own if finding not in bad]
        if bad:
            failures += 1
            case.set("line", str(bad[0].line))
            more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
            failure = ElementTree.SubElement(case, "failure", type=rule.name)
            failure.set("message", _legal(bad[0].message + more))
            failure.text = _lines(bad)
        if mild:
            ElementTree.SubElement(case, "system-out").text = _lines(mild)
    for key, count in (("tests", len(rules)), ("failures", failures), ("errors", 0)):
        suite.set(key, str(count))
    suite.set("skipped", "0")
    suite.set("time", "0")
    return suite


def _lines(findings: Sequence[Located]) -> str:
    return _legal(
        "\n".join(f"{f.file}:{f.line}:{f.column}: {f.severity}: {f.message}" for f in findings)
    )


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
