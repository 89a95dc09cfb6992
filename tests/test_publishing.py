"""A localised article ready to publish: its digits and its font."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench import formats, pipeline
from workbench.cli import app, main
from workbench.errors import UnwritableFile
from workbench.model import Document, Inline, InlineKind, Segment

PAGE = b"<!doctype html><html lang=en><head><title>A</title></head><body><p>One man.</body></html>"


def page(target: str) -> Document:
    document = replace(formats.read(PAGE, name="a.html"), target_language="prs")
    told = replace(document.segments[-1], target=target)
    return replace(document, segments=(*document.segments[:-1], told))


@pytest.mark.parametrize(
    ("digits", "target", "written"),
    [
        ("own", "1,250 تن در 2024", "۱٬۲۵۰ تن در ۲۰۲۴"),
        ("western", "۱٬۲۵۰ تن، ۴۱٫۵ درصد", "1,250 تن، 41.5 درصد"),
        ("own", "به a.com/12 و F16 بنگرید", "به a.com/12 و F16 بنگرید"),
        ("", "1,250 تن و ۳", "1,250 تن و ۳"),
    ],
)
def test_digits_are_those_the_house_wants(digits: str, target: str, written: str) -> None:
    name, data = pipeline.export(page(target), "article", look=pipeline.Look(digits))
    assert name == "a.prs.html"
    assert f"<p>{written}" in data.decode()


def test_the_numbers_of_marks_are_no_numbers() -> None:
    bold = Inline(1, InlineKind.PAIR, "<b>", "</b>", "bold")
    segment = Segment("k", "<g1>12</g1>", "<g1>12</g1>", inlines=(bold,))
    document = Document("a", "html", (segment,), target_language="ps")
    assert pipeline.Look("own").dressed(document).segments[0].target == "<g1>۱۲</g1>"


def test_a_bilingual_file_has_what_stands_in_the_editor() -> None:
    _, data = pipeline.export(page("12"), "po", look=pipeline.Look("own"))
    assert 'msgstr "12"' in data.decode()


def test_a_page_is_shown_in_a_font() -> None:
    _, data = pipeline.export(page("یک"), "article", look=pipeline.Look(font="fonts/a.woff2"))
    text = data.decode()
    assert 'src:url("fonts/a.woff2")' in text.partition("</head>")[0]
    assert ":lang(prs)" in text


def test_a_style_sheet_is_linked() -> None:
    _, data = pipeline.export(page("یک"), "article", look=pipeline.Look(font="/site.css?v=2"))
    assert '<link rel="stylesheet" href="/site.css?v=2"></head>' in data.decode()


@pytest.mark.parametrize(
    "font", ["comic", 'a"><script>.woff2', "javascript:a.css", "data:font/woff2,a.woff2"]
)
def test_what_is_no_font_is_refused(font: str) -> None:
    with pytest.raises(UnwritableFile, match=r"Use .*vazirmatn"):
        pipeline.Look(font=font).link()


def test_a_bundled_font_lies_beside_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    options = ["--to", "ps", "--engine", "echo", "--font", "vazirmatn"]
    done = CliRunner().invoke(app, ["translate", str(tmp_path / "a.html"), *options])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "fonts" / "vazirmatn.woff2").read_bytes()[:4] == b"wOF2"


def test_only_a_page_can_be_given_a_font(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("One man.\n")
    options = ["--engine", "echo", "--font", "vazirmatn"]
    monkeypatch.setattr("sys.argv", ["workbench", "translate", str(tmp_path / "a.md"), *options])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "only HTML can be given a font" in " ".join(capsys.readouterr().err.split())
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
