"""Marks of 120 sentences through the whole path: none is lost, nearly all sit right."""

from __future__ import annotations

import json

import pytest

from benchmarks import marks
from workbench import engines

CASES = json.loads(marks.CASES.read_text(encoding="utf-8"))


def test_the_cases_name_every_mark_they_have_and_no_other() -> None:
    assert len(CASES) >= 120
    for case in CASES:
        opened = {m.strip("<>/") for m in marks.marks(case["source"]) if not m.startswith("</")}
        for language in marks.LANGUAGES:
            assert set(case[language]) <= opened, case["source"]


@pytest.mark.parametrize(
    ("target", "right"),
    [
        ("<g1>شفاخانهٔ</g1> شهر بسته شد.", True),
        ("شفاخانهٔ <g1>شهر</g1> بسته شد.", False),
        ("<g1>کلینیک</g1> شهر بسته شد.", None),
        ("<g1>در شفاخانهٔ</g1> شهر بسته شد.", True),
    ],
    ids=["right", "wrong word", "the model took another word", "a particle is let off"],
)
def test_a_mark_is_judged_by_what_it_encloses(target: str, right: bool | None) -> None:
    case = {"source": "The <g1>hospital</g1> was closed.", "prs": {"g1": ["شفاخانه"]}}
    assert [verdict.right for verdict in marks.judge(case, target, "prs")] == [right]


def test_a_lost_an_empty_and_a_crossed_mark_have_not_survived() -> None:
    case: marks.Case = {"source": "The <g1>old</g1> <g2>road</g2>."}
    for target in ("راه <g1>کهنه</g1>", "<g1></g1><g2>راه</g2>", "<g1>راه <g2>کهنه</g1></g2>"):
        assert not all(verdict.survived for verdict in marks.judge(case, target, "prs"))


@pytest.mark.parametrize("language", marks.LANGUAGES)
def test_none_is_lost_and_nearly_all_sit_right(language: str) -> None:
    found = marks.verdicts(engines.make("argos"), CASES, language)
    kept, every = marks.survived(found)
    right, told = marks.right(found)
    assert kept == every
    assert right >= 0.94 * told
