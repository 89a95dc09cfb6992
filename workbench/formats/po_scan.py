"""A gettext catalogue taken apart with its offsets: comments, keywords and quoted strings.

It is read as gettext reads it, token by token, so that several strings may share a line and an
obsolete message is nothing but comments. Nothing is decoded into a new layout: every token knows
where it stands, so that what is not edited is never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.errors import UnreadableFile
from workbench.formats.lines import Lines

_TOKEN = re.compile(
    r'(?:(?P<string>"(?:[^"\\\r\n]|\\[^\r\n])*")'
    r"|(?P<space>[ \t\r\n\f\v\ufeff]+)"
    r"|(?P<comment>#[^\r\n]*)"
    r"|(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:[ \t]*\[[ \t]*\d{1,2}[ \t]*\])?)"
    r"(?=[ \t\r\n\f\v\"])"
    r"|(?P<domain>domain[ \t]+[^\r\n]*))[ \t\r\n\f\v\ufeff]*"
)
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}))+)|\\(.)", re.DOTALL)
_BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2}))")
_ESCAPES = dict(zip("ntrbfva", "\n\t\r\b\f\v\a", strict=True)) | {'"': '"', "\\": "\\"}
_FOLLOWS = {
    "msgctxt": ("",),
    "msgid": ("", "msgctxt"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
}

Span = tuple[int, int]


@dataclass(slots=True)
class Field:
    """A keyword and its strings; their spans leave the quotes out."""

    start: int
    strings: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """One message as it stands in the file, with the comments before it."""

    comments: list[Span]
    fields: dict[str, Field] = field(default_factory=dict)
    """By keyword: msgctxt, msgid, msgid_plural, msgstr or msgstr[0] and so on."""

    @property
    def translations(self) -> list[str]:
        """The keywords of its translations, in order."""
        return [name for name in self.fields if name.startswith("msgstr")]

    @property
    def end(self) -> int:
        """After its last string."""
        last = list(self.fields.values())[-1]
        return last.strings[-1][1] + 1


def scan(text: str, name: str, start: int = 0) -> Iterator[Entry]:
    """The messages of a catalogue from an offset on, header included.

    Raises UnreadableFile with line and column.
    """
    return _Scan(text, name).entries(start)


class _Scan:
    """One pass over one catalogue."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.comments: list[Span] = []
        self.entry = Entry([])
        self.keyword = ""

    def entries(self, position: int) -> Iterator[Entry]:
        end = len(self.text)
        match = _TOKEN.match
        while position < end:
            token = match(self.text, position)
            if token is None:
                raise self.fault(position, _unknown(self.text, position))
            kind, start, position = token.lastgroup or "", position, token.end()
            if kind == "string":
                if not self.keyword:
                    raise self.fault(start, "a text without a keyword before it")
                self.entry.fields[self.keyword].strings.append((start + 1, token.end(kind) - 1))
            elif kind == "comment":
                self.comment(start, token.end(kind))
            elif kind == "keyword":
                keyword = token[kind]
                if keyword[-1] == "]":
                    keyword = keyword.replace(" ", "").replace("\t", "")
                if self.ends(keyword):
                    yield self.finished(start)
                self.open(keyword, start)
            elif kind == "domain":
                if self.keyword:
                    yield self.finished(start)
                self.comments = []
        if self.keyword:
            yield self.finished(end)

    def comment(self, start: int, end: int) -> None:
        if self.text.startswith("#~", start):
            self.comments = []  # they belong to an obsolete message
        else:
            self.comments.append((start, end))

    def ends(self, keyword: str) -> bool:
        return keyword in ("msgctxt", "msgid") and self.keyword.startswith("msgstr")

    def finished(self, start: int) -> Entry:
        self.filled(start)
        if not self.keyword.startswith("msgstr"):
            raise self.fault(start, "the message before it has no msgstr")
        entry, self.entry, self.keyword = self.entry, Entry([]), ""
        return entry

    def filled(self, start: int) -> None:
        """Raise where the last keyword has no text."""
        if self.keyword and not self.entry.fields[self.keyword].strings:
            raise self.fault(start, f"the {self.keyword} before it has no text")

    def open(self, keyword: str, start: int) -> None:
        self.filled(start)
        kind = keyword.partition("[")[0]
        plural = "msgid_plural" in self.entry.fields
        allowed = _FOLLOWS[kind]
        if kind == "msgstr" and plural:
            allowed = ("msgid_plural", self.keyword if self.keyword.startswith("msgstr") else "")
        if self.keyword not in allowed or keyword in self.entry.fields:
            raise self.fault(start, f"{keyword} is out of place")
        if kind == "msgstr" and plural is not ("[" in keyword):
            raise self.fault(start, f"{keyword} does not fit its msgid")
        if not self.entry.fields:
            self.entry.comments, self.comments = self.comments, []
        elif self.comments and not self.keyword.startswith("msgstr"):
            self.entry.comments += self.comments
            self.comments = []
        self.entry.fields[keyword] = Field(start)
        self.keyword = keyword

    def fault(self, offset: int, reason: str) -> UnreadableFile:
        place = Lines.of(self.text).said(offset)
        return UnreadableFile(
            f"{self.name} is no valid catalogue: {place}: {reason}."
            f" Mend it; this helps: msgfmt -c {self.name}"
        )


def _unknown(text: str, position: int) -> str:
    if text[position] == '"':
        return "a text that is not closed on its line"
    return f"nothing known begins with {text[position : position + 20].split()[0]!r}"


def unescape(raw: str) -> str:
    r"""What a quoted string says; an escape that gettext does not know stays as it is written.

    Numbers are bytes: several of them may be one letter.

    >>> unescape(r'a\"b\\n\101\q'), unescape(r"caf\303\251")
    ('a"b\\nA\\q', 'café')
    """
    if "\\" not in raw:
        return raw
    return _ESCAPE.sub(_unescaped, raw)


def _unescaped(found: re.Match[str]) -> str:
    numbers, letter = found.groups()
    if not numbers:
        return _ESCAPES.get(letter, found.group())
    data = bytes(
        int(octal, 8) & 0xFF if octal else int(hexadecimal, 16)
        for octal, hexadecimal in _BYTE.findall(numbers)
    )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def text_of(text: str, found: Field | None) -> str:
    """The whole text of a field."""
    if not found:
        return ""
    written = "".join([text[start:end] for start, end in found.strings])
    if "\\" not in written:
        return written
    return "".join([unescape(text[start:end]) for start, end in found.strings])


def characters(text: str, found: Field) -> Iterator[tuple[str, int]]:
    """Each character of a field's text, and the offset it is written at."""
    for start, end in found.strings:
        position = start
        while position < end:
            escape = _ESCAPE.match(text, position, end)
            for char in unescape(escape.group()) if escape else text[position]:
                yield char, position
            position = escape.end() if escape else position + 1
