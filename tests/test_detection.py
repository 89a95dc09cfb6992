"""Which language a segment is in: labelled cases, documents, hostile text, and what it costs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.detection import Detection, detect, detect_all

HERE = Path(__file__).parent
CASES = json.loads((HERE / "cases" / "detection.json").read_text(encoding="utf-8"))
SAMPLE = HERE.parent.parent / "shared" / "samples" / "security-cooperation.md"


def agrees(found: Detection, wanted: str) -> bool:
    return found.language in ("prs", "fa") if wanted == "persian" else found.language == wanted


def titled(case: dict[str, str]) -> str:
    return f"{case['language']}: {case['text'][:40]}".encode("unicode_escape").decode()


@pytest.mark.parametrize("case", CASES["cases"], ids=titled)
def test_case(case: dict[str, str]) -> None:
    found = detect(case["text"])
    assert agrees(found, case["language"]), f"{found} {case.get('why', '')}"


@pytest.mark.parametrize("case", CASES["known_failures"], ids=titled)
@pytest.mark.xfail(strict=True, reason="the limits of the tool, written down")
def test_known_failure(case: dict[str, str]) -> None:
    assert agrees(detect(case["text"]), case["language"]), case["why"]


def test_there_are_enough_cases_of_each_kind() -> None:
    assert len(CASES["cases"]) >= 200
    for language in ("en", "prs", "fa", "persian", "ps", "ur", "ar", "other"):
        assert sum(case["language"] == language for case in CASES["cases"]) >= 10, language


def test_an_unsure_segment_inherits_the_variety_of_the_document() -> None:
    unsure = "او دیروز به خانه رفت."
    dari = detect_all(["پولیس ولسوالی از حادثه خبر داد.", "داکتر شفاخانه رسید.", unsure])
    iranian = detect_all(["پلیس استان خبر داد.", "پزشک بیمارستان و دانشجوی دانشگاه آمدند.", unsure])
    assert [one.language for one in dari] == ["prs"] * 3
    assert [one.language for one in iranian] == ["fa"] * 3
    assert "inherits" in dari[2].reason


def test_sure_segments_of_either_variety_keep_theirs_in_a_mixed_document() -> None:
    texts = [
        "متعلمین مکاتب ولسوالی و محصلین پوهنتون رخصت شدند.",
        "دانشجویان دانشگاه و دانش‌آموزان دبیرستان به بیمارستان رفتند و پزشک آنها را دید.",
    ]
    assert [one.language for one in detect_all(texts)] == ["prs", "fa"]


def test_half_spaces_alone_do_not_make_a_dari_document_iranian() -> None:
    plain = ["او می‌رود و کتاب‌ها را می‌برد.", "آن‌ها نمی‌دانند که چه می‌خواهند."] * 5
    marked = ["پولیس دو تن را گرفتار کرد.", "داکتر به شفاخانه رسید.", "والی از ولسوالی دیدن کرد."]
    assert {one.language for one in detect_all([*plain, *marked])} == {"prs"}


def test_foreign_runs_are_marked() -> None:
    text = "The word پوهنتون means university."
    found = detect(text)
    assert found.language == "en"
    assert [text[start:end] for start, end, _ in found.spans] == ["پوهنتون"]
    text = "وی گفت: this is not the end و رفت. او دیگر هرگز به خانه نیامد."
    assert [(text[start:end], code) for start, end, code in detect(text).spans] == [
        ("this is not the end", "en")
    ]


def test_marks_and_addresses_do_not_weigh() -> None:
    text = "<g1>د پوهنې</g1> <x2/> وزارت https://www.example.com/the/and/of editor@example.com"
    assert detect(text).language == "ps"


HOSTILE = [
    *["", " ", "a", "ا", "😀", "\u202e\u202b\u2066", "\x00\x1b[0m", "\ud800\udfff", "\ufdfa"],
    *["\u0651", "ﷺ", "١٢٣۱۲۳123", "\u200c" * 9, "<g1>", "</g1><x", "@", "a@", "&", "&#", "http://"],
    *["%", "{", "\\", "\u0640\u0640", "ا\u0651\u200c"],
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_gets_an_answer(text: str) -> None:
    found = detect(text)
    assert found.language
    assert found.reason
    assert 0 <= found.confidence <= 1


UNITS = [
    *[
        "ا",
        "a",
        "a.",
        "a@",
        "<g1>",
        "www.",
        "a_",
        "/a",
        "می",
        "𐎠",
        "%(",
        "{a",
        "<a",
        "&a",
        "ې\u200c",
    ],
    *[
        "«ا",
        '"a',
        "“ا",
        "a'",
        "a-",
        "ا a ",
        "a ا ",
        "aא",
        "\ufdfa",
        "ا\u0651",
        "a, ",
        "By A ",
        "1a",
        "\\a",
    ],
]


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_megabyte_without_a_space_costs_no_more_than_its_length(unit: str) -> None:
    detect(unit)  # whatever it needs is loaded
    started = time.process_time()
    detect(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 1


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_and_spans_within_it(text: str) -> None:
    found = detect(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in found.spans)


def test_the_same_text_always_gets_the_same_answer() -> None:
    texts = [case["text"] for case in CASES["cases"]]
    assert detect_all(texts) == detect_all(texts)
    mixed = "Kreis kommt ble tegen"
    assert len({detect(mixed) for _ in range(5)}) == 1


def test_english_pays_for_neither_numpy_nor_langdetect() -> None:
    code = (
        "import sys; from workbench.detection import detect_all;"
        "detect_all(['The talks have failed.', 'Introduction', 'By Jane Miller', '11 June 2024']);"
        "print([m for m in ('numpy', 'langdetect') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_segments_of_the_users_article() -> None:
    if not SAMPLE.exists():
        pytest.skip(f"no sample article at {SAMPLE}")
    lines = [line.strip("#* ") for line in SAMPLE.read_text(encoding="utf-8").split("\n")]
    lines = [line for line in lines if line]
    found = detect_all(lines)
    wanted = {
        "[www.afgazad.com](http://www.afgazad.com)": "other",
        "[afgazad@gmail.com](mailto:afgazad@gmail.com)": "other",
        "AA-AA": "other",
        "Author: [Taut Bataut](#)": "other",
        "11.06.2024": "other",
        "10.06.2024": "other",
    }
    for line, one in zip(lines, found, strict=True):
        arabic = any("\u0600" <= char <= "\u06ff" for char in line)
        assert agrees(one, wanted.get(line, "persian" if arabic else "en")), f"{line[:50]} {one}"
