"""Planted errors: what the checks find of faults made on purpose in sentences that are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.checks import check
from workbench.glossary import Glossary
from workbench.model import Document, Segment, Severity

CASES = json.loads((Path(__file__).parent / "cases" / "planted.json").read_text(encoding="utf-8"))
RECALL = 0.95


def found(case: dict[str, str]) -> dict[str, Severity]:
    segment = Segment("a", case["source"], case["target"])
    document = Document("a.md", "markdown", (segment,), target_language=case["language"])
    return {finding.check: finding.severity for finding in check(document, Glossary([]))}


@pytest.mark.parametrize("case", CASES["clean"], ids=lambda case: case["source"][:30])
def test_the_sentences_themselves_are_clean(case: dict[str, str]) -> None:
    assert found(case) == {}


def test_the_planted_errors_are_found_by_the_check_that_names_them() -> None:
    missed = [case for case in CASES["planted"] if case["check"] not in found(case)]
    recall = 1 - len(missed) / len(CASES["planted"])
    assert len(CASES["planted"]) >= 200
    assert recall >= RECALL, f"{recall:.3f}: {[(c['check'], c['target']) for c in missed]}"
