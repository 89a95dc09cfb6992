"""What a model package must hold, and what a hostile one may not do."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.engines import packages
from workbench.engines.package import read
from workbench.errors import BadPackage, WorkbenchError

METADATA = {"from_code": "en", "to_code": "fa", "package_version": "1.5"}
FILES = {"model/model.bin": b"weights", "sentencepiece.model": b"pieces", "README.md": b"CC0-1.0"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home; what Argos' folder is in it."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ARGOS_PACKAGES_DIR", "SNAP_USER_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / ".local" / "share" / "argos-translate" / "packages"


def build(
    path: Path,
    metadata: object = None,
    *,
    root: str = "en_fa/",
    without: str = "",
    extra: dict[str, bytes] | None = None,
) -> Path:
    """A package of no use but for its outside."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if without != "metadata.json":
            archive.writestr(f"{root}metadata.json", json.dumps(metadata or METADATA))
        for name, content in FILES.items():
            if name != without:
                archive.writestr(root + name, content)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def link(path: Path) -> Path:
    entry = zipfile.ZipInfo("en_fa/model/extra")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(build(path), "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    return path


def twice(path: Path) -> Path:
    with pytest.warns(UserWarning, match="Duplicate"):
        return build(path, extra={"en_fa/metadata.json": b"{}"})


def truncated(path: Path) -> Path:
    content = build(path).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def damaged(path: Path) -> Path:
    """A byte of the weights changed, so that only the checksum tells."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("p/metadata.json", json.dumps(METADATA))
        archive.writestr("p/model/model.bin", b"W" * 1000)
        archive.writestr("p/sentencepiece.model", b"pieces")
    path.write_bytes(path.read_bytes().replace(b"W" * 1000, b"W" * 999 + b"V"))
    return path


def encrypted(path: Path) -> Path:
    content = bytearray(build(path).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    return path


def text(path: Path) -> Path:
    path.write_text("<html>404: not found</html>", encoding="utf-8")
    return path


def with_entry(name: str, content: bytes = b"gotcha") -> Callable[[Path], Path]:
    return lambda path: build(path, extra={name: content})


def with_metadata(**changes: object) -> Callable[[Path], Path]:
    return lambda path: build(path, METADATA | changes)


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "out of the folder": with_entry("en_fa/../../../outside.txt"),
    "out at once": with_entry("../outside.txt"),
    "absolute": with_entry("/tmp/outside.txt"),
    "backslashes": with_entry("en_fa\\..\\..\\outside.txt"),
    "a drive": with_entry("C:/outside.txt"),
    "a second folder": with_entry("other/outside.txt"),
    "a file beside": with_entry("outside.txt"),
    "a link": link,
    "an entry twice": twice,
    "a bomb": with_entry("en_fa/zeros.bin", bytes(60 << 20)),
    "encrypted": encrypted,
    "no metadata": lambda path: build(path, without="metadata.json"),
    "no model": lambda path: build(path, without="model/model.bin"),
    "no tokenizer": lambda path: build(path, without="sentencepiece.model"),
    "metadata is a list": lambda path: build(path, ["en", "fa"]),
    "no languages": with_metadata(to_code=None),
    "a code that is a path": with_metadata(to_code="../../x"),
    "a version that is a path": with_metadata(package_version="../../x"),
    "a sentence splitter": with_metadata(type="sbd"),
    "truncated": truncated,
    "damaged": damaged,
    "not a zip": text,
    "empty": lambda path: (path.write_bytes(b"") and path) or path,
    "not there": lambda path: path,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_bad_package_is_refused_in_one_sentence(
    make: Callable[[Path], Path], tmp_path: Path, home: Path
) -> None:
    path = make(tmp_path / "bad.argosmodel")
    before = {each for each in tmp_path.rglob("*") if each != home}
    with pytest.raises(BadPackage) as refusal:
        packages.install(str(path))
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 250
    made = {each for each in tmp_path.rglob("*") if each.is_file()} - before
    assert not made
    assert not home.exists() or not list(home.iterdir())
    assert not list(Path("/tmp").glob("outside.txt"))


def test_metadata_that_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "x.argosmodel"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("p/metadata.json", "{'from_code': ")
    with pytest.raises(BadPackage, match="cannot be read"):
        read(path)


def test_bytes_changed_at_random_are_never_a_crash(tmp_path: Path) -> None:
    """Ten thousand and more were tried by hand; these stand for them."""
    whole = build(tmp_path / "x.argosmodel").read_bytes()
    path = tmp_path / "y.argosmodel"
    for position in range(0, len(whole), 3):
        broken = bytearray(whole)
        broken[position] ^= 0xA5
        path.write_bytes(broken)
        try:
            read(path).open().unpack(tmp_path / f"out{position}")
        except WorkbenchError:
            continue
