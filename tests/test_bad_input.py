"""Sources no model is made for: a sane answer or a refusal that says why, never a fluent fright."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from workbench import engines
from workbench.engines import guard
from workbench.engines.pieces import Piece, joined, pieces, spoken

CASES = json.loads((Path(__file__).parent / "cases" / "bad_input.json").read_text("utf-8"))


def text_of(case: dict[str, Any]) -> str:
    return (
        (case["source"] * case.get("repeat", 1)).strip(" ,") if "repeat" in case else case["source"]
    )


@pytest.mark.parametrize("target", ["prs", "ps"])
def test_every_odd_source_gets_an_answer_or_a_refusal(target: str) -> None:
    texts = [text_of(case) for case in CASES]
    found, faults = guard.translate(engines.make("argos"), texts, source="en", target=target)
    for case, hypotheses, fault in zip(CASES, found, faults, strict=True):
        if "refused" in case:
            assert (hypotheses, fault) == ([], case["refused"]), case["label"]
            continue
        assert fault == "", case["label"]
        answer = hypotheses[0].text
        if pattern := case.get(target):
            assert re.search(pattern, answer), f"{case['label']}: {answer}"
        if "least words" in case:
            assert case["least words"] < len(answer.split()) < case["most words"], answer


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_the_pieces_of_a_text_are_all_of_it(case: dict[str, Any]) -> None:
    text = text_of(case)
    assert "".join("".join(piece.text for piece in pieces(text)).split()) == "".join(text.split())


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    clause = "the harvest was poor in every district that the inspectors had visited by then"
    text = f"{clause}; {clause}, and {clause}, while {clause}, and {clause}."
    found = pieces(text)
    assert [piece.clause for piece in found] == [",", ""]
    assert all(len(piece.text.split()) <= 60 for piece in found)
    assert all(spoken(piece).endswith(".") for piece in found)


def test_clauses_are_joined_by_the_marks_of_the_language() -> None:
    parts = [Piece("one;", clause=";"), Piece("two,", clause=","), Piece("three", clause=" ")]
    parts.append(Piece("four."))
    assert joined(parts, ["یک.", "دو.", "سه.", "چهار."], "prs") == "یک؛ دو، سه چهار."
