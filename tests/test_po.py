"""PO: what a translator gets, that gettext accepts it, and that it comes back exactly."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import formats
from workbench.errors import UnreadableFile
from workbench.model import Document, State

HERE = Path(__file__).parent
ARTICLE = """# Security

A surge of **73 percent** came.[^1] Yes.

Yes. He said "no" \\\\ and `left`.

11.06.2024
"""
TARGETS = [
    "امنیت",
    "افزایش <g1>۷۳ درصد</g1> بود.[^1] بلی.",
    "او گفت «نه» \\ و <x1/>.",
]
SEPARATORS = "\x1c\x1d\x1e\x85\u2028\u2029"
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


def article(*targets: str, language: str = "prs", state: State = State.DRAFT) -> Document:
    document = formats.read(ARTICLE.encode(), name="security pact.md")
    texts = [*targets, *[""] * len(document.segments)]
    segments = tuple(
        replace(
            segment,
            target=text,
            state=state if text else State.NEW,
            origin="echo 1" if text else "",
            translate=not segment.source.startswith("11."),
        )
        for segment, text in zip(document.segments, texts, strict=False)
    )
    return replace(document, segments=segments, target_language=language)


def catalogue(document: Document, **options: formats.Terms) -> polib.POFile:
    return polib.pofile(formats.export(document, "po", **options).decode())


@pytest.mark.parametrize(("language", "code"), [("prs", "fa_AF"), ("ps", "ps")])
def test_header(language: str, code: str) -> None:
    metadata = catalogue(article("الف", language=language)).metadata
    assert metadata["Language"] == code
    assert metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert metadata["Plural-Forms"].startswith("nplurals=2; plural=")


def test_entries_are_the_segments_to_translate() -> None:
    document = article("الف")
    wanted = [segment for segment in document.segments if segment.translate]
    assert len(wanted) == len(document.segments) - 1
    entries = catalogue(document)
    assert [entry.msgctxt for entry in entries] == [segment.key for segment in wanted]
    assert [entry.msgid for entry in entries] == [segment.source for segment in wanted]


def test_drafts_are_fuzzy_and_nothing_else_is() -> None:
    assert [entry.fuzzy for entry in catalogue(article("الف"))][:2] == [True, False]
    assert not any(entry.fuzzy for entry in catalogue(article("الف", state=State.TRANSLATED)))


def test_translators_are_told_marks_terms_and_place() -> None:
    document = article("الف")
    bold = next(segment for segment in document.segments if segment.inlines)
    entry = catalogue(document, terms={bold.key: [("surge", "افزایش")]}).find(
        bold.key, by="msgctxt"
    )
    assert entry is not None
    assert "surge = افزایش" in entry.comment
    assert "<g1></g1>: ****" in entry.comment
    assert entry.occurrences == [("security_pact.md", str(bold.line))]


def test_the_bytes_are_always_the_same() -> None:
    assert formats.export(article("الف"), "po") == formats.export(article("الف"), "po")


@pytest.mark.parametrize("state", [one for one in State if one is not State.NEW])
def test_targets_and_states_come_back(state: State) -> None:
    document = article(*TARGETS, state=state)
    back = formats.read(formats.export(document, "po"), name="a.prs.po")
    assert back.target_language == "prs"
    assert back.source_language == "en"
    wanted = [segment for segment in document.segments if segment.translate]
    for before, after in zip(wanted, back.segments, strict=True):
        assert (after.key, after.source) == (before.key, before.source)
        assert (after.target, after.state) == (before.target, before.state)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=2))
def test_any_target_comes_back(targets: list[str]) -> None:
    document = article(*targets)
    back = formats.read(formats.export(document, "po"), name="a.po")
    assert [s.target for s in back.segments][:2] == targets


@pytest.mark.parametrize(
    "target",
    [" الف ", "الف\nب", 'a "b" c', "a\\nb", "می\u200cرود", "a\tb", "<g1>الف</g1><x2/>", "\u00a0"],
)
def test_a_hard_target_comes_back(target: str) -> None:
    back = formats.read(formats.export(article(target), "po"), name="a.po")
    assert back.segments[0].target == target


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_unicode_line_separator_comes_back(separator: str) -> None:
    target = f"الف{separator}ب"
    back = formats.read(formats.export(article(target), "po"), name="a.po")
    assert back.segments[0].target == target


@pytest.mark.parametrize("language", ["prs", "ps"])
def test_msgfmt_accepts_it(language: str, tmp_path: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if not msgfmt:
        pytest.skip("msgfmt (gettext) is not installed")
    path = tmp_path / "a.po"
    path.write_bytes(formats.export(article(*TARGETS, language=language), "po"))
    command = [msgfmt, "-c", "-v", "-o", str(tmp_path / "a.mo"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr


def test_a_foreign_catalogue() -> None:
    data = (
        'msgid ""\nmsgstr "Language: fa-AF\\n"\n\n#, fuzzy\nmsgid "One"\nmsgstr "یک"\n\n'
        'msgid "Two"\nmsgstr "دو"\n\nmsgid "Three"\nmsgstr ""\n\n#~ msgid "Old"\n#~ msgstr "کهنه"\n'
    ).encode()
    document = formats.read(data, name="a.po")
    assert document.target_language == "prs"
    assert [s.source for s in document.segments] == ["One", "Two", "Three"]
    assert [s.state for s in document.segments] == [State.DRAFT, State.TRANSLATED, State.NEW]
    changed = tuple(
        replace(s, target="سه", state=State.TRANSLATED) if s.source == "Three" else s
        for s in document.segments
    )
    saved = polib.pofile(formats.write(replace(document, segments=changed)).decode())
    assert [entry.msgstr for entry in saved] == ["یک", "دو", "سه", "کهنه"]


@pytest.mark.parametrize(
    "data",
    [
        b'msgid "a\nmsgstr "b"\n',
        b"nonsense\n",
        b'msgstr "b"\n',
    ],
)
def test_a_broken_catalogue_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.po "):
        formats.read(data, name="a.po")


CASES: list[dict[str, Any]] = json.loads((HERE / "cases" / "po.json").read_text("utf-8"))


def edited(document: Document) -> Document:
    """Every translation longer by a letter, and confirmed."""
    segments = tuple(
        replace(
            one,
            target=f"{one.target.removesuffix(chr(10))}ن" + "\n" * one.target.endswith("\n"),
            state=State.TRANSLATED,
        )
        for one in document.segments
    )
    return replace(document, segments=segments)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_an_odd_catalogue_is_read_as_gettext_reads_it(case: dict[str, Any]) -> None:
    data = case["po"].encode()
    document = formats.read(data, name="a.po")
    assert [[s.source, s.target, s.state] for s in document.segments] == case["texts"]
    assert formats.write(document) == data
    back = formats.read(formats.write(edited(document)), name="a.po")
    assert [s.target for s in back.segments] == [s.target for s in edited(document).segments]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_msgcat_takes_what_it_took_before(case: dict[str, Any]) -> None:
    msgcat = shutil.which("msgcat")
    if not msgcat:
        pytest.skip("msgcat (gettext) is not installed")
    if "charset=" not in case["po"]:
        pytest.skip("without a charset gettext takes no letters but ASCII")
    data = case["po"].encode()
    written = formats.write(edited(formats.read(data, name="a.po")))
    taken = [
        subprocess.run([msgcat, "-"], input=one, capture_output=True) for one in (data, written)
    ]
    assert taken[1].returncode == taken[0].returncode, taken[1].stderr
