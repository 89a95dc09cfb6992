"""Markdown: what becomes a segment, what stays, and that nothing else changes."""

from __future__ import annotations

import json
import re
import sysconfig
import time
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbench import formats
from workbench.errors import UnreadableFile
from workbench.inline import lost, misnested
from workbench.model import Document

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "samples"
SPEC = SHARED / "formats" / "md-commonmark" / "spec.txt"
CASES: list[dict[str, Any]] = json.loads((HERE / "cases" / "markdown.json").read_text("utf-8"))
KNOWN_FAILURES: dict[str, str] = {
    "twin-595": "an escaped exclamation mark in front of a link loses its backslash",
}
RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?:\r?\n|\Z)")
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)


def read(text: str, keys: Sequence[str] = ()) -> Document:
    return formats.read(text.encode(), name="a.md", keys=keys)


def translated(document: Document, targets: list[str]) -> str:
    pairs = zip(document.segments, targets, strict=True)
    segments = tuple(replace(segment, target=target) for segment, target in pairs)
    return formats.write(replace(document, segments=segments)).decode()


def twin(document: Document) -> str:
    """The document with every segment translated into itself."""
    return translated(document, [segment.source for segment in document.segments])


def rendered(text: str) -> str:
    html = RENDERER.render(FRONT_MATTER.sub("", text).removeprefix("\ufeff"))
    return " ".join(unescape(html).split())


def examples() -> list[Any]:
    if not SPEC.exists():
        missing = pytest.mark.skip("the CommonMark examples lie beside the project: not here")
        return [pytest.param(0, "", id="none", marks=missing)]
    found = EXAMPLE.findall(SPEC.read_text("utf-8"))
    return [
        pytest.param(number, text.replace("→", "\t"), id=str(number))
        for number, text in enumerate(found, 1)
    ]


def with_known_failures(kind: str) -> list[Any]:
    params = []
    for param in examples():
        marks = known_failure(f"{kind}-{param.id}") or param.marks
        params.append(pytest.param(*param.values, id=param.id, marks=marks))
    return params


def real_files() -> list[Path]:
    installed = Path(sysconfig.get_paths()["purelib"])
    found = [*SHARED.rglob("*.md"), *installed.rglob("*.md"), *HERE.parent.glob("*.md")]
    return sorted({path for path in found if path.stat().st_size})


def known_failure(name: str) -> list[pytest.MarkDecorator]:
    reason = KNOWN_FAILURES.get(name)
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c["label"], marks=known_failure(f"case-{c['label']}")) for c in CASES],
)
def test_case(case: dict[str, Any]) -> None:
    document = read(case["markdown"], case.get("keys", ()))
    assert [segment.source for segment in document.segments] == case["sources"]
    assert formats.write(document).decode() == case["markdown"]
    if "targets" in case:
        assert translated(document, case["targets"]) == case["written"]


