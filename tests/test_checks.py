"""Every check does what its documentation says: cases, negatives among them, one file a check."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.checks import CHECKS, Check, Known, Subject, check, subjects
from workbench.checks.fixing import fixed
from workbench.glossary import Glossary
from workbench.glossary.words import Unwritten
from workbench.i18n import english, said
from workbench.inline import strip
from workbench.model import Document, Finding, Segment, Severity, Term

FOLDER = Path(__file__).parent / "cases" / "checks"
CASES = [
    pytest.param(
        row,
        case,
        id=f"{row.name}: {case['label']}",
        marks=[pytest.mark.xfail(reason=case["reason"])] if "reason" in case else [],
    )
    for row in CHECKS
    for case in json.loads((FOLDER / f"{row.name}.json").read_text(encoding="utf-8"))
]


def glossary(rows: list[dict[str, str]], words: list[list[str]] | None = None) -> Glossary:
    languages = ("prs", "ps")
    terms = (
        Term(
            row["en"],
            row["en"],
            forms={code: row[code] for code in languages if code in row},
            also={code: tuple(filter(None, [row.get(f"{code}_also")])) for code in languages},
            avoid={code: tuple(filter(None, [row.get(f"{code}_avoid")])) for code in languages},
            case=row["case"],
        )
        for row in rows
    )
    return Glossary(terms, words=(Unwritten(*word, "a verdict") for word in words or ()))


def document_of(case: dict[str, Any]) -> Document:
    """A case as a document: its segment, and the others it stands among."""
    pairs = [(case["source"], case["target"]), *case.get("others", [])]
    note = case.get("note", "")
    segments = [Segment(f"k{index}", *pair, note=note) for index, pair in enumerate(pairs)]
    return Document("a.md", "markdown", tuple(segments), target_language=case["language"])


def subject_of(case: dict[str, Any]) -> Subject:
    known = glossary(case.get("terms", []), case.get("words"))
    return next(subjects(document_of(case), known, case.get("acronyms", ())))


@pytest.mark.parametrize(("row", "case"), CASES)
def test_case(row: Check, case: dict[str, Any]) -> None:
    findings = list(row.find(subject_of(case)))
    assert [str(finding.severity) for finding in findings] == case["expect"], findings
    for finding in findings:
        assert finding.check == row.name
        assert finding.message == english(finding.said)
        if finding.span:
            assert 0 <= finding.span[0] < finding.span[1] <= len(strip(case["target"]))


@pytest.mark.parametrize(("row", "case"), [case for case in CASES if case.values[0].fix])
def test_a_fix_mends_what_its_check_finds_and_nothing_else(
    row: Check, case: dict[str, Any]
) -> None:
    document, done = fixed(document_of(case), glossary(case.get("terms", [])), [row])
    assert document.segments[0].target == case.get("fixed", case["target"])
    assert bool(done) == (document.segments[0].target != case["target"])
    assert fixed(document, glossary(case.get("terms", [])), [row]) == (document, [])


@pytest.mark.parametrize("row", [row for row in CHECKS if row.fix], ids=lambda row: row.name)
def test_every_fix_has_a_case(row: Check) -> None:
    cases = json.loads((FOLDER / f"{row.name}.json").read_text(encoding="utf-8"))
    assert any("fixed" in case for case in cases)


def test_a_check_that_breaks_is_told_and_the_others_go_on() -> None:
    def breaks(_subject: Subject) -> Iterator[Finding]:
        """A fault."""
        raise RecursionError

    row = Check("breaks", Severity.ERROR, breaks)
    segment = Segment("a", "The road is open.")
    document = Document("a.md", "markdown", (segment,), target_language="prs")
    names = [finding.check for finding in check(document, Glossary([]), (row, CHECKS[0]))]
    assert names == ["untranslated", "broken-check"]


@pytest.mark.parametrize("row", CHECKS, ids=lambda row: row.name)
def test_a_check_is_documented_and_lawfully_named(row: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.name)
    assert row.title.endswith("."), f"{row.name}: the first line of its docstring is no sentence"
    cases = json.loads((FOLDER / f"{row.name}.json").read_text(encoding="utf-8"))
    assert any(case["expect"] for case in cases)
    assert sum(not case["expect"] for case in cases) >= 3, "negatives are missing"


def test_no_case_file_is_without_a_check() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {row.name for row in CHECKS}


def test_segments_that_stay_are_not_checked_and_the_worst_comes_first() -> None:
    stays = Segment("a", "چو کشور نباشد", translate=False)
    wrong = Segment("b", "It fell by 73 percent.", "كاهش یافت", line=7)
    document = Document("a.md", "markdown", (stays, wrong), target_language="prs")
    findings = check(document, Glossary([]))
    assert {finding.key for finding in findings} == {"b"}
    assert [finding.severity for finding in findings] == sorted(
        (finding.severity for finding in findings), key=lambda severity: severity.rank
    )
    assert findings[-1].severity is Severity.WARNING
    assert {finding.line for finding in findings} == {7}


HOSTILE = ["«", '"', "(", ")", " ", "\u200c", "\u200f", "\u2067", "ا ", "۱", "1,", "می ", "<x1/>"]
HOSTILE += ["< g1 >", "&#1;", "--", "a b ", "AB ", "/a", "a@", "{a", "%s", "۵ می ", "، ", "ـ"]


def test_what_is_known_is_brought_up_to_date_and_says_the_same_as_a_fresh_look() -> None:
    terms = glossary([])
    source, other = "Three men came to the town.", "Nobody answered the call."
    segments = [Segment("1", source), Segment("2", source), Segment("3", other)]
    known: Known = {}
    stages = [
        {},
        {"1": "۳ نفر به شهر آمدند."},
        {"1": "۳ نفر به شهر آمدند.", "2": "سه مرد به شهر آمدند."},
        {"1": "سه مرد به شهر آمدند.", "2": "سه مرد به شهر آمدند.", "3": "No one"},
        {"1": "سه مرد به شهر آمدند.", "2": "سه مرد به شهر آمدند.", "3": "کسی پاسخ نداد."},
    ]
    for targets in stages:
        laid = tuple(replace(one, target=targets.get(one.key, "")) for one in segments)
        document = Document("a.md", "markdown", laid, target_language="prs")
        assert check(document, terms, known=known) == check(document, terms)


def test_what_has_not_changed_is_not_looked_at_again() -> None:
    looked: list[str] = []

    def look(subject: Subject) -> Iterator[Finding]:
        """It has a fault."""
        looked.append(subject.segment.key)
        yield subject.finding("look", Severity.INFO, said("seen"))

    known: Known = {}
    for target in ("یک", "دو"):
        laid = (Segment("1", "One thing.", target), Segment("2", "Another.", "دیگری"))
        document = Document("a.md", "markdown", laid, target_language="prs")
        found = check(document, glossary([]), [Check("look", Severity.INFO, look)], known=known)
        assert [finding.key for finding in found] == ["1", "2"]
    assert looked == ["1", "2", "1"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_no_quadratic_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    segment = Segment("a", text, text)
    document = Document("a.md", "markdown", (segment,), target_language="prs")
    for row in CHECKS:
        started = time.process_time()
        check(document, Glossary([]), (row,))
        spent = time.process_time() - started
        assert spent < 2, f"{row.name} takes {spent:.1f} s for {len(text)} characters"
