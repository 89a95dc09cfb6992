"""Cleaning the memory: what does not belong is found by its reason, taken out, and put back."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from workbench import cli
from workbench.model import Unit
from workbench.pipeline.cleaning import REASONS, clean, suspects
from workbench.store import Store

MAY = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
GOOD = [
    Unit("The border at Torkham reopened on Monday.", "سرحد تورخم روز دوشنبه باز شد.", "en", "prs"),
    Unit("UNICEF", "UNICEF", "en", "prs"),
    Unit("15", "۱۵", "en", "ps"),
    Unit('He said: "No."', "او گفت: «نه.»", "en", "prs"),
    Unit("Yes.", "هو.", "en", "ps"),
    Unit(
        "Traders say that the closure cost them millions.",
        "سوداګر وايي، چې بندېدو یې په میلیونونو زیان ورواړاوه.",
        "en",
        "ps",
    ),
    Unit(
        "The talks ended without an agreement on Thursday evening.",
        "این مذاکرات شامگاه پنجشنبه بدون توافق پایان یافت.",
        "en",
        "prs",
    ),
]
BAD = {
    "empty": [
        Unit("The border reopened.", "…", "en", "prs"),
        Unit("<x1/>", "<x1/>.", "en", "prs"),
    ],
    "copied": [
        Unit("The report was published today.", "The report was published today.", "en", "ps")
    ],
    "wrong-language": [
        Unit(
            "Prices fell for the third month in a row.",
            "د درېیمې پرله‌پسې میاشتې لپاره بیې راټیټې شوې دي.",
            "en",
            "prs",
        ),
        Unit(
            "The road to Bamiyan is closed by snow again.",
            "The road to Bamiyan is closed by heavy snow.",
            "en",
            "ps",
        ),
    ],
    "length": [
        Unit(
            "The commission announced that it would publish the final results in all of the"
            " provinces by the end of next week, after the complaints have been heard.",
            "کمیسیون چیزی گفت.",
            "en",
            "prs",
        )
    ],
    "duplicate": [
        Unit(
            "The  <g1>border</g1> at Torkham reopened on Monday. ",
            "سرحد تورخم  روز <g1>دوشنبه</g1> باز شد.",
            "en",
            "prs",
        ),
    ],
}


@pytest.fixture
def store(desk: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", desk)
    made = Store()
    made.remember([replace(unit, changed=MAY) for unit in GOOD])
    made.remember(unit for units in BAD.values() for unit in units)
    yield made
    made.close()


def test_each_is_found_for_its_reason_and_nothing_else(store: Store) -> None:
    found = {(one.kept.unit.source, one.kept.unit.target): one.reason for one in suspects(store)}
    expected = {(u.source, u.target): reason for reason, units in BAD.items() for u in units}
    assert found == expected
    assert store.remembered() == len(GOOD) + len(expected), "looking changes nothing"


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_alone(store: Store, reason: str) -> None:
    found = list(suspects(store, reasons=[reason]))
    assert {one.reason for one in found} == {reason}
    assert len(found) >= len(BAD[reason])


def test_one_language_alone(store: Store) -> None:
    assert {one.kept.unit.target_language for one in suspects(store, target_language="ps")} == {
        "ps"
    }


def test_of_duplicates_the_newest_stays(store: Store) -> None:
    newer = replace(BAD["duplicate"][0], source="The border at Torkham  reopened on Monday.")
    store.remember([replace(newer, changed=MAY.replace(day=9))])
    gone = {one.kept.unit.source for one in suspects(store, reasons=["duplicate"])}
    assert gone == {GOOD[0].source, BAD["duplicate"][0].source}


def test_what_was_taken_out_is_kept_and_comes_back_as_it_was(store: Store) -> None:
    before = list(store.numbered())
    name = clean(store, suspects(store), author="Amin")
    assert list(store.units()) == [kept.unit for kept in before if kept.unit.changed]
    (cleaned,) = store.cleanings()
    assert (cleaned.name, cleaned.author) == (name, "Amin")
    assert cleaned.counts == Counter({reason: len(units) for reason, units in BAD.items()})
    number = next(kept.id for kept in before if kept.unit == BAD["copied"][0])
    assert [said.target for said in store.said(number)] == [BAD["copied"][0].target]
    assert store.take_back(name) == sum(cleaned.counts.values())
    assert list(store.numbered()) == before
    assert store.cleanings() == []
    assert store.take_back(name) == 0


def test_a_second_cleaning_is_undone_by_itself(store: Store) -> None:
    first = clean(store, suspects(store, reasons=["empty"]))
    second = clean(store, suspects(store, reasons=["copied"]))
    assert [one.name for one in store.cleanings()] == [second, first]
    store.take_back(second)
    assert [one.name for one in store.cleanings()] == [first]


def test_what_was_put_right_meanwhile_stays(store: Store) -> None:
    found = list(suspects(store, reasons=["copied"]))
    store.rewrite(found[0].kept.id, "راپور نن خپور شو.", seen=found[0].kept.unit.target, author="Z")
    clean(store, found)
    assert store.cleanings() == []
    (unit,) = store.recall([found[0].kept.unit.source], "en", "ps").values()
    assert unit.target == "راپور نن خپور شو."


def test_what_is_said_anew_after_a_cleaning_is_not_undone(store: Store) -> None:
    name = clean(store, suspects(store, reasons=["copied"]))
    anew = replace(
        BAD["copied"][0], target="راپور نن خپور شو.", changed=datetime.now(UTC).replace(year=2099)
    )
    store.remember([anew])
    assert store.take_back(name) == 0
    assert store.recall([anew.source], "en", "ps")[anew.source].target == anew.target


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "memory", "clean", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


def test_the_command(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    every = store.remembered()
    assert run("--dry-run") == 0
    shown = capsys.readouterr().out
    assert all(reason in shown for reason in REASONS)
    assert store.remembered() == every
    assert run("--json", "--only", "empty") == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"empty": 2}
    assert run() == 0
    assert "5 units taken out" in capsys.readouterr().out
    assert run("--undo") == 0
    assert run("--undo") == 0
    assert "2 units put back" in capsys.readouterr().out
    assert store.remembered() == every
    assert run("--undo") == 2
    assert run("--only", "emtpy") == 2
    assert "Did you mean empty?" in capsys.readouterr().err
