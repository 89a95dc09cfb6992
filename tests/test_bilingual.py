"""What an edit changes in another tool's file: cases in cases/bilingual.json, before and after.

`edits` gives a target and a state by source. A case without edits must come back as it is.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench import engines, formats, pipeline
from workbench.errors import Mismatch, UnreadableFile
from workbench.model import State

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "bilingual.json").read_text(encoding="utf-8"))
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: fa_AF\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
)
FRAMES = {
    "po": (HEADER + '"Content-Type: text/plain; charset=UTF-8\\n"\n\n', ""),
    "xliff12": (
        '<?xml version="1.0"?><xliff version="1.2"><file source-language="en"'
        ' target-language="fa-AF"><body>\n',
        "\n</body></file></xliff>",
    ),
    "xliff20": (
        '<?xml version="1.0"?><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"'
        ' srcLang="en" trgLang="fa-AF"><file id="f">\n',
        "\n</file></xliff>",
    ),
}


def framed(kind: str, body: str) -> bytes:
    before, after = FRAMES[kind]
    return (before + body + after).encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_an_edit_changes_what_it_says(case: dict[str, Any]) -> None:
    data = framed(case["kind"], case["before"])
    document = formats.read(data, name="a.po" if case["kind"] == "po" else "a.xlf")
    assert document.target_language == "prs"
    assert formats.write(document) == data
    edits = dict(case["edits"])
    segments = []
    for segment in document.segments:
        target, state = edits.pop(segment.source, (segment.target, segment.state))
        segments.append(replace(segment, target=target, state=State(state)))
    assert not edits, [segment.source for segment in document.segments]
    written = formats.write(replace(document, segments=tuple(segments)))
    assert written.decode() == framed(case["kind"], case["after"]).decode()


def test_a_charset_is_kept_as_long_as_it_holds_the_text() -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n'
    data = header + '\nmsgid "a"\nmsgstr "é"\n'
    document = formats.read(data.encode("latin-1"), name="a.po")
    assert formats.write(document) == data.encode("latin-1")
    (segment,) = document.segments
    for target, codec, charset in (("ê", "latin-1", "ISO-8859-1"), ("ی", "utf-8", "UTF-8")):
        written = formats.write(replace(document, segments=(replace(segment, target=target),)))
        assert written.decode(codec) == data.replace("é", target).replace("ISO-8859-1", charset)


def test_a_template_becomes_a_catalogue_of_its_language() -> None:
    header = (
        '# Texts\nmsgid ""\nmsgstr ""\n"Language: {}\\n"\n'
        '"Content-Type: text/plain; charset={}\\n"\n"Plural-Forms: {}\\n"\n\n'
    )
    entry = 'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] ""\nmsgstr[1] "{}"\n'
    template = header.format("", "CHARSET", "nplurals=INTEGER; plural=EXPRESSION;")
    data = (template + entry.format("")).encode()
    document = replace(formats.read(data, name="a.pot"), target_language="ps")
    assert formats.write(document) == data
    second = replace(document.segments[1], target="<x1/> ورځې", state=State.TRANSLATED)
    written = formats.write(replace(document, segments=(document.segments[0], second)))
    catalogue = header.format("ps", "UTF-8", "nplurals=2; plural=(n != 1);")
    assert written.decode() == catalogue + entry.format("%d ورځې")


@pytest.mark.parametrize("kind", FRAMES)
def test_a_language_nobody_here_knows_is_no_hindrance(kind: str) -> None:
    case = next(case for case in CASES if case["kind"] == kind and case["edits"])
    data = framed(kind, case["before"]).replace(b"fa-AF", b"tlh").replace(b"fa_AF", b"tlh")
    document = formats.read(data, name="a.po" if kind == "po" else "a.xlf")
    assert document.target_language == "tlh"
    segments = tuple(replace(segment, target="tlhIngan") for segment in document.segments)
    assert b"tlhIngan" in formats.write(replace(document, segments=segments))


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-8-sig"])
def test_the_encoding_of_xliff_is_kept(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    unit = '<trans-unit id="1"><source>Café</source><target>é</target></trans-unit>'
    text = framed("xliff12", unit)
    data = text.decode().replace('"1.0"', f'"1.0" encoding="{declared}"').encode(encoding)
    document = formats.read(data, name="a.xlf")
    assert formats.write(document) == data
    segment = replace(document.segments[0], target="ی ê")
    written = formats.write(replace(document, segments=(segment,)))
    assert formats.read(written, name="a.xlf").segments[0].target == "ی ê"
    assert written.startswith(data[:40])


def test_a_code_with_markup_in_its_attributes_crosses_too() -> None:
    code = '<pc id="1" disp="a>b id=\'2\'" dispEnd="&lt;/a>">'
    body = f'<unit id="1"><segment><source>{code}One</pc></source></segment></unit>'
    document = formats.read(framed("xliff20", body), name="a.xlf")
    segment = replace(document.segments[0], target="یک</g1><g1>")
    written = formats.write(replace(document, segments=(segment,))).decode()
    assert """<ec startRef="1"/><sc id="1" disp="a>b id='2'"/>""" in written


BAD = {
    "a message without msgstr": ("po", 'msgid "a"\n\nmsgid "b"\nmsgstr ""\n', "line 9, column 1"),
    "a text that is not closed": ("po", 'msgid "a"\nmsgstr "b\n', "line 8, column 8"),
    "a keyword without its text": ("po", 'msgid "a"\nmsgstr \n\nmsgid "b"\n', "line 10, column 1"),
    "an unknown word": ("po", 'msgid "a"\nmsgst "b"\n', "line 8, column 1"),
    "plural and singular": ("po", 'msgid "a"\nmsgstr[0] "b"\n', "line 8, column 1"),
    "cut off": ("xliff12", "<trans-unit id='1'><source>a", "line 3, column"),
    "tags that cross": ("xliff20", "<unit>\n<segment></unit></segment>", "line 3, column"),
    "an entity": ("xliff12", "<trans-unit id='1'><source>&nbsp;</source></trans-unit>", "line 2"),
    "deep nesting": ("xliff12", "<group>" * 100_000 + "</group>" * 100_000, "line 2, column"),
    "a forbidden character": ("xliff12", "<a>\x03</a>", "line 2, column"),
}


@pytest.mark.parametrize("trick", BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_its_place(trick: str) -> None:
    kind, body, place = BAD[trick]
    with pytest.raises(UnreadableFile, match=place) as caught:
        formats.read(framed(kind, body), name="a.po" if kind == "po" else "a.xlf")
    assert str(caught.value).startswith("a.")
    assert "\n" not in str(caught.value)


def test_a_large_file_inside_is_no_reason_to_refuse() -> None:
    large = f"<header><skl><internal-file>{'A' * 11_000_000}</internal-file></skl></header>"
    unit = '<trans-unit id="1"><source>One</source></trans-unit>'
    data = framed("xliff12", unit).replace(b"<body>", f"{large}<body>".encode())
    document = formats.read(data, name="a.xlf")
    assert [segment.source for segment in document.segments] == ["One"]
    assert formats.write(document) == data
    deep = data.replace(unit.encode(), b"<group>" * 300 + unit.encode() + b"</group>" * 300)
    with pytest.raises(UnreadableFile, match="column"):
        formats.read(deep, name="a.xlf")


def test_entities_are_refused_with_their_place_and_only_where_they_are_declared() -> None:
    data = framed("xliff12", "<note><![CDATA[<!ENTITY a 'b'>]]></note>")
    assert formats.write(formats.read(data, name="a.xlf")) == data
    declared = b"?><!DOCTYPE xliff [\n  <!ENTITY a 'b'>]><xliff"
    with pytest.raises(UnreadableFile, match="line 2, column 3"):
        formats.read(data.replace(b"?><xliff", declared), name="a.xlf")


def one(source: str) -> str:
    return f"<trans-unit id='1'><source>{source}</source></trans-unit>"


HEAPS = {
    "digits": ("po", '#, c-format\nmsgid "%' + "0" * 200_000 + '"\nmsgstr "1"\n'),
    "charsets": ("po", f"# {'Content-Type:' * 20_000}" + '\nmsgid "a"\nmsgstr ""\n'),
    "spaces": ("xliff12", one(" " * 200_000 + "a\n")),
    "codes": ("xliff12", one("<bpt id='1'/>" * 40_000 + "<ept id='1'/>" * 40_000)),
    "brackets": ("xliff12", one("&lt;a" * 100_000)),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("heap", HEAPS)
def test_heaps_are_read_and_written_in_seconds(heap: str) -> None:
    kind, body = HEAPS[heap]
    data = framed(kind, body)
    document = formats.read(data, name="a.po" if kind == "po" else "a.xlf")
    segments = tuple(replace(segment, target=f"{segment.source}.") for segment in document.segments)
    assert len(formats.write(replace(document, segments=segments))) > len(data)


def test_a_wrong_encoding_is_told_with_its_place() -> None:
    data = framed("xliff12", '<trans-unit id="1"><source>Café</source></trans-unit>')
    with pytest.raises(UnreadableFile, match="line 2, column"):
        formats.read(data.replace("é".encode(), b"\xe9"), name="a.xlf")
    data = framed("po", 'msgid "a"\nmsgstr "é"\n').replace("é".encode(), b"\xe9")
    with pytest.raises(UnreadableFile, match=r"UTF-8|line 8"):
        formats.read(data, name="a.po")


def test_what_is_doubtful_is_read_and_reported_with_its_place() -> None:
    unit = '<trans-unit id="1"><source>A <odd/></source></trans-unit>\n'
    document = formats.read(framed("xliff12", unit * 2), name="a.xlf")
    assert len({segment.key for segment in document.segments}) == 2
    doubts = [(finding.check, finding.line) for finding in document.findings]
    assert doubts == [("unknown-code", 2), ("duplicate-id", 3), ("unknown-code", 3)]
    assert "line 3, column 1" in document.findings[1].message
    catalogue = formats.read(framed("po", 'msgid "a"\nmsgstr ""\n\n' * 2), name="a.po")
    assert [finding.check for finding in catalogue.findings] == ["duplicate-id"]
    assert len({segment.key for segment in catalogue.segments}) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a", "po"), ("catalogue.txt.bak", "po"), ("a.xml", "xliff12"), ("a", "xliff20")],
)
def test_a_format_is_known_by_its_content(name: str, kind: str) -> None:
    body = next(case["before"] for case in CASES if case["kind"] == kind)
    data = framed(kind, body)
    assert formats.detect(name, data).name == ("po" if kind == "po" else "xliff")
    assert formats.read(b"\xef\xbb\xbf" + data, name=name).segments


def test_another_tools_file_is_translated_and_handed_back(tmp_path: Path) -> None:
    for name in ("library.po", "notices.xlf"):
        reports = pipeline.translate_file(
            HERE / "foreign" / name, ["prs", "ps"], tmp_path, engine=engines.make("echo")
        )
        (report,) = reports
        assert [path.name for path in report.files] == [name.replace(".", ".prs.")]
        before = formats.read((HERE / "foreign" / name).read_bytes(), name=name)
        after = formats.read(report.files[0].read_bytes(), name=name)
        for old, new in zip(before.segments, after.segments, strict=True):
            assert new.source == old.source
            assert new.target == old.target or not old.target
            assert bool(new.target) is old.translate
            if "/" in old.key:  # the parts of a unit have one state: that of the weakest
                assert new.state in (State.DRAFT, old.state)
            else:
                kept = old.target or not old.translate
                assert new.state is (old.state if kept else State.DRAFT)


def test_a_file_for_one_language_is_not_translated_into_another(tmp_path: Path) -> None:
    with pytest.raises(Mismatch, match="Dari, not Pashto"):
        pipeline.translate_file(HERE / "foreign" / "library.po", ["ps"], tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_language_is_said_where_a_file_says_none() -> None:
    data = framed("xliff20", '<unit id="1"><segment><source>One</source></segment></unit>')
    document = formats.read(data.replace(b' trgLang="fa-AF"', b""), name="a.xlf")
    segment = replace(document.segments[0], target="یو", state=State.TRANSLATED)
    written = formats.write(replace(document, segments=(segment,), target_language="ps"))
    assert formats.read(written, name="a.xlf").target_language == "ps"
