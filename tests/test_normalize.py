"""Text is tidied for storing with care, and folded for matching without losing its place."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages import LANGUAGES
from workbench.normalize import fold, fold_english, tidy

SCRIPT = (
    "ابتثحخدرسشصطعفقلمنهوپچژآأإؤئءۀةكکگګيىیېۍےھہټډړږښڼځڅڑ"
    "\u064b\u064e\u0650\u0651\u0653\u0654\u0670\u0640\u200b\u200c\u200d\u200e\u200f\u2067\u2069\ufeff"
    '۰۱۹٠١٩019 \u00a0\n،؛؟٪٫٬.,;?!:«»()"aZﷲﻼ'
)
TEXTS = st.one_of(st.text(alphabet=SCRIPT, max_size=60), st.text(max_size=60))
TARGETS = pytest.mark.parametrize("language", ["prs", "ps"])


@given(TEXTS)
def test_pashto_keeps_its_yehs(text: str) -> None:
    tidied = tidy(text, "ps")
    for yeh in "يیېۍ":
        gained = text.count("ى") if yeh == "ی" else 0
        # A hamza that stands by itself joins its yeh: ي + U+0654 is ئ.
        joined = text.count(yeh + "\u0654")
        assert text.count(yeh) - joined <= tidied.count(yeh) <= text.count(yeh) + gained


@TARGETS
@given(text=TEXTS)
def test_tidying_twice_is_tidying_once(language: str, text: str) -> None:
    once = tidy(text, language)
    assert tidy(once, language) == once


@TARGETS
@given(text=TEXTS)
def test_tidying_leaves_matching_alone(language: str, text: str) -> None:
    def letters(any_text: str) -> str:
        return "".join(char for char in fold(any_text, language).text if char.isalnum())

    assert letters(tidy(text, language)) == letters(text)


@pytest.mark.parametrize(
    ("language", "given_text", "expected"),
    [
        ("prs", "كابل", "کابل"),
        ("prs", "تصميم", "تصمیم"),
        ("prs", "حتى", "حتی"),
        ("prs", "ھرات", "هرات"),
        ("ps", "كابل", "کابل"),
        ("ps", "وايي", "وايي"),
        ("ps", "ډېری ښاري", "ډېری ښاري"),
        ("ps", "گډون", "ګډون"),
        ("ps", "لاړ", "لاړ"),
        ("prs", "می‌شود", "می‌شود"),
        ("prs", "خانهٔ ما", "خانهٔ ما"),
        ("prs", "خانۀ ما", "خانۀ ما"),
        ("prs", "کـابل", "کابل"),
        ("prs", "کابل ‌ زیبا", "کابل زیبا"),
        ("prs", "‌کابل‌", "کابل"),
        ("prs", "کابل‌، هرات", "کابل، هرات"),
        ("prs", "کابل , هرات", "کابل، هرات"),
        ("prs", "چرا ?", "چرا؟"),
        ("prs", "1,200 تن", "۱,۲۰۰ تن"),
        ("prs", "٣٫٥", "۳٫۵"),
        ("ps", "BBC, CNN", "BBC، CNN"),
        ("prs", "  کابل   زیبا  ", "کابل زیبا"),
        ("prs", "", ""),
        ("en", "Kabul, 15?", "Kabul, 15?"),
    ],
)
def test_tidied(language: str, given_text: str, expected: str) -> None:
    assert tidy(given_text, language) == expected


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@given(text=TEXTS)
def test_a_fold_points_into_its_original(language: str, text: str) -> None:
    folded = fold(text, language)
    assert folded.original == text
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[index] in fold(text[start:end], language).text


@TARGETS
@given(text=TEXTS)
def test_folding_twice_is_folding_once(language: str, text: str) -> None:
    once = fold(text, language).text
    assert fold(once, language).text == once


@given(
    st.one_of(
        st.text(max_size=80), st.text(alphabet="aIİéāʾʿß-–\u00ad\u200b \u0301’ﬁ\n", max_size=40)
    )
)
def test_folded_english_points_into_its_original(text: str) -> None:
    folded, offsets = fold_english(text)
    assert len(folded) == len(offsets)
    assert list(offsets) == sorted(offsets)
    assert all(0 <= offset < len(text) for offset in offsets)
    assert "  " not in folded
    assert fold_english(folded)[0] == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tehrik‑i‑Taliban", "tehrik i taliban"),
        ("Taliban’s", "TALIBAN'S"),
        ("Sanāʾi", "sanai"),
        ("Sana\u0304i", "Sanāi"),
        ("Tali\u00adban", "Taliban"),
        ("United \u00a0\n States", "United States"),
    ],
)
def test_english_is_folded_alike(one: str, other: str) -> None:
    assert fold_english(one)[0] == fold_english(other)[0]


@pytest.mark.parametrize(
    ("language", "one", "other", "alike"),
    [
        ("prs", "تی‌تی‌پی", "تي تي پي", True),
        ("prs", "طَالِبـان", "طالبان", True),
        ("prs", "خانهٔ", "خانۀ", True),
        ("prs", "آمریکا", "امریکا", True),
        ("prs", "۱۵", "١٥", True),
        ("ps", "غزني", "غزنی", True),
        ("ps", "گوادر", "ګوادر", True),
        ("ps", "ډېر", "ډیر", False),
        ("ps", "کابلۍ", "کابلي", False),
        ("ps", "ښار", "شار", False),
        ("prs", "هرات", "حرات", False),
        ("prs", "ذبیح", "زبیح", False),
        ("prs", "تورخم", "طورخم", False),
    ],
)
def test_what_matching_forgives(language: str, one: str, other: str, alike: bool) -> None:
    assert (fold(one, language).text == fold(other, language).text) is alike


@pytest.mark.parametrize(
    "unit",
    ["کابل ", "ك", "\u200c", " ", " ,", "\u200c،", "\u0640", "1,", "? ", "a", "\u0301", "ـ ."],
)
@pytest.mark.parametrize(
    "work",
    [lambda text: tidy(text, "prs"), lambda text: fold(text, "ps"), fold_english],
    ids=["tidy", "fold", "fold_english"],
)
def test_a_megabyte_takes_no_longer_than_its_length(
    work: Callable[[str], object], unit: str
) -> None:
    text = unit * (500_000 // len(unit)) + "x"
    began = time.process_time()
    work(text)
    assert time.process_time() - began < 8
