"""XLIFF: valid 2.1 out, exactly the same back, other tools' files in, hostile ones refused."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from workbench import formats
from workbench.errors import UnreadableFile
from workbench.model import Document, State
from workbench.validation import faults

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
SCHEMAS = SHARED / "schemas" / "xliff-2.1"
NS = {"x": "urn:oasis:names:tc:xliff:document:2.0", "gls": "urn:oasis:names:tc:xliff:glossary:2.0"}
ARTICLE = """# Security

A surge of **73 [percent](a.md)** came <br> at `once`.

Yes. Yes.

![map](map.png) 11.06.2024
"""
TARGETS = ["امنیت", "<x4/> <g1>۷۳ <g2>درصد</g2></g1> <x3/>", " بلی. "]


def article(*targets: str, language: str = "prs", state: State = State.DRAFT) -> Document:
    document = formats.read(ARTICLE.encode(), name="security pact.md")
    texts = [*targets, *[""] * len(document.segments)]
    segments = tuple(
        replace(
            segment,
            target=text,
            state=state if text else State.NEW,
            origin="echo 1" if text else "",
            note="heading & <more>",
            translate="11." not in segment.source,
        )
        for segment, text in zip(document.segments, texts, strict=False)
    )
    return replace(document, segments=segments, target_language=language)


def tree(document: Document) -> etree._Element:
    return etree.fromstring(formats.export(document, "xliff"))


@lru_cache(maxsize=1)
def schema() -> etree.XMLSchema:
    """Core and glossary together, with xml.xsd from beside them: no network."""
    if not SCHEMAS.exists():
        pytest.skip("the XLIFF schemas are not here")

    class Beside(etree.Resolver):
        def resolve(self, url: str, _id: object, context: object) -> object:
            name = url.rpartition("/")[2]
            found = next(SCHEMAS.rglob(name), None)
            return self.resolve_filename(str(found), context) if found else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    both = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        f'<xs:import namespace="{NS["x"]}" schemaLocation="{SCHEMAS}/xliff_core_2.0.xsd"/>'
        f'<xs:import namespace="{NS["gls"]}" schemaLocation="{SCHEMAS}/glossary.xsd"/>'
        "</xs:schema>"
    )
    return etree.XMLSchema(etree.fromstring(both, parser))


@pytest.mark.parametrize("language", ["prs", "ps"])
@pytest.mark.parametrize("state", list(State))
def test_valid_against_core_and_glossary(language: str, state: State) -> None:
    document = article(*TARGETS, language=language, state=state)
    terms = {segment.key: [("surge", "افزایش"), ("a<b", "ب&")] for segment in document.segments}
    root = etree.fromstring(formats.export(document, "xliff", terms=terms))
    schema().assertValid(root)
    assert len(root.findall(".//gls:term", NS)) == 2 * len(document.segments)


@pytest.mark.parametrize("target", ["a\x01b", "<g1>a<g2>b</g1>c</g2>", "<g1>a", "</g1>", "<x9/>"])
def test_valid_whatever_the_translator_did(target: str) -> None:
    document = article("x", target)
    schema().assertValid(tree(document))
    back = formats.read(formats.export(document, "xliff"), name="a.xlf")
    assert back.segments[1].target == target


def test_languages_units_and_what_stays() -> None:
    document = article(*TARGETS, language="ps")
    root = tree(document)
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "en", "ps")
    units = root.findall(".//x:unit", NS)
    assert [unit.get("name") for unit in units] == [s.key for s in document.segments]
    assert [unit.get("translate") for unit in units] == [None, None, None, None, "no", None]
    assert len(root.findall(".//x:target", NS)) == len(TARGETS)


@pytest.mark.parametrize(
    ("state", "written"),
    [
        (State.DRAFT, "initial"),
        (State.REJECTED, "initial"),
        (State.TRANSLATED, "translated"),
        (State.REVIEWED, "reviewed"),
        (State.FINAL, "final"),
    ],
)
def test_states(state: State, written: str) -> None:
    root = tree(article("الف", state=state))
    first = root.find(".//x:segment", NS)
    assert first is not None
    assert first.get("state") == written


def test_the_markup_is_there_for_the_translator() -> None:
    unit = tree(article(*TARGETS)).findall(".//x:unit", NS)[1]
    data = {d.get("id"): d.text for d in unit.findall(".//x:data", NS)}
    assert "**" in data.values()
    for code in unit.iter("{*}pc", "{*}ph"):
        used = {code.get(name) for name in ("dataRef", "dataRefStart", "dataRefEnd")} - {None}
        assert used
        assert used <= set(data)


def test_the_bytes_are_always_the_same() -> None:
    assert formats.export(article("الف"), "xliff") == formats.export(article("الف"), "xliff")


@pytest.mark.parametrize("state", [one for one in State if one is not State.NEW])
def test_everything_comes_back(state: State) -> None:
    document = article(*TARGETS, state=state)
    back = formats.read(formats.export(document, "xliff"), name="a.xlf")
    assert (back.source_language, back.target_language) == ("en", "prs")
    for before, after in zip(document.segments, back.segments, strict=True):
        assert (after.key, after.source) == (before.key, before.source)
        assert (after.target, after.state) == (before.target, before.state)
        assert after.translate == before.translate


@pytest.mark.parametrize(
    "target", [" الف ", "الف\nب", 'a "b" & <c>', "می\u200cرود", "a\tb", "\u00a0", "a\r\nb", "\x1f"]
)
def test_a_hard_target_comes_back(target: str) -> None:
    back = formats.read(formats.export(article(target), "xliff"), name="a.xlf")
    assert back.segments[0].target == target


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_target_comes_back(target: str) -> None:
    back = formats.read(formats.export(article(target), "xliff"), name="a.xlf")
    assert back.segments[0].target == target


OLD = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="en" target-language="fa-AF" datatype="plaintext" original="a.md"><body>
<trans-unit id="1"><source>A <g id="7">b</g><x id="8"/></source>
<target state="translated"><x id="8"/><g id="7">ب</g></target></trans-unit>
<trans-unit id="2" translate="no"><source>C</source></trans-unit>
<trans-unit id="3"><source>D <bpt id="1">&lt;b></bpt>e<ept id="1">&lt;/b></ept></source>
<target/></trans-unit>
</body></file></xliff>"""


