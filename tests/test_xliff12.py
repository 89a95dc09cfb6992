"""XLIFF 1.2 of our own documents: valid in the strict sense, and all of it comes back."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from workbench import formats
from workbench.model import Document, State

SHARED = Path(__file__).parent.parent.parent / "shared"
STRICT = SHARED / "schemas" / "xliff-1.2" / "xliff-core-1.2-strict.xsd"
XML = next((SHARED / "schemas").rglob("xml.xsd"), None)
NS = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
ARTICLE = """# Bridges

Nearly **40 [families](f.md)** left <br> by `night`.

Yes. Yes.

![plan](plan.png) 03.02.2025
"""
TARGETS = ["پل‌ها", "<x4/> <g1>۴۰ <g2>خانواده</g2></g1> <x3/>", " بلی. "]
HARD = ["<g1>a<g2>b</g1>c</g2>", "<g1>a", "</g1>", "<x9/>", "a\r\nb", "<x1/><x1/>", "&amp; ]]>"]


def article(*targets: str, state: State = State.DRAFT, language: str = "prs") -> Document:
    document = formats.read(ARTICLE.encode(), name="bridges & more.md")
    texts = [*targets, *[""] * len(document.segments)]
    segments = tuple(
        replace(
            segment,
            target=text,
            state=state if text else State.NEW,
            origin="echo 1" if text else "",
            note="heading <level 1>",
            translate="03." not in segment.source,
        )
        for segment, text in zip(document.segments, texts, strict=False)
    )
    return replace(document, segments=segments, target_language=language)


KINDS = ["xliff12", "omegat"]


def exported(document: Document, kind: str = "xliff12") -> bytes:
    terms = {segment.key: [("family", "خانواده"), ("a<b", "ب&")] for segment in document.segments}
    return formats.export(document, kind, terms=terms)


def again(document: Document, kind: str = "xliff12") -> Document:
    return formats.read(exported(document, kind), name="a.xlf")


@lru_cache(maxsize=1)
def schema() -> etree.XMLSchema:
    if not STRICT.exists() or XML is None:
        pytest.skip("the XLIFF schemas are not here")

    class Beside(etree.Resolver):
        def resolve(self, url: str, _id: object, context: object) -> object:
            return self.resolve_filename(str(XML), context) if url.endswith("xml.xsd") else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(STRICT, parser))


@pytest.mark.parametrize("language", ["prs", "ps"])
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("kind", KINDS)
def test_valid_against_the_strict_schema(language: str, state: State, kind: str) -> None:
    document = article(*TARGETS, state=state, language=language)
    schema().assertValid(etree.fromstring(exported(document, kind)))


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.txt"])
def test_valid_for_every_kind_of_article(name: str) -> None:
    text = "<p>Snow <b>fell</b> in <i>Bamyan</i>.<br>Roads <u>closed</u>.</p>"
    document = replace(formats.read(text.encode(), name=name), target_language="ps")
    schema().assertValid(etree.fromstring(exported(document)))


@pytest.mark.parametrize("target", [*HARD, "a\x01b"])
def test_valid_whatever_the_translator_did(target: str) -> None:
    schema().assertValid(etree.fromstring(exported(article("x", target))))


@pytest.mark.parametrize("target", HARD)
@pytest.mark.parametrize("kind", KINDS)
def test_hard_targets_come_back(target: str, kind: str) -> None:
    assert again(article("x", target), kind).segments[1].target == target


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_target_comes_back(target: str) -> None:
    assert again(article(target)).segments[0].target == target


@pytest.mark.parametrize("state", [one for one in State if one is not State.NEW])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_back(state: State, kind: str) -> None:
    document = article(*TARGETS, state=state)
    back = again(document, kind)
    assert (back.source_language, back.target_language) == ("en", "prs")
    for before, after in zip(document.segments, back.segments, strict=True):
        assert (after.key, after.source, after.note) == (before.key, before.source, before.note)
        assert (after.target, after.state) == (before.target, before.state)
        assert after.translate == before.translate
        assert after.origin == (before.origin if state is State.DRAFT else "")


@pytest.mark.parametrize(
    ("state", "written", "approved"),
    [
        (State.DRAFT, "needs-review-translation", "no"),
        (State.REJECTED, "needs-translation", "no"),
        (State.TRANSLATED, "translated", "no"),
        (State.REVIEWED, "signed-off", "yes"),
        (State.FINAL, "final", "yes"),
    ],
)
def test_states(state: State, written: str, approved: str) -> None:
    unit = etree.fromstring(exported(article("الف", state=state))).find(".//x:trans-unit", NS)
    assert unit is not None
    target = unit.find("x:target", NS)
    assert target is not None
    assert (target.get("state"), unit.get("approved")) == (written, approved)


def test_the_terms_are_notes_and_the_markup_is_in_the_codes() -> None:
    unit = etree.fromstring(exported(article(*TARGETS))).findall(".//x:trans-unit", NS)[1]
    notes = [note.text for note in unit.findall("x:note[@from='term']", NS)]
    assert notes == ["family = خانواده", "a<b = ب&"]
    source = unit.find("x:source", NS)
    assert source is not None
    assert [(code.get("id"), code.text) for code in source] == [
        ("1", "**"),
        ("2", "["),
        ("2", "](f.md)"),
        ("1", "**"),
        ("3", "<br>"),
        ("4", "`night`"),
    ]


def test_an_edited_file_keeps_all_but_its_target() -> None:
    data = exported(article(*TARGETS))
    document = formats.read(data, name="a.xlf")
    assert formats.write(document) == data
    first = replace(document.segments[0], target="پل", state=State.REVIEWED)
    written = formats.write(replace(document, segments=(first, *document.segments[1:]))).decode()
    assert '<target state="signed-off">پل</target>' in written
    back = formats.read(written.encode(), name="a.xlf").segments[0]
    assert (back.target, back.state) == ("پل", State.REVIEWED)


def test_omegat_is_given_the_english_and_gives_the_translation_back() -> None:
    data = exported(article(*TARGETS), "omegat")
    for unit in etree.fromstring(data).iter("{*}trans-unit"):
        source, target = unit.find("x:source", NS), unit.find("x:target", NS)
        if unit.get("translate") != "no":
            assert "".join(source.itertext()) == "".join(target.itertext())
    written = data.replace(b'needs-translation">Bridges<', 'needs-translation">پل<'.encode())
    first, second, *_ = formats.read(written, name="a.xlf").segments
    assert (first.target, first.state) == ("پل", State.DRAFT)
    assert (second.target, second.origin) == (TARGETS[1], "echo 1")


def test_the_bytes_are_always_the_same() -> None:
    assert exported(article(*TARGETS)) == exported(article(*TARGETS))
