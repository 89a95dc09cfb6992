"""`workbench check --fix` and `--explain`: files mended where it is safe, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import cli
from workbench.checks import CHECKS
from workbench.gate.mending import mend
from workbench.glossary import Glossary

ARTICLE = "# Kabul\n\nThe **road** is open. It is `late`.\n\nTwo men left.\n"
FAULTY = "# کابل\n\n**راه** باز است . دیر, `late` است.\n\n<!-- {} -->\nدو  مرد رفتند.\n"
CATALOGUE = """\
#
msgid ""
msgstr ""
"Language: prs\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "menu"
msgid "The road is open."
msgstr "راه باز است ."

msgctxt "menu"
msgid "The road is long."
msgstr "راه دراز است."

msgid "{count} man"
msgid_plural "{count} men"
msgstr[0] "{count}  مرد"
msgstr[1] "{count}  مرد"
"""
XLIFF = """\
<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ps">
 <file id="f"><unit id="1"><segment><source>Kabul is <pc id="1">quiet</pc>.</source>
   <target>کابل <pc id="1">ارام</pc> دی .</target></segment></unit></file>
</xliff>
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(ARTICLE, encoding="utf-8")
    Path("a.prs.md").write_text(FAULTY.format("a note"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    def call(*arguments: str, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["workbench", "check", *arguments])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        printed = capsys.readouterr()
        assert leaving.value.code == code, printed
        return printed.out + printed.err

    return call


def test_an_article_is_mended_in_place_and_its_markup_stays(folder: Path) -> None:
    assert mend([Path("a.prs.md")], glossary=Glossary([])) == [(Path("a.prs.md"), 3)]
    expected = FAULTY.format("a note").replace(" .", ".").replace(",", "،").replace("  ", " ")
    assert Path("a.prs.md").read_text(encoding="utf-8") == expected


def test_a_second_time_there_is_nothing_to_mend(folder: Path) -> None:
    mend([folder], glossary=Glossary([]))
    before = Path("a.prs.md").stat().st_mtime_ns
    assert mend([folder], glossary=Glossary([])) == []
    assert Path("a.prs.md").stat().st_mtime_ns == before


def test_what_a_comment_excuses_stays(folder: Path) -> None:
    excuse = "workbench: ignore double-space -- columns"
    Path("a.prs.md").write_text(FAULTY.format(excuse), encoding="utf-8")
    mend([folder], glossary=Glossary([]))
    assert "دو  مرد" in Path("a.prs.md").read_text(encoding="utf-8")


def test_a_catalogue_is_mended_and_its_plurals_stay(folder: Path) -> None:
    Path("prs.po").write_text(CATALOGUE, encoding="utf-8")
    assert mend([Path("prs.po")], glossary=Glossary([])) == [(Path("prs.po"), 1)]
    mended = Path("prs.po").read_text(encoding="utf-8")
    assert mended.strip() == CATALOGUE.replace("است .", "است.").strip()


def test_xliff_is_mended_with_its_codes_or_left_whole(folder: Path) -> None:
    Path("a.xlf").write_text(XLIFF, encoding="utf-8")
    ((path, count),) = mend([Path("a.xlf")], glossary=Glossary([]))
    assert path == Path("a.xlf")
    expected = XLIFF.replace("دی .", "دی.") if count else XLIFF
    assert Path("a.xlf").read_text(encoding="utf-8").strip() == expected.strip()


def test_the_command_mends_first_and_then_checks(folder: Path, run: Callable[..., str]) -> None:
    assert "space-before-mark" in run(".", "--fail-on", "warning", code=1)
    said = run(".", "--fix", "--fail-on", "warning")
    assert "a.prs.md: 3 mended" in said
    assert "0 warnings" in said


@pytest.mark.parametrize("row", CHECKS, ids=lambda row: row.name)
def test_every_check_explains_itself(row: object, run: Callable[..., str]) -> None:
    said = run("--explain", row.name)  # type: ignore[attr-defined]
    assert row.name in said  # type: ignore[attr-defined]
    assert row.title in said  # type: ignore[attr-defined]
    assert ("--fix mends it" in said) == bool(row.fix)  # type: ignore[attr-defined]


def test_the_table_of_checks_and_a_name_that_is_none(run: Callable[..., str]) -> None:
    assert run("--explain", "all").count("\n") >= len(CHECKS)
    said = run("--explain", "missing-nmber", code=2)
    assert "Did you mean missing-number?" in said
