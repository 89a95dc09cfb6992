"""HTML: what becomes a segment, what stays, and that nothing else changes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import formats, gate, pipeline
from workbench.errors import UnreadableFile, WorkbenchError
from workbench.formats.html_tokens import tokens
from workbench.gate import articles, pairs
from workbench.inline import MARK, misnested, strip
from workbench.model import Document

HERE = Path(__file__).parent
SAMPLE = HERE / "samples" / "water-talks.html"
OTHERS = HERE.parent.parent / "shared" / "samples" / "formats"
CASES: list[dict[str, Any]] = json.loads((HERE / "cases" / "html.json").read_text("utf-8"))


def read(text: str) -> Document:
    return formats.read(text.encode(), name="a.html")


def with_targets(document: Document, targets: list[str], language: str = "") -> Document:
    pairs = zip(document.segments, targets, strict=True)
    segments = tuple(replace(segment, target=target) for segment, target in pairs)
    return replace(document, segments=segments, target_language=language)


def translated(document: Document, change: Callable[[str], str]) -> bytes:
    return formats.write(with_targets(document, [change(s.source) for s in document.segments]))


def pages() -> list[Any]:
    found = sorted([*OTHERS.rglob("*.html"), *OTHERS.rglob("*.htm")])
    if not found:
        missing = pytest.mark.skip("pages of other tools lie beside the project: not here")
        return [pytest.param(SAMPLE, id="none", marks=missing)]
    return [pytest.param(path, id=path.name) for path in found]


class Shown(HTMLParser):
    """What an independent parser makes of a page: its tags, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = [(name, " ".join((value or "").split())) for name, value in attrs]
        self.seen.append(f"<{tag} {said}>")

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.seen.append(data)

    def said(self) -> str:
        text = re.sub(r"\s*(</?[a-z][^>]*>)\s*", r" \1 ", "".join(self.seen))
        return " ".join(text.split())


@pytest.mark.parametrize("case", [pytest.param(c, id=c["label"]) for c in CASES])
def test_case(case: dict[str, Any]) -> None:
    document = read(case["html"])
    assert [segment.source for segment in document.segments] == case["sources"]
    assert formats.write(document).decode() == case["html"]
    if "targets" in case:
        done = with_targets(document, case["targets"], case.get("language", ""))
        assert formats.write(done).decode() == case["written"]


