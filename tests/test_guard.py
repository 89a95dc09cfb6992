"""The guard: which outputs of an engine are faults, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench.engines import guard
from workbench.engines.echo import Echo
from workbench.model import Hypothesis, Progress

CASES = json.loads((Path(__file__).parent / "cases" / "guard.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_guard_names_the_fault(case: dict[str, str]) -> None:
    assert guard.fault(case["source"], case["hypothesis"], case["target"]) == case["fault"]


class Stubborn(Echo):
    """Loops on every text; told to try again, it mends only those that say please."""

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        return [[Hypothesis("جنگ " * 9), Hypothesis("صلح")][:hypotheses] for _ in batch]

    def translate_again(
        self, batch: Sequence[str], *, source: str, target: str, hypotheses: int = 1
    ) -> list[list[Hypothesis]]:
        assert len(set(batch)) == len(batch)
        return [[Hypothesis("خوب" if "please" in text else "")] for text in batch]


def test_what_is_faulty_is_tried_once_more_and_else_left_out() -> None:
    batch = ["Stop the war, please.", "Stop the war.", "Stop the war."]
    found, faults = guard.translate(Stubborn(), batch, source="en", target="prs")
    assert found == [[Hypothesis("خوب")], [], []]
    assert faults == ["", "endless repetition", "endless repetition"]


def test_a_good_second_hypothesis_saves_the_retry() -> None:
    found, faults = guard.translate(
        Stubborn(), ["Stop the war."], source="en", target="prs", hypotheses=2
    )
    assert (found, faults) == ([[Hypothesis("صلح")]], [""])
