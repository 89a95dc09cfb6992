"""Subtitles: cases in cases/subtitles.json, before and after; files that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench import formats, pipeline
from workbench.errors import UnreadableFile
from workbench.formats import subtitles
from workbench.inline import strip

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "subtitles.json").read_text(encoding="utf-8"))
SAMPLES = ["river.srt", "kitchen.vtt"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_cue_is_translated_in_its_place(case: dict[str, Any]) -> None:
    data = case["before"].encode()
    document = formats.read(data, name=f"a.{case['kind']}")
    assert [[s.source, s.line] for s in document.segments] == case["segments"]
    assert formats.write(document) == data
    edits = dict(case["edits"])
    segments = tuple(replace(s, target=edits.pop(s.source, "")) for s in document.segments)
    assert not edits
    written = formats.write(replace(document, segments=segments, target_language="prs"))
    assert written.decode() == case["after"]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_file_comes_back_as_it_was(name: str, newline: str, bom: str) -> None:
    text = (HERE / "foreign" / name).read_bytes().decode("utf-8-sig")
    data = (bom + text.replace("\r\n", "\n").replace("\n", newline)).encode()
    document = formats.read(data, name=name)
    assert len(document.segments) > 2
    assert formats.write(document) == data
    twin = replace(
        document,
        target_language="ps",
        segments=tuple(replace(s, target=f"{s.source} ژباړه") for s in document.segments),
    )
    written = formats.write(twin)
    again = formats.read(written, name=name)
    assert [" ".join(s.source.split()) for s in again.segments] == [s.target for s in twin.segments]
    assert [s.note for s in again.segments] == [s.note for s in document.segments]
    assert written.count(newline.encode()) >= data.count(newline.encode()) - 2


@pytest.mark.parametrize(
    "text",
    [
        "یک سطر کوتاه",
        "مردم این دره از آب همین دریا هم زمین‌های خود را سیراب می‌کنند و هم می‌نوشند",
        "یک‌کلمهٔ‌بسیار‌درازی‌که‌هیچ‌فاصله‌ای‌در‌آن‌نیست‌و‌تمام‌نمی‌شود‌هرگز‌هم",
        "<g1>مردم این دره از آب همین دریا هم زمین‌های</g1> خود را سیراب می‌کنند و هم می‌نوشند",
    ],
)
def test_lines_balance_and_lose_nothing(text: str) -> None:
    lines = subtitles.laid(text)
    assert " ".join(lines) == text
    lengths = [len(strip(line)) for line in lines]
    assert len(lines) <= 2
    assert len(lines) == 1 or max(lengths) <= 1.6 * min(lengths)


BAD = {
    "no cue": ("a.srt", "Just a text.\n", "holds no subtitle"),
    "a time that is none": ("a.srt", "1\n00:00:xx --> 00:00:02,000\nHi\n", "line 2"),
    "a broken arrow": ("a.srt", "1\n00:00:01,000 -> 00:00:02,000\nHi\n", "line 2"),
    "no head": ("a.vtt", "00:01.000 --> 00:02.000\nHi\n", "line 1"),
    "a comma in a time": ("a.vtt", "WEBVTT\n\n00:01,000 --> 00:02,000\nHi\n", "line 3"),
    "nothing": ("a.srt", "", "empty"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_one_sentence_with_its_line(fault: str) -> None:
    name, text, words = BAD[fault]
    with pytest.raises(UnreadableFile, match=words):
        formats.read(text.encode(), name=name)


def test_text_of_no_cue_stays_and_is_told() -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\nHi\n\nsome stray words\n"
    document = formats.read(data, name="a.srt")
    assert [(f.check, f.line) for f in document.findings] == [("stray-text", 5)]
    assert formats.write(document) == data


@pytest.mark.parametrize("name", SAMPLES)
def test_subtitles_are_known_by_what_is_in_them(name: str) -> None:
    assert formats.detect("x", (HERE / "foreign" / name).read_bytes()).suffixes[0] in name


def test_subtitles_are_translated_like_an_article(tmp_path: Path) -> None:
    from workbench import engines

    (report,) = pipeline.translate_file(
        HERE / "foreign" / "river.srt", ["ps"], tmp_path, engine=engines.make("echo")
    )
    assert (tmp_path / "river.ps.srt").read_bytes().startswith(b"\xef\xbb\xbf1\r\n00:00:01,000")
    assert {path.suffix for path in report.files} == {".srt", ".po", ".xlf"}
    assert all(segment.target for segment in report.document.segments if segment.translate)
