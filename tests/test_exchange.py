"""Terms out to other tools and back, and files that try to do harm."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from lxml import etree

from workbench import cli, formats
from workbench.errors import BadGlossary
from workbench.formats import tbx
from workbench.glossary import exchange, parse
from workbench.model import Term

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT.parent / "shared" / "schemas" / "tbx-tmx" / "catalog" / "tbx"
TERMS = [
    Term(
        "group-taliban",
        "Taliban",
        ("Talib", "Talebs"),
        {"prs": "طالبان", "ps": "طالبان"},
        {"prs": (), "ps": ("طالبانو",)},
        {"prs": ("طلبه", "طالب‌ها"), "ps": ()},
        "group;m;pl",
        "first",
        "proposed",
        'a note, with a comma; a "quote" & <tags>',
        "house style",
    ),
    Term(
        "term-prime-minister",
        "prime minister",
        (),
        {"prs": "صدراعظم"},
        {"prs": ("نخست وزیر",), "ps": ()},
        {"prs": (), "ps": ()},
        "title",
    ),
]


def test_our_own_rows_come_back() -> None:
    assert parse(exchange.to_rows(TERMS), "x.csv") == TERMS


@pytest.mark.parametrize("version", [2, 3])
def test_tbx_comes_back_whole(version: int) -> None:
    data = tbx.write(TERMS, version=version)
    back = tbx.read(data, name="x.tbx")
    assert [(t.id, t.en, t.en_also, t.forms, t.kind, t.case, t.note, t.source) for t in back] == [
        (t.id, t.en, t.en_also, t.forms, t.kind, t.case, t.note, t.source or "x.tbx") for t in TERMS
    ]
    assert back[0].avoid["prs"] == ("طلبه", "طالب‌ها")
    assert back[1].also["prs"] == ("نخست وزیر",)
    assert data == tbx.write(TERMS, version=version)


def shipped() -> list[Term]:
    return [
        term
        for path in sorted((ROOT / "glossary").glob("*.csv"))
        for term in parse(formats.decode(path.read_bytes(), name=path.name), path.name)
    ]


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of TBX are not at hand")
def test_tbx_is_valid() -> None:
    dtd = etree.DTD(str(SCHEMAS / "TBXcoreStructV02.dtd"))
    grammar = etree.RelaxNG(etree.parse(str(SCHEMAS / "TBXcoreStructV03.rng")))
    for terms in (TERMS, shipped()):
        assert dtd.validate(etree.fromstring(tbx.write(terms, version=2))), dtd.error_log
        assert grammar.validate(etree.fromstring(tbx.write(terms, version=3))), grammar.error_log


def test_a_status_that_was_approved_elsewhere_is_proposed_here() -> None:
    data = tbx.write(TERMS).replace(b"status: proposed", b"status: approved")
    assert {term.status for term in tbx.read(data, name="x.tbx")} == {"proposed"}


def entry(body: str, doctype: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{doctype}<martif type="TBX" xml:lang="en"><text><body>'
        f'<termEntry id="c1">{body}</termEntry></body></text></martif>'
    ).encode()


ENGLISH = '<langSet xml:lang="en-US"><tig><term>Kabul</term></tig></langSet>'


def test_tbx_of_other_tools() -> None:
    ntig = (
        '<langSet xml:lang="fa-AF"><ntig><termGrp><term>كابل</term><termNote'
        ' type="administrativeStatus">admittedTerm-admn-sts</termNote></termGrp></ntig><ntig>'
        "<termGrp><term>کابل <hi>شهر</hi></term><termNote"
        ' type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig></langSet>'
        '<langSet xml:lang="de"><tig><term>Kabul</term></tig></langSet>'
    )
    (term,) = tbx.read(entry(ENGLISH + ntig), name="x.tbx")
    assert (term.id, term.en, term.case) == ("c1", "Kabul", "first")
    assert (term.forms, term.also) == ({"prs": "کابل شهر"}, {"prs": ("كابل",)})


BOMB = "".join(f'<!ENTITY l{n} "{"&l" * 0}{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))
HOSTILE = {
    "a bomb": entry(ENGLISH, f"<!DOCTYPE martif [{BOMB}]>"),
    "a file from the disk": entry(
        '<langSet xml:lang="en"><tig><term>&x;</term></tig></langSet>',
        '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "a parameter entity": entry(
        ENGLISH, '<!DOCTYPE martif [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]>'
    ),
    "entities in another encoding": entry(ENGLISH, '<!DOCTYPE martif [<!ENTITY x "y">]>')
    .decode()
    .replace('"1.0"?', '"1.0" encoding="utf-16"?')
    .encode("utf-16"),
    "a formula": entry(ENGLISH.replace("Kabul", "=cmd()")),
    "no XML": b"Kabul\tKabul",
    "nothing": b"",
    "another XML": b"<html/>",
    "cut off": tbx.write(TERMS)[:-40],
    "no English": entry('<langSet xml:lang="de"><tig><term>Kabul</term></tig></langSet>'),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_hostile_tbx_is_refused_in_one_sentence(trick: str) -> None:
    with pytest.raises(BadGlossary) as caught:
        tbx.read(HOSTILE[trick], name="x.tbx")
    message = str(caught.value)
    assert message.startswith("x.tbx")
    assert "root:" not in message
    assert "\n" not in message


def test_a_doctype_that_names_a_file_is_never_followed() -> None:
    data = entry(ENGLISH, '<!DOCTYPE martif SYSTEM "http://example.org/TBXcoreStructV02.dtd">')
    assert len(tbx.read(data, name="x.tbx")) == 1


def test_omegat_has_a_line_a_form() -> None:
    lines = exchange.to_omegat(TERMS, "prs").splitlines()
    assert lines[0].split("\t")[:2] == ["Taliban", "طالبان"]
    assert "not: طلبه, طالب‌ها" in lines[0]
    assert [line.split("\t")[1] for line in lines[-2:]] == ["صدراعظم", "نخست وزیر"]
    assert all(line.count("\t") == 2 for line in lines)


def test_omegat_comes_back() -> None:
    text = "\ufeff# a remark\n\n" + exchange.to_omegat(TERMS, "prs")
    terms = exchange.from_omegat(text, "prs", "x.tsv")
    found = {term.en: term.allowed("prs") for term in terms}
    assert found["prime minister"] == ("صدراعظم", "نخست وزیر")
    assert found["Talib"] == ("طالبان",)


def test_weblate_comes_back() -> None:
    terms = exchange.from_weblate(exchange.to_weblate(TERMS, "prs"), "prs", "x.csv")
    assert [(t.id, t.en, t.en_also, t.forms) for t in terms] == [
        ("group-taliban", "Taliban", ("Talib", "Talebs"), {"prs": "طالبان"}),
        ("term-prime-minister", "prime minister", (), {"prs": "صدراعظم"}),
    ]


BAD = {
    "one field": (exchange.from_omegat, "Kabul\n", "line 1"),
    "no translation": (exchange.from_omegat, "Herat\tهرات\nKabul\t\n", "line 2"),
    "a formula in tabs": (exchange.from_omegat, "Herat\tهرات\nKabul\t=cmd\n", "line 2"),
    "no columns": (exchange.from_weblate, "a,b\n1,2\n", "line 1"),
    "a doubled column": (exchange.from_weblate, "source,target,source\n", "line 1"),
    "a formula in CSV": (exchange.from_weblate, "source,target\nKabul,@x\n", "line 2"),
    "a quote never closed": (exchange.from_weblate, 'source,target\n"Kabul,x\n', "Mend"),
    "nothing": (exchange.from_weblate, "", "line 1"),
}


@pytest.mark.parametrize("trick", BAD)
def test_a_bad_file_is_one_sentence(trick: str) -> None:
    read, text, words = BAD[trick]
    with pytest.raises(BadGlossary, match=words):
        read(text, "prs", "x")


def run(*arguments: object) -> int:
    sys.argv = ["workbench", "glossary", *map(str, arguments)]
    with pytest.raises(SystemExit) as leaving:
        cli.main()
    return int(leaving.value.code or 0)


@pytest.mark.parametrize(
    ("kind", "name", "language"),
    [
        ("tbx", "x.tbx", ""),
        ("tbx3", "x.tbx", ""),
        ("omegat", "x.tsv", "ps"),
        ("weblate", "x.csv", "fa-AF"),
    ],
)
def test_the_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, name: str, language: str
) -> None:
    glossary, empty = tmp_path / "mine.csv", tmp_path / "empty.csv"
    glossary.write_text(exchange.to_rows(TERMS), encoding="utf-8")
    empty.write_text(exchange.to_rows([]), encoding="utf-8")
    options = ("--language", language) if language else ()
    written, read = tmp_path / name, tmp_path / "back.csv"
    assert run("export", "-o", written, "--as", kind, "--glossary", glossary, *options) == 0
    assert run("import", written, "-o", read, "--glossary", empty, *options) == 0
    back = parse(read.read_text(encoding="utf-8"), "back.csv")
    assert back[0].en == "Taliban"
    assert run("import", written, "-o", read, *options) == 2
    assert "is there already" in capsys.readouterr().err
    again = tmp_path / "again.csv"
    assert run("import", written, "-o", again, "--glossary", glossary, *options) == 0
    assert parse(again.read_text(encoding="utf-8"), "again.csv") == []


def test_a_language_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "-o", tmp_path / "x.tsv", "--as", "omegat") == 2
    assert "--language prs" in capsys.readouterr().err
