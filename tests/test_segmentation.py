"""Sentences: labelled cases, and what must hold for any text."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import segmentation
from workbench.inline import MARK, misnested

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "segmentation.json").read_text(encoding="utf-8")
)
TEXTS = st.lists(
    st.sampled_from(
        [
            "Kabul",
            "Mr.",
            "U.S.",
            "3.5",
            ".",
            "?",
            "؟",
            "…",
            "...",
            " ",
            "\n",
            '"',
            "”",
            ")",
            "<g1>",
            "</g1>",
            "<x2/>",
            "<g3>",
            "</g3>",
            "او",
            "۳.۵",
            "۔",
            "a",
            "B.",
        ]
    )
).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['label']}")
def test_case(case: dict[str, Any]) -> None:
    text = case.get("between", " ").join(case["sentences"])
    spans = segmentation.split(text, case["language"])
    assert [text[start:end] for start, end in spans] == case["sentences"]


def test_cases_are_many_and_distinct() -> None:
    labels = [(case["language"], case["label"]) for case in CASES]
    assert len(labels) >= 60
    assert len(set(labels)) == len(labels)


@settings(deadline=None)
@given(st.text() | TEXTS, st.sampled_from(["en", "prs", "ps", "fa"]))
def test_only_white_space_is_outside_the_spans(text: str, language: str) -> None:
    spans = segmentation.split(text, language)
    position = 0
    for start, end in spans:
        assert start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@settings(deadline=None)
@given(st.text() | TEXTS)
def test_join_is_the_inverse(text: str) -> None:
    spans = segmentation.split(text, "en")
    assert segmentation.join(text, spans, [text[start:end] for start, end in spans]) == text


@settings(deadline=None)
@given(TEXTS)
def test_no_pair_of_marks_is_torn(text: str) -> None:
    if misnested(text) or len(set(MARK.findall(text))) != len(MARK.findall(text)):
        return
    for start, end in segmentation.split(text, "en"):
        assert not misnested(text[start:end])


@pytest.mark.parametrize(
    "piece", ["word ", "«", "'", "A. ", "! ", "<g1>", "<g1>a.</g1> ", "e.g. ", ".", "ok. "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    """300,000 characters: quadratic work on them takes minutes."""
    text = piece * (300_000 // len(piece))
    begun = time.monotonic()
    segmentation.split(text, "en")
    assert time.monotonic() - begun < 20
