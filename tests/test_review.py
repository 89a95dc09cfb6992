"""A review copy: what an editor reads, in a browser and in Word; and texts that try to do harm."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html

from test_cli import Run, run  # noqa: F401
from workbench import formats, pipeline
from workbench.errors import Mismatch, UnknownFormat
from workbench.formats.docx_xml import ORDER
from workbench.model import Document, Finding, Inline, InlineKind, Segment, Severity, State

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2025, 3, 12)
BOLD = Inline(1, InlineKind.PAIR, "**", "**", "bold")
IMAGE = Inline(2, InlineKind.STANDALONE, "<img src=x onerror=alert(1)>", "", "image")
HOSTILE = (
    '</td></table><script>alert("1")</script><img src=x onerror=alert(2)>&lt;b&gt;\u202e]]>\x01'
)

TALKS = Document(
    "talks.md",
    "markdown",
    (
        Segment("a", "The talks began in Kabul.", "گفتگوها در کابل آغاز شد.", State.REVIEWED),
        Segment(
            "b",
            "<g1>Five</g1> men<x2/> came.",
            "<g1>پنج</g1> مرد BBC News<x2/> آمدند.",
            State.DRAFT,
            inlines=(BOLD, IMAGE),
            note="caption",
        ),
        Segment("c", "They left.", line=7),
        Segment("d", "خانه روشن است.", language="fa", translate=False),
    ),
    target_language="prs",
    findings=(
        Finding("lost-tag", Severity.ERROR, "b", "A mark is lost.", (4, 7)),
        Finding("missing-number", Severity.WARNING, "b", "The number 5 is missing."),
        Finding("truncated", Severity.WARNING, "", "The file was cut off."),
    ),
)


def page(document: Document, **told: object) -> html.HtmlElement:
    return html.fromstring(formats.export(document, "review-html", **told).decode())


def parts(document: Document, **told: object) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(formats.export(document, "review-docx", **told))) as package:
        assert package.testzip() is None
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def said(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t"))


@pytest.mark.parametrize("kind", ["review-html", "review-docx"])
def test_the_same_document_is_the_same_copy(kind: str) -> None:
    assert formats.export(TALKS, kind, day=DAY) == formats.export(TALKS, kind, day=DAY)


def test_a_page_has_the_source_left_and_the_target_right() -> None:
    rows = page(TALKS).findall(".//tbody/tr")
    assert [row.get("class") for row in rows] == ["reviewed", "draft", "new", "stays"]
    _state, source, target, _notes = rows[0]
    assert (source.get("lang"), source.get("dir")) == ("en", "ltr")
    assert (target.get("lang"), target.get("dir")) == ("prs", "rtl")
    assert target.text_content() == "گفتگوها در کابل آغاز شد."
    assert (rows[3][2].get("lang"), rows[3][2].get("dir")) == ("fa", "rtl")
    assert rows[3][2].text_content() == "خانه روشن است."


def test_marks_are_looks_and_what_is_no_text_is_named() -> None:
    row = page(TALKS).findall(".//tbody/tr")[1]
    assert [bold.text_content() for bold in row.iter("b")][1:3] == ["Five", "پنج"]
    assert "[image]" in row[1].text_content()
    assert "BBC News" in [one.text for one in row[2].iter("bdi")]


def test_findings_stand_in_the_margin_and_their_place_is_marked() -> None:
    made = page(TALKS)
    row = made.findall(".//tbody/tr")[1]
    notes = [note.text_content() for note in row[3].iter("li")]
    assert notes == [
        "2. lost-tag · errorA mark is lost.",
        "3. missing-number · warningThe number 5 is missing.",
    ]
    assert [mark.text_content() for mark in row[2].iter("mark")] == ["مرد"]
    assert "The file was cut off." in made.find(".//header").text_content()


def test_the_head_tells_languages_day_and_progress() -> None:
    head = page(TALKS, day=DAY).find(".//header").text_content()
    for words in ("talks.md", "English → دری", "2025-03-12", "۲۲ حوت ۱۴۰۳", "3 segments"):
        assert words in head
    assert "reviewed 1" in head
    assert "Date" not in page(TALKS).find(".//header").text_content()


def test_terms_are_told_when_asked_for() -> None:
    terms = {"a": [("Kabul", "کابل"), ("Kabul", "کابل")]}
    told = page(TALKS, terms=terms).findall(".//ul[@class='terms']/li")
    assert [one.text_content() for one in told] == ["Kabul = کابل"]
    assert "Kabul = کابل" in said(parts(TALKS, terms=terms)["word/document.xml"])


def hostile() -> Document:
    segments = tuple(
        replace(segment, source=segment.source + HOSTILE, target=segment.target + HOSTILE)
        for segment in TALKS.segments
    )
    findings = tuple(replace(f, check=HOSTILE, message=HOSTILE) for f in TALKS.findings)
    return replace(TALKS, name=HOSTILE, segments=segments, findings=findings)


def test_nothing_in_a_page_comes_from_a_text_but_text() -> None:
    terms = {"a": [(HOSTILE, HOSTILE)]}
    made = page(hostile(), terms=terms)
    assert not list(made.iter("script", "img"))
    assert {name for one in made.iter() for name in one.attrib if name.startswith("on")} == set()
    source = made.findall(".//tbody/tr")[2][1]
    assert source.text_content().startswith("They left." + HOSTILE[:-1])
    assert len(made.findall(".//tbody/tr")) == len(TALKS.segments)


def test_no_text_breaks_a_word_file() -> None:
    made = parts(hostile(), terms={"a": [(HOSTILE, HOSTILE)]})
    assert HOSTILE[:-1] in said(made["word/document.xml"])
    assert HOSTILE[:-1] in said(made["word/comments.xml"])


@pytest.mark.parametrize(
    "target", ["</g1>a<g1>", "<g1>a<g9>b", "<g1><x1/>c<g2>", "<x2/><x2/>", "\ud800 <g1>\nx"]
)
def test_marks_in_disorder_are_laid_all_the_same(target: str) -> None:
    segment = replace(TALKS.segments[1], target=target)
    document = replace(TALKS, segments=(segment,))
    assert page(document).findall(".//tbody/tr")
    assert parts(document)["word/document.xml"] is not None


def test_comments_in_word_stand_where_they_belong() -> None:
    made = parts(TALKS, day=DAY)
    comments = made["word/comments.xml"]
    texts = {one.get(W + "id"): said(one) for one in comments}
    assert texts["2"] == "lost-tag · error: A mark is lost."
    document = made["word/document.xml"]
    for number in texts:
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            assert len(document.findall(f".//{W}{name}[@{W}id='{number}']")) == 1, (number, name)
    (start,) = document.findall(f".//{W}commentRangeStart[@{W}id='2']")
    within = []
    for sister in start.itersiblings():
        if sister.tag == W + "commentRangeEnd":
            break
        within.append(said(sister))
    assert "".join(within) == "مرد"


def test_comments_that_cross_begin_and_end_once() -> None:
    spans = [(0, 6), (4, 9), (4, 4), (90, 99)]
    found = tuple(Finding("lost-tag", Severity.ERROR, "b", "x", span) for span in spans)
    document = parts(replace(TALKS, findings=found))["word/document.xml"]
    for number in range(1, 5):
        for name in ("commentRangeStart", "commentRangeEnd"):
            assert len(document.findall(f".//{W}{name}[@{W}id='{number}']")) == 1, (number, name)


def test_targets_in_word_run_from_right_to_left_but_for_latin() -> None:
    document = parts(TALKS)["word/document.xml"]
    cell = document.findall(f".//{W}tr")[2][3]
    assert cell.find(f"{W}p/{W}pPr/{W}bidi") is not None
    turned = {said(one): one.find(f"{W}rPr/{W}rtl") is not None for one in cell.iter(W + "r")}
    assert turned["BBC News"] is False
    assert turned["پنج"] is True


def test_a_copy_in_word_is_a_word_file() -> None:
    data = formats.export(TALKS, "review-docx", day=DAY)
    read = formats.read(data, name="talks.docx")
    assert "The talks began in Kabul." in [segment.source for segment in read.segments]


def test_the_reader_is_spoken_to_in_her_language() -> None:
    name, data = pipeline.review(TALKS, "html", language="prs", named=lambda _check: "نشان")
    assert "نشان" in data.decode()
    assert name == "talks.prs.review.html"
    made = html.fromstring(data.decode())
    assert (made.get("lang"), made.get("dir")) == ("prs", "rtl")
    assert made.find(".//table").get("dir") == "ltr"
    assert "draft" not in made.findall(".//tbody/tr")[1][0].text_content()


def test_another_kind_is_refused() -> None:
    with pytest.raises(UnknownFormat, match="html, docx"):
        pipeline.review(TALKS, "pdf")


def test_the_command(run: Run, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "talks.prs.po").write_bytes(formats.export(TALKS, "po"))
    result = run("review", tmp_path / "talks.prs.po", "--as", "docx", "--terms")
    assert result.code == 0
    assert "talks.prs.review.docx" in result.out
    assert zipfile.is_zipfile(tmp_path / "talks.prs.review.docx")


def test_a_file_without_translations_has_no_review_copy(
    run: Run,  # noqa: F811
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_bytes(b"Kabul is quiet.\n")
    result = run("review", tmp_path / "a.md")
    assert result.code == 2
    assert "holds no translation" in result.err
    (tmp_path / "a.po").write_bytes(b'msgid "Kabul"\nmsgstr "x"\n')
    with pytest.raises(Mismatch, match="--to prs"):
        pipeline.review_file(tmp_path / "a.po", "html", tmp_path)


def test_properties_in_word_stand_in_the_order_of_the_schema() -> None:
    looks = ("link", "code", "superscript", "bold", "italic", "underlined", "aside")
    inlines = tuple(
        Inline(n, InlineKind.PAIR, "<", ">", look) for n, look in enumerate(looks[:-1], 1)
    )
    marked = (
        "".join(f"<g{n}>" for n in range(1, 7)) + "x" + "".join(f"</g{n}>" for n in range(6, 0, -1))
    )
    segment = Segment("k", marked, f"{marked} متن", inlines=inlines)
    made = parts(replace(TALKS, segments=(segment, *TALKS.segments)), day=DAY)
    for name in ("word/document.xml", "word/comments.xml", "word/styles.xml", "word/footer1.xml"):
        for kind, order in ORDER.items():
            for element in made[name].iter(W + kind):
                places = [order[etree.QName(child).localname] for child in element]
                assert places == sorted(set(places)), (name, etree.tostring(element))
