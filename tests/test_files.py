"""Files are written whole or not at all, and every fault is a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench import files
from workbench.errors import UnreadableFile, UnwritableFile


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "article.prs.md"
    files.write(path, b"old")
    files.write(path, "تازه".encode())
    assert path.read_text(encoding="utf-8") == "تازه"
    assert os.listdir(path.parent) == [path.name]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "article.prs.md"
    files.write(path, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        files.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("name", ["missing.md", "."])
def test_what_is_no_file_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match=r"There is no file|is a folder"):
        files.read(tmp_path / name)


def test_a_folder_in_the_way_and_a_file_for_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="is a folder"):
        files.write(tmp_path, b"x")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnwritableFile, match="not a folder"):
        files.write(tmp_path / "file" / "article.md", b"x")