def test_an_old_file() -> None:
    document = formats.read(OLD.encode(), name="a.xlf")
    assert (document.source_language, document.target_language) == ("en", "prs")
    first, second, third = document.segments
    assert (first.key, first.source) == ("1", "A <g1>b</g1><x2/>")
    assert (first.target, first.state) == ("<x2/><g1>ب</g1>", State.TRANSLATED)
    assert not second.translate
    assert (third.source, third.target, third.state) == ("D <g1>e</g1>", "", State.NEW)


def test_another_tools_file() -> None:
    data = (
        f'<xliff xmlns="{NS["x"]}" version="2.0" srcLang="en" trgLang="ps">'
        '<file id="f"><unit id="u">'
        '<segment id="a" state="final"><source>A <sc id="1"/>b<ec startRef="1"/></source>'
        '<target><sc id="1"/>ب<ec startRef="1"/></target></segment><ignorable><source> </source>'
        '</ignorable><segment id="b"><source>C <mrk id="m" type="term">d</mrk><ph id="2"/></source>'
        "</segment></unit></file></xliff>"
    )
    first, second = formats.read(data.encode(), name="a.xlf").segments
    assert (first.source, first.target) == ("A <g1>b</g1>", "<g1>ب</g1>")
    assert first.state is State.FINAL
    assert (second.source, second.state) == ("C <g1>d</g1><x2/>", State.NEW)
    assert first.key != second.key


def test_an_old_file_comes_back_with_its_targets_only() -> None:
    document = formats.read(OLD.encode(), name="a.xlf")
    assert formats.write(document) == OLD.encode()
    last = replace(document.segments[2], target="<g1>ث</g1> د", state=State.TRANSLATED)
    written = formats.write(replace(document, segments=(*document.segments[:2], last))).decode()
    target = (
        '<target state="translated"><bpt id="1">&lt;b></bpt>ث<ept id="1">&lt;/b></ept> د</target>'
    )
    assert written == OLD.replace("<target/>", target)


BODY = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en">&e;</xliff>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "data",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY e "&l9;">]>{BODY}',
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{BODY}',
        f'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">{BODY}',
        f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname">%p;]>{BODY}',
        BODY,
        "<xliff>",
        "<xliff version='2.0'><a></xliff>",
        "<html/>",
        "not xml",
        "<a>" * 100_000,
    ],
    ids=[
        "laughs",
        "external",
        "dtd",
        "parameter",
        "undefined",
        "cut",
        "tags",
        "html",
        "text",
        "deep",
    ],
)
def test_hostile_and_broken_files_are_refused_in_one_sentence(data: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.xlf ") as caught:
        formats.read(data.encode(), name="a.xlf")
    assert "\n" not in str(caught.value)


def test_the_merge_of_either_export_gives_the_same_article() -> None:
    document = article(*TARGETS)
    written = []
    for kind, suffix in (("po", "po"), ("xliff", "xlf")):
        back = formats.read(formats.export(document, kind), name=f"a.{suffix}")
        targets = {segment.key: segment.target for segment in back.segments}
        segments = tuple(replace(s, target=targets.get(s.key, "")) for s in document.segments)
        written.append(formats.write(replace(document, segments=segments)))
    assert written[0] == written[1] == formats.write(document)


CASES: list[dict[str, Any]] = json.loads((HERE / "cases" / "xliff.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_another_tools_unit(case: dict[str, Any]) -> None:
    """What its segments say, that all of it comes back, and that an edit breaks no new rule."""
    data = case["xliff"].encode()
    document = formats.read(data, name="a.xlf")
    assert [[s.source, s.target, s.state] for s in document.segments] == case["texts"]
    assert [s.source for s in document.segments if not s.translate] == case["stays"]
    assert formats.write(document) == data
    segments = tuple(
        replace(one, target=f"ن {one.source}", state=State.TRANSLATED) for one in document.segments
    )
    written = formats.write(replace(document, segments=segments, target_language="ps"))
    back = formats.read(written, name="a.xlf")
    for before, after in zip(segments, back.segments, strict=True):
        assert not before.translate or (after.target, after.state) == (before.target, before.state)
    known = {found.check for found in faults(data, name="a.xlf")}
    assert {found.check for found in faults(written, name="a.xlf")} <= known
