"""How alike two sources are, where they differ, and the memory's best matches."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import memory
from workbench.model import Unit
from workbench.store import Match, Store

CASES = json.loads((Path(__file__).parent / "cases" / "likeness.json").read_text(encoding="utf-8"))
MARCH = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
UNIT = Unit(
    "The border reopened on Monday.", "سرحد روز دوشنبه باز شد.", "en", "prs", "a.tmx", "Amin", MARCH
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_likeness(case: dict[str, str]) -> None:
    score = memory.similarity(case["one"], case["other"])
    assert case["least"] <= score <= case["most"], score  # type: ignore[operator]
    assert memory.similarity(case["other"], case["one"]) == score


texts = st.lists(st.sampled_from("the border <g1> </g1> <x2/> 15 ۷ opened می‌رود , \n".split(" ")))


@given(texts.map(" ".join), texts.map(" ".join))
def test_only_the_same_is_a_hundred_and_the_runs_are_the_texts(one: str, other: str) -> None:
    assert (memory.similarity(one, other) == 100) == (one == other)
    runs = memory.differences(one, other)
    assert "".join(one[slice(*run.before)] for run in runs) == one
    assert "".join(other[slice(*run.after)] for run in runs) == other
    for run in runs:
        if run.same:
            assert one[slice(*run.before)].split() == other[slice(*run.after)].split()


def test_a_text_beyond_measure_costs_no_time() -> None:
    long = "border " * 200_000
    started = time.process_time()
    assert memory.similarity(long, long + "x") == 0
    assert memory.similarity(long, long) == 100
    assert [run.same for run in memory.differences(long, long + "x")] == [False]
    assert time.process_time() - started < 5


@pytest.fixture
def store(desk: str) -> Iterator[Store]:
    made = Store(desk)
    yield made
    made.close()


def test_a_match_says_where_it_comes_from(store: Store) -> None:
    store.remember([UNIT, replace(UNIT, target="پوله پرانیستل شوه.", target_language="ps")])
    assert store.matches(UNIT.source, "en", "prs") == [
        Match(100, UNIT.source, UNIT.target, "a.tmx", "Amin", MARCH)
    ]
    (found,) = store.matches("The border reopened on Sunday.", "en", "ps")
    assert (found.score, found.target) == (86, "پوله پرانیستل شوه.")
    assert store.matches(UNIT.source, "prs", "en") == []
    assert store.matches("Children need clean water.", "en", "prs") == []
    assert store.matches("", "en", "prs") == []


def test_best_first_and_of_equals_the_newer(store: Store) -> None:
    days = ("Sunday", "Tuesday", "Monday", "Friday")
    store.remember([replace(UNIT, source=f"The border reopened on {day}.") for day in days])
    found = store.matches(UNIT.source, "en", "prs", limit=3)
    assert [match.source.split()[-1] for match in found] == ["Monday.", "Sunday.", "Friday."]
    assert [match.score for match in found] == sorted((m.score for m in found), reverse=True)
    assert store.matches(UNIT.source, "en", "prs", floor=95) == found[:1]


@pytest.mark.parametrize("source", ["15", "...", "سرحد باز شد", "x" * 5000, "<x1/>"])
def test_whatever_is_kept_is_found_again(store: Store, source: str) -> None:
    store.remember([replace(UNIT, source=source)])
    assert [match.score for match in store.matches(source, "en", "prs")] == [100]


@pytest.mark.parametrize("batch", [1, 7, 120])
def test_units_are_found_however_they_came(
    store: Store, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr("workbench.store.matching.FULL", 8)
    monkeypatch.setattr("workbench.store.matching.MOST_BLOCKS", 6)
    chance = random.Random(1)
    words = "border trade water school road police talks year report region health".split()
    units = [
        replace(UNIT, source=f"{' '.join(chance.sample(words, 6))} {n} rare{letter}")
        for n, letter in enumerate(sorted("abcdefghijkl" * 10))
    ]
    for start in range(0, len(units), batch):
        store.remember(units[start : start + batch])
    for unit in units:
        (found,) = store.matches(unit.source.replace("rare", "Rare"), "en", "prs", limit=1)
        assert (found.source, found.score) == (unit.source, 98)
