"""WebVTT subtitles. Notes, styles, regions, ids and settings stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from workbench.errors import UnreadableFile
from workbench.formats import subtitles
from workbench.formats.encoding import decode
from workbench.formats.subtitles import Cue
from workbench.model import Document

__all__ = ["read", "write"]

_HEAD = re.compile(r"\ufeff?WEBVTT(?:[ \t][^\r\n]*)?(?:\r\n?|\n|\Z)")
_BLOCK = re.compile(r"[^\r\n]+(?:(?:\r\n?|\n)[^\r\n]+)*")
_TIME = r"(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_TIMING = re.compile(rf"[ \t]*({_TIME})[ \t]+-->[ \t]+({_TIME})(?:[ \t][^\r\n]*)?")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
_REFERENCE = r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"
_MARKUP = re.compile(rf"</?[A-Za-z][^<>\r\n]*>|<\d[\d:.]*>|{_REFERENCE}")


def read(data: bytes, *, name: str) -> Document:
    """Each cue with a text. Raises UnreadableFile."""
    text = decode(data, name=name)
    head = _HEAD.match(text)
    if head is None:
        raise UnreadableFile(
            f"{name} does not begin with WEBVTT in line 1. Write it there, or call the file .srt"
            " if it is one."
        )
    cues = list(_cues(text, head.end(), name))
    return subtitles.document(name, "vtt", text, cues, markup=_MARKUP, decode=_decoded)


def write(document: Document) -> bytes:
    """The file with its targets; every cue keeps its id, time and settings."""
    return subtitles.write(document, _escaped)


def _decoded(markup: str) -> str:
    return unescape(markup) if markup.startswith("&") else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cues(text: str, begin: int, name: str) -> Iterator[Cue]:
    """The cues: blocks with a time in their first or second line."""
    line, counted = 1, 0
    for block in _BLOCK.finditer(text, begin):
        line += len(re.findall(r"\r\n?|\n", text[counted : block.start()]))
        counted = block.start()
        if _ASIDE.match(block.group()):
            continue
        lines = list(re.finditer(r"[^\r\n]+", block.group()))
        at = next((at for at, one in enumerate(lines[:2]) if "-->" in one.group()), None)
        if at is None:
            continue
        timed = _TIMING.fullmatch(lines[at].group())
        if timed is None:
            raise UnreadableFile(
                f"{name} has a time in line {line + at} that cannot be read:"
                f" {lines[at].group().strip()[:60]!r}. Write it as 00:01.000 --> 00:04.000."
            )
        if len(lines) > at + 1:
            start = block.start() + lines[at + 1].start()
            yield Cue(start, block.end(), line + at + 1, f"{timed[1]} --> {timed[2]}")
