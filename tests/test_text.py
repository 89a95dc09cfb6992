"""Plain text: a line is a block and stays a line; encodings are told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import formats
from workbench.errors import UnknownFormat, UnreadableFile
from workbench.model import Document

DARI = (
    "افغانستان کشوری در آسیا است و پایتخت آن شهر کابل می باشد؛ مردم آن به دری و پشتو سخن می گویند."
)


def translated(document: Document, target: str) -> Document:
    segments = tuple(replace(segment, target=target) for segment in document.segments)
    return replace(document, segments=segments, target_language="prs")


def test_lines_and_sentences() -> None:
    document = formats.read(b"One. Two.\r\n\r\n  Three\n", name="a.txt")
    assert [segment.source for segment in document.segments] == ["One.", "Two.", "Three"]
    assert [segment.line for segment in document.segments] == [1, 1, 3]


@pytest.mark.parametrize(
    "data",
    [
        b"One. Two.\n\n  Three \n",
        b"One.\r\nTwo.\r\n",
        b"\xef\xbb\xbfOne.\n",
        b"One.\rTwo.",
        b"\n\n\nOne\t.\n \n",
        "یک. دو؟\nthe <g1> and <x1/>\n".encode(),
    ],
)
def test_identity(data: bytes) -> None:
    document = formats.read(data, name="a.txt")
    assert formats.write(document) == data
    same = tuple(replace(segment, target=segment.source) for segment in document.segments)
    assert formats.write(replace(document, segments=same)) == data


def test_a_line_stays_a_line() -> None:
    data = b"One.\r\n\r\nTwo. Three.\r\nFour."
    document = formats.read(data, name="a.txt")
    written = formats.write(translated(document, "الف\nب\r\nج\u2028د")).decode()
    assert written.count("\r\n") == data.count(b"\r\n")
    assert len(written.splitlines()) == 4
    assert written.split("\r\n")[2] == "الف ب ج د الف ب ج د"


def test_what_is_not_to_be_translated_is_never_written() -> None:
    document = formats.read(b"One.\nTwo.\n", name="a.txt")
    first, second = translated(document, "الف").segments
    kept = replace(document, segments=(replace(first, translate=False), replace(second, target="")))
    assert formats.write(kept) == b"One.\nTwo.\n"


def test_literal_marks_are_no_marks() -> None:
    document = formats.read(b"Use <g1> here.", name="a.txt")
    assert document.segments[0].source == "Use <x1/> here."
    assert formats.write(translated(document, "<x1/> اینجا")) == "<g1> اینجا".encode()


def test_keys_are_stable_and_distinct() -> None:
    document = formats.read(b"Yes.\nNo.\nYes.\n", name="a.txt")
    yes, no, again = (segment.key for segment in document.segments)
    assert again == f"{yes}-2"
    assert [s.key for s in formats.read(b"No.\nYes.\n", name="b.txt").segments] == [no, yes]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t\n", "empty"),
        ("Kabul is calm.".encode("utf-16"), "UTF-16"),
        ("Kabul is calm.".encode("utf-16-le"), "UTF-16"),
        ("Kabul is calm.".encode("utf-16-be"), "UTF-16"),
        ("Kabul is calm.".encode("utf-32"), "UTF-32"),
        ("Kabul is calm.".encode("utf-32-le"), "UTF-32"),
        ("Kabul is calm.".encode("utf-32-be"), "UTF-32"),
        (DARI.encode("utf-16-le"), "UTF-16"),
        (DARI.encode("utf-16-be"), "UTF-16"),
        (DARI.encode() + b" \xff", "damaged UTF-8 in line 1"),
        (DARI.replace("ی", "ي").encode("cp1256"), "WINDOWS-1256"),
        ("A café’s naïve “owner” – résumé.".encode("cp1252"), "WINDOWS-1252"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (bytes(range(256)), "not text"),
    ],
)
def test_other_than_utf8_text_is_named(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        formats.read(data, name="a.txt")
    message = str(caught.value)
    assert says in message
    assert message.startswith("a.txt ")
    assert "\n" not in message


def test_ten_megabytes_on_one_line_are_refused_at_once() -> None:
    with pytest.raises(UnreadableFile, match="line"):
        formats.read(b"word " * 2_000_000, name="a.txt")


def test_an_unknown_suffix_names_the_known_ones() -> None:
    with pytest.raises(UnknownFormat, match=r"\.md.*\.txt.*\.po.*\.xlf"):
        formats.read(b"text", name="a.odt")


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    data = text.encode()
    try:
        document = formats.read(data, name="a.txt")
    except UnreadableFile:
        assert not text.strip() or data[:2] in (b"PK", b"GI", b"%P")
        return
    assert formats.write(document) == data
    same = tuple(replace(segment, target=segment.source) for segment in document.segments)
    assert formats.write(replace(document, segments=same)).count(b"\n") == data.count(b"\n")
