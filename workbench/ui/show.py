"""Text of a segment as HTML that is safe to show and reads in the right order.

Everything that comes from a file goes through here: it is escaped, marks become numbered chips
that cannot be taken for markup, and in a right-to-left text every Latin word and number stands
isolated, because `+93-700` and `TTP, ISKP` come out reordered otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from workbench.languages import find
from workbench.model import Finding, Inline, Match, Severity
from workbench.store import Hit

_MARK = re.compile(r"<(/?)g(\d+)>|<x(\d+)/>")
_LATIN = r"[+$€£]?[A-Za-z0-9À-ɏ](?:[ .,:/@&+'’_–-]?[A-Za-z0-9À-ɏ])*%?"
_DIGITS = r"\+?[۰-۹٠-٩](?:[.,٫٬:/–-]?[۰-۹٠-٩])*[%٪]?"
_RUN = re.compile(f"{_LATIN}|{_DIGITS}")
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: str) -> str:
    """Text as HTML.

    >>> escaped('<script>"')
    '&lt;script&gt;&quot;'
    """
    return escape(text, quote=True)


def plain(text: str) -> str:
    r"""Text for a widget that takes Markdown: nothing in it is formatting.

    >>> plain("*a* $b$")
    '\\*a\\* \\$b\\$'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def text(
    content: str,
    language: str,
    *,
    inlines: Sequence[Inline] = (),
    terms: Iterable[Match] = (),
    target: str = "",
    sought: Iterable[tuple[int, int]] = (),
) -> str:
    """A segment's source or target, in an element that sets its language and direction.

    `terms` (found in the text without its marks) are underlined, with the form wanted in the
    language `target` as their tooltip. What was `sought` (offsets without marks) stands out.
    """
    written = find(language)
    isolate = written.direction == "rtl"
    meanings = {inline.number: inline.meaning for inline in inlines}
    lines = [_underline(match, target) for match in terms]
    lines += [_Line(start, end, "<mark>", "</mark>") for start, end in sought]
    underlines = _Underlines(lines, isolate)
    html, position = "", 0
    for mark in _MARK.finditer(content):
        number = int(mark[2] or mark[3])
        html += underlines.html(content[position : mark.start()])
        html += _chip(number, meanings.get(number, ""), mark)
        position = mark.end()
    html += underlines.html(content[position:])
    return f'<div class="text" lang="{written.tag}" dir="{written.direction}">{html}</div>'


def heading(says: str, aside: str = "") -> str:
    """A heading, with something quieter beside it."""
    beside = f" <small>{escaped(aside)}</small>" if aside else ""
    return f"<h2>{escaped(says)}{beside}</h2>"


def paragraph(says: str, kind: str) -> str:
    """A sentence of the workbench's own; `kind` is its class in the style sheet."""
    return f'<p class="{kind}">{escaped(says)}</p>'


def run(content: str) -> str:
    """A short text of unknown direction, such as a file's name, set apart."""
    return f"<bdi>{escaped(content)}</bdi>"


def hit(found: Hit, language: str, *, matches: Iterable[Match] = (), kind: str = "") -> str:
    """A segment found in some document; `language` is the name of the one it is translated into."""
    return (
        f'<div class="hit {kind}"><div>{run(found.name)} · {escaped(language)}</div>'
        + text(found.segment.source, "en", terms=matches, target=found.target_language)
        + text(found.segment.target, found.target_language)
        + "</div>"
    )


def form(content: str, language: str) -> str:
    """One rendering of a term."""
    written = find(language)
    return f'<b lang="{written.tag}" dir="{written.direction}">{escaped(content)}</b>'


def tally(found: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings there are of each severity, worst first."""
    severities = [finding.severity for finding in found]
    return {one: severities.count(one) for one in Severity if one in severities}


def _chip(number: int, meaning: str, mark: re.Match[str]) -> str:
    shape = "alone" if mark[3] else "close" if mark[1] else "open"
    return f'<span class="mark {shape}" title="{escaped(meaning)}"><bdi>{number}</bdi></span>'


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of a text without its marks, and what is put round it."""

    start: int
    end: int
    opening: str
    closing: str


def _underline(match: Match, target: str) -> _Line:
    wanted = " · ".join(match.term.allowed(target))
    opening = f'<span class="term" title="{escaped(wanted)}">'
    return _Line(match.start, match.end, opening, "</span>")


class _Underlines:
    """Underlines a text handed over piece by piece; the lines' offsets do not count marks."""

    def __init__(self, lines: list[_Line], isolate: bool) -> None:
        self._lines = sorted(lines, key=lambda line: line.start)
        self._isolate = isolate
        self._start = 0

    def html(self, piece: str) -> str:
        """The next piece, which may begin or end within a line."""
        start, self._start = self._start, self._start + len(piece)
        html, position = "", 0
        for line in self._lines:
            first, last = max(line.start - start, position), min(line.end - start, len(piece))
            if first < last:
                html += _isolated(piece[position:first], self._isolate)
                html += line.opening + _isolated(piece[first:last], self._isolate) + line.closing
                position = last
        return html + _isolated(piece[position:], self._isolate)


def _isolated(stretch: str, isolate: bool) -> str:
    if not isolate:
        return escaped(stretch)
    html, position = "", 0
    for found in _RUN.finditer(stretch):
        html += escaped(stretch[position : found.start()]) + f"<bdi>{escaped(found[0])}</bdi>"
        position = found.end()
    return html + escaped(stretch[position:])
