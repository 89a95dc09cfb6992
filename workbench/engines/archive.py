"""The files of a model package, in a folder or in a zip that nobody needs to trust.

A package is a download. Before anything of it is used, every entry of its archive is looked at:
no path out of its one folder, no link, no encryption, no entry twice, no bomb. What passes can be
read in place, or unpacked.
"""

from __future__ import annotations

import errno
import lzma
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from workbench.errors import BadPackage

MAX_ENTRIES = 5_000
MAX_BYTES = 8 << 30
"""Unpacked: the largest models that run on an ordinary machine take about half of it."""
MAX_RATIO = 50
"""Unpacked to packed, beyond a first megabyte. Weights hardly compress, word lists ten times."""
MAX_TEXT = 64 << 20
"""Bytes of a metadata, vocabulary or README file, which is read as a whole."""
_FREE = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises on broken input, found by breaking packages at random."""


class Store(Protocol):
    """Where the files of a package lie. Names are relative, with `/`."""

    path: Path

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def read(self, name: str) -> bytes:
        """The content of a file."""
        ...

    def names(self, folder: str) -> list[str]:
        """The files directly in a folder, sorted."""
        ...

    def size(self) -> int:
        """Bytes on disk."""
        ...

    def unpack(self, folder: Path) -> None:
        """Write the package's files into an empty folder, without a top folder of its own."""
        ...


class Folder:
    """An unpacked package."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.path / name).is_file()

    def read(self, name: str) -> bytes:
        """The content of a file."""
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise BadPackage(
                f"{self.path.name}/{name} cannot be read: {error.strerror}."
            ) from error

    def names(self, folder: str) -> list[str]:
        """The files directly in a folder, sorted."""
        return sorted(path.name for path in (self.path / folder).iterdir() if path.is_file())

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file())

    def unpack(self, folder: Path) -> None:
        """Copy the files; links are refused, since what they lead to is not the package's."""
        for path in self.path.rglob("*"):
            if path.is_symlink():
                raise BadPackage(f"{self.path.name} was refused: {path.name!r} is a link.")
        shutil.copytree(self.path, folder, dirs_exist_ok=True)


class Archive:
    """A package in its zip, checked when opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with _opened(path) as archive:
                self._entries = archive.infolist()
        except OSError as error:
            raise BadPackage(f"There is no package {path}: {error.strerror}.") from error
        self.root = _check(path.name, self._entries)
        self._names = {entry.filename for entry in self._entries}

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self.root + name in self._names

    def read(self, name: str) -> bytes:
        """The content of a file."""
        with _opened(self.path) as archive:
            return archive.read(self.root + name)

    def names(self, folder: str) -> list[str]:
        """The files directly in a folder, sorted."""
        start = f"{self.root}{folder}/"
        inside = (name.removeprefix(start) for name in self._names if name.startswith(start))
        return sorted(name for name in inside if name and "/" not in name)

    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size

    def unpack(self, folder: Path) -> None:
        """Write the package's files into an empty folder, without the archive's own top folder."""
        with _opened(self.path) as archive:
            for entry in self._entries:
                place = folder / entry.filename.removeprefix(self.root)
                if entry.is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as source, place.open("xb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, with whatever is wrong with it said in one sentence.

    Only what comes from reading: that a disk is full is no fault of the package.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _DAMAGE as error:
        raise _damaged(path, error) from error
    except OSError as error:
        if error.errno in (None, errno.EINVAL):  # Broken bz2 data; an offset before the file.
            raise _damaged(path, error) from error
        raise


def _damaged(path: Path, error: Exception) -> BadPackage:
    reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    return BadPackage(f"{path.name} is no complete model package ({reason}). Get it again.")


def _check(name: str, entries: list[zipfile.ZipInfo]) -> str:
    """The one top folder of an archive, with its slash; BadPackage when anything is amiss."""
    if len(entries) > MAX_ENTRIES or len({entry.filename for entry in entries}) < len(entries):
        raise BadPackage(f"{name} was refused: it holds too many entries, or one of them twice.")
    for entry in entries:
        _check_entry(name, entry)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_BYTES or unpacked > _FREE + MAX_RATIO * packed:
        raise BadPackage(f"{name} was refused: unpacked it would take {unpacked / 1e6:,.0f} MB.")
    roots = {entry.filename.split("/")[0] for entry in entries}
    if len(roots) != 1 or any("/" not in entry.filename for entry in entries):
        raise BadPackage(f"{name} is no model package: its files are not in one folder.")
    return f"{roots.pop()}/"


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    parts = entry.filename.removesuffix("/").split("/")
    if any(part in ("", ".", "..") for part in parts) or re.search(r"[\\:\0]", entry.orig_filename):
        raise BadPackage(f"{name} was refused: {entry.filename!r} leads out of its own folder.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise BadPackage(f"{name} was refused: {entry.filename!r} is a link or a device.")
    if entry.flag_bits & 1:
        raise BadPackage(f"{name} was refused: it is encrypted.")
    if entry.filename.endswith((".json", ".md")) and entry.file_size > MAX_TEXT:
        raise BadPackage(f"{name} was refused: {entry.filename!r} is too large to be text.")
