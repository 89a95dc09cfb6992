"""Word: what becomes a segment, what is written right-to-left, and that nothing else changes."""

from __future__ import annotations

import io
import json
import struct
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from docx_files import SAMPLE, packed, sample, zipped
from workbench import formats, pipeline
from workbench.engines.echo import Echo
from workbench.errors import UnreadableFile
from workbench.inline import MARK
from workbench.model import Document
from workbench.store import Store

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "samples" / "formats"
CASES: list[dict[str, Any]] = json.loads((HERE / "cases" / "docx.json").read_text("utf-8"))
FILES = sorted(SHARED.rglob("*.docx"))
REFUSED = {"948-1.docx": "its namespace has a space in it, which no XML parser takes"}
DARI = "ترجمه"


def read(data: bytes) -> Document:
    return formats.read(data, name="a.docx")


def with_targets(document: Document, targets: list[str], language: str = "prs") -> Document:
    pairs = zip(document.segments, targets, strict=True)
    segments = tuple(replace(segment, target=target) for segment, target in pairs)
    return replace(document, segments=segments, target_language=language)


def twin(document: Document) -> Document:
    """Every segment translated, its marks kept."""
    turned = []
    for segment in document.segments:
        marks = MARK.findall(segment.source)
        texts = [DARI if text.strip() else text for text in MARK.split(segment.source)]
        row = [part for pair in zip(texts, [*marks, ""], strict=True) for part in pair]
        turned.append("".join(row))
    return with_targets(document, turned)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(data: bytes) -> str:
    text = parts(data)["word/document.xml"].decode()
    return text[text.index("<w:body>") + 8 : text.rindex("<w:sectPr")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_paragraphs(case: dict[str, Any]) -> None:
    document = read(packed(case["body"]))
    assert [segment.source for segment in document.segments] == case["sources"]
    if "targets" in case:
        written = formats.write(with_targets(document, case["targets"]))
        assert body(written) == case["written"]
        etree.fromstring(parts(written)["word/document.xml"])


SAMPLES = [SAMPLE, *FILES]


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda path: path.name)
def article(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    if path.name in REFUSED:
        pytest.skip(REFUSED[path.name])
    return path


@pytest.mark.skipif(not FILES, reason="the files of other tools lie beside the project: not here")
def test_files_of_other_tools_are_here() -> None:
    assert len(FILES) > 100


def test_read_and_written_without_an_edit_it_is_the_same_file(article: Path) -> None:
    data = article.read_bytes()
    assert formats.write(read(data)) == data


def test_translated_into_itself_it_says_the_same(article: Path) -> None:
    document = read(article.read_bytes())
    sources = [segment.source for segment in document.segments]
    again = read(formats.write(with_targets(document, sources)))
    assert [segment.source for segment in again.segments] == sources


MOVED = frozenset(
    """t rPr bidi bidiVisual proofErr lastRenderedPageBreak softHyphen noBreakHyphen del moveFrom
    permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd""".split()
)
UNWRAPPED = frozenset("r ins moveTo smartTag customXml dir bdo".split())


def bones(xml: bytes) -> bytes:
    """A part without its text, its runs and what makes it right-to-left: the rest must stay."""
    root = etree.fromstring(xml)
    silent = {
        e.get(f"{{{e.nsmap['w']}}}id")
        for e in root.iter("{*}bookmarkStart")
        if e.get(f"{{{e.nsmap['w']}}}name") == "_GoBack"
    }
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element).localname
        parent = element.getparent()
        word = "wordprocessingml" in element.tag
        if parent is None or not word:
            continue
        cursor = name.startswith("bookmark") and any(v in silent for v in element.attrib.values())
        if name in MOVED or cursor:
            parent.remove(element)
        elif name in UNWRAPPED:
            at = parent.index(element)
            parent[at : at + 1] = list(element)
    for element in list(root.iter("{*}pPr")):
        if not len(element) and element.getparent() is not None:
            element.getparent().remove(element)
    for element in root.iter(etree.Element):
        element.text = element.tail = (
            None if not element.tag.endswith("instrText") else element.text
        )
    return etree.tostring(root, method="c14n2")


