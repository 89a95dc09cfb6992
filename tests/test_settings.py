"""`workbench.toml`: what a project has agreed on holds for every command, and a slip is told."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from workbench import cli
from workbench.errors import BadSettings
from workbench.formats import tmx
from workbench.model import Severity, Unit
from workbench.pipeline import settings
from workbench.pipeline.settings import NAME, Settings, read, settings_for
from workbench.store import Store

ROOT = Path(__file__).parent.parent
CASES = json.loads((ROOT / "tests" / "cases" / "settings.json").read_text(encoding="utf-8"))
WHOLE = """
languages = ["fa-AF", "ps"]
glossary = "terms"
engine = "echo"
fail-on = "warning"
exclude = ["drafts/*", "*.old.po", "archive/"]
domain = "trade"
acronyms = ["UNHCR", "FAO"]
keys = ["title", "seo.title"]

[memory]
use = true
files = ["memory/house.tmx"]
threshold = 80
[memory.penalties]
machine = 10
unreviewed = 2
aligned = 1
other-domain = 5
"agency.tmx" = 8

[checks]
missing-number = "warning"
double-space = "off"
length = true

[style]
digits = "western"
half-space = "space"
"""
CATALOGUE = """
msgid ""
msgstr "Language: prs\\n"

msgid "At least 15 people were hurt in Kunduz."
msgstr "دست‌کم چند تن در  کندز زخمی شدند."
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "places.csv").write_text(
        "id,en,en_also,prs,prs_also,prs_avoid,ps,ps_also,ps_avoid,class,case,status,note,source\n",
        encoding="utf-8",
    )
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "house.tmx").write_text("<tmx/>", encoding="utf-8")
    (tmp_path / NAME).write_text(WHOLE, encoding="utf-8")
    return tmp_path


def test_every_key_is_read(project: Path) -> None:
    found = read(project / NAME)
    assert found.languages == ("prs", "ps")
    assert found.glossary == project / "terms"
    assert (found.engine, found.fail_on, found.domain) == ("echo", "warning", "trade")
    assert found.acronyms == ("UNHCR", "FAO")
    assert (found.recall, found.threshold) == (True, 80)
    assert found.memory_files == (project / "memory" / "house.tmx",)
    assert found.penalties == {
        "machine": 10,
        "unreviewed": 2,
        "aligned": 1,
        "other-domain": 5,
        "agency.tmx": 8,
    }
    assert found.severities["missing-number"] == "warning"
    assert "length" not in found.severities, "true is as the house has it"
    assert {found.severities[name] for name in ("western-digits", "verb-prefix")} == {"off"}


def test_an_empty_file_is_the_house_s_own_way(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("\ufeff# nothing yet\n", encoding="utf-8")
    assert read(tmp_path / NAME) == Settings(tmp_path / NAME)


def test_the_example_of_the_readme_can_be_read(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "glossary").mkdir()
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "house.tmx").touch()
    (tmp_path / NAME).write_text(example, encoding="utf-8")
    found = read(tmp_path / NAME)
    assert found.languages == ("prs", "ps")
    assert found.penalties["agency.tmx"] == 8
    told = [line.strip() for line in (settings.__doc__ or "").splitlines()]
    assert all(line in told for line in example.strip().splitlines())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_slip_is_told_with_its_key(tmp_path: Path, case: dict[str, str]) -> None:
    text = case["text"].replace("@deep@", "a = " + "[" * 100_000)
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        read(tmp_path / NAME)
    assert case["said"] in str(caught.value)
    assert NAME in str(caught.value)
    assert "\n" not in str(caught.value)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes("domain = 'Präsident'".encode("latin-1"))
    with pytest.raises(BadSettings, match="UTF-8"):
        read(tmp_path / NAME)


def test_it_is_found_upward_from_what_the_files_share(project: Path) -> None:
    deep = project / "articles" / "2026" / "may"
    deep.mkdir(parents=True)
    assert settings_for([deep / "a.md"]).path == project / NAME
    assert settings_for([deep, project / "locales" / "prs.po"]).path == project / NAME
    assert settings_for([project.parent / "other" / "a.md"]).path is None
    (deep / NAME).write_text("engine = 'argos'\n", encoding="utf-8")
    assert settings_for([deep / "a.md"]).engine == "argos", "the nearest counts"
    assert settings_for([deep / "a.md", project / "b.md"]).engine == "echo"


@pytest.mark.parametrize(
    ("name", "excluded"),
    [
        ("drafts/a.md", True),
        ("drafts/deep/a.md", True),
        ("a.old.po", True),
        ("locales/prs/a.old.po", True),
        ("archive/2020/a.md", True),
        ("articles/drafts.md", False),
        ("a.po", False),
        ("../elsewhere/drafts/a.md", False),
    ],
)
def test_what_is_excluded(project: Path, name: str, excluded: bool) -> None:
    assert read(project / NAME).excludes(project / name) is excluded


def test_a_severity_is_what_the_project_says() -> None:
    own = Settings(severities={"length": "error", "copied": "off"})
    assert own.severity("length", Severity.WARNING) is Severity.ERROR
    assert own.severity("copied", Severity.ERROR) is Severity.ERROR
    assert own.severity("kashida", Severity.WARNING) is Severity.WARNING


