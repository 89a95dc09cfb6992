"""Marks: found strictly, put back as markup, and their faults named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import inline
from workbench.model import Inline, InlineKind

BOLD = Inline(1, InlineKind.PAIR, "**", "**", "bold")
NOTE = Inline(2, InlineKind.STANDALONE, "[^1]", "", "footnote")
PIECES = st.lists(
    st.sampled_from(["<g1>", "</g1>", "<x2/>", "<g12>", "<", ">", "a", "< g1 >", "<x1>", "ا"])
).map("".join)


@pytest.mark.parametrize("text", ["<g1>", "</g1>", "<x2/>", "<g12>", "</g999999>"])
def test_marks(text: str) -> None:
    assert inline.marks(text) == [text]


@pytest.mark.parametrize(
    "text",
    ["< g1 >", "<G1>", "<g>", "<g0>", "<g01>", "<x1>", "</x1>", "<g1/>", "<g1", "<y1/>", "<g۱>"],
)
def test_only_looks_like_a_mark(text: str) -> None:
    assert inline.marks(text) == []
    assert inline.strip(text) == text


def test_restore_escapes_only_what_is_literal() -> None:
    restored = inline.restore(
        "a<g1>*b*</g1>*<x2/>", [BOLD, NOTE], lambda run: run.replace("*", "+")
    )
    assert restored == "a**+b+**+[^1]"


def test_restore_keeps_a_mark_that_stands_for_nothing() -> None:
    assert inline.restore("a <g9>b</g9>", [BOLD], str) == "a <g9>b</g9>"


def test_restore_moves_marks_as_the_translator_did() -> None:
    assert inline.restore("<x2/>ب <g1>الف</g1>", [BOLD, NOTE], str) == "[^1]ب **الف**"


def test_lost_and_extra_count() -> None:
    assert inline.lost("<x1/><x1/>", "<x1/>") == ["<x1/>"]
    assert inline.extra("<g1>a</g1>", "<g1>a</g1><x2/>") == ["<x2/>"]
    assert inline.lost("<g1>a</g1>", "a<g1></g1>") == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("<g1>a<g2>b</g2></g1>", []),
        ("<x1/></g1>", ["</g1>"]),
        ("<g1>a", ["<g1>"]),
        ("<g1><g2></g1></g2>", ["</g1>"]),
        ("a <x3/> b", []),
    ],
)
def test_misnested(text: str, faults: list[str]) -> None:
    assert inline.misnested(text) == faults


@settings(deadline=None)
@given(PIECES | st.text())
def test_split_loses_nothing(text: str) -> None:
    runs = list(inline.split(text))
    assert "".join(run for run, _ in runs) == text
    assert all(run for run, _ in runs)
    assert [run for run, is_mark in runs if is_mark] == inline.marks(text)


@settings(deadline=None)
@given(PIECES)
def test_markup_that_is_the_mark_itself_changes_nothing(text: str) -> None:
    same = [
        Inline(1, InlineKind.PAIR, "<g1>", "</g1>"),
        Inline(2, InlineKind.STANDALONE, "<x2/>"),
    ]
    assert inline.restore(text, same, str) == text


@settings(deadline=None)
@given(PIECES)
def test_a_text_has_all_its_own_marks(text: str) -> None:
    assert inline.lost(text, text) == []
    assert inline.extra(text, text) == []
