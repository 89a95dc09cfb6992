"""An article and its translation: sentences find each other, and only the sure ones are kept."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workbench import cli, pipeline
from workbench.bitext import Sentence, align
from workbench.errors import Mismatch
from workbench.formats import tmx
from workbench.model import Segment
from workbench.pipeline import anchors
from workbench.pipeline.aligning import align_files
from workbench.store import Store

CASES = json.loads((Path(__file__).parent / "cases" / "alignment.json").read_text(encoding="utf-8"))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    return Store()


def laid(folder: Path, case: dict[str, str], ending: str = "md") -> tuple[Path, Path]:
    source, target = folder / f"a.{ending}", folder / f"a.{case['language']}.{ending}"
    source.write_text(case["source"], encoding="utf-8")
    target.write_text(case["target"], encoding="utf-8")
    return source, target


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_who_answers_whom(tmp_path: Path, case: dict[str, str]) -> None:
    aligned = align_files(*laid(tmp_path, case))
    assert [pair.shape for pair in aligned.pairs] == case["shapes"]
    assert all(0 <= pair.confidence <= 1 for pair in aligned.pairs)
    assert aligned.target_language == case["language"]


def test_nothing_is_lost_and_nothing_stands_twice(tmp_path: Path) -> None:
    for case in CASES:
        aligned = align_files(*laid(tmp_path, case))
        document = pipeline.read(case["source"].encode(), name="a.md")
        words = " ".join(segment.source for segment in document.segments).split()
        got = " ".join(pair.source for pair in aligned.pairs if pair.source).split()
        assert [w for w in got if "<" not in w] == [w for w in words if "<" not in w]


def test_a_translation_in_another_format_finds_its_source(tmp_path: Path) -> None:
    case = CASES[2]
    source, _ = laid(tmp_path, case)
    lines = [line.lstrip("# ") for line in case["target"].splitlines() if line.strip()]
    page = "<h1>" + "</p><p>".join([lines[0] + "</h1><p>" + lines[1], *lines[2:]]) + "</p>"
    html = tmp_path / "seite.html"
    html.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    aligned = align_files(source, html)
    assert aligned.target_language == "prs", "a file whose name says no language is read"
    assert [pair.shape for pair in aligned.pairs] == case["shapes"]


def test_marks_have_the_numbers_of_their_source(tmp_path: Path) -> None:
    case = {
        "language": "prs",
        "source": "The **bridge** near [Kunduz](https://a.example/k) is open.\n",
        "target": "پل نزدیک [کندز](https://a.example/k) **باز** است.\n",
    }
    (pair,) = align_files(*laid(tmp_path, case)).pairs
    assert pair.source == "The <g1>bridge</g1> near <g2>Kunduz</g2> is open."
    assert pair.target == "پل نزدیک <g2>کندز</g2> <g1>باز</g1> است."


@pytest.mark.parametrize("answer", [0, 1, 2])
def test_a_figure_says_which_of_equals_is_the_answer(answer: int) -> None:
    figure = frozenset({"number:4"})
    source = [Sentence("It cost about 40 dollars a day.", anchors=figure)]
    target = [
        Sentence("در آن روز حدود چهل دالر بود.", anchors=figure if place == answer else frozenset())
        for place in range(3)
    ]
    beads = align(source, target, "prs")
    assert [bead.target.start for bead in beads if bead.source and bead.target] == [answer]


def test_anchors_of_both_sides_are_the_same() -> None:
    glossary = pipeline.house_glossary()
    english = [[Segment("a", "Najibullah Kakar paid 40,000 euros in Kunduz, UNICEF said.")]]
    dari = [[Segment("a", "UNICEF گفت که نجیب الله کاکړ در کندز ۴۰ هزار یورو پرداخت.")]]
    terms = anchors.terms_of(english[0], glossary)
    (one,) = anchors.sentences(english, glossary, "en", terms)
    (other,) = anchors.sentences(dari, glossary, "prs", terms)
    shared = one.anchors & other.anchors
    assert {"number:4", "word:unicef"} <= shared
    assert any(anchor.startswith("term:") for anchor in shared)


def test_a_long_article_is_aligned_in_good_time() -> None:
    sides = [
        [Sentence(f"{'word ' * (5 + n * 7 % 20)}", anchors=frozenset({f"number:{n % 97}"}))
         for n in range(1200)]
        for _ in range(2)
    ]  # fmt: skip
    del sides[1][600:610]
    beads = align(*sides, "prs")
    right = sum(
        len(bead.source) == len(bead.target) == 1
        and bead.source.start - bead.target.start == (10 if bead.source.start > 600 else 0)
        for bead in beads
    )
    assert right > 1170


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "memory", "align", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


def test_the_command_shows_first_and_keeps_then(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = laid(tmp_path, CASES[0])
    assert run(source, target, "--dry-run") == 0
    shown = capsys.readouterr().out
    assert "- " in shown
    assert "1-0" in shown
    assert store.remembered() == 0
    assert run(source, target, "--min-confidence", "0.5") == 0
    kept = store.remembered()
    assert f"{kept} of 11 pairs are sure enough" in capsys.readouterr().out
    assert kept >= 7
    (found,) = store.recall(
        ["It is 84 metres long. It cost 1,200,000 dollars."], "en", "prs"
    ).values()
    assert found.origin == "a.prs.md"
    assert dict(found.properties)["x-alignment"].startswith("2-1 ")
    assert run(source, target, "--json") == 0
    assert json.loads(capsys.readouterr().out)["new"] == 0


def test_a_tmx_file_instead_of_the_memory(store: Store, tmp_path: Path) -> None:
    source, target = laid(tmp_path, CASES[1])
    output = tmp_path / "out" / "x.tmx"
    assert run(source, target, "--output", output) == 0
    with output.open("rb") as data:
        units = list(tmx.read(data, name="x.tmx"))
    assert {unit.target_language for unit in units} == {"ps"}
    assert len(units) >= 4
    assert store.remembered() == 0


def test_what_a_person_confirmed_is_not_replaced(store: Store, tmp_path: Path) -> None:
    source, target = laid(tmp_path, CASES[2])
    (unit, *_) = [u for u in align_files(source, target).units() if "October" in u.source]
    store.remember([replace(unit, target="مال من", changed=datetime(2020, 1, 1, tzinfo=UTC))])
    assert run(source, target) == 0
    assert store.recall([unit.source], "en", "prs")[unit.source].target == "مال من"


@pytest.mark.parametrize(
    ("source", "translation", "said"),
    [
        ("a.md", "a.md", "like its source"),
        ("a.md", "none.prs.md", "There is no file"),
        ("a.md", "empty.prs.md", "is empty"),
        ("a.md", "x.po", "already"),
    ],
)
def test_what_cannot_be_aligned_is_said(
    store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    source: str,
    translation: str,
    said: str,
) -> None:
    (tmp_path / "a.md").write_text("The border is open again today.\n", encoding="utf-8")
    (tmp_path / "empty.prs.md").write_text("\n", encoding="utf-8")
    (tmp_path / "x.po").write_text('msgid "The border"\nmsgstr "سرحد"\n', encoding="utf-8")
    assert run(tmp_path / source, tmp_path / translation) == 2
    assert said in capsys.readouterr().err
    assert store.remembered() == 0


def test_mismatch_is_raised_for_a_language_that_is_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The border is open again today.\n", encoding="utf-8")
    with pytest.raises(Mismatch):
        align_files(tmp_path / "a.md", tmp_path / "a.md", to="en")
