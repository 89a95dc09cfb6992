"""The charset of a catalogue: its header names it, and it is kept when the file is written."""

from __future__ import annotations

import codecs
import re

from workbench.errors import UnreadableFile
from workbench.formats.encoding import decode as decode_utf8

NAMED = re.compile(
    r"(?P<before>Content-Type:[^\r\n\"\\]{0,200}charset=)(?P<charset>[\w.:()-]+)", re.I
)
_KNOWN = re.compile(
    r"us-ascii|ascii|utf-?8|iso[-_]8859[-_]\d{1,2}|koi8-[rut]|(windows|cp)[-_]?\d{3,4}"
    r"|gb2312|gbk|gb18030|big5(-hkscs)?|euc-(jp|kr)|shift[-_]jis|johab|tis-620"
)
"""What gettext knows and Python decodes in linear time."""


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """Text and charset. Raises UnreadableFile where they do not fit together."""
    found = NAMED.search(data[:65536].decode("latin-1"))
    charset = found["charset"].lower() if found else ""
    plain = not charset or charset == "charset" or b"\0" in data
    if plain or _codec(charset, name) in ("utf-8", "ascii"):
        return decode_utf8(data, name=name), "utf-8"
    try:
        text = data.decode(charset)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"{name} says that it is {charset}, but line {line} is not."
            " Set the charset in its header right, or correct the line."
        ) from error
    if text.encode(charset, "replace") != data:
        raise UnreadableFile(
            f"{name} is {charset} in a way that could not be written back exactly."
            f" Convert it: msgconv -t UTF-8 {name}"
        )
    return text, charset


def _codec(charset: str, name: str) -> str:
    try:
        if _KNOWN.fullmatch(charset):
            return codecs.lookup(charset).name
    except LookupError:
        pass
    raise UnreadableFile(
        f"{name} says that it is {charset!r}, which is no charset known here."
        " Set the charset in its header right, UTF-8 for instance."
    )


def encode(text: str, charset: str) -> bytes:
    """Bytes in the charset, or, where it lacks a letter, in UTF-8 with a header that says so."""
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return named(text, "UTF-8").encode("utf-8", "surrogatepass")


def named(text: str, charset: str) -> str:
    r"""The catalogue with a charset in its header, if it has one.

    >>> named('"Content-Type: text/plain; charset=CHARSET\\n"', "UTF-8")
    '"Content-Type: text/plain; charset=UTF-8\\n"'
    """
    return NAMED.sub(lambda found: found["before"] + charset, text, count=1)