def test_twin(article: Path) -> None:
    """With every segment exchanged, all else is what it was."""
    data = article.read_bytes()
    document = read(data)
    written = formats.write(twin(document))
    before, after = parts(data), parts(written)
    assert list(before) == list(after)
    read_parts = {part.name for part in document.skeleton.parts}
    for name in before:
        if name not in read_parts:
            assert before[name] == after[name], name
        else:
            assert bones(before[name]) == bones(after[name]), name


def test_the_sample_is_what_its_script_makes() -> None:
    assert parts(SAMPLE.read_bytes()) == parts(sample())


def test_a_word_file_is_known_by_its_content_too() -> None:
    assert formats.read(SAMPLE.read_bytes(), name="article").format == "docx"


def test_the_sample_is_read_as_a_translator_would() -> None:
    document = read(SAMPLE.read_bytes())
    known = {segment.source: segment.note for segment in document.segments}
    assert known["Kandahar farmers count on a good pomegranate year"] == "heading"
    assert known["What the traders want"] == "heading"
    assert known["Market"] == "table cell"
    assert known["A border that stays <g1>open</g1> during the harvest."] == "list item"
    assert known["One in five families in the district lives from the fruit."] == "text box"
    assert known["For release on Monday"] == "header"
    assert known["Page <x1/> of <x2/>"] == "footer"
    assert known["Four trucks, according to the <g1>traders’ union</g1>."] == "footnote"
    assert known["Please check this with the governor’s office."] == "comment"
    assert [finding.check for finding in document.findings] == ["tracked-changes"]


def test_paragraphs_without_a_target_keep_their_bytes() -> None:
    data = SAMPLE.read_bytes()
    document = read(data)
    chosen = next(i for i, s in enumerate(document.segments) if s.source.startswith("He asked"))
    targets = [DARI if i == chosen else "" for i in range(len(document.segments))]
    written = formats.write(with_targets(document, targets))
    before, after = parts(data), parts(written)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    old = before["word/document.xml"].decode().split("</w:p>")
    new = after["word/document.xml"].decode().split("</w:p>")
    different = [o for o, n in zip(old, new, strict=True) if o != n]
    assert len(different) == 2  # the paragraph, and the section behind the last one
    assert "He asked" in different[0]
    assert different[1].startswith("<w:sectPr")


def test_the_zip_keeps_its_order_and_its_times() -> None:
    data = SAMPLE.read_bytes()
    written = formats.write(twin(read(data)))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        told = [
            [(e.filename, e.date_time, e.compress_type) for e in z.infolist()] for z in (old, new)
        ]
    assert told[0] == told[1]
    assert written == formats.write(twin(read(data)))


@pytest.mark.parametrize(("language", "tag"), [("prs", "prs-AF"), ("ps", "ps-AF")])
def test_the_language_is_named_as_word_does(language: str, tag: str) -> None:
    document = read(packed("<w:p><w:r><w:t>Kabul is cold.</w:t></w:r></w:p>"))
    assert f'<w:lang w:bidi="{tag}"/>' in body(
        formats.write(with_targets(document, [DARI], language))
    )


def test_a_left_to_right_language_turns_nothing() -> None:
    document = read(packed("<w:p><w:r><w:t>Kabul is cold.</w:t></w:r></w:p>"))
    written = formats.write(with_targets(document, ["Kabul is warm."], "en"))
    assert body(written) == "<w:p><w:r><w:t>Kabul is warm.</w:t></w:r></w:p>"


