"""Bytes to text: UTF-8, or one sentence that says what they are and how to convert them."""

from __future__ import annotations

import re

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
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableFile(f"{name} is empty. Give a file with text in it.")
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile(f"{name} is {kind}, not text. Save the article as Markdown first.")
    other = _wide(data)
    if other:
        raise UnreadableFile(_advice(name, other))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(_advice(name, _single_byte(data))) from error
    if "\x00" in text:
        raise UnreadableFile(f"{name} is binary, not text. Save the article as Markdown first.")
    return text


def _advice(name: str, encoding: str) -> str:
    simple = encoding.removesuffix("LE").removesuffix("BE")
    return (
        f"{name} is {simple}, not UTF-8. Convert it:"
        f" iconv -f {encoding} -t UTF-8 {name} > {name}.utf8"
    )


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32, by its mark or by where its zeros stand."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return encoding
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.2 and not even:
        return "UTF-16LE"
    return "UTF-16BE" if even > len(sample) * 0.2 and not odd else ""


def _single_byte(data: bytes) -> str:
    """Windows-1256 when the bytes make Arabic words in it, else Windows-1252."""
    arabic = re.findall(r"[\u0621-\u06d5]{3,}", data[:65536].decode("cp1256", "replace"))
    high = sum(byte > 127 for byte in data[:65536])
    return "WINDOWS-1256" if sum(map(len, arabic)) > high * 0.6 else "WINDOWS-1252"
