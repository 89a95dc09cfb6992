"""Reports for machines: what each notation demands, and text that tries to break out of it."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from workbench.model import Severity
from workbench.report import (
    Report,
    github,
    junit,
    languages,
    line,
    located,
    sarif,
    to_json,
    to_text,
)
from workbench.report.located import Located, Rule, Verdict

RULES = (
    Rule("missing-number", Severity.ERROR, "A number is missing.\n\nDigits may differ."),
    Rule("end-punctuation", Severity.WARNING, "The end differs."),
)


def finding(**changed: Any) -> Located:
    plain: dict[str, Any] = {
        "file": "articles/a b.prs.md",
        "line": 3,
        "column": 7,
        "check": "missing-number",
        "severity": Severity.ERROR,
        "message": "The number 15 is missing.",
        "fingerprint": "abc:1",
    }
    return Located(**(plain | changed))


MILD = finding(check="end-punctuation", severity=Severity.WARNING, end_column=9)
IGNORED = finding(suppressed="ignored", reason="a quotation", fingerprint="abc:2")
KNOWN = finding(suppressed="baseline", fingerprint="abc:3")
FILES = ("articles/a b.prs.md", "clean.po")
VERDICT = Verdict(FILES, (finding(), MILD, IGNORED, KNOWN), RULES, 12)


def test_old_names_stay() -> None:
    assert all((Report, languages, line, to_json, to_text))


def test_what_counts_and_what_fails() -> None:
    assert VERDICT.counted == (finding(), MILD)
    assert VERDICT.failing(Severity.ERROR) == (finding(),)
    assert VERDICT.failing(Severity.WARNING) == (finding(), MILD)
    assert VERDICT.failing(None) == ()


def test_text_has_a_line_a_finding_and_the_sums() -> None:
    first, _, sums = located.text(VERDICT).splitlines()
    assert first == ("articles/a b.prs.md:3:7: error: The number 15 is missing. [missing-number]")
    assert sums == (
        "2 files, 12 segments: 1 error, 1 warning, 0 info, 1 in the baseline, 1 ignored"
    )


def test_json_is_complete() -> None:
    data = json.loads(located.to_json(VERDICT))
    assert data["counts"] == {"error": 1, "warning": 1, "info": 0}
    assert [entry["suppressed"] for entry in data["findings"]] == ["", "", "ignored", "baseline"]


def test_junit_is_a_suite_a_file_and_a_case_a_check() -> None:
    root = ElementTree.fromstring(junit.render(VERDICT, Severity.ERROR))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "1")
    broken, clean = root
    assert [case.get("name") for case in broken] == ["missing-number", "end-punctuation"]
    assert broken[0].find("failure") is not None
    assert broken[1].find("failure") is None
    assert "a b.prs.md:3:7" in (broken[1].findtext("system-out") or "")
    assert (clean.get("failures"), clean.get("tests")) == ("0", "2")
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))


@pytest.mark.parametrize("message", ["<b>&\"'", "]]>", "a\x00b\x1b[31m\ufffe", "\U0001f600 ۱۵"])
def test_junit_holds_any_text(message: str) -> None:
    root = ElementTree.fromstring(
        junit.render(Verdict(("x",), (finding(message=message),), RULES), Severity.ERROR)
    )
    text = root.findtext(".//failure") or ""
    assert text.endswith(message.translate({0: "\ufffd", 27: "\ufffd", 0xFFFE: "\ufffd"}))


def test_sarif_has_what_the_standard_demands() -> None:
    log = json.loads(sarif.render(VERDICT))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    check_run(run)
    assert [result.get("suppressions") for result in run["results"]] == [
        None,
        None,
        [{"kind": "inSource", "status": "accepted", "justification": "a quotation"}],
        [{"kind": "external", "status": "accepted"}],
    ]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "A number is missing."
    assert "Digits may differ." in run["tool"]["driver"]["rules"][0]["help"]["text"]


def check_run(run: dict[str, Any]) -> None:
    """The demands of SARIF 2.1.0 on the properties that are written here, and no others."""
    assert set(run) == {"tool", "columnKind", "originalUriBaseIds", "artifacts", "results"}
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    assert set(driver) == {"name", "semanticVersion", "rules"}
    assert len(driver["semanticVersion"].split(".")) == 3
    names = [rule["id"] for rule in driver["rules"]]
    assert len(set(names)) == len(names)
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
    for result in run["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        (place,) = result["locations"]
        region = place["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        assert region.get("endColumn", region["startColumn"] + 1) > region["startColumn"]
        check_address(place["physicalLocation"]["artifactLocation"], run)
        assert all(isinstance(v, str) for v in result["partialFingerprints"].values())
        for suppression in result.get("suppressions", ()):
            assert suppression["kind"] in ("inSource", "external")
            assert suppression["status"] in ("accepted", "underReview", "rejected")


def check_address(location: dict[str, str], run: dict[str, Any]) -> None:
    assert " " not in location["uri"]
    assert not location["uri"].startswith("/")
    assert location.get("uriBaseId", "SRCROOT") in run["originalUriBaseIds"]


def test_sarif_addresses() -> None:
    log = json.loads(sarif.render(Verdict(("/tmp/ا.po",), (finding(file="/tmp/ا.po"),), RULES)))
    location = log["runs"][0]["artifacts"][0]["location"]
    assert location == {"uri": "file:///tmp/%D8%A7.po"}


def test_github_escapes() -> None:
    hostile = finding(file="a:b,c%.po", message="100%\r\n::warning::gotcha", end_column=0)
    command = github.command(hostile)
    assert command == (
        "::error file=a%3Ab%2Cc%25.po,line=3,col=7,title=missing-number::"
        "100%25%0D%0A::warning::gotcha"
    )
    assert github.render(VERDICT).splitlines()[1].startswith("::warning file=articles/a b.prs.md,")
    assert github.command(finding(severity=Severity.INFO)).startswith("::notice ")
