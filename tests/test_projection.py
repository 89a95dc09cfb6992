"""Marks come back into a translation: each once, well nested, round the right words."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import engines, projection
from workbench.engines.echo import Echo
from workbench.glossary import Glossary
from workbench.model import Engine, Inline, InlineKind, Term

CASES = json.loads((Path(__file__).parent / "cases" / "projection.json").read_text("utf-8"))
KABUL = Glossary([Term("place-kabul", "Kabul", forms={"prs": "کابل", "ps": "کابل"}, case="first")])
MARK = re.compile(r"</?g\d+>|<x\d+/>")


def put(engine: Engine, source: str, target: str, language: str) -> str:
    text, pairs = projection.lift(source)
    job = projection.Job(text, pairs, target, tuple(KABUL.find(text)))
    (result,) = projection.place(engine, [job], source="en", target=language)
    return result


@pytest.mark.parametrize("case", CASES["by content"], ids=lambda case: case["label"])
def test_numbers_terms_edges_and_ordinals_need_no_model(case: dict[str, str]) -> None:
    language = case.get("language", "prs")
    assert put(Echo(), case["source"], case["target"], language) == case["expected"]


@pytest.mark.parametrize("case", CASES["by words"], ids=lambda case: case["label"])
def test_words_that_the_table_knows_need_no_model_either(case: dict[str, str]) -> None:
    language = case.get("language", "prs")
    assert put(Echo(), case["source"], case["target"], language) == case["expected"]


def test_a_mark_that_is_a_word_leaves_a_word_for_the_model() -> None:
    assert projection.lift("Type <x1/> twice.")[0] == "Type X1 twice."
    assert projection.lift("Row X1 and <x1/> here.")[0] == "Row X1 and X101 here."
    footnote = [Inline(1, InlineKind.STANDALONE, "[^1]", meaning="footnote")]
    assert projection.lift("He left <x1/> early.", footnote)[0] == "He left  early."
    assert projection.lift("<x1/> The road is open.")[0] == " The road is open."
    assert projection.lift("Noon.<x1/>Evening.")[0] == "Noon. Evening."


def test_a_text_without_end_is_not_weighed_word_by_word() -> None:
    source = "The <g1>road</g1> is long. " + "word " * 4000
    target = "راه دراز است. " + "کلمه " * 4000
    began = time.perf_counter()
    assert put(Echo(), source, target, "prs").count("<g1>") == 1
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("case", CASES["by alignment"], ids=lambda case: case["label"])
def test_other_words_are_found_by_asking_the_model(case: dict[str, str]) -> None:
    language = case.get("language", "prs")
    engine = engines.make("argos")
    assert put(engine, case["source"], case["target"], language) == case["expected"]


words = st.lists(st.sampled_from(["Kabul", "is", "quiet", "73", "percent", "15"]), min_size=1)
places = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4)


@given(words, words, places)
def test_every_mark_comes_back_once_and_well_nested(
    source: list[str], target: list[str], spans: list[tuple[int, int]]
) -> None:
    pieces = list(source)
    for number, (start, end) in enumerate(spans, 1):
        start, end = sorted((min(start, len(source)), min(end, len(source))))
        if start == end:
            pieces.insert(start, f"<x{number}/>")
        elif not MARK.search(" ".join(pieces[start:end])):
            pieces[start] = f"<g{number}>{pieces[start]}"
            pieces[end - 1] += f"</g{number}>"
    marked = " ".join(pieces)
    result = put(Echo(), marked, " ".join(target), "prs")
    assert sorted(MARK.findall(result)) == sorted(MARK.findall(marked))
    opened = []
    for mark in MARK.findall(result):
        if mark.startswith("</"):
            assert opened.pop() == mark.replace("/", "")
        elif mark.startswith("<g"):
            opened.append(mark)
    assert not opened
