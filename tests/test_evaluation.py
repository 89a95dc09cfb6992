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
from workbench.pipeline import convert_bilingual, evaluate

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
    assert effort([]) == evaluation.Effort(0, 0.0, 0.0, 0.0, 0.0)


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


PO = """msgid ""
msgstr "Language: prs\\nContent-Type: text/plain; charset=UTF-8\\n"
"""


def catalogue(folder: Path, name: str, targets: list[str], *, draft: bool = False) -> Path:
    """A PO file of the sentences; of drafts the last comes first, for order is no matter there."""
    entries = [
        f'{"#, fuzzy" + chr(10) if draft else ""}msgid "{source}"\nmsgstr "{target}"\n'
        for source, target in zip(ENGLISH, targets, strict=True)
    ]
    return lines(folder, name, [PO, *(entries[::-1] if draft else entries)])


def bilingual(folder: Path, name: str, targets: list[str]) -> Path:
    """The same as XLIFF, by our own converter."""
    path = folder / name
    convert_bilingual(catalogue(folder, f"{path.stem}.made.po", targets), path)
    return path


def test_files_of_every_kind_score_what_the_command_line_says(
    files: dict[str, Path], tmp_path: Path
) -> None:
    references = [
        files["test"],
        catalogue(tmp_path, "reference.po", REFERENCE),
        bilingual(tmp_path, "reference.xlf", REFERENCE),
    ]
    systems = [
        files["first"],
        catalogue(tmp_path, "first.po", FIRST, draft=True),
        bilingual(tmp_path, "first.xlf", FIRST),
    ]
    told = json.loads(sacrebleu(files["reference"], "-i", files["first"], "--confidence"))
    folded = [tmp_path / "reference.folded", tmp_path / "first.folded"]
    for path, texts in zip(folded, (REFERENCE, FIRST), strict=True):
        lines(tmp_path, path.name, [text.replace("\u200c", " ") for text in texts])
    told_folded = json.loads(sacrebleu(folded[0], "-i", folded[1], "--confidence"))
    for reference in references:
        for system in systems:
            (found,) = evaluate(reference, [str(system)], to="prs").systems
            for ours, theirs in ((found.scores, told), (found.folded, told_folded)):
                for score, one in zip(ours, theirs, strict=True):
                    assert round(score.value, 12) == one["score"]
                    assert score.signature == one["signature"]
            assert found.terms_kept == 3


def test_a_reference_a_line_may_have_its_english_beside_it(
    files: dict[str, Path], tmp_path: Path
) -> None:
    english = lines(tmp_path, "news.en.txt", ENGLISH)
    first = str(files["first"])
    bare = evaluate(files["reference"], [first], to="prs", samples=10)
    sourced = evaluate(files["reference"], [first, "echo"], to="prs", english=english, samples=10)
    assert (bare.terms, sourced.terms) == (0, 4), "terms are found in the English"
    assert [score.value for score in bare.systems[0].scores] == (
        pytest.approx([score.value for score in sourced.systems[0].scores])
    )
    with pytest.raises(Mismatch, match="no English for echo"):
        evaluate(files["reference"], ["echo"], to="prs")
    with pytest.raises(Mismatch, match="5 lines for 4 of English"):
        evaluate(
            files["reference"], [first], to="prs", english=lines(tmp_path, "e.txt", ENGLISH[1:])
        )


def test_a_catalogue_that_lacks_a_segment_says_which(
    files: dict[str, Path], tmp_path: Path
) -> None:
    other = lines(tmp_path, "other.po", [PO, f'msgid "{ENGLISH[0]}"\nmsgstr "باران"\n'])
    with pytest.raises(Mismatch, match=r"other.po lacks 4 of the 5 .*The people of the valley"):
        evaluate(files["test"], [str(other)])


def test_a_sentence_that_stands_twice_is_taken_twice(tmp_path: Path) -> None:
    pairs = ["en\tprs", "Rain fell.\tباران بارید.", "Rain fell.\tباران شد."]
    test = lines(tmp_path, "twice.tsv", pairs)
    (found,) = evaluate(test, [str(lines(tmp_path, "same.tsv", pairs))], samples=10).systems
    assert found.scores[2].value == 0, "not one edit"


def test_a_page_tells_the_same_figures_and_loads_nothing(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = evaluate(files["test"], [str(files["first"]), str(files["second"])])
    command = ["workbench", "evaluate", "--test", str(files["test"]), "--format", "html"]
    command += ["--engine", str(files["first"]), "--engine", str(files["second"])]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    assert not leaving.value.code
    page = capsys.readouterr().out
    for system in found.systems:
        for score in (*system.scores, *system.folded):
            assert f"<bdi>{score.value:.2f}</bdi>" in page
            assert f"{score.mean - score.margin:.2f} – {score.mean + score.margin:.2f}" in page
            assert score.p is None or f"{score.p:.4f}" in page
    assert "<script" not in page
    assert "http" not in page.replace("Content-Security-Policy", "").replace("http-equiv", "")


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