def test_cases_are_many_and_distinct() -> None:
    assert len(CASES) >= 80
    assert len({case["label"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("path", [SAMPLE, *pages()])
def test_a_page_comes_back(path: Path) -> None:
    """Untouched, and with every segment translated into itself."""
    data = path.read_bytes()
    try:
        document = formats.read(data, name=path.name)
    except UnreadableFile as error:
        pytest.skip(str(error))
    assert formats.write(document) == data
    assert translated(document, lambda source: source) == data
    for segment in document.segments:
        assert not misnested(segment.source)
        assert segment.source == segment.source.strip()


@pytest.mark.parametrize("path", [SAMPLE, *pages()])
def test_a_translation_differs_inside_its_segments_only(path: Path) -> None:
    """Take out what was put in, and the rest is the page."""
    data = path.read_bytes()
    try:
        document = formats.read(data, name=path.name)
    except UnreadableFile as error:
        pytest.skip(str(error))
    marked = translated(document, lambda source: f"\ue000{source}\ue001")
    text, codec = marked.decode(document.skeleton.codec), document.skeleton.codec
    for letter in "\ue000\ue001":
        text = text.replace(f"&#{ord(letter)};", letter)
    assert text.count("\ue000") == len(document.segments)
    outside = re.sub("\ue000[^\ue001]*\ue001", "\ue000", _innermost_first(text))
    page = data.decode(codec)
    spans = sorted((span.start, span.end) for span in document.skeleton.spans.values())
    kept, last = [], 0
    for start, end in spans:
        if start >= last:
            kept.append(page[last:start])
            last = end
    assert re.sub("[\ue000\"']", "", outside) == re.sub("[\"']", "", "".join([*kept, page[last:]]))


def _innermost_first(text: str) -> str:
    """Without the segments inside the tags of other segments."""
    inner = re.compile("(\ue000[^\ue000\ue001]*)\ue000[^\ue000\ue001]*\ue001")
    while inner.search(text):
        text = inner.sub(r"\1", text)
    return text


def test_the_sample_written_anew_means_the_same() -> None:
    """Every segment really written, not left as it was: read by another parser, it is the page."""
    text = SAMPLE.read_text("utf-8")
    document = read(text)
    assert len(document.segments) > 50
    written = translated(document, lambda source: source + "\u2060").decode().replace("\u2060", "")
    assert written != text
    assert Shown(written).said() == Shown(text).said()


def test_every_character_is_in_one_token() -> None:
    for text in (SAMPLE.read_text("utf-8"), *(case["html"] for case in CASES)):
        found = list(tokens(text))
        assert "".join(text[token.start : token.end] for token in found) == text


def test_lines_keys_and_notes() -> None:
    document = read("<title>A</title>\n<h1>B</h1>\n<p>C <img alt=D>\n e<table><td>B")
    told = [(segment.source, segment.line, segment.note) for segment in document.segments]
    assert told == [
        ("A", 1, "page title"),
        ("B", 2, "heading"),
        ("D", 3, "alternative text"),
        ("C <x1/> e", 3, ""),
        ("B", 4, "table cell"),
    ]
    assert document.segments[-1].key == f"{document.segments[1].key}-2"


def test_inlines_say_what_they_are() -> None:
    html = "A <strong>b</strong> <cite>c</cite> <kbd>d</kbd> <a>e</a> <sup>f</sup> <img> <u>g</u> h"
    assert [inline.meaning for inline in read(html).segments[0].inlines] == [
        "bold",
        "italic",
        "code",
        "link",
        "superscript",
        "image",
        "underlined",
    ]


def test_a_page_without_an_ending_in_its_name_is_known_by_its_content() -> None:
    for begin in ("<!DOCTYPE html>", "\ufeff\n<!doctype HTML>", "<html lang=en>"):
        assert formats.read(f"{begin}<p>One".encode(), name="page").format == "html"


LEGACY = '<meta http-equiv="content-type" content="text/html; charset=%s"><p>Caf\u00e9 closed.'


@pytest.mark.parametrize("label", ["windows-1252", "ISO-8859-1", "iso-8859-15", "windows-1250"])
def test_a_page_in_an_older_charset_keeps_it(label: str) -> None:
    data = (LEGACY % label).encode(label)
    document = formats.read(data, name="a.html")
    assert document.segments[0].source == "Café closed."
    assert formats.write(document) == data
    written = translated(document, lambda _: "کافه é")
    assert written.endswith("<p>&#1705;&#1575;&#1601;&#1607; é".encode(label))
    again = formats.read(written, name="a.html")
    assert again.segments[0].source == "کافه é"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            (LEGACY % "windows-1252").encode(),
            "says that its charset is windows-1252, but it is UTF-8",
        ),
        ((LEGACY % "iso-8859-1").encode() + "د".encode(), "says that its charset is iso-8859-1"),
        ((LEGACY % "windows-1252").encode("cp1252") + b"\n\x81", "as line 2 shows"),
        ((LEGACY % "utf-8").encode("cp1252"), "is WINDOWS-1252, not UTF-8"),
        ((LEGACY % "nobody-knows").encode("cp1252"), "not UTF-8"),
        (LEGACY.encode("utf-16"), "is UTF-16"),
        (b"<p>One sentence is\0here.", "is binary"),
        (b" \n", "is empty"),
    ],
)
def test_a_page_that_is_not_what_it_says_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        formats.read(data, name="a.html")


def test_a_mark_at_the_beginning_counts_more_than_what_the_page_says() -> None:
    data = b"\xef\xbb\xbf" + (LEGACY % "windows-1252").encode()
    assert formats.write(formats.read(data, name="a.html")) == data


def test_a_charset_counts_in_the_whole_head_and_nowhere_else() -> None:
    said = "<meta charset=windows-1252>"
    late = ("<!-- <meta charset=utf-8> -->" + "<link>" * 3000 + said + "<p>Café").encode("cp1252")
    assert formats.read(late, name="a.html").segments[0].source == "Café"
    for text in (f"<!-- {said} --><p>Café", f"<body>{said}<p>Café"):
        assert read(text).segments[0].source == "Café"