def test_what_a_style_says_of_latin_alone_is_said_of_the_translation() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:b/></w:rPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Head"><w:basedOn w:val="Base"/><w:rPr>'
        '<w:sz w:val="40"/></w:rPr></w:style>'
    )
    text = '<w:p><w:pPr><w:pStyle w:val="Head"/></w:pPr><w:r><w:t>Kabul is cold.</w:t></w:r></w:p>'
    written = body(formats.write(twin(read(packed(text, styles=styles)))))
    assert '<w:bCs/><w:szCs w:val="40"/>' in written


@pytest.mark.parametrize("code", ["utf-16", "utf-8-sig"])
def test_a_part_keeps_its_encoding(code: str) -> None:
    members = parts(packed("<w:p><w:r><w:t>Kabul is cold.</w:t></w:r></w:p>"))
    text = members["word/document.xml"].decode()
    told = "UTF-16" if code == "utf-16" else "UTF-8"
    members["word/document.xml"] = text.replace("UTF-8", told).encode(code)
    data = zipped(members)
    assert formats.write(read(data)) == data
    written = parts(formats.write(twin(read(data))))["word/document.xml"]
    assert DARI in written.decode(code)
    assert written[:2] == members["word/document.xml"][:2]


def test_a_part_in_an_encoding_without_arabic_letters_names_them() -> None:
    members = parts(packed("<w:p><w:r><w:t>Kabul is cold.</w:t></w:r></w:p>"))
    text = members["word/document.xml"].decode().replace("UTF-8", "ISO-8859-1")
    members["word/document.xml"] = text.encode("latin-1")
    written = parts(formats.write(twin(read(zipped(members)))))["word/document.xml"]
    assert "".join(etree.fromstring(written).itertext()) == DARI


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_merged_back_from_a_translator_it_is_the_same_file(kind: str) -> None:
    data = SAMPLE.read_bytes()
    article = pipeline.read(data, name=SAMPLE.name)
    translated = pipeline.translate(article, "ps", engine=Echo())
    name, exported = pipeline.export(translated, kind)
    merged = pipeline.merge(article, formats.read(exported, name=name))
    assert formats.write(merged) == pipeline.export(translated, "article")[1]


def test_a_file_is_translated_from_end_to_end(tmp_path: Path) -> None:
    reports = pipeline.translate_file(SAMPLE, ["prs", "ps"], tmp_path, engine=Echo())
    names = [path.name for report in reports for path in report.files]
    assert f"{SAMPLE.stem}.prs.docx" in names
    assert f"{SAMPLE.stem}.ps.docx" in names
    for code in ("prs", "ps"):
        data = (tmp_path / f"{SAMPLE.stem}.{code}.docx").read_bytes()
        assert b"bidi" in parts(data)["word/document.xml"]


def with_part(name: str, content: bytes) -> bytes:
    return zipped(parts(packed("<w:p><w:r><w:t>Hello there.</w:t></w:r></w:p>")) | {name: content})


def document_of(xml: str) -> bytes:
    return with_part("word/document.xml", xml.encode())