def run(*arguments: object) -> int:
    sys.argv = ["workbench", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    told = json.loads(capsys.readouterr().out)
    return {found["check"]: found["severity"] for found in told["findings"]}


def test_check_holds_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.prs.po"
    file.write_text(CATALOGUE, encoding="utf-8")
    assert run("check", file, "--json") == 1
    found = findings(capsys)
    assert (found["missing-number"], found["double-space"]) == ("error", "warning")
    (tmp_path / NAME).write_text(
        "[checks]\nmissing-number = 'warning'\ndouble-space = 'off'\n", encoding="utf-8"
    )
    assert run("check", file, "--json") == 0
    found = findings(capsys)
    assert found["missing-number"] == "warning"
    assert "double-space" not in found
    (tmp_path / NAME).write_text("fail-on = 'info'\nexclude = ['a.*']\n", encoding="utf-8")
    assert run("check", file, "--json") == 0
    assert findings(capsys) == {}


def test_what_is_off_is_not_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.prs.po"
    file.write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / NAME).write_text("[checks]\ndouble-space = 'off'\n", encoding="utf-8")
    run("check", file, "--fix")
    assert "در  کندز" in file.read_text(encoding="utf-8")
    (tmp_path / NAME).unlink()
    run("check", file, "--fix")
    assert "در کندز" in file.read_text(encoding="utf-8")
    capsys.readouterr()


def test_translate_holds_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("WORKBENCH_ENGINE", raising=False)
    (tmp_path / "a.md").write_text("The market is open today.\n", encoding="utf-8")
    (tmp_path / NAME).write_text("languages = ['ps']\nengine = 'echo'\n", encoding="utf-8")
    assert run("translate", tmp_path / "a.md") == 0
    assert sorted(path.name for path in tmp_path.glob("a.*.md")) == ["a.ps.md"]
    assert run("translate", tmp_path / "a.md", "--to", "prs") == 0
    assert (tmp_path / "a.prs.md").is_file(), "the command line counts more"
    (tmp_path / NAME).write_text("engine = 'ecko'\n", encoding="utf-8")
    assert run("translate", tmp_path / "a.md") == 2
    assert "Did you mean echo?" in re.sub(r"\s+", " ", capsys.readouterr().err)


def test_validate_holds_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.po"
    file.write_text('msgid "a"\nmsgstr "b\n', encoding="utf-8")
    assert run("validate", file) == 1
    (tmp_path / NAME).write_text("fail-on = 'never'\n", encoding="utf-8")
    assert run("validate", file) == 0
    (tmp_path / NAME).write_text("exclude = ['*.po']\n", encoding="utf-8")
    assert run("validate", file) == 0
    capsys.readouterr()


def test_the_memory_s_commands_hold_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    monkeypatch.chdir(tmp_path)
    law = Unit("The court sat.", "محکمه دایر شد.", "en", "prs", properties=(("x-domain", "law"),))
    units = [
        law,
        Unit("Wheat is dearer.", "گندم گران‌تر شد.", "en", "prs"),
        Unit("Wheat is dearer.", "غنم ګران شول.", "en", "ps"),
        Unit("The border reopened today.", "The border reopened today.", "en", "ps"),
    ]
    given, taken = tmp_path / "given.tmx", tmp_path / "taken.tmx"
    with given.open("wb") as data:
        tmx.write(units, data)
    (tmp_path / NAME).write_text("domain = 'trade'\nlanguages = ['prs']\n", encoding="utf-8")
    assert run("memory", "import", given) == 0
    store = Store()
    domains = [dict(unit.properties)["x-domain"] for unit in store.units()]
    assert domains == ["law", "trade", "trade", "trade"], "what says its own keeps it"
    assert run("memory", "export", taken) == 0
    with taken.open("rb") as data:
        assert {unit.target_language for unit in tmx.read(data, name="t")} == {"prs"}
    assert run("memory", "export", taken, "--to", "prs,ps") == 0
    with taken.open("rb") as data:
        assert len(list(tmx.read(data, name="t"))) == 4, "the command line counts more"
    assert run("memory", "clean") == 0
    assert store.remembered() == 4, "the one that does not belong is of another language"
    assert run("memory", "clean", "--to", "ps") == 0
    assert store.remembered() == 3
    (tmp_path / NAME).write_text("exclude = ['*.tmx']\n", encoding="utf-8")
    assert run("memory", "import", given) == 2
    assert run("memory", "export", taken) == 2
    assert "excludes taken.tmx" in capsys.readouterr().err
    (tmp_path / NAME).write_text("domane = 'law'\n", encoding="utf-8")
    for command in (("import", given), ("export", taken), ("clean",)):
        assert run("memory", *command) == 2
        assert "Did you mean domain?" in capsys.readouterr().err


def test_an_acronym_of_the_house_stays_latin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.prs.po"
    file.write_text(
        CATALOGUE.replace("in Kunduz", "by NATO").replace("در  کندز", "از سوی ناتو"),
        encoding="utf-8",
    )
    run("check", file, "--json")
    assert "lost-acronym" not in findings(capsys)
    (tmp_path / NAME).write_text("acronyms = ['NATO']\n", encoding="utf-8")
    run("check", file, "--json")
    assert findings(capsys)["lost-acronym"] == "warning"
