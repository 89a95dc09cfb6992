r"""Messages of a plain shape, which most of a catalogue are, found by one pattern each.

Comments, a context or none, a text and its translation, each keyword on a line of its own. Plurals,
texts that a comment interrupts and whatever is not valid are left to the scanner of tokens; so is
a plain message too, when its translation is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from workbench.formats.po_scan import Entry, scan, unescape

_STRING = r'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"'
_TEXT = rf"({_STRING}(?:\r?\n{_STRING})*+)"
_MESSAGE = re.compile(
    r"[ \t\r\n]*+((?:#(?:[^~\r\n][^\r\n]*+)?\r?\n)*+)"
    rf"(?:msgctxt {_TEXT}\r?\n)?msgid {_TEXT}\r?\nmsgstr {_TEXT}[ \t\r\n]*+"
)
_GOES_ON = re.compile(r'(?:[ \t\r\n\f\v\ufeff]++|#[^\r\n]*+)*+"')
"""What comes after a text that a comment interrupts."""
_BREAK = re.compile(r'"\r?\n"')

COMMENTS, CONTEXT, SOURCE, TARGET = range(1, 5)
"""The groups of a plain message."""

Plain = re.Match[str]


def messages(text: str, name: str) -> Iterator[Plain | Entry]:
    """The messages of a catalogue, header included. Raises UnreadableFile with line and column."""
    position = 0
    waiting: Plain | None = None
    while True:
        found = _MESSAGE.match(text, position)
        if waiting and not found and _GOES_ON.match(text, position):
            position = waiting.start()
        elif waiting:
            yield waiting
        waiting = found
        if found:
            position = found.end()
            continue
        entry = next(scan(text, name, position), None)
        if entry is None:
            return
        yield entry
        position = entry.end


def said(strings: str) -> str:
    r"""What quoted strings say, one a line.

    >>> said('""\n"a\\n"\n"b"')
    'a\nb'
    """
    if "\n" not in strings:
        return unescape(strings[1:-1])
    if "\\" not in strings:
        return _BREAK.sub("", strings[1:-1])
    return "".join([unescape(string) for string in _BREAK.split(strings[1:-1])])


@dataclass(frozen=True, slots=True)
class Entries(Sequence[Entry]):
    """The messages of a catalogue, taken apart when they are asked for."""

    text: str
    name: str
    found: Sequence[Entry | int]
    """Where a plain message begins, or any other as it is."""

    @overload
    def __getitem__(self, index: int) -> Entry: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...

    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self.found)))]
        found = self.found[index]
        return next(scan(self.text, self.name, found)) if isinstance(found, int) else found

    def __len__(self) -> int:
        return len(self.found)
