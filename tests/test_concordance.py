"""The memory as people look at it: found in any letters, changed with its history kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench.model import Unit
from workbench.store import Overtaken, Remembered, Store

UNIT = Unit(
    "The <g1>well-known</g1> border reopened.",
    "سرحدِ مشهور کابل می‌باید 100% باز شود.",
    "en",
    "prs",
    changed=datetime(2026, 3, 1, tzinfo=UTC),
)
OTHER = Unit("Schools are shut.", "د کابل ښوونځي تړلي دي.", "en", "ps")


@pytest.fixture
def store(desk: str) -> Iterator[Store]:
    made = Store(desk)
    made.remember([UNIT, OTHER])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("BORDER", [UNIT]),
        ("well known border", [UNIT]),
        ("كابل", [UNIT, OTHER]),
        ("می باید", [UNIT]),
        ("مي‌بايد", [UNIT]),
        ("ښوونځی", [OTHER]),
        ("100%", [UNIT]),
        ("%", [UNIT]),
        ("_", []),
        ("g1", []),
        ("'; DROP TABLE memory; --", []),
        ("border " * 5000, []),
        ("\u200c", []),
        ("", [UNIT, OTHER]),
    ],
)
def test_a_text_is_found_as_readers_would_find_it(
    store: Store, sought: str, found: list[Unit]
) -> None:
    assert [kept.unit for kept in store.concordance(sought)] == found


def test_the_newest_stand_first_in_one_language_and_no_more_than_asked(store: Store) -> None:
    newer = replace(UNIT, source="The border closed.", created=datetime(2026, 4, 1, tzinfo=UTC))
    store.remember([replace(newer, changed=None)])
    assert next(iter(store.concordance("border"))).unit.source == newer.source
    assert len(store.concordance("", limit=1)) == 1
    assert [kept.unit for kept in store.concordance("", target_language="ps")] == [OTHER]
    assert store.counted() == {"prs": 2, "ps": 1}


def test_what_was_taken_out_is_nowhere_but_in_its_history(store: Store) -> None:
    number = store.concordance("border")[0].id
    store.rewrite(number, "", seen=UNIT.target, author="Amin")
    assert store.concordance("border") == []
    assert store.unit(number) is None
    assert list(store.units()) == [OTHER]
    assert store.recall([UNIT.source], "en", "prs") == {}
    assert store.matches(UNIT.source, "en", "prs") == []
    assert (store.remembered(), store.counted()) == (1, {"ps": 1})
    assert [before.target for before in store.said(number)] == [UNIT.target]
    assert store.remember([UNIT]) == Remembered(known=1), "an old file does not bring it back"
    store.rewrite(number, UNIT.target, seen="", author="Amin")
    assert store.recall([UNIT.source], "en", "prs")[UNIT.source].author == "Amin"
    assert [before.target for before in store.said(number)] == [UNIT.target]


def test_what_was_taken_out_comes_back_when_it_is_confirmed_again(store: Store) -> None:
    number = store.concordance("border")[0].id
    store.rewrite(number, "", seen=UNIT.target, author="Amin")
    later = replace(UNIT, target="نو", changed=datetime(2099, 1, 1, tzinfo=UTC))
    assert store.remember([later]) == Remembered(changed=1)
    assert store.recall([UNIT.source], "en", "prs")[UNIT.source].target == "نو"
    assert [before.target for before in store.said(number)] == [UNIT.target]
    assert [unit.target for unit in store.past(UNIT)] == [UNIT.target]


def test_a_unit_seen_otherwise_is_not_overwritten(store: Store) -> None:
    number = store.concordance("border")[0].id
    with pytest.raises(Overtaken, match="Look at it again"):
        store.rewrite(number, "نو", seen="کهنه", author="Amin")
    with pytest.raises(Overtaken, match="Search again"):
        store.rewrite(999, "نو", seen="", author="Amin")
    assert store.said(number) == []
