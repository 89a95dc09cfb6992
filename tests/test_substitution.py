"""Numbers and names of a near match exchanged where it is safe, and left alone where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench import engines, pipeline
from workbench.glossary import Glossary
from workbench.model import Term, Unit
from workbench.pipeline.substitution import substituted
from workbench.store import Store

CASES = json.loads((Path(__file__).parent / "cases" / "substitution.json").read_text("utf-8"))
PLACES = Glossary(
    Term(f"place-{en.lower()}", en, forms={"prs": prs, "ps": ps}, kind=kind, case="first")
    for en, prs, ps, kind in (
        ("Kunduz", "کندز", "کندز", "place;m;sg"),
        ("Takhar", "تخار", "تخار", "place;m;sg"),
        ("Farah", "فراه", "فراه", "place;f;sg"),
    )
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_what_is_exchanged(case: dict[str, str]) -> None:
    found = substituted(case["known"], case["target"], case["source"], case["language"], PLACES)
    assert (found.target if found else None) == case["expected"]


def test_the_origin_says_what_was_exchanged(tmp_path: Path) -> None:
    store = Store(tmp_path / "desk.sqlite")
    store.remember([Unit(CASES[0]["known"], CASES[0]["target"], "en", "prs", "old.md", "Amin")])
    document = pipeline.read(b"At least 28 people were hurt.\n", name="a.md")
    done = pipeline.translate(document, "prs", engine=engines.make("echo"), memory=store)
    (segment,) = done.segments
    assert segment.target == CASES[0]["expected"]
    assert segment.origin == "memory 0.99; exchanged 15 → 28; old.md; Amin"