HOSTILE = {
    "signs": "<" * 300_000,
    "end signs": "</" * 300_000,
    "comments": "<!--" * 300_000,
    "comments that nearly end": "<!-- " + "--!" * 300_000,
    "nested blocks": "<div>" * 100_000 + "x",
    "nested tags": "<b>" * 50_000 + "x",
    "tags round everything": "<b>x " * 20_000 + "</b>" * 20_000,
    "no-break spaces": "One. " + "<b>&nbsp;" * 20_000 + "x" + "</b>" * 20_000,
    "crossing tags": "<b><i>x</b></i>" * 15_000,
    "quotes": '<a b="' * 150_000,
    "attributes": "<a " + "b=c " * 150_000 + ">x",
    "references": "&amp;" * 60_000,
    "a long reference": "&#" + "1" * 300_000 + ";",
    "titles": "<title>" * 100_000,
    "scripts": "<script><!--<script>" * 100_000,
    "drawings": "<svg>" * 100_000 + "<![CDATA[" * 100_000,
    "paragraphs in buttons": "<p><button>" * 30_000 + "<div>" * 30_000,
    "unclosed code": "<p><code>" * 50_000,
    "line breaks": "x<br>" * 30_000,
    "sentences": "One <b>two</b>. " * 15_000,
    "false marks": "&lt;g1&gt;" * 20_000,
    "attributes in marks": "x " + "<img alt=y> x " * 10_000,
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_hostile_pages_take_linear_time(trick: str) -> None:
    begun = time.process_time()
    document = read(HOSTILE[trick])
    assert formats.write(document).decode() == HOSTILE[trick]
    translated(document, lambda source: source + "x")
    assert time.process_time() - begun < 12


def test_ten_megabytes_of_one_sign_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="paragraph"):
        formats.read(b"<" * 10_000_000, name="a.html")


PARTS = """<p> </p> <b> </b> <br> <i </a> <!-- --> <!x> <? &amp; & &lt; &#x41; <script> </script>
    <title> </title> <svg> </svg> <pre> </pre> <code> </code> </div> <td> <li> < > " ' = / g1> <g1>
    </g1> One. two Kabul کابل <html> </ <sup> </sup>""".split()
PARTS += ["<a href=\"x\" title='One'>", "<div translate=no>", "<img alt=x>"]
HTML = st.lists(st.sampled_from([*PARTS, " ", "\n", "\r\n", "\u00a0", "\u2028", "\t"]), max_size=40)


