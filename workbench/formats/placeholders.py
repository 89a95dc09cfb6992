"""What stands for something else in a program's text: `%s`, `{name}`, `<b>`, become marks.

So a translation engine leaves them alone and a lost one is found. Where the file says how its
placeholders are written (gettext's `c-format`), all of that kind are; else only what can hardly
be anything else: a sign of percent before a word is a percentage.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.inline import MARK
from workbench.model import Inline, InlineKind

_TAG = r"</?[A-Za-z][A-Za-z0-9:-]*(?:\s[^<>]{0,500})?/?>"
_BRACE = r"\{[A-Za-z0-9_.:!]{0,60}\}"
_WIDTH = r"(?:\d{1,4})?(?:\.\d{1,4})?"
_NAMED = r"%\([A-Za-z0-9_.]{1,60}\)[#0 +-]{0,4}" + _WIDTH + "[a-zA-Z]"
_PLAIN = r"%(?<![\d۰-۹]%)(?:\d{1,2}\$)?" + _WIDTH + r"(?:l{0,2}[dufsxi]|@)(?![A-Za-z])"
_PRINTF = (
    r"%(?:\d{1,2}\$)?[#0 +'I-]{0,4}(?:\*|\d{1,4})?(?:\.(?:\*|\d{1,4}))?"
    r"(?:hh?|ll?|[qjzt])?[a-zA-Z@%]"
)
# Each alternative begins with the sign itself, so that a search passes over plain text at once.
LOOSE = re.compile("|".join((MARK.pattern, _TAG, _NAMED, _BRACE, _PLAIN)))
_STRICT = re.compile("|".join((MARK.pattern, _TAG, _NAMED, _BRACE, _PRINTF)))
_CUT = {kind: re.compile(f"({kind.pattern})") for kind in (LOOSE, _STRICT)}
_MOST_SHAPES = 5000
"""Where nearly every message has a shape of its own, there is nothing to gain."""
_LONE = {"br", "hr", "img", "wbr", "input"}


def may_hold(text: str) -> bool:
    """Whether a text can have placeholders at all: a quick look, since most have none."""
    return "%" in text or "<" in text or "{" in text


@dataclass(frozen=True, slots=True)
class _Code:
    start: int
    end: int
    kind: InlineKind
    markup: tuple[str, str]
    closes: bool = False


@dataclass(slots=True)
class Placeholders:
    """One message's placeholders: numbered in its source, and found again in its translations."""

    formatted: bool = False
    """Whether the file says that there are printf-like ones."""
    inlines: list[Inline] = field(default_factory=list)

    def source(self, text: str) -> str:
        """The source with marks."""
        return self._marked(text, {})

    def target(self, text: str) -> str:
        """A translation with the marks of the source; what the source lacks gets new ones."""
        free: dict[tuple[InlineKind, tuple[str, str]], deque[int]] = defaultdict(deque)
        for inline in self.inlines:
            free[inline.kind, (inline.open, inline.close)].append(inline.number)
        return self._marked(text, free)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the placeholders stand in a text."""
        return [(code.start, code.end) for code in self._codes(text)]

    def _marked(self, text: str, free: dict[tuple[InlineKind, tuple[str, str]], deque[int]]) -> str:
        parts: list[str] = []
        last = 0
        opened: list[int] = []
        for code in self._codes(text):
            parts.append(text[last : code.start])
            last = code.end
            if code.closes:
                parts.append(f"</g{opened.pop()}>")
                continue
            waiting = free.get((code.kind, code.markup))
            number = waiting.popleft() if waiting else self._new(code)
            pair = code.kind is InlineKind.PAIR
            parts.append(f"<g{number}>" if pair else f"<x{number}/>")
            if pair:
                opened.append(number)
        return "".join([*parts, text[last:]])

    def _new(self, code: _Code) -> int:
        number = len(self.inlines) + 1
        self.inlines.append(Inline(number, code.kind, *code.markup, meaning=_meaning(code)))
        return number

    def _codes(self, text: str) -> Iterator[_Code]:
        if not may_hold(text):
            return
        found = list((_STRICT if self.formatted else LOOSE).finditer(text))
        partner = _partners([match.group() for match in found])
        for index, match in enumerate(found):
            other = partner.get(index)
            if other is None:
                markup = (match.group(), "")
                yield _Code(match.start(), match.end(), InlineKind.STANDALONE, markup)
            else:
                first, second = sorted((index, other))
                pair = (found[first].group(), found[second].group())
                yield _Code(match.start(), match.end(), InlineKind.PAIR, pair, other < index)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the placeholders of some messages become: the marks of both sides, in their order."""

    source: Sequence[str]
    target: Sequence[str]
    inlines: tuple[Inline, ...]


@dataclass(slots=True)
class Messages:
    """The placeholders of many messages, asked for once for all that have the same ones."""

    known: dict[tuple[Sequence[str], ...], _Shape] = field(default_factory=dict)

    def marked(
        self, source: str, target: str, *, formatted: bool
    ) -> tuple[str, str, tuple[Inline, ...]]:
        """A message and its translation with marks, and what these stand for."""
        cut = _CUT[_STRICT if formatted else LOOSE]
        pieces, answers = cut.split(source), cut.split(target)
        asked = tuple(pieces[1::2]), tuple(answers[1::2])
        shape = self.known.get(asked)
        if shape is None:
            placeholders = Placeholders(formatted)
            marks = tuple(MARK.findall(placeholders.source(source)))
            replies = tuple(MARK.findall(placeholders.target(target)))
            shape = _Shape(marks, replies, tuple(placeholders.inlines))
            if len(self.known) < _MOST_SHAPES:
                self.known[asked] = shape
        pieces[1::2], answers[1::2] = shape.source, shape.target
        return "".join(pieces), "".join(answers), shape.inlines


def _meaning(code: _Code) -> str:
    markup = code.markup[0]
    if MARK.fullmatch(markup):
        return "literal"
    return "html" if markup.startswith("<") else "placeholder"


def _partners(runs: list[str]) -> dict[int, int]:
    """Which tags belong together, where they nest; the rest stand alone."""
    partner: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for index, run in enumerate(runs):
        if not run.startswith("<") or run.endswith("/>") or MARK.fullmatch(run):
            continue
        name = re.split(r"[\s>]", run.strip("</"), maxsplit=1)[0].lower()
        if not run.startswith("</"):
            if name not in _LONE:
                opened.append((name, index))
        elif opened and opened[-1][0] == name:
            first = opened.pop()[1]
            partner[first], partner[index] = index, first
    return partner
