"""The bilingual table: cases in cases/table.json for CSV, the same rows in Excel, and bad files."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from workbench import formats, pipeline
from workbench.errors import UnreadableFile, UnwritableFile
from workbench.formats import xlsx_sheet
from workbench.model import Document, Finding, Inline, InlineKind, Segment, Severity, State

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "table.json").read_text(encoding="utf-8"))
KINDS = ["csv", "xlsx"]
HARD = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''", "- Yes.", 'a "b", c;d',
    "two\nlines", " edges ", "<g1>bold</g1><x2/>", "_x0041_", "ي \u200c ک", "a\x01b", "TRUE", "007",
)  # fmt: skip


def article() -> Document:
    segments = [
        Segment(f"{number:08x}", f"{text} en", text, State.DRAFT, note=text)
        for number, text in enumerate(HARD)
    ]
    found = (Finding("lost-tag", Severity.ERROR, "00000001", "=A mark is lost."),)
    return Document("a.md", "markdown", tuple(segments), target_language="ps", findings=found)


def edited(document: Document, edits: dict[str, Any]) -> Document:
    segments = []
    for segment in document.segments:
        target, state = edits.pop(segment.source, (segment.target, segment.state))
        segments.append(replace(segment, target=target, state=State(state)))
    assert not edits
    return replace(document, segments=tuple(segments))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_rows_are_read_and_written(case: dict[str, Any]) -> None:
    data = case["text"].encode()
    document = formats.read(data, name="a.csv")
    rows = [[s.key, s.source, s.target, s.state.value, s.note] for s in document.segments]
    assert [row[1:] for row in rows] == [row[1:] for row in case["rows"]]
    for row, wanted in zip(rows, case["rows"], strict=True):
        assert wanted[0] in (row[0], "")
    assert [s.line for s in document.segments] == case.get(
        "lines", [s.line for s in document.segments]
    )
    assert formats.write(document) == data
    assert formats.write(edited(document, dict(case["edits"]))).decode() == case["after"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_stays(codec: str) -> None:
    data = "source\tدری\r\nThe dam is full of water.\t\r\n".encode(codec)
    document = formats.read(data, name="a.tsv")
    assert document.target_language == "prs"
    assert formats.write(document) == data
    written = formats.write(edited(document, {"The dam is full of water.": ["پر", "draft"]}))
    assert written.decode(codec).endswith("water.\tپر\r\n")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_exported_comes_back(kind: str) -> None:
    document = article()
    data = formats.export(document, kind)
    assert data == formats.export(document, kind)
    back = formats.read(data, name=f"a.{kind}")
    assert (back.source_language, back.target_language) == ("en", "ps")
    found = [(s.key, s.source, s.target, s.state, s.note) for s in back.segments]
    assert found == [(s.key, s.source, s.target, s.state, s.note) for s in document.segments]
    assert formats.write(back) == data


@pytest.mark.parametrize("kind", KINDS)
def test_every_target_may_change_and_nothing_else_does(kind: str) -> None:
    data = formats.export(article(), kind)
    back = formats.read(data, name=f"a.{kind}")
    segments = tuple(
        replace(s, target=f"{s.target} ۷", state=State.REVIEWED) for s in back.segments
    )
    again = formats.read(formats.write(replace(back, segments=segments)), name=f"a.{kind}")
    assert [replace(s, line=0) for s in again.segments] == [replace(s, line=0) for s in segments]


def test_no_cell_of_a_table_is_a_formula() -> None:
    csv = formats.export(article(), "csv").decode("utf-8-sig")
    assert not [line for line in csv.split("\r\n") if line.startswith(("=", "+", "-", "@"))]
    assert ",=" not in csv
    assert ',"=' not in csv
    book = openpyxl.load_workbook(io.BytesIO(formats.export(article(), "xlsx")))
    for row in book.active.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n", "inlineStr")
            assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t"))


def test_a_workbook_is_made_to_work_in() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(formats.export(article(), "xlsx"))).active
    assert [cell.value for cell in sheet[1]] == [
        "id", "source (en)", "target (ps)", "state", "note", "findings"
    ]  # fmt: skip
    assert sheet.freeze_panes == "A2"
    assert sheet["C2"].alignment.readingOrder == 2
    assert sheet["B2"].alignment.wrap_text
    assert sheet["F3"].value == "lost-tag (error): =A mark is lost."


def test_excel_cannot_hold_a_text_of_any_length() -> None:
    long = replace(article(), segments=(Segment("k", "a" * 40_000),))
    with pytest.raises(UnwritableFile, match="Take CSV"):
        formats.export(long, "xlsx")
    assert len(formats.read(formats.export(long, "csv"), name="a.csv").segments) == 1


@pytest.mark.parametrize("name", ["bazaar.csv", "bazaar.xlsx", "ferry.tsv"])
def test_a_translators_table_comes_back(name: str) -> None:
    data = (HERE / "foreign" / name).read_bytes()
    document = formats.read(data, name=name)
    assert formats.write(document) == data
    segments = tuple(replace(s, target="=متن", state=State.TRANSLATED) for s in document.segments)
    written = formats.write(replace(document, segments=segments))
    back = formats.read(written, name=name)
    assert [s.target for s in back.segments] == ["=متن"] * len(segments)
    assert [(s.key, s.source, s.note) for s in back.segments] == [
        (s.key, s.source, s.note) for s in document.segments
    ]


def test_a_workbook_keeps_all_but_the_cells_written() -> None:
    data = (HERE / "foreign" / "bazaar.xlsx").read_bytes()
    document = formats.read(data, name="a.xlsx")
    assert [finding.check for finding in document.findings] == ["doubled-id", "formula"]
    written = formats.write(edited(document, {"Open from six.": ["پرانیستی", "draft"]}))
    with zipfile.ZipFile(io.BytesIO(data)) as a, zipfile.ZipFile(io.BytesIO(written)) as b:
        changed = [name for name in a.namelist() if a.read(name) != b.read(name)]
    assert changed == ["xl/worksheets/sheet2.xml"]
    before = openpyxl.load_workbook(io.BytesIO(data))["Texts"]
    after = openpyxl.load_workbook(io.BytesIO(written))["Texts"]
    cells = [[cell.value for cell in row] for row in after.iter_rows()]
    expected = [[cell.value for cell in row] for row in before.iter_rows()]
    expected[4][2:4] = ["پرانیستی", "draft"]
    assert cells == expected
    assert after["B2"].fill.fgColor.rgb == "00FFF2CC"
    assert after["B3"].comment.text == "Ask the millers."


def workbook(sheet: str, *, shared: str = "", strict: bool = False) -> bytes:
    """A workbook as Excel writes one: texts shared, parts related."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    if strict:
        kind = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    relation = '<Relationship Id="{}" Type="' + kind + '/{}" Target="{}"/>'
    relations = "<Relationships>{}</Relationships>"
    parts = {
        "_rels/.rels": relations.format(relation.format("r1", "officeDocument", "/xl/book.xml")),
        "xl/book.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r7"/></sheets></workbook>',
        "xl/_rels/book.xml.rels": relations.format(
            relation.format("r7", "worksheet", "worksheets/s.xml")
            + relation.format("r8", "sharedStrings", "shared.xml")
        ),
        "xl/worksheets/s.xml": f'<x:worksheet xmlns:x="{main}"><x:sheetData>{sheet}</x:sheetData>'
        "</x:worksheet>",
        "xl/shared.xml": f'<sst xmlns="{main}">{shared}</sst>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


SHARED = (
    "<si><t>source</t></si><si><t>target</t></si>"
    "<si><r><t>Two </t></r><r><rPr><b/></rPr><t>wells</t></r><rPh><t>x</t></rPh></si>"
)
SHEET = (
    '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="s"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="5"><x:c r="A5" t="s" s="3"><x:v>2</x:v></x:c><x:c r="D5"><x:v>9</x:v></x:c></x:row>'
    '<x:row r="6"><x:c r="A6" t="str"><x:f>A5</x:f><x:v>Two _x005F_x</x:v></x:c></x:row>'
)


@pytest.mark.parametrize("strict", [False, True])
def test_texts_that_cells_share(strict: bool) -> None:
    data = workbook(SHEET, shared=SHARED, strict=strict)
    document = formats.read(data, name="a.xlsx")
    assert [(s.source, s.line) for s in document.segments] == [("Two wells", 5), ("Two _x", 6)]
    assert [finding.check for finding in document.findings] == ["formula"]
    written = formats.write(edited(document, {"Two wells": ["دو چاه", "draft"]}))
    sheet = xlsx_sheet.Package(written, "a.xlsx").read("xl/worksheets/s.xml").decode()
    cell = '<x:c r="C5" t="inlineStr"><x:is><x:t xml:space="preserve">دو چاه</x:t></x:is></x:c>'
    assert f'<x:v>2</x:v></x:c>{cell}<x:c r="D5">' in sheet
    assert [s.target for s in formats.read(written, name="a.xlsx").segments] == ["دو چاه", ""]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
BAD: dict[str, tuple[str, bytes, str]] = {
    "no columns": ("a.csv", b"one,two\nx,y\n", "names no columns"),
    "nothing": ("a.csv", b"", "empty"),
    "blank lines": ("a.csv", b"\n\n,\n", "names no columns"),
    "a quotation mark never closed": ("a.csv", b'source,target\nx,"y\nz\n', "line 2, column 3"),
    "in another encoding": ("a.csv", "source,target\nx,سلام\n".encode("cp1256"), "iconv"),
    "half of a UTF-16 letter": ("a.csv", "source,target\nx,y\n".encode("utf-16")[:-1], "UTF-16"),
    "too wide": ("a.csv", b"source,target\n" + b"," * 300 + b"\n", "Split it"),
    "no workbook": ("a.xlsx", b"PK\x03\x04 no zip", "no complete Excel file"),
    "an old workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0 old", "Save it in Excel as .xlsx"),
    "a workbook without a table": ("a.xlsx", workbook(""), "names no columns"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_table_is_one_sentence(fault: str) -> None:
    name, data, words = BAD[fault]
    with pytest.raises(UnreadableFile, match=words) as caught:
        formats.read(data, name=name)
    assert "\n" not in str(caught.value)


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl/workbook.xml": BOMB.encode() + b"<x>&b;</x>"}, "entit"),
        ({"xl/workbook.xml": b"<x>" + b" " * (60 << 20) + b"</x>"}, "refused"),
        ({"../xl/workbook.xml": b"<x/>"}, "leads out"),
        ({"xl/workbook.xml": b'<!DOCTYPE x SYSTEM "http://example.org/x"><x/>'}, "document type"),
        ({"other.xml": b"<x/>"}, "missing"),
    ],
)
def test_a_workbook_that_means_harm_is_refused(parts: dict[str, bytes], words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        formats.read(packed(parts), name="a.xlsx")


def test_a_table_is_known_by_what_is_in_it() -> None:
    assert formats.detect("texts", formats.export(article(), "xlsx")).name == "xlsx"


GATE = "The gate opened at noon. Traders waited. The price of flour fell by a tenth.\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_goes_back_into_its_article(kind: str, tmp_path: Path) -> None:
    read = pipeline.read(GATE.encode(), name="gate.md")
    name, data = pipeline.export(replace(read, target_language="prs"), kind)
    table = formats.read(data, name=name)
    filled = tuple(replace(s, target=f"متن {n}.") for n, s in enumerate(table.segments))
    (tmp_path / name).write_bytes(formats.write(replace(table, segments=filled)))
    (tmp_path / "gate.md").write_text(GATE)
    report = pipeline.merge_files(tmp_path / "gate.md", tmp_path / name, tmp_path / "out.md")
    assert (tmp_path / "out.md").read_text() == "متن 0. متن 1. متن 2.\n"
    assert {s.state for s in report.document.segments} == {State.TRANSLATED}


def test_what_changed_since_is_neither_dropped_nor_believed() -> None:
    table = formats.read(
        "id,source,target\n,The gate opened at noon.,دروازه باز شد.\n"
        ",The market is closed on Fridays only.,بازار روز جمعه بسته است.\n".encode(),
        name="t.csv",
    )
    read = pipeline.read(GATE.replace("noon", "dawn").encode(), name="gate.md")
    merged = pipeline.merge(read, table)
    first = merged.segments[0]
    assert (first.target, first.state) == ("دروازه باز شد.", State.DRAFT)
    assert first.origin.startswith("merged 0.")
    assert merged.target_language == "prs"
    said = {(finding.check, finding.key) for finding in merged.findings}
    assert ("changed-source", first.key) in said
    assert ("left-over", "") in said
    assert ("not-merged", merged.segments[1].key) in said


def test_a_source_changed_in_the_table_is_told() -> None:
    read = pipeline.read(GATE.encode(), name="gate.md")
    key = read.segments[1].key
    table = formats.read(f"id,source,target\nu{key},Traders slept.,x\n".encode(), name="t.csv")
    merged = pipeline.merge(read, table)
    assert merged.segments[1].target == "x"
    assert [f.key for f in merged.findings if f.check == "changed-source"] == [key]


def test_marks_come_back_as_the_articles_own() -> None:
    bold = Inline(1, InlineKind.PAIR, "**", "**", "bold")
    read = pipeline.read(b"The **old** gate is closed.\n", name="a.md")
    assert read.segments[0].inlines == (bold,)
    data = formats.export(replace(read, target_language="prs"), "csv")
    table = formats.read(data, name="a.csv")
    filled = replace(table.segments[0], target="دروازهٔ <g1>کهنه</g1> بسته است.")
    merged = pipeline.merge(read, replace(table, segments=(filled,)))
    assert formats.write(merged).decode() == "دروازهٔ **کهنه** بسته است.\n"
