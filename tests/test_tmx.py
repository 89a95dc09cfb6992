"""TMX: units out and back, files of other tools, and files that try to do harm."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from workbench import cli
from workbench.errors import UnreadableFile
from workbench.formats import tmx
from workbench.model import Unit
from workbench.store import Store

ROOT = Path(__file__).parent.parent
DTD = ROOT.parent / "shared" / "schemas" / "tbx-tmx" / "catalog" / "tmx" / "tmx14.dtd"
CASES = json.loads((ROOT / "tests" / "cases" / "tmx.json").read_text(encoding="utf-8"))
UNITS = [
    Unit(
        "The <g1>border</g1> reopened<x2/>.",
        "<g1>سرحد</g1> دوباره باز شد<x2/>.",
        "en",
        "prs",
        "border-trade.md",
        "Amin",
        datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
        "Zarghuna",
        datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC),
        "asked the desk",
        (("x-domain", "trade"), ("x-project", "border & <trade>")),
    ),
    Unit("He said: <no>.", "هغه وویل: <نه>.", "en", "ps"),
    Unit("Crossing <g1>a<g2>b</g1>c</g2>, half <g3>open, twice <g4></g4><g4>", "الف", "en", "prs"),
    Unit("مرز باز شد.", "پوله پرانیستل شوه.", "prs", "ps"),
]


def written(units: list[Unit]) -> bytes:
    file = BytesIO()
    assert tmx.write(units, file) == len(units)
    return file.getvalue()


def read(data: bytes, skipped: Counter[str] | None = None) -> list[Unit]:
    return list(tmx.read(BytesIO(data), name="x.tmx", skipped=skipped))


def test_units_come_back_whole() -> None:
    data = written(UNITS)
    assert read(data) == [replace(unit, origin=unit.origin or "x.tmx") for unit in UNITS]
    assert data == written(UNITS)


def test_marks_written_as_text_are_marks_again() -> None:
    file = BytesIO()
    tmx.write(UNITS[:1], file, codes=False)
    assert b"&lt;g1&gt;border" in file.getvalue()
    assert read(file.getvalue()) == UNITS[:1]


def test_a_character_xml_cannot_hold_does_not_break_the_file() -> None:
    (unit,) = read(written([replace(UNITS[1], source="a\x00b\ud800", note="\x1b")]))
    assert (unit.source, unit.note) == ("a\ufffdb\ufffd", "\ufffd")


@pytest.mark.skipif(not DTD.is_file(), reason="the document type of TMX is not at hand")
def test_tmx_is_valid() -> None:
    # The published file declares `lt` and `amp` in a way libxml2 takes for a loop; XML has them.
    text = "".join(
        line
        for line in DTD.read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith(("<!ENTITY  lt", "<!ENTITY  amp"))
    )
    dtd = etree.DTD(BytesIO(text.encode()))
    assert dtd.validate(etree.fromstring(written(UNITS))), dtd.error_log


def tu(source: str, target: str, *, language: str = "fa-AF", attributes: str = "") -> str:
    return (
        f"<tu {attributes}><tuv xml:lang='EN-US'><seg>{source}</seg></tuv>"
        f"<tuv xml:lang='{language}'><seg>{target}</seg></tuv></tu>"
    )


def file(body: str, *, doctype: str = "", header: str = "<header srclang='en-US'/>") -> bytes:
    return f"{doctype}<tmx version='1.4'>{header}<body>{body}</body></tmx>".encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_codes_of_other_tools(case: dict[str, str]) -> None:
    found = [(unit.source, unit.target) for unit in read(file(tu(case["source"], case["target"])))]
    assert found == ([tuple(case["expected"])] if case["expected"] else [])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("fa-AF", "prs"),
        ("FA_AF", "prs"),
        ("prs-AF", "prs"),
        ("pbt", "ps"),
        ("ps-Arab", "ps"),
        ("fa-IR", "fa"),
        ("fa", "fa"),
    ],
)
def test_languages_in_the_forms_people_use(given: str, code: str) -> None:
    (unit,) = read(file(tu("goes", "رفت", language=given)))
    assert (unit.source_language, unit.target_language) == ("en", code)


def test_a_unit_in_several_languages_becomes_several() -> None:
    rows = {"de": "Grenze", "ps": "پوله", "en-GB": "border", "prs": "سرحد", "en": "frontier"}
    body = "".join(f"<tuv xml:lang='{code}'><seg>{text}</seg></tuv>" for code, text in rows.items())
    skipped: Counter[str] = Counter()
    units = read(file(f"<tu>{body}</tu>", header="<header srclang='*all*'/>"), skipped)
    assert [(u.source, u.target, u.target_language) for u in units] == [
        ("border", "پوله", "ps"),
        ("border", "سرحد", "prs"),
    ]
    assert skipped == {"language 'de'": 1, "same language": 1}


def test_what_a_unit_says_of_itself_is_kept() -> None:
    attributes = (
        "creationid='Amin' changeid='Zarghuna' creationdate='20260301T083000Z'"
        " changedate='20261431T000000Z'"
    )
    unit = tu("goes", "رفت", attributes=attributes)
    unit = unit.replace("<tuv", "<note>one</note><prop type='x-file'>a.md</prop><tuv", 1)
    unit = unit.replace("<seg>رفت", "<note>two</note><seg>رفت")
    (found,) = read(file(unit))
    assert (found.creator, found.author, found.note) == ("Amin", "Zarghuna", "one\ntwo")
    assert found.created == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert found.changed is None, "the 31st of a fourteenth month is no date"
    assert found.properties == (("x-file", "a.md"),)


def test_attributes_that_mean_something_to_another_tool_come_back_to_it() -> None:
    attributes = "tuid='b-17' usagecount='4' lastusagedate='20260301T083000Z' o-tmf='Alchemy'"
    (unit,) = read(file(tu("goes", "رفت", attributes=attributes)))
    assert ("tu:tuid", "b-17") in unit.properties
    again = etree.fromstring(written([unit])).find("body/tu")
    assert again is not None
    for name in ("tuid", "usagecount", "lastusagedate", "o-tmf"):
        assert f"{name}='{again.get(name)}'" in attributes
    assert again.find("prop[@type='tu:tuid']") is None
    assert read(written([unit])) == [unit]


def test_a_variant_without_text_or_source_is_counted() -> None:
    skipped: Counter[str] = Counter()
    body = "<tu><tuv xml:lang='ps'><seg>a</seg></tuv></tu><tu><tuv xml:lang='en'/></tu>"
    assert read(file(body), skipped) == []
    assert skipped == {"no source": 1, "empty": 1}


GOOD = tu("goes", "رفت")
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))
HOSTILE = {
    "a bomb": file(tu("&l8;", "رفت"), doctype=f"<!DOCTYPE tmx [{BOMB}]>"),
    "entities that are never used": file(GOOD, doctype='<!DOCTYPE tmx [<!ENTITY x "y">]>'),
    "a file from the disk": file(
        tu("&x;", "رفت"), doctype='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "a parameter entity": file(
        GOOD, doctype='<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]>'
    ),
    "an entity of a document type elsewhere": file(
        tu("a &x; b", "رفت"), doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    ),
    "entities in another encoding": (
        '<?xml version="1.0" encoding="utf-16"?>'
        + file(GOOD, doctype='<!DOCTYPE tmx [<!ENTITY x "y">]>').decode()
    ).encode("utf-16"),
    "no XML": b"goes\t\xd8\xb1",
    "nothing": b"",
    "another XML": b"<html><body/></html>",
    "cut off": file(GOOD)[:-20],
    "nested beyond reason": file("<tu>" * 5000),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_hostile_tmx_is_refused_in_one_sentence(trick: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(HOSTILE[trick])
    assert str(caught.value).startswith("x.tmx")
    assert "\n" not in str(caught.value)


def test_a_doctype_that_names_a_file_is_never_followed() -> None:
    assert len(read(file(GOOD, doctype='<!DOCTYPE tmx SYSTEM "http://example.org/x.dtd">'))) == 1


def test_another_encoding_is_read() -> None:
    data = ('<?xml version="1.0" encoding="utf-16"?>' + file(GOOD).decode()).encode("utf-16")
    assert read(data)[0].target == "رفت"


def test_what_stood_before_a_fault_has_been_handed_out() -> None:
    units = tmx.read(BytesIO(file(GOOD * 2000)[:-20]), name="x.tmx")
    assert next(units).target == "رفت"
    with pytest.raises(UnreadableFile):
        list(units)


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "memory", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", str(tmp_path / "desk.sqlite"))
    return Store()


def test_the_commands(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, taken = tmp_path / "given.tmx", tmp_path / "taken.tmx"
    given.write_bytes(written(UNITS) + b"\n")
    assert run("import", given) == 0
    assert "4 new units, 0 changed, 0 known" in capsys.readouterr().out
    assert run("import", given, "--json") == 0
    assert json.loads(capsys.readouterr().out)["known"] == 4
    assert run("export", taken) == 0
    assert read(taken.read_bytes()) == [
        replace(unit, origin=unit.origin or "given.tmx") for unit in UNITS
    ]
    assert run("export", taken, "--to", "pbt") == 0
    assert {unit.target_language for unit in read(taken.read_bytes())} == {"ps"}
    assert store.remembered() == 4


def test_what_cannot_be_read_changes_nothing(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.tmx"
    path.write_bytes(HOSTILE["a bomb"])
    assert run("import", path) == 2
    assert "uses entities" in capsys.readouterr().err
    assert run("import", tmp_path / "missing.tmx") == 2
    assert run("import", tmp_path) == 2
    assert store.remembered() == 0


def test_of_a_broken_file_what_stood_before_is_kept(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.tmx"
    body = "".join(tu(f"Sentence {n}.", "رفت") for n in range(2000))
    path.write_bytes(file(body)[:-20])
    assert run("import", path) == 2
    kept = store.remembered()
    assert kept > 1000
    assert f"{kept} new units before the fault were kept." in capsys.readouterr().err
    path.write_bytes(file(body))
    assert run("import", path) == 0
    assert store.remembered() == 2000
