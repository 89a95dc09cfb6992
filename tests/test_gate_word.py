"""Pairs of Word files at the gate: `x.docx` beside `x.prs.docx`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from docx_files import packed
from workbench import cli, formats


def word(*paragraphs: str) -> bytes:
    return packed("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs))


def check(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[list[object]]:
    sys.argv = ["workbench", "check", *map(str, arguments), "--json"]
    with pytest.raises(SystemExit):
        cli.main()
    found = json.loads(capsys.readouterr().out)["findings"]
    return [[Path(one["file"]).name, one["line"], one["check"]] for one in found]


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    (tmp_path / "a.docx").write_bytes(word("It rained.", "", "At least 40 men came.", "They left."))
    return tmp_path


def test_a_number_is_missing_in_the_second_block(
    pair: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = word("باران بارید.", "", "دست‌کم چند مرد آمدند.", "آنان رفتند.")
    (pair / "a.prs.docx").write_bytes(told)
    assert check(capsys, pair) == [["a.prs.docx", 2, "missing-number"]]


def test_a_good_translation_passes(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = word("باران بارید.", "دست‌کم ۴۰ مرد آمدند.", "آنان رفتند.")
    (pair / "a.prs.docx").write_bytes(told)
    assert check(capsys, pair) == []


def test_a_block_too_few_is_told(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pair / "a.prs.docx").write_bytes(word("باران بارید.", "دست‌کم ۴۰ مرد آمدند."))
    assert [found[2] for found in check(capsys, pair)] == ["structure"]


def test_it_is_mended_in_place(pair: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = pair / "a.ps.docx"
    path.write_bytes(word("باران وشو.", "لږ تر لږه 40 كسان راغلل.", "هغوی لاړل."))
    check(capsys, pair, "--fix")
    texts = [segment.source for segment in formats.read(path.read_bytes(), name=path.name).segments]
    assert texts == ["باران وشو.", "لږ تر لږه ۴۰ کسان راغلل.", "هغوی لاړل."]
