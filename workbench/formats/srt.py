"""SubRip subtitles. What is no cue stays as it is; a time that cannot be read is refused.

SRT has no escapes: a sign in a target that would read as a tag is written as one that does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.errors import UnreadableFile
from workbench.formats import subtitles
from workbench.formats.encoding import decode
from workbench.formats.subtitles import Cue
from workbench.model import Document, Finding, Severity

__all__ = ["read", "write"]

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[,.]\d{1,3})?"
_TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})(?:\s.*)?")
_MEANT = re.compile(r"\s*[\d:.,]+\s*-+>|.*-->\s*\d[\d:.,]*\s*$")
"""A line that was meant to be a time."""
_MARKUP = re.compile(r"</?[ \t]{0,4}(?:[ibus]|font)\b[^<>\r\n]*>|\{\\[^{}\r\n]*\}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d+\s*")


def read(data: bytes, *, name: str) -> Document:
    """Each cue with a text. Raises UnreadableFile."""
    text = decode(data, name=name)
    findings: list[Finding] = []
    cues = list(_cues(text, name, findings))
    if not cues:
        raise UnreadableFile(
            f"{name} holds no subtitle: none of its lines is a time like"
            " 00:00:01,000 --> 00:00:04,000. Give an SRT file."
        )
    return subtitles.document(
        name, "srt", text, cues, markup=_MARKUP, decode=lambda _markup: "", findings=findings
    )


def write(document: Document) -> bytes:
    """The file with its targets; every cue keeps its number, time and place."""
    return subtitles.write(document, _escaped)


def _escaped(text: str) -> str:
    tag = _MARKUP.sub(lambda found: found.group().translate(_HARMLESS), text)
    return tag.replace("-->", "→")


_HARMLESS = str.maketrans("<>{}", "‹›‹›")


def _cues(text: str, name: str, findings: list[Finding]) -> Iterator[Cue]:
    """The cues; text between them that belongs to none becomes a finding."""
    timing, begin, first, end = "", 0, 0, 0
    lines = list(_lines(text, int(text.startswith("\ufeff"))))
    for at, (number, start, content) in enumerate(lines):
        timed = _TIMING.fullmatch(content)
        if timed:
            if timing and first:
                yield Cue(begin, end, first, timing)
            timing, begin, first, end = f"{timed[1]} --> {timed[2]}", 0, 0, 0
        elif _MEANT.match(content):
            raise UnreadableFile(
                f"{name} has a time in line {number} that cannot be read: {content.strip()[:60]!r}."
                " Write it as 00:00:01,000 --> 00:00:04,000."
            )
        elif not content.strip():
            if timing and first:
                yield Cue(begin, end, first, timing)
            timing, first = "", 0
        elif timing:
            begin, first = (begin, first) if first else (start, number)
            end = start + len(content)
        elif not (_NUMBER.fullmatch(content) and _followed(lines, at)):
            message = "This line belongs to no subtitle: it stays as it is."
            findings.append(Finding("stray-text", Severity.WARNING, "", message, None, number))
    if timing and first:
        yield Cue(begin, end, first, timing)


def _followed(lines: list[tuple[int, int, str]], at: int) -> bool:
    """Whether the next line is a time: then this one is a number."""
    return at + 1 < len(lines) and bool(_TIMING.fullmatch(lines[at + 1][2]))


def _lines(text: str, begin: int) -> Iterator[tuple[int, int, str]]:
    number, position = 0, begin
    while position < len(text):
        found = _LINE.match(text, position)
        assert found is not None
        number += 1
        yield number, position, found[1]
        position = found.end()