def test_cases_are_many_and_distinct() -> None:
    assert len(CASES) >= 40
    assert len({case["label"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize(("number", "text"), with_known_failures("identity"))
def test_commonmark_example_comes_back(number: int, text: str) -> None:
    try:
        document = read(text)
    except UnreadableFile:
        assert not text.strip()
        return
    assert formats.write(document).decode() == text


@pytest.mark.parametrize(("number", "text"), with_known_failures("twin"))
def test_commonmark_example_means_the_same_when_translated_into_itself(
    number: int, text: str
) -> None:
    if text.strip():
        assert rendered(twin(read(text))) == rendered(text)


def test_there_are_all_the_examples() -> None:
    if not SPEC.exists():
        pytest.skip("no CommonMark examples here")
    assert len(examples()) >= 650


@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_real_file(path: Path) -> None:
    data = path.read_bytes()
    try:
        document = formats.read(data, name=path.name)
    except UnreadableFile as error:
        pytest.skip(str(error))
    assert formats.write(document) == data
    text = data.decode()
    assert rendered(twin(document)) == rendered(text)
    for segment in document.segments:
        assert not misnested(segment.source)
        assert not lost(
            "".join(f"<x{i.number}/>" for i in segment.inlines if i.kind.value == "x"),
            segment.source,
        )


def test_a_translation_differs_inside_its_segments_only() -> None:
    path = SHARED / "security-cooperation.md"
    if not path.exists():
        pytest.skip("the sample article is not here")
    text = path.read_bytes().decode()
    document = read(text)
    written = translated(document, ["\ue000" for _ in document.segments])
    pattern = ".*?".join(re.escape(piece) for piece in written.split("\ue000"))
    assert re.fullmatch(pattern, text, re.DOTALL)
    assert written.count("\ue000") == len(document.segments)


def test_lines_keys_and_notes() -> None:
    document = read("---\na: b\n---\n# Kabul\n\nOne.\nTwo.\n\n| Kabul |\n|---|\n")
    assert [segment.line for segment in document.segments] == [4, 6, 7, 9]
    first, *_, cell = document.segments
    assert (first.note, cell.note) == ("heading", "table cell")
    assert cell.key == f"{first.key}-2"
    assert re.fullmatch(r"[0-9a-f]{8}", first.key)


def test_inlines_say_what_they_are() -> None:
    document = read("A **b** *c* `d` [e](f) g<sup>h</sup> ![i](j) ~~k~~ l\n")
    assert [inline.meaning for inline in document.segments[0].inlines] == [
        "bold",
        "italic",
        "code",
        "link",
        "superscript",
        "image",
        "struck out",
    ]


def test_what_is_not_to_be_translated_is_never_written() -> None:
    document = read("One.\n\nTwo.\n")
    kept = tuple(replace(s, target="x", translate=False) for s in document.segments)
    assert formats.write(replace(document, segments=kept)) == b"One.\n\nTwo.\n"


@pytest.mark.parametrize("piece", ["*a ", "[", "`", "<b>", "![", "~~a ", "_", "&amp;", "> ", "a. "])
def test_long_monotonous_text_takes_no_long_time(piece: str) -> None:
    text = piece * (30_000 // len(piece)) + "\n"
    begun = time.process_time()
    assert formats.write(read(text)).decode() == text
    assert time.process_time() - begun < 20


def test_two_hundred_kilobytes_take_about_a_second() -> None:
    text = "It **rained** all day in [Kabul](a.md). The roads were closed.\n\n" * 3200
    begun = time.process_time()
    assert len(read(text).segments) == 6400
    assert time.process_time() - begun < 8


def test_ten_megabytes_on_one_line_are_refused_at_once() -> None:
    begun = time.process_time()
    with pytest.raises(UnreadableFile, match="line"):
        formats.read(b"word " * 2_000_000, name="a.md")
    assert time.process_time() - begun < 5


PUNCTUATION = "* ** _ ` `` [ ] ( ) ! < > & ; \\ # - + 1. | ~~ \n \r\n \t : <b> </b> <g1> &lt;"
MARKDOWN = st.lists(
    st.sampled_from(
        [
            *PUNCTUATION.split(" "),
            "  \n",
            "\\\n",
            "    ",
            " ",
            "a",
            "Kabul",
            "کابل",
            "\u200c",
            "\u00a0",
            "|---|\n",
            "> ",
            "---\n",
            "[^1]",
            "[a]: b\n",
            "\x0b",
            "\x1f",
            "\u2028",
            "\x85",
            "- ",
        ]
    ),
    max_size=30,
).map("".join)


@settings(deadline=None)
@given(MARKDOWN | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    data = text.encode()
    try:
        document = formats.read(data, name="a.md")
    except UnreadableFile:
        assert not text.strip("\ufeff \t\r\n") or data[:2] in (b"PK", b"GI", b"%P")
        return
    assert formats.write(document) == data
    twin(document)
    for segment in document.segments:
        assert not misnested(segment.source)


@settings(deadline=None)
@given(
    st.text(
        st.characters(exclude_characters="\0\r", exclude_categories=["Cs", "Zl", "Zp", "Cc"]),
        min_size=1,
    )
)
def test_any_target_means_itself(target: str) -> None:
    """Whatever a translator writes is read as text, in a paragraph and in a table."""
    target = " ".join(target.split())
    if not target:
        return
    for text, kept in (("Kabul\n", "<p>%s</p>"), ("| Kabul |\n|---|\n", "<th>%s</th>")):
        html = " ".join(RENDERER.render(translated(read(text), [target])).split())
        assert kept % target in unescape(html)
