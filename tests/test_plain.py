"""What is read by pattern, because most of a large file is alike, is what a closer look finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import formats
from workbench.errors import WorkbenchError
from workbench.formats import po_plain, xliff_plain
from workbench.formats.po_scan import scan

HERE = Path(__file__).parent
FOLDERS = [HERE / "foreign", HERE.parent.parent / "shared" / "samples" / "formats"]
NOTHING = re.compile(r"(?!)")
FILES = sorted(
    path
    for folder in FOLDERS
    for path in folder.rglob("*")
    if path.suffix in (".po", ".pot", ".xlf", ".xliff")
)
LINES = (
    'msgid "One"\n',
    'msgid ""\n"One "\n"two"\n',
    'msgctxt "menu"\n',
    'msgid_plural "Ones"\n',
    'msgstr ""\n',
    'msgstr "یک \\"دو\\"\\n"\n',
    'msgstr[0] "یک"\n',
    "# a note\n",
    "#. for translators\n",
    "#: place.c:1\n",
    "#, fuzzy, c-format\n",
    '#~ msgid "old"\n#~ msgstr "کهنه"\n',
    '#| msgid "Before"\n',
    '"more"\n',
    'domain "other"\n',
    "\n",
    "\r\n",
    " ",
)


def outcome(data: bytes, name: str) -> object:
    """What a file reads as and is written as, or why it is refused."""
    try:
        document = formats.read(data, name=name)
    except WorkbenchError as error:
        return str(error)
    languages = document.source_language, document.target_language
    return document.segments, document.findings, languages, formats.write(document)


@pytest.mark.skipif(not FILES, reason="no samples lie here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = path.read_bytes()
    by_pattern = outcome(data, path.name)
    monkeypatch.setattr(po_plain, "_MESSAGE", NOTHING)
    monkeypatch.setattr(xliff_plain, "_OLD", NOTHING)
    monkeypatch.setattr(xliff_plain, "_NEW", NOTHING)
    assert outcome(data, path.name) == by_pattern


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_any_catalogue(lines: list[str]) -> None:
    text = "".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        by_pattern = outcome(text.encode(), "a.po")
        patch.setattr(po_plain, "_MESSAGE", NOTHING)
        assert outcome(text.encode(), "a.po") == by_pattern


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_a_plain_message_is_taken_apart_as_any_other(lines: list[str]) -> None:
    text = "".join(lines)
    try:
        whole = list(scan(text, "a.po"))
    except WorkbenchError:
        return
    found = list(po_plain.messages(text, "a.po"))
    starts = [one if isinstance(one, po_plain.Entry) else one.start() for one in found]
    assert list(po_plain.Entries(text, "a.po", starts)) == whole


def test_the_samples_are_read_by_pattern_where_they_can_be() -> None:
    text = "".join(f'#: a.c:{n}\nmsgid "Text {n}"\nmsgstr "متن {n}"\n\n' for n in range(9))
    found = list(po_plain.messages(text, "a.po"))
    assert [one[po_plain.TARGET] for one in found if isinstance(one, re.Match)] == [
        f'"متن {n}"' for n in range(9)
    ]
