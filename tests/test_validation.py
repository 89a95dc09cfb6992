"""Validation: every rule finds what breaks it, and lets through what only looks like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench import validation
from workbench.errors import UnknownFormat, UnreadableFile
from workbench.model import Severity

CASES = json.loads((Path(__file__).parent / "cases" / "validation.json").read_text("utf-8"))
SAMPLES = Path(__file__).parent.parent.parent / "shared" / "samples" / "formats"
MODULES = (
    "mtc=matches gls=glossary mda=metadata val=validation ctr=changetracking res=resourcedata"
    " slr=sizerestriction fs=fs"
)
XLIFF = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="prs"'
    + "".join(
        ' xmlns:{}="urn:oasis:names:tc:xliff:{}:2.0"'.format(*one.split("="))
        for one in MODULES.split()
    )
    + ' xmlns:my="urn:example:mine">{}</xliff>'
)
FILE = XLIFF.format('<file id="f">{}</file>')
UNIT = FILE.format('<unit id="u">{}</unit>')
SEGMENT = UNIT.format('<segment id="s">{}</segment>')
OLD = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"'
    ' xmlns:my="urn:example:mine"><file original="a" source-language="en" target-language="prs"'
    ' datatype="plaintext">{}</file></xliff>'
)
TMX = (
    '<tmx version="1.4"><header creationtool="a" creationtoolversion="1" segtype="sentence"'
    ' o-tmf="a" adminlang="en" srclang="en" datatype="plaintext"/><body>{}</body></tmx>'
)
ROUND = {
    "whole": "{}",
    "files": XLIFF,
    "file": FILE,
    "unit": UNIT,
    "both": SEGMENT,
    "source": SEGMENT.format("<source>{}</source>"),
    "oldfile": OLD,
    "oldbody": OLD.format("<body>{}</body>"),
    "old": OLD.format('<body><trans-unit id="1">{}</trans-unit></body>'),
    "body": TMX,
    "tu": TMX.format("<tu>{}</tu>"),
}
"""What stands round a case."""


def broken(text: str, name: str = "a.xlf") -> list[str]:
    return [found.check for found in validation.faults(text.encode(), name=name)]


def errors(path: Path) -> list[str]:
    found = validation.faults(path.read_bytes(), name=path.name)
    return [one.check for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_rule_finds_what_breaks_it_and_nothing_else(case: dict[str, str]) -> None:
    assert set(broken(ROUND[case["inside"]].format(case["invalid"]))) == {case["rule"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_what_only_looks_wrong_passes(case: dict[str, str]) -> None:
    assert broken(ROUND[case["inside"]].format(case["valid"])) == []


def test_every_rule_has_a_case() -> None:
    assert {case["rule"] for case in CASES} == set(validation.RULES)


def test_a_finding_has_its_line_column_and_sentence() -> None:
    text = UNIT.format('\n  <segment\n   state="done"><source>Snow</source></segment>')
    (found,) = validation.faults(text.encode(), name="news/a.xlf")
    assert (found.file, found.line, found.column) == ("news/a.xlf", 3, 11)
    assert (found.check, found.severity) == ("bad-state", Severity.ERROR)
    assert found.message == "state='done' is no state of this version of XLIFF."


def test_findings_come_in_the_order_of_the_file() -> None:
    text = UNIT.format('<segment><source><ph/><x/></source></segment><segment id="&#9;"/>')
    found = validation.faults(text.encode(), name="a.xlf")
    assert [one.column for one in found] == sorted(one.column for one in found)
    assert len(found) == 4


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'<xliff>\n <file x="1" x="2"/></xliff>', 2, 19),
        (b'msgid "a"\nmsgstr b', 2, 8),
        (b'<!DOCTYPE xliff [<!ENTITY e "x">]>\n<xliff>&e;</xliff>', 1, 18),
    ],
    ids=["attribute twice", "unquoted", "entity"],
)
def test_what_cannot_be_read_is_a_finding_with_its_place(
    data: bytes, line: int, column: int
) -> None:
    (found,) = validation.faults(data, name="a.xlf")
    assert (found.check, found.line, found.column) == ("not-readable", line, column)


def test_what_is_no_such_file_is_refused() -> None:
    with pytest.raises(UnknownFormat, match="Name an XLIFF, PO or TMX file"):
        validation.faults(b"<html><p>Snow</p></html>", name="a.xlf")
    with pytest.raises(UnreadableFile, match="There is no file"):
        validation.validate([Path("nothing.xlf")])


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_the_schema_of_both_versions_is_the_same(version: str) -> None:
    assert broken(UNIT.format("<segment><source/></segment>").replace("2.1", version, 1)) == []


def test_a_large_file_takes_time_in_proportion() -> None:
    units = "".join(
        f'<unit id="u{n}"><segment><source><sc id="1"/>a<ph id="2" subFlows="u{n}"/>'
        f'<ec startRef="1"/><mrk id="m" type="term" ref="#f=f/u=u0">b</mrk></source></segment>'
        "</unit>"
        for n in range(4000)
    )
    assert broken(FILE.format(units)) == []


def samples(pattern: str) -> list[Path]:
    return sorted((SAMPLES / "xliff2-okapi").glob(f"**/lib-xliff2/**/resources/{pattern}/**/*.xlf"))


@pytest.mark.skipif(not SAMPLES.exists(), reason="the test files of the standard are not here")
def test_the_invalid_files_of_the_standard_are_refused_and_the_valid_ones_pass() -> None:
    invalid, valid = samples("invalid"), samples("valid")
    assert len(invalid) > 140
    assert len(valid) > 50
    assert [path.name for path in invalid if not errors(path)] == []
    assert [path.name for path in valid if errors(path)] == []
