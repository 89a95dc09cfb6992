"""Terms are found in English and known again in Dari and Pashto: cases, and what holds for any."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import pipeline
from workbench.errors import BadGlossary
from workbench.glossary import Glossary, forbidden, occurrences
from workbench.glossary.words import parse_words
from workbench.model import Term
from workbench.normalize import fold

DATA = json.loads((Path(__file__).parent / "cases" / "terms.json").read_text(encoding="utf-8"))
CASES = [
    *(pytest.param(case, id=case["label"]) for case in DATA["cases"]),
    *(
        pytest.param(case, id=case["label"], marks=pytest.mark.xfail(reason=case["reason"]))
        for case in DATA["known_failures"]
    ),
]


def term(row: dict[str, Any]) -> Term:
    languages = ("prs", "ps")
    return Term(
        row["en"],
        row["en"],
        en_also=tuple(row.get("en_also", ())),
        forms={code: row[code] for code in languages if code in row},
        also={code: tuple(row.get(f"{code}_also", ())) for code in languages},
        avoid={code: tuple(row.get(f"{code}_avoid", ())) for code in languages},
        case=row.get("case", "any"),
        status=row.get("status", "proposed"),
    )


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    glossary = Glossary(map(term, case.get("terms") or [case["term"]]))
    matches = glossary.find(case["source"])
    if "target" not in case:
        assert [case["source"][m.start : m.end] for m in matches] == case["expect"]
        return
    rendering = glossary.judge(matches, case["target"], case["language"])[0]
    assert rendering.placed == case["expect"]["placed"], rendering
    assert [form for _, _, form in rendering.forbidden] == case["expect"]["forbidden"], rendering


def test_the_cases_are_many_told_apart_and_a_third_of_them_say_no() -> None:
    cases = DATA["cases"]
    labels = [case["label"] for case in cases + DATA["known_failures"]]
    assert len(cases) >= 300
    assert len(labels) == len(set(labels))
    silent = ([], {"placed": False, "forbidden": []})
    assert sum(case["expect"] in silent for case in cases) * 3 >= len(cases)


TALIBAN = term({"en": "Taliban", "prs": "طالبان", "ps": "طالبان", "case": "first"})
JAPAN = term({"en": "Japan", "prs": "جاپان", "prs_avoid": ["ژاپن"]})


@given(st.text(alphabet="طالبنوها یي\u200c\u0640\u064e\u200f«»،. ", max_size=60))
def test_spans_lie_in_the_target_in_order_and_hold_the_form(text: str) -> None:
    spans = occurrences(fold(text, "prs"), ["طالبان", "طالب ها"], "prs")
    assert spans == sorted(spans)
    afters = [start for start, _ in spans[1:]] + [len(text)]
    for (start, end), after in zip(spans, afters, strict=False):
        assert 0 <= start < end <= after
        assert fold(text[start:end], "prs").text.startswith("طالب")


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    glossary = Glossary([TALIBAN, JAPAN])
    matches = glossary.find(text + " Japan")
    ends = [0, *(match.end for match in matches)]
    assert all(end <= match.start < match.end for end, match in zip(ends, matches, strict=False))
    for language in ("prs", "ps"):
        glossary.judge(matches, text, language)


@pytest.mark.parametrize("language", ["prs", "ps"])
@pytest.mark.parametrize("around", ["{}", " {} ", "«{}»", "و {}", "({})،", "گفت: {}؟"])
@pytest.mark.parametrize("form", ["طالبان", "هند", "قم", "تی‌تی‌پی", "شبکهٔ حقانی", "ډېورنډ کرښه"])
def test_a_form_is_found_as_the_glossary_writes_it(form: str, around: str, language: str) -> None:
    text = around.format(form)
    start = text.index(form)
    assert occurrences(fold(text, language), [form], language) == [(start, start + len(form))]


def test_a_span_has_the_marks_on_its_last_letter() -> None:
    for text in ("روسیهٔ امروز", "روسیهِ امروز"):
        start, end = occurrences(fold(text, "prs"), ["روسیه"], "prs")[0]
        assert text[start:end] == text.split()[0]


def test_a_form_to_avoid_is_found_without_a_source() -> None:
    assert forbidden(fold("در ژاپن", "prs"), JAPAN, "prs") == [(3, 7, "ژاپن")]
    assert forbidden(fold("در ژاپن", "prs"), TALIBAN, "prs") == []


def test_a_term_twice_in_the_source_need_stand_once() -> None:
    glossary = Glossary([TALIBAN])
    matches = glossary.find("The Taliban said the Taliban would not.")
    (rendering,) = glossary.judge(matches, "طالبان گفتند که نمی‌کنند.", "prs")
    assert len(rendering.matches) == 2
    assert rendering.placed


def test_a_term_without_a_form_in_the_language_is_not_judged() -> None:
    glossary = Glossary([JAPAN])
    assert glossary.judge(glossary.find("Japan"), "جاپان", "ps") == []


def test_nothing_is_found_by_nothing() -> None:
    assert Glossary([]).find("Taliban") == []
    assert Glossary([Term("a", " "), Term("b", "-")]).find("a - b") == []
    assert occurrences(fold("", "prs"), ["طالبان"], "prs") == []
    assert occurrences(fold("طالبان", "prs"), ["", " ", "\u200c"], "prs") == []


@pytest.mark.parametrize("text", ["Taliban " * 60_000, "Taliban" * 60_000, "T" * 500_000])
def test_a_long_source_takes_no_longer_than_its_length(text: str) -> None:
    began = time.process_time()
    Glossary([TALIBAN, JAPAN]).find(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["طالبان " * 30_000, "طالبان" * 30_000, "و\u200c" * 100_000])
def test_a_long_target_takes_no_longer_than_its_length(text: str) -> None:
    began = time.process_time()
    occurrences(fold(text, "prs"), ["طالبان"], "prs")
    assert time.process_time() - began < 8


def test_the_house_has_a_list_of_words_it_does_not_write() -> None:
    words = pipeline.house_glossary().words
    assert {one.language for one in words} == {"prs", "ps"}
    assert all(one.word != one.instead for one in words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "words.tsv:1: Begin with"),
        ("language\tword\n", "words.tsv:1: Begin with"),
        ("language\tword\tinstead\treason\nprs\tا\tب\n", "words.tsv:2: Give all of"),
        ("language\tword\tinstead\treason\n\nxx\tا\tب\tج\n", "words.tsv:3: "),
    ],
)
def test_a_broken_list_of_words_names_its_line(text: str, said: str) -> None:
    with pytest.raises(BadGlossary) as raised:
        parse_words(text)
    assert str(raised.value).startswith(said)
