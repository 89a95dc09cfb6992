"""Scores are sacrebleu's to the last digit; what is compared, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from workbench import cli, evaluation
from workbench.errors import EngineError, Mismatch, UnreadableFile
from workbench.evaluation import METRICS, compared, effort, scores
from workbench.pipeline import evaluate

ROOT = Path(__file__).parent.parent
ENGLISH = [
    "Rain fell in Kabul.",
    "The people of the valley are going.",
    "The border reopened and the traders returned.",
    "The government said that 15 people came.",
    "The Taliban closed the school.",
]
REFERENCE = [
    "در کابل باران بارید.",
    "مردم دره می‌روند.",
    "سرحد باز شد و تاجران برگشتند.",
    "حکومت گفت که ۱۵ تن آمدند.",
    "طالبان مکتب را بستند.",
]
FIRST = [
    "در کابل باران بارید.",
    "مردم دره می روند.",
    "سرحد بسته شد و تاجران برگشتند.",
    "دولت گفت ۱۵ نفر آمدند.",
    "مکتب را بستند.",
]
SECOND = [
    "باران در کابل می‌بارد.",
    "مردم دره می‌روند.",
    "سرحد باز شد، تاجران رفتند.",
    "حکومت گفت که ۱۵ تن آمدند.",
    "طالبان مکتب را بند کردند.",
]


def lines(folder: Path, name: str, texts: list[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    return {
        "reference": lines(tmp_path, "reference.txt", REFERENCE),
        "first": lines(tmp_path, "first.txt", FIRST),
        "second": lines(tmp_path, "second.txt", SECOND),
        "test": lines(
            tmp_path,
            "news.tsv",
            ["en\tprs", *map("\t".join, zip(ENGLISH, REFERENCE, strict=True))],
        ),
    }


def sacrebleu(*arguments: object) -> str:
    wanted = ("-m", "bleu", "chrf", "ter", "--chrf-word-order", "2", "-w", "12")
    command = [sys.executable, "-m", "sacrebleu", *map(str, arguments), *wanted]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return done.stdout


@pytest.mark.parametrize("system", ["first", "second"])
def test_a_system_scores_what_the_command_line_says(files: dict[str, Path], system: str) -> None:
    told = json.loads(sacrebleu(files["reference"], "-i", files[system], "--confidence"))
    ours = scores({"first": FIRST, "second": SECOND}[system], REFERENCE)
    assert [one["name"] for one in told] == list(METRICS)
    for theirs, score in zip(told, ours, strict=True):
        assert round(score.value, 12) == theirs["score"]
        assert f"{score.mean:.12f} ± {score.margin:.12f}" in theirs["confidence"]
        assert score.signature == theirs["signature"]


def test_two_systems_differ_as_surely_as_the_command_line_says(files: dict[str, Path]) -> None:
    told = sacrebleu(
        files["reference"], "-i", files["first"], files["second"], "--paired-bs", "-f", "text"
    )
    ours = compared({"first": FIRST, "second": SECOND}, REFERENCE)
    for metric, first, second in zip(METRICS, ours["first"], ours["second"], strict=True):
        assert first.p is None
        assert second.p is not None
        assert f"(p = {second.p:.4f})" in told, metric
        for score in (first, second):
            assert f"{score.value:.12f} ({score.mean:.12f} ± {score.margin:.12f})" in told
        assert second.signature in told


def test_a_half_space_counts_as_a_space_when_folded() -> None:
    written, other = ["مردم می‌روند و می‌آیند."], ["مردم می روند و می آیند."]
    assert [score.value for score in scores(other, written, folded=True, samples=10)] == (
        pytest.approx([100, 100, 0])
    )
    assert scores(other, written, samples=10)[0].value < 50


@pytest.mark.parametrize(
    ("systems", "references", "words"),
    [
        ({"a": ["x"]}, ["x", "y"], "a has 1 translations for 2"),
        ({"a": ["x"], "b": []}, ["x"], "b has 0 translations for 1"),
        ({"a": []}, [], "no reference"),
    ],
)
def test_texts_that_do_not_match_are_refused(
    systems: dict[str, list[str]], references: list[str], words: str
) -> None:
    with pytest.raises(Mismatch, match=words):
        compared(systems, references)


def test_effort_is_what_people_changed() -> None:
    done = effort([("سرحد باز شد.", "سرحد باز شد."), ("باران", "برف")])
    assert (done.drafts, done.kept) == (2, 0.5)
    assert done.distance == pytest.approx(0.3)
    assert 50 < done.chrf < 100
    assert done.chrf == scores(["سرحد باز شد.", "باران"], ["سرحد باز شد.", "برف"])[1].value
    assert effort([]) == evaluation.Effort(0, 0.0, 0.0, 0.0)


def test_a_sentence_without_a_translation_costs_and_breaks_nothing() -> None:
    whole, lacking = scores(SECOND, REFERENCE, samples=10), scores(["", *SECOND[1:]], REFERENCE)
    assert lacking[1].value < whole[1].value
    assert scores([""], ["باران"], samples=10)[0].value == 0


def test_the_effort_behind_very_many_drafts_is_not_waited_for() -> None:
    drafts = [(f"باران {number} بارید", f"برف {number} بارید") for number in range(5000)]
    every_third, all_of_them = effort(drafts[::3]), effort(drafts)
    assert (all_of_them.drafts, all_of_them.kept) == (5000, 0)
    assert all_of_them.chrf == every_third.chrf


# The command


def test_engines_stand_side_by_side_with_the_terms_they_keep(files: dict[str, Path]) -> None:
    names = [str(files["first"]), str(files["second"]), "echo"]
    found = evaluate(files["test"], names, samples=50)
    assert (found.target_language, found.segments) == ("prs", 5)
    assert [system.name for system in found.systems] == ["first.txt", "second.txt", "echo"]
    assert found.systems[0].scores == compared({"a": FIRST}, REFERENCE, samples=50)["a"]
    assert found.terms == found.reference_terms_kept == 4
    assert [system.terms_kept for system in found.systems] == [3, 4, 4]
    assert found.systems[2].signature.startswith("echo")


@pytest.mark.parametrize("name", ["library.po", "notices.xlf"])
def test_a_finished_catalogue_is_a_test_set(name: str) -> None:
    found = evaluate(ROOT / "tests" / "foreign" / name, ["echo"], to="prs", samples=10)
    assert found.segments
    assert found.target_language == "prs"


MISTAKES = {
    "no reference": ("Rain fell.\n", "prs", "echo", "line 1: 1 cells"),
    "three cells": ("a\tb\tc\n", "prs", "echo", "line 1: 3 cells"),
    "an empty cell": ("en\tprs\nRain fell.\t\n", "", "echo", "line 2"),
    "headings alone": ("english\treference\n", "prs", "echo", "no confirmed translation"),
    "no language": ("Rain fell.\tباران بارید.\n", "", "echo", "--to prs"),
    "another language": ("en\tps\nRain fell.\tباران ووړېد.\n", "prs", "echo", "is in ps"),
    "no such engine": ("Rain fell.\tباران بارید.\n", "prs", "deepl", "no engine and no file"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_says_what_to_do(tmp_path: Path, mistake: str) -> None:
    text, to, engine, words = MISTAKES[mistake]
    path = tmp_path / "t.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((Mismatch, UnreadableFile, EngineError), match=words):
        evaluate(path, [engine], to=to)


def test_the_same_engine_twice_is_a_mistake(files: dict[str, Path]) -> None:
    with pytest.raises(Mismatch, match="twice"):
        evaluate(files["test"], ["echo", "echo"])


def test_at_a_terminal_the_engine_at_work_is_named(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    command = ["workbench", "evaluate", "--test", str(files["test"]), "--engine", "echo"]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    assert not leaving.value.code
    assert "Translating with echo" in capsys.readouterr().err


def test_people_and_machines_read_the_same_figures(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["workbench", "evaluate", "--test", str(files["test"])]
    command += ["--engine", str(files["first"]), "--engine", str(files["second"])]
    printed = []
    for more in ([], ["--json"]):
        monkeypatch.setattr(sys, "argv", command + more)
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        assert not leaving.value.code
        printed.append(capsys.readouterr().out)
    text, machine = printed[0], json.loads(printed[1])
    for system in machine["systems"]:
        assert system["name"] in text
        for score in system["scores"] + system["folded"]:
            assert f"{score['value']:.2f} ({score['mean']:.2f} ± {score['margin']:.2f})" in text
    assert "seed:12345" in text
