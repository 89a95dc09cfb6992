"""OmegaT itself, without its window, loads our catalogue, memory and glossary and uses them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workbench import cli, formats, glossary
from workbench.model import Unit
from workbench.resources import folder
from workbench.store import Store

OMEGAT = shutil.which("omegat")
pytestmark = pytest.mark.skipif(not OMEGAT, reason="OmegaT is not installed")

PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>en</source_lang><target_lang>prs</target_lang>
<sentence_seg>true</sentence_seg>
<support_default_translations>true</support_default_translations>
</project></omegat>
"""
ASK = """
import org.omegat.core.Core
import org.omegat.gui.glossary.GlossaryManager
def say = { kind, values -> println(([kind] + values).join("\t")) }
if (eventType.toString() == "LOAD") {
    def project = Core.getProject()
    project.getTransMemories().each { path, memory -> memory.getEntries().each {
        say("MEMORY", [new File(path).name, it.source, it.translation]) } }
    def reader = new GlossaryManager(null)
    reader.@priorityGlossary = new File("none")
    new File(project.getProjectProperties().getGlossaryRoot()).listFiles().each { file ->
        reader.loadGlossaryFile(file).each {
            say("TERM", [file.name, it.getSrcText(), it.getLocText()]) } }
}
"""
OLD = ("--xliff", "omegat")
ARTICLE = """Trade in Torkham

The **border** reopened on Monday. Traders waited for nine days. Nobody has translated this.
"""
UNITS = [
    Unit(
        "The <g1>border</g1> reopened on Monday.", "<g1>سرحد</g1> روز دوشنبه باز شد.", "en", "prs"
    ),
    Unit("Traders waited for nine days.", "تاجران نُه روز انتظار کشیدند.", "en", "prs"),
    Unit("Traders waited for nine days.", "سوداګرو نهه ورځې انتظار وکړ.", "en", "ps"),
]


def run(*arguments: object) -> None:
    sys.argv = ["workbench", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    assert not leaving.value.code


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[str]]]:
    """A project of our files, translated by OmegaT, and what it said of them."""
    home = tmp_path_factory.mktemp("omegat")
    for name in ("source", "target", "tm/auto", "glossary", "omegat", "dictionary"):
        (home / "project" / name).mkdir(parents=True)
    _fill(home, home / "project")
    (home / "ask.groovy").write_text(ASK, encoding="utf-8")
    assert OMEGAT
    done = subprocess.run(
        [
            OMEGAT,
            "--mode=console-translate",
            f"--config-dir={home / 'settings'}",
            f"--script={home / 'ask.groovy'}",
            "--no-team",
            str(home / "project"),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(home)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home / "project", [line.split("\t") for line in done.stdout.splitlines()]


def _fill(home: Path, project: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_DATABASE_URL", str(home / "desk.sqlite"))
        patch.setattr(sys, "argv", [])
        Store().remember(UNITS)
        (home / "border.md").write_text(ARTICLE, encoding="utf-8")
        run("translate", home / "border.md", "--to", "prs", "--engine", "echo", "-o", home)
        old = home / "old"
        run("translate", home / "border.md", "--to", "prs", "--engine", "echo", "-o", old, *OLD)
        run("memory", "export", project / "tm/auto/texts.tmx", "--to", "prs", "--plain-marks")
        run("memory", "export", project / "tm/codes.tmx", "--to", "prs")
        run("glossary", "export", "-o", project / "glossary/terms.tbx")
        run(
            "glossary",
            "export",
            "-o",
            project / "glossary/terms.utf8",
            "--as",
            "omegat",
            "-l",
            "prs",
        )
    (project / "omegat.project").write_text(PROJECT, encoding="utf-8")
    text = (home / "border.prs.po").read_text(encoding="utf-8")
    empty = [
        'msgstr ""' if line.startswith("msgstr") and line != 'msgstr ""' else line
        for line in text.splitlines()
    ]
    shutil.copy(home / "old" / "border.prs.xlf", project / "source" / "border.xlf")
    (project / "source" / "border.po").write_text("\n".join(empty) + "\n", encoding="utf-8")


def test_it_translates_from_our_memory(project: tuple[Path, list[list[str]]]) -> None:
    catalogue = (project[0] / "target" / "border.po").read_text(encoding="utf-8")
    for unit in UNITS[:2]:
        assert f'msgid "{unit.source}"\nmsgstr "{unit.target}"' in catalogue
    assert 'msgid "Nobody has translated this."\nmsgstr ""' in catalogue


def test_it_reads_both_ways_of_writing_marks(project: tuple[Path, list[list[str]]]) -> None:
    found = {tuple(row[1:]) for row in project[1] if row[0] == "MEMORY"}
    whole = {("texts.tmx", unit.source, unit.target) for unit in UNITS[:2]}
    bare = ("codes.tmx", "The border reopened on Monday.", "سرحد روز دوشنبه باز شد.")
    assert found == whole | {bare, ("codes.tmx", UNITS[1].source, UNITS[1].target)}


@pytest.mark.parametrize("name", ["terms.utf8", "terms.tbx"])
def test_it_reads_every_term(project: tuple[Path, list[list[str]]], name: str) -> None:
    found = {(row[2], row[3]) for row in project[1] if row[0] == "TERM" and row[1] == name}
    for path in sorted(folder("glossary").glob("*.csv")):
        for term in glossary.parse(path.read_text(encoding="utf-8"), path.name):
            if "prs" in term.forms:
                assert (term.en, term.forms["prs"]) in found, term.id


def test_it_translates_our_xliff_and_keeps_the_drafts(
    project: tuple[Path, list[list[str]]],
) -> None:
    sent, back = (
        formats.read((project[0] / folder / "border.xlf").read_bytes(), name="border.xlf")
        for folder in ("source", "target")
    )
    drafts = {segment.source: segment.target for segment in sent.segments}
    assert all(drafts.values())
    targets = {segment.source: segment.target for segment in back.segments}
    assert targets == drafts | {unit.source: unit.target for unit in UNITS[1:2]}
