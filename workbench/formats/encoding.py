"""Bytes to text: UTF-8, or one sentence that says what they are and how to convert them."""

from __future__ import annotations

import re
from pathlib import PurePath
from shlex import quote

from workbench.errors import UnreadableFile

_MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP or office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"\x1f\x8b": "a gzip archive",
}
_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32LE",
    b"\x00\x00\xfe\xff": "UTF-32BE",
    b"\xff\xfe": "UTF-16LE",
    b"\xfe\xff": "UTF-16BE",
}


def decode(data: bytes, *, name: str) -> str:
    """The text of a file, its byte order mark (if any) first. Raises UnreadableFile."""
    refuse_binary(data, name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _damaged(data):
            line = data.count(b"\n", 0, error.start) + 1
            message = f"{name} is damaged UTF-8 in line {line}. Correct the line in an editor."
            raise UnreadableFile(message) from error
        raise UnreadableFile(_advice(name, _single_byte(data))) from error


def refuse_binary(data: bytes, *, name: str) -> None:
    """Raise UnreadableFile where bytes are no text, or none of one byte a letter."""
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(f"{name} is empty. Give a file with text in it.")
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile(f"{name} is {kind}, not text. Save the article as Markdown first.")
    other = wide(data)
    if other:
        raise UnreadableFile(_advice(name, other))
    if b"\x00" in data:
        raise UnreadableFile(f"{name} is binary, not text. Save the article as Markdown first.")


def _advice(name: str, encoding: str) -> str:
    """How to convert it, into a file with the same suffix: that is how its format is known."""
    simple = encoding.removesuffix("LE").removesuffix("BE")
    path = PurePath(name)
    new = path.with_name(f"{path.stem}.utf8{path.suffix}") if path.name else path
    return (
        f"{name} is {simple}, not UTF-8. Convert it:"
        f" iconv -f {encoding} -t UTF-8 {quote(name)} > {quote(str(new))}"
    )


def wide(data: bytes) -> str:
    """UTF-16 or UTF-32, by its mark or by where its zeros stand."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return encoding
    sample = data[:4096]
    zeros = [sample[place::4].count(0) * 4 / len(sample) for place in range(4)]
    for places, encoding in (((2, 3), "UTF-32LE"), ((0, 1), "UTF-32BE")):
        if min(zeros[place] for place in places) > 0.9 and _reads_as(sample, encoding):
            return encoding
    for here, there, encoding in ((1, 0, "UTF-16LE"), (0, 1, "UTF-16BE")):
        # English is half zeros; text in Arabic script has them in its spaces only.
        few = zeros[there] + zeros[there + 2] == 0
        if few and zeros[here] + zeros[here + 2] > 0.1 and _reads_as(sample, encoding):
            return encoding
    return ""


def _reads_as(sample: bytes, encoding: str) -> bool:
    text = sample[: len(sample) // 4 * 4].decode(encoding, "replace")
    return sum(char.isprintable() or char.isspace() for char in text) > 0.95 * len(text)


def _damaged(data: bytes) -> bool:
    """Whether it is UTF-8 but for a few bytes: to convert it would spoil all the rest."""
    text = data.decode("utf-8", "replace")
    good = sum(char > "\x7f" for char in text) - text.count("\ufffd")
    return good > 5 * text.count("\ufffd")


def _single_byte(data: bytes) -> str:
    """Windows-1256 when the bytes make Arabic words in it, else Windows-1252."""
    arabic = re.findall(r"[\u0621-\u06d5]{3,}", data[:65536].decode("cp1256", "replace"))
    high = sum(byte > 127 for byte in data[:65536])
    return "WINDOWS-1256" if sum(map(len, arabic)) > high * 0.6 else "WINDOWS-1252"
