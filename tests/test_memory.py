"""The memory: what a person confirms is remembered, the last word counts, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench.model import Document, Segment, State, Unit
from workbench.store import Remembered, Store

MARCH = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
UNIT = Unit("The border reopened.", "سرحد باز شد.", "en", "prs", "a.tmx", changed=MARCH)


@pytest.fixture
def store(desk: str) -> Iterator[Store]:
    made = Store(desk)
    yield made
    made.close()


def recalled(store: Store, source: str = UNIT.source, language: str = "prs") -> str:
    found = store.recall([source], "en", language)
    return found[source].target if found else ""


def test_a_source_is_kept_once_a_language_pair(store: Store) -> None:
    other = replace(UNIT, target="پوله پرانیستل شوه.", target_language="ps")
    assert store.remember([UNIT, UNIT, other]) == Remembered(new=2, known=1)
    assert store.remember([UNIT, other]) == Remembered(known=2)
    assert (recalled(store), recalled(store, language="ps")) == (UNIT.target, other.target)
    assert list(store.units()) == [UNIT, other]


def test_marks_are_part_of_a_source(store: Store) -> None:
    store.remember([UNIT])
    assert recalled(store, "The <g1>border</g1> reopened.") == ""


@pytest.mark.parametrize(
    ("changed", "wins"),
    [
        (MARCH, True),
        (MARCH.replace(day=2), True),
        (MARCH.replace(day=28, month=2), False),
        (None, False),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_the_later_word_counts(
    store: Store, changed: datetime | None, wins: bool, together: bool
) -> None:
    other = replace(UNIT, target="مرز باز شد.", changed=changed, author="Amin")
    batches = [[UNIT, other]] if together else [[UNIT], [other]]
    done = sum((store.remember(batch) for batch in batches), Remembered())
    assert done == Remembered(1, int(wins), int(not wins))
    assert recalled(store) == (other.target if wins else UNIT.target)
    assert [unit.target for unit in store.past(UNIT)] == ([UNIT.target] if wins else [])


def confirm(store: Store, target: str, state: State, *, revision: int = 0) -> None:
    if not store.documents():
        segments = (Segment("a", UNIT.source), Segment("b", "Trade rose."))
        store.add(Document("b.md", "markdown", segments, target_language="prs"), b"")
    number = store.documents()[0].id
    store.edit(number, "a", target=target, state=state, author="Amin", revision=revision)


def test_what_a_person_confirms_enters_at_once(store: Store) -> None:
    confirm(store, "سرحد گشوده شد.", State.TRANSLATED)
    (unit,) = store.units()
    assert (unit.source, unit.target) == (UNIT.source, "سرحد گشوده شد.")
    assert (unit.origin, unit.creator, unit.author) == ("b.md", "Amin", "Amin")
    assert unit.changed


def test_a_person_has_the_last_word(store: Store) -> None:
    store.remember([replace(UNIT, changed=datetime(2099, 1, 1, tzinfo=UTC))])
    confirm(store, "سرحد گشوده شد.", State.TRANSLATED)
    assert recalled(store) == "سرحد گشوده شد."
    assert [unit.target for unit in store.past(UNIT)] == [UNIT.target]


def test_drafts_and_nothing_are_not_remembered(store: Store) -> None:
    confirm(store, "سرحد", State.DRAFT)
    confirm(store, "", State.TRANSLATED, revision=1)
    assert store.remembered() == 0


def test_a_review_changes_no_word(store: Store) -> None:
    confirm(store, "سرحد باز شد.", State.TRANSLATED)
    confirm(store, "سرحد باز شد.", State.REVIEWED, revision=1)
    (unit,) = store.units()
    assert store.past(unit) == []


def test_many_units_come_and_go_in_batches(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.store.memory.BATCH", {"sqlite": 700, "postgresql": 700})
    told: list[int] = []
    units = [replace(UNIT, source=f"Sentence {n}.") for n in range(2000)]
    assert store.remember(iter(units), progress=told.append) == Remembered(new=2000)
    assert told == [700, 1400, 2000]
    assert list(store.units()) == units
    assert len(store.recall([unit.source for unit in units], "en", "prs")) == 2000
