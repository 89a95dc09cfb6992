"""Bytes into text and back: UTF-8 or a clear word on what the file is instead.

A wrong guess would silently spoil an article, so nothing but UTF-8 is accepted. What else a file
may be is worked out only to tell its owner how to convert it.
"""

from __future__ import annotations

from workbench.errors import UnreadableFile

BOM = b"\xef\xbb\xbf"

_BINARIES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a media file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_UTF32_BOMS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_ARABIC_FREQUENT = "ابتدرسعفكلمنهويپچگی،؟"


def split_bom(data: bytes) -> tuple[bytes, bytes]:
    """A UTF-8 byte order mark, if there is one, and the rest."""
    return (BOM, data[len(BOM) :]) if data.startswith(BOM) else (b"", data)


def decode(data: bytes, name: str) -> str:
    r"""The text of a file, without byte order mark, newlines as they are.

    >>> decode(b"\xef\xbb\xbfKabul\r\n", "a.txt")
    'Kabul\r\n'

    Raises UnreadableFile for an empty or binary file and for any other encoding, and says which.
    """
    if not data.strip() or data == BOM:
        raise UnreadableFile(f"{name} is empty. Give a file with text in it.")
    other = _wide_encoding(data)
    if other:
        raise UnreadableFile(_conversion(name, other))
    kind = _binary_kind(data)
    if kind:
        raise UnreadableFile(f"{name} is {kind}, not text. Save the article as Markdown or text.")
    try:
        return split_bom(data)[1].decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(_misencoded(data, name, error)) from error


def encode(text: str, bom: bytes = b"") -> bytes:
    """The inverse of `decode`; a lone surrogate a translator's tool let in becomes U+FFFD."""
    try:
        return bom + text.encode("utf-8")
    except UnicodeEncodeError:
        clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
        return bom + clean.encode("utf-8")


def _wide_encoding(data: bytes) -> str:
    """UTF-32 or UTF-16 by byte order mark, else by where the NUL bytes of English text stand."""
    if data.startswith(_UTF32_BOMS):
        return "UTF-32"
    if data.startswith(_UTF16_BOMS):
        return "UTF-16"
    head = data[:4000]
    if len(head) < 4 or not head.count(0) or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0) * 2 / len(head), head[1::2].count(0) * 2 / len(head)
    if head.count(0) > len(head) * 0.7 and len(data) % 4 == 0:
        return "UTF-32LE" if head[0] else "UTF-32BE"
    for share, other, code in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if share > 0.02 and other < 0.01 and _is_text(head[: len(head) // 2 * 2], code):
            return code.upper().replace("-LE", "LE").replace("-BE", "BE")
    return ""


def _is_text(head: bytes, code: str) -> bool:
    text = head.decode(code, errors="replace")
    plain = sum(c.isprintable() or c.isspace() for c in text)
    return plain > 0.9 * len(text)


def _binary_kind(data: bytes) -> str:
    for magic, kind in _BINARIES:
        if data.startswith(magic):
            return kind
    return "a binary file" if b"\0" in data else ""


def _misencoded(data: bytes, name: str, error: UnicodeDecodeError) -> str:
    high = [byte for byte in data if byte >= 0x80]
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f\x1b" for byte in data)
    if controls > len(data) * 0.02:
        return f"{name} is a binary file, not text. Save the article as Markdown or text."
    if len(high) < 3 or _mostly_utf8(data):
        line = data[: error.start].count(b"\n") + 1
        return (
            f"{name} is not UTF-8: line {line} holds the byte 0x{data[error.start]:02x}."
            " Save it as UTF-8 in your editor."
        )
    arabic = sum(chr_ in _ARABIC_FREQUENT for chr_ in bytes(high).decode("cp1256"))
    if arabic > 0.6 * len(high) and len(high) > 0.2 * len(data):
        return _conversion(name, "WINDOWS-1256", "Windows-1256")
    return _conversion(name, "WINDOWS-1252", "Windows-1252")


def _mostly_utf8(data: bytes) -> bool:
    """Whether a few bytes only are damaged."""
    bad = data.decode("utf-8", errors="replace").count("\ufffd")
    good = sum(byte >= 0xC2 for byte in data)
    return bad * 5 < good


def _conversion(name: str, code: str, shown: str = "") -> str:
    stem, dot, suffix = name.rpartition(".")
    new = f"{stem}.utf8.{suffix}" if dot else f"{name}.utf8"
    return (
        f"{name} is {shown or code}, not UTF-8."
        f" Convert it: iconv -f {code} -t UTF-8 {name} > {new}"
    )
