"""The command line as a newcomer meets it: what it prints, what it writes, how it leaves."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from workbench import cli

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "samples" / "border-trade.md"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        code = leaving.value.code
        printed = capsys.readouterr()
        return Result(0 if code is None else int(code), printed.out, printed.err)

    return call


def article(folder: Path, text: str | bytes = "Kabul is quiet.\n", name: str = "a.md") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_an_article_becomes_three_files_a_language(run: Run, tmp_path: Path) -> None:
    result = run("translate", SAMPLE, "--output", tmp_path, "--engine", "echo")
    assert result.code == 0
    stem = SAMPLE.stem
    expected = {f"{stem}.{code}.{end}" for code in ("prs", "ps") for end in ("md", "po", "xlf")}
    assert {path.name for path in tmp_path.iterdir()} == expected
    assert "segments" in result.out
    assert "terms" in result.out


def test_po_and_xliff_give_the_same_article_back(run: Run, tmp_path: Path) -> None:
    run("translate", SAMPLE, "--to", "prs", "--output", tmp_path, "--engine", "echo")
    exported = (tmp_path / f"{SAMPLE.stem}.prs.md").read_bytes()
    for end in ("po", "xlf"):
        merged = tmp_path / f"merged.{end}.md"
        result = run("merge", SAMPLE, tmp_path / f"{SAMPLE.stem}.prs.{end}", "-o", merged)
        assert result.code == 0
        assert merged.read_bytes() == exported


@pytest.mark.parametrize(("version", "root"), [("1.2", "1.2"), ("2.1", "2.1"), ("omegat", "1.2")])
def test_the_xliff_is_of_the_version_asked_for(
    run: Run, tmp_path: Path, version: str, root: str
) -> None:
    path = article(tmp_path, "Snow **fell** in Herat.\n\n2024\n")
    run("translate", path, "--to", "ps", "--engine", "echo", "--xliff", version)
    assert f'version="{root}"'.encode() in (tmp_path / "a.ps.xlf").read_bytes()[:200]
    merged = tmp_path / "merged.md"
    assert run("merge", path, tmp_path / "a.ps.xlf", "-o", merged).code == 0
    assert merged.read_bytes() == (tmp_path / "a.ps.md").read_bytes()


def test_machines_read_json(run: Run, tmp_path: Path) -> None:
    result = run("translate", SAMPLE, "--to", "fa-AF", "-o", tmp_path, "--engine", "echo", "--json")
    (report,) = json.loads(result.out)
    assert report["target"] == "prs"
    assert report["translated"] > 20
    assert report["languages"]["en"] > 20


@pytest.mark.parametrize("code", ["fa-AF", "fa_AF", "prs-AF", "pus", "pbt", "ps_AF", "PS"])
def test_language_codes_in_the_forms_people_use(run: Run, tmp_path: Path, code: str) -> None:
    path = article(tmp_path)
    assert run("translate", path, "--to", code, "--engine", "echo").code == 0


def test_a_run_is_deterministic(run: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("translate", SAMPLE, "--output", tmp_path / name, "--engine", "echo")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_findings_decide_the_exit_code(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.prs.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: prs\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "The Taliban met 15 elders in Kabul."\n'
        'msgstr "طالبان با بزرگان در کابل دیدند."\n',
        encoding="utf-8",
    )
    result = run("check", path)
    assert (result.code, "missing-number" in result.out) == (1, True)
    assert run("check", path, "--fail-on", "never").code == 0


DARI = "طالبان در کابل با بزرگان قوم دیدار کردند. آنان دربارهٔ صلح گپ زدند.\n"

MISTAKES = {
    "no such file": (lambda d: d / "none.md", "There is no file"),
    "a folder": (lambda d: d, "is a folder"),
    "an empty file": (lambda d: article(d, b""), "is empty"),
    "a binary": (lambda d: article(d, b"\x89PNG\r\n\x1a\n\x00\x00"), "a.md"),
    "UTF-16": (lambda d: article(d, "Kabul is quiet.".encode("utf-16")), "UTF-16"),
    "Windows-1256": (
        lambda d: article(d, DARI.replace("ی", "ي").encode("cp1256", "ignore")),
        "iconv",
    ),
    "an article already in Dari": (lambda d: article(d, DARI), "in Dari already"),
    "an unknown kind of file": (lambda d: article(d, "x", "a.docm"), "a.docm"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_clear_sentence(run: Run, tmp_path: Path, mistake: str) -> None:
    make, words = MISTAKES[mistake]
    path = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = run("translate", path, "--engine", "echo")
    assert result.code == 2
    assert words in result.err
    assert result.err.count("\n") == 1, result.err
    assert "Traceback" not in result.err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unknown_language_names_the_known_ones(run: Run, tmp_path: Path) -> None:
    result = run("translate", article(tmp_path), "--to", "tlh", "--engine", "echo")
    assert (result.code, "prs (Dari)" in result.err) == (2, True)


def test_a_place_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    blocked = article(tmp_path, name="file.txt")
    result = run("translate", article(tmp_path), "-o", blocked / "out", "--engine", "echo")
    assert (result.code, "not a folder" in result.err) == (2, True)


def test_a_hostile_model_package_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.argosmodel"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("../../outside.txt", "gotcha")
    result = run("translate", article(tmp_path), "--model", path)
    assert result.code == 2
    assert result.err.startswith("workbench: ")
    assert not (tmp_path.parent / "outside.txt").exists()


def test_stopping_in_the_middle_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbench.pipeline.runs.export", stop)
    result = run("translate", article(tmp_path), "-o", tmp_path / "out", "--engine", "echo")
    assert (result.code, "Stopped" in result.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_every_command_stands_in_the_readme_and_has_help() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    import typer.main

    root = typer.main.get_command(cli.app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        assert command.help, f"{name} has no help"
        assert f"workbench {name}" in readme, f"{name} is not in the README"


def test_an_iranian_article_is_converted_and_the_changes_are_listed(
    run: Run, tmp_path: Path
) -> None:
    path = article(tmp_path, "پلیس این شهر دیروز به دانشگاه ژاپن رفته بود.\n")
    result = run("dari", path)
    assert (result.code, "پلیس -> پولیس" in result.out) == (0, True)
    assert "پولیس این شهر دیروز به دانشگاه جاپان" in (tmp_path / "a.prs.md").read_text("utf-8")
    plain = json.loads(run("dari", path, "--style", "--json", "-o", tmp_path / "b.md").out)
    assert [change["to"] for change in plain["changes"]] == ["پولیس", "پوهنتون", "جاپان"]
    assert "پوهنتون" in (tmp_path / "b.md").read_text("utf-8")


def test_what_the_workbench_writes_is_valid(run: Run, tmp_path: Path) -> None:
    for version in ("2.1", "1.2", "omegat"):
        folder = tmp_path / version
        run("translate", SAMPLE, "--engine", "echo", "-o", folder, "--xliff", version)
        written = [*folder.glob("*.xlf"), *folder.glob("*.po")]
        result = run("validate", *written)
        assert (result.code, result.out.strip()) == (0, "Valid: 4 of 4 files.")


def test_validate_names_the_place_and_the_rule(run: Run, tmp_path: Path) -> None:
    path = article(tmp_path, '\ufeffmsgid "a"\nmsgstr "b\\n"\n', "a.po")
    result = run("validate", path)
    assert result.code == 1
    assert f"{path.as_posix()}:2:9: error: " in result.out
    assert "[newline-at-end]" in result.out
    told = json.loads(run("validate", path, "--json").out)
    assert [one["check"] for one in told["findings"]] == [
        "byte-order-mark",
        "header-missing",
        "newline-at-end",
    ]
    assert run("validate", tmp_path / "none.xlf").code == 2


FRONT = (
    "---\ntitle: Quiet city\nslug: quiet-city\nseo:\n  title: A quiet city in the north\n"
    "tags:\n- border trade\n---\nThe city was quiet on Monday.\n"
)


def test_the_command_and_the_project_say_which_front_matter_is_translated(
    run: Run, tmp_path: Path
) -> None:
    path = article(tmp_path, FRONT)
    (tmp_path / "workbench.toml").write_text('keys = ["tags"]\n', encoding="utf-8")
    cases = {"--keys=seo.title": "A quiet city in the north", "": "border trade"}
    for option, chosen in cases.items():
        output = tmp_path / f"out{len(option)}"
        options = [option] if option else []
        assert run("extract", path, "--as", "csv", "--to", "ps", "-o", output, *options).code == 0
        table = (output / "a.ps.csv").read_text(encoding="utf-8-sig")
        assert chosen in table
        assert "Quiet city" not in table
        assert "quiet-city" not in table


def test_merged_with_the_same_keys_the_front_matter_is_localised(run: Run, tmp_path: Path) -> None:
    path = article(tmp_path, FRONT)
    options = ("--keys", "seo.title,tags")
    run("translate", path, "--to", "prs", "-o", tmp_path, "--engine", "echo", *options)
    merged = tmp_path / "merged.md"
    result = run("merge", path, tmp_path / "a.prs.xlf", "-o", merged, "--digits", "own", *options)
    assert result.code == 0, result.err
    assert merged.read_bytes() == (tmp_path / "a.prs.md").read_bytes()
    assert "title: Quiet city\nslug: quiet-city\n" in merged.read_text(encoding="utf-8")
    assert "  title: A quiet city" not in merged.read_text(encoding="utf-8")


def test_a_font_for_what_is_no_page_is_refused_before_anything_is_merged(
    run: Run, tmp_path: Path
) -> None:
    path = article(tmp_path)
    run("translate", path, "--to", "prs", "-o", tmp_path, "--engine", "echo")
    merged = tmp_path / "merged.md"
    result = run("merge", path, tmp_path / "a.prs.po", "-o", merged, "--font", "vazirmatn")
    assert result.code == 2
    assert "no page" in result.err
    assert not merged.exists()
