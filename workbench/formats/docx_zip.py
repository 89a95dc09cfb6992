"""The parts of an Office file: a zip from outside, looked at before anything of it is used.

No path out of the file, no link, no password, no part twice, no bomb. What is exchanged goes back
into its own place: every other part keeps its bytes, its order and its time.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from workbench.errors import UnreadableFile

MAX_ENTRIES = 5_000
MAX_BYTES = 1 << 30
"""Unpacked, all parts together: long reports full of photographs take a tenth of it."""
MAX_RATIO = 100
"""Unpacked to packed, beyond the first megabytes. The text of a table packs about thirty times."""
MAX_TEXT = 64 << 20
"""Bytes of a part that is read as text."""
_FREE = 16 << 20
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises on broken input."""


class Package:
    """The parts of one file, checked when opened."""

    def __init__(self, data: bytes, name: str, *, program: str = "Word", ending: str = "docx"):
        """Raises UnreadableFile, in one sentence, when anything is amiss."""
        if data.startswith(_OLD_OFFICE):
            raise UnreadableFile(
                f"{name} is protected by a password, or an old {program} file under a new name."
                f" Save it in {program} as .{ending} without a password."
            )
        if not data.strip():
            raise UnreadableFile(f"{name} is empty. Give a file with text in it.")
        self.data, self.name, self.program = data, name, program
        with self._opened() as archive:
            entries = archive.infolist()
        _check(name, entries, program)
        self._entries = {entry.filename: entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part in self._entries

    def read(self, part: str) -> bytes:
        """The content of a part that is text."""
        if part not in self._entries:
            raise _damaged(self.name, f"{part} is missing", self.program)
        if self._entries[part].file_size > MAX_TEXT:
            raise UnreadableFile(
                f"{self.name} was refused: {part} is too large to be an article."
                " Split it into several files."
            )
        with self._opened() as archive:
            return archive.read(part)

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The file with other bytes in some of its parts."""
        out = io.BytesIO()
        with self._opened() as archive, zipfile.ZipFile(out, "w") as made:
            made.comment = archive.comment
            for entry in archive.infolist():
                content = parts.get(entry.filename)
                made.writestr(_same(entry), archive.read(entry) if content is None else content)
        return out.getvalue()

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                yield archive
        except _DAMAGE as error:
            reason = str(error) or type(error).__name__
            raise _damaged(self.name, reason, self.program) from error


def _same(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """What is said of a part, for writing it again."""
    made = zipfile.ZipInfo(entry.filename, entry.date_time)
    made.compress_type = entry.compress_type
    made.comment, made.create_system = entry.comment, entry.create_system
    made.external_attr, made.internal_attr = entry.external_attr, entry.internal_attr
    return made


def _damaged(name: str, reason: str, program: str) -> UnreadableFile:
    said = reason.splitlines()[0].rstrip(".")
    return UnreadableFile(
        f"{name} is no complete {program} file ({said}). Open it in {program} and save it again."
    )


def _check(name: str, entries: list[zipfile.ZipInfo], program: str) -> None:
    # Names are compared as Windows does: Office would open either of two parts.
    if len(entries) > MAX_ENTRIES or len({e.filename.lower() for e in entries}) < len(entries):
        raise UnreadableFile(
            f"{name} was refused: it holds too many parts, or one of them twice."
            f" Open it in {program} and save it again."
        )
    for entry in entries:
        _check_entry(name, entry, program)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_BYTES or unpacked > _FREE + MAX_RATIO * packed:
        raise UnreadableFile(
            f"{name} was refused: unpacked it would take {unpacked / 1e6:,.0f} MB."
            " Take out its largest pictures, or split it."
        )


def _check_entry(name: str, entry: zipfile.ZipInfo, program: str) -> None:
    parts = entry.filename.removesuffix("/").split("/")
    if any(part in ("", ".", "..") for part in parts) or re.search(r"[\\:\0]", entry.orig_filename):
        raise UnreadableFile(
            f"{name} was refused: its part {entry.filename!r} leads out of the file."
            " Get it again from who made it."
        )
    if entry.flag_bits & 1:
        raise UnreadableFile(f"{name} is encrypted. Save it in {program} without a password.")
    if entry.compress_type not in _KINDS:
        raise _damaged(name, f"{entry.filename} is packed in an unknown way", program)