@settings(deadline=None)
@given(HTML.map("".join) | st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    data = text.encode()
    try:
        document = formats.read(data, name="a.html")
    except UnreadableFile:
        return
    assert formats.write(document) == data
    assert translated(document, lambda source: source) == data
    for segment in document.segments:
        assert not misnested(segment.source)
        assert {mark.strip("</>") for mark in MARK.findall(segment.source)} == {
            f"{inline.kind.value}{inline.number}" for inline in segment.inlines
        }


@settings(deadline=None)
@given(HTML.map("".join))
def test_segments_written_anew_are_read_again(text: str) -> None:
    """What is written in their place is all there, and nothing besides."""
    try:
        document = read(text)
        written = translated(document, lambda source: "\u2060" + source)
        again = formats.read(written, name="a.html")
    except WorkbenchError:
        return
    said = ["".join(strip(s.source) for s in one.segments) for one in (document, again)]
    assert "".join(said[1].replace("\u2060", "").split()) == "".join(said[0].split())


@pytest.mark.parametrize("cut", range(0, 4000, 97))
def test_a_page_cut_off_or_garbled(cut: int) -> None:
    data = SAMPLE.read_bytes()
    for broken in (data[:cut], data[cut:], data[:cut] + b"<" + data[cut + 5 :], data[:cut] * 2):
        try:
            document = formats.read(broken, name="a.html")
        except UnreadableFile:
            continue
        assert formats.write(document) == broken


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp", "Cc"]), min_size=1))
def test_any_target_means_itself(target: str) -> None:
    """Whatever a translator writes is read as text, in a paragraph and in an attribute."""
    target = " ".join(target.split())
    if not target:
        return
    for html in ("<p>One</p>", '<img alt="One">', "<img alt='One'>", "<img alt=One>"):
        text = formats.write(with_targets(read(html), [target])).decode()
        seen = Shown(text).seen
        kept = ["<p []>", target, "</p>"] if html[1] == "p" else [f"<img {[('alt', target)]}>"]
        assert seen == kept


@pytest.fixture(scope="module", params=["prs", "ps"])
def page(request: pytest.FixtureRequest) -> Document:
    document = pipeline.read(SAMPLE.read_bytes(), name=SAMPLE.name)
    return pipeline.translate(document, request.param)


def test_the_sample_is_translated_end_to_end(page: Document) -> None:
    name, data = pipeline.export(page, "article")
    code, text = page.target_language, data.decode()
    assert name == f"water-talks.{code}.html"
    assert f'<html lang="{code}" dir="rtl">' in text
    stays = ("<b>The Valley Post</b>", "N. Wardak", "desk@valley-post.example", "river  2022  2023")
    for kept in (*stays, '"headline": "Helmand water talks resume"', "window.innerWidth < 600"):
        assert kept in text
    for gone in (
        "Search the archive",
        "Zaranj in April",
        "Kajaki hydroelectric",
        "drought of 2023",
    ):
        assert gone not in text
    for segment in page.segments:
        assert segment.target or not segment.translate
        assert sorted(MARK.findall(segment.target or segment.source)) == sorted(
            MARK.findall(segment.source)
        )


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_po_and_xliff_give_the_same_page_byte_for_byte(page: Document, kind: str) -> None:
    name, data = pipeline.export(page, kind)
    again = pipeline.read(SAMPLE.read_bytes(), name=SAMPLE.name)
    merged = pipeline.merge(again, formats.read(data, name=name))
    assert pipeline.export(merged, "article") == pipeline.export(page, "article")


def test_a_page_and_its_translation_are_aligned(page: Document) -> None:
    source = pipeline.read(SAMPLE.read_bytes(), name=SAMPLE.name)
    name, data = pipeline.export(page, "article")
    target = formats.read(data, name=name)
    aligned, findings = pairs.align(source, target)
    assert not [finding for finding in findings if finding.severity.value == "error"]
    wanted = {segment.key: segment.target or segment.source for segment in page.segments}
    answers = {pair.source.key: pairs.answered(pair).target for pair in aligned}
    same = sum(answers.get(key) == target for key, target in wanted.items())
    assert same >= 0.9 * len(wanted)
    segments, places, *_ = articles.opened(source, target)
    lines = data.decode().split("\n")
    for segment, place in zip(segments, places, strict=True):
        line, column = place.start
        assert lines[line - 1][column - 1 :][:1] in (segment.target[:1], "<", "&")


def test_a_stored_page_is_restored_with_its_edits(page: Document) -> None:
    edits = {s.key: (s.target, s.state, s.origin) for s in page.segments if s.target}
    code = page.target_language
    restored = pipeline.restore(SAMPLE.name, SAMPLE.read_bytes(), code, edits)
    assert pipeline.export(restored, "article") == pipeline.export(page, "article")


PAIR = {
    "x.html": "<p>The talks are over.<h2>Prices</h2><p>At least <b>50</b> trucks &amp; 9 cars.",
    "x.prs.html": "<html dir=rtl><p>پایان یافت.<h2>نرخ‌ها</h2>\n%s<p>دست‌کم <b>۵۰</b> لاری آمد.",
}


@pytest.mark.parametrize("ignored", [False, True])
def test_the_gate_reads_a_pair_of_pages(tmp_path: Path, ignored: bool) -> None:
    comment = (
        "<!-- workbench: ignore missing-number -- the cars are left out -->" if ignored else ""
    )
    for name, text in PAIR.items():
        html = text.replace("%s", comment)
        (tmp_path / name).write_text(html, encoding="utf-8")
    verdict = gate.check([tmp_path])
    assert verdict.segments == 3
    found = [located for located in verdict.findings if located.check == "missing-number"]
    assert [(located.line, located.suppressed) for located in found] == [
        (2, "ignored" if ignored else "")
    ]
