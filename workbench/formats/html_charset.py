"""Which characters the bytes of a page stand for: its mark, its own word, or UTF-8.

A page in an older charset keeps it: what the charset cannot hold is written as `&#1705;`, which
every browser reads. A page that says one thing and is another is refused, since its translation
would come out as rubbish on the screen.
"""

from __future__ import annotations

import codecs
import re

from workbench.errors import UnreadableFile
from workbench.formats import encoding

_DECLARED = re.compile(
    rb"""<!--.*?(?:-->|\Z)|<(body)\b|<meta\b[^<>]{0,500}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}"""
    rb"""([\w.:-]{1,40})|\A<\?xml[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""",
    re.IGNORECASE | re.DOTALL,
)
"""What says it, or ends the search: a comment does neither."""
_UTF8 = ("utf-8", "utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be", "unicode")
"""Also UTF-16: where such a declaration can be read at all, browsers take it for UTF-8."""
_CODECS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
"""Charsets that browsers read as a larger one."""
_FAMILIES = re.compile(
    r"(?:windows-|cp)125[0-8]|iso-?8859-(?:[2-8]|1[0-6])|koi8-[ru]|big5|euc-jp|ibm866"
)
"""Charsets that Python reads by the names they have on the web."""


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """The text of a page, and the codec to write it in. Raises UnreadableFile."""
    label = declared(data)
    codec = "" if data.startswith(codecs.BOM_UTF8) else _codec(label)
    if not codec:
        return encoding.decode(data, name=name), "utf-8"
    encoding.refuse_binary(data, name=name)
    try:
        utf8 = not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        utf8 = False
    if utf8:
        raise UnreadableFile(
            f"{name} says that its charset is {label}, but it is UTF-8. Write UTF-8 where it says"
            f" {label}."
        )
    try:
        text = data.decode(codec)
        if text.encode(codec) == data:
            return text, codec
        line = 1
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    except UnicodeEncodeError:
        line = 1
    raise UnreadableFile(
        f"{name} says that its charset is {label}, but it is not, as line {line} shows. Save it as"
        " UTF-8 and let it say so."
    )


def encode(text: str, codec: str) -> bytes:
    """The page's bytes; characters that its charset lacks become references."""
    return text.encode(codec, "xmlcharrefreplace")


def declared(data: bytes) -> str:
    """The charset a page says it has, in lower case.

    >>> declared(b'<!-- charset=a --><meta http-equiv=x content="text/html; charset=ISO-8859-1">')
    'iso-8859-1'
    """
    for found in _DECLARED.finditer(data.removeprefix(codecs.BOM_UTF8)):
        label = found[2] or found[3]
        if label or found[1]:
            return (label or b"").decode("ascii").lower()
    return ""


def _codec(label: str) -> str:
    """Of a charset that is not UTF-8; empty for UTF-8, and for a name nobody knows."""
    if label in _UTF8:
        return ""
    return _CODECS.get(label, label if _FAMILIES.fullmatch(label) else "")