def encrypted() -> bytes:
    data = bytearray(SAMPLE.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        data[at + offset] |= 1
    return bytes(data)


def twice() -> bytes:
    out = io.BytesIO(SAMPLE.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", b"<other/>")
    return out.getvalue()


def lying() -> bytes:
    """A part that says it is small, and is not."""
    data = bytearray(with_part("word/document.xml", b"<a>" + b" " * 100_000 + b"</a>"))
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 63] != b"word/document.xml":
        at = data.find(b"PK\x01\x02", at + 1)
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
HOSTILE = {
    "empty": (b"", "is empty"),
    "no zip": (b"PK\x03\x04 nothing", "is no complete Word file"),
    "text": (b"Kabul is cold.", "is no complete Word file"),
    "password": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "protected by a password"),
    "another zip": (zipped({"a.txt": b"a"}), "[Content_Types].xml is missing"),
    "truncated": (SAMPLE.read_bytes()[:4000], "is no complete Word file"),
    "broken": (SAMPLE.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05"), "is no complete Word"),
    "encrypted": (encrypted(), "is encrypted"),
    "slip": (with_part("../../etc/passwd", b"x"), "leads out of the file"),
    "absolute": (with_part("/etc/passwd", b"x"), "leads out of the file"),
    "bomb": (with_part("word/media/a.bmp", b"\0" * (64 << 20)), "unpacked it would take 67 MB"),
    "many": (zipped({f"p{i}": b"" for i in range(5_001)}), "too many parts"),
    "doubled": (twice(), "one of them twice"),
    "doubled but for case": (with_part("word/Document.xml", b"x"), "one of them twice"),
    "lying": (lying(), "is no"),
    "entities": (document_of(f"{LAUGHS}<w:document {W}>&b;</w:document>"), "entities of its own"),
    "external": (document_of(f'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d {W}/>'), "document type"),
    "deep": (document_of("<a>" * 100_000 + "</a>" * 100_000), "is no well-formed XML"),
    "cut off": (document_of(f"<w:document {W}><w:body>"), "is no well-formed XML"),
    "no part": (zipped({"[Content_Types].xml": b"<Types/>"}), "holds no Word document"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_sentence(name: str) -> None:
    data, says = HOSTILE[name]
    started = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    assert says in str(refused.value)
    assert "a.docx" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert time.perf_counter() - started < 5


LONG = 4_000
RUNS = "<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>"
LINK = '<w:hyperlink w:anchor="a"><w:r><w:t>One</w:t></w:r></w:hyperlink><w:r><w:t> x </w:t></w:r>'
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SEPARATE = "<w:r><w:instrText>HYPERLINK a</w:instrText></w:r>" + BEGIN.replace("begin", "separate")
END = BEGIN.replace("begin", "end")


@pytest.mark.parametrize(
    "content",
    [
        RUNS * LONG,
        LINK * LONG,
        '<w:r><w:t>a</w:t></w:r><w:bookmarkStart w:id="1" w:name="x"/>' * LONG,
        '<w:bookmarkStart w:id="1" w:name="x"/>' * LONG + RUNS,
        (BEGIN + SEPARATE) * LONG + RUNS + END * LONG,
        BEGIN * LONG + RUNS,
        "<w:r><w:t>a</w:t><w:br/></w:r>" * LONG,
        "<w:r><w:t>One is. Two are. </w:t></w:r>" * LONG,
    ],
    ids=["looks", "links", "bookmarks", "gathered", "nested fields", "open", "breaks", "long"],
)
def test_a_paragraph_of_thousands_of_runs_takes_seconds(content: str) -> None:
    started = time.process_time()
    document = read(packed(f"<w:p>{content}</w:p>"))
    written = formats.write(twin(document))
    assert time.process_time() - started < 10
    etree.fromstring(parts(written)["word/document.xml"], etree.XMLParser(huge_tree=True))


def test_a_target_may_hold_anything() -> None:
    document = read(packed("<w:p><w:r><w:t>Hello there.</w:t></w:r></w:p>"))
    written = formats.write(with_targets(document, ["الف\x00\x0b<w:p>\n&amp;\ud800 ب\ufffe"]))
    text = "".join(etree.fromstring(parts(written)["word/document.xml"]).itertext())
    assert text == "الف <w:p> &amp; ب"


def test_kept_on_the_desk_it_comes_out_as_it_was_drafted(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    store = Store(tmp_path / "desk.sqlite")
    article = pipeline.read(data, name=SAMPLE.name)
    number = store.add(replace(article, target_language="prs"), data)
    drafted = pipeline.translate(article, "prs", engine=Echo())
    store.apply(number, drafted.segments)
    name, kept, _, language = store.source(number)
    edits = {s.key: (s.target, s.state, s.origin) for s in store.segments(number) if s.target}
    restored = pipeline.restore(name, kept, language, edits)
    assert formats.write(restored) == formats.write(drafted)
    store.close()
