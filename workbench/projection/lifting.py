"""Marks taken out of a source, and the values that placing them again works on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from workbench.inline import is_closing, is_standalone, split, strip
from workbench.model import Inline, Match


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of marks, or a standalone one (start == end), in a text without marks."""

    name: str
    """`g1` or `x2`."""
    start: int
    end: int
    word: bool = field(default=False, repr=False)
    """Whether a standalone one has space around it: an address, a page's number."""
    glued: bool = field(default=False, repr=False)
    """Whether it stands where a space would have to: a line's break."""
    standin: str = field(default="", repr=False)
    """What stands for it in the text, so that the model has a word to put somewhere."""

    @property
    def encloses(self) -> bool:
        """True for a pair of marks with text between them."""
        return self.start < self.end and not self.standin

    def at(self, start: int, end: int) -> Pair:
        """The same marks elsewhere."""
        return replace(self, start=start, end=end)

    @property
    def opening(self) -> str:
        """`<g1>`, or the whole of a standalone mark."""
        return f"<{self.name}/>" if self.name.startswith("x") else f"<{self.name}>"

    @property
    def closing(self) -> str:
        """`</g1>`, or nothing."""
        return "" if self.name.startswith("x") else f"</{self.name}>"


APART = frozenset(("footnote", "image", "line break", "html", "comment", "superscript", "tab"))
"""Meanings of standalone marks that are no word of their sentence."""


def lift(source: str, inlines: Iterable[Inline] = ()) -> tuple[str, tuple[Pair, ...]]:
    """A source's text without marks, and where the marks stood in it.

    A standalone mark that is a word of its sentence, an address or a piece of code, leaves a
    stand-in, `X1`; `inlines` tell which are none.

    >>> text, (bold, note) = lift("At least <g1>73 percent</g1> more<x2/>")
    >>> text, text[bold.start : bold.end], note
    ('At least 73 percent more', '73 percent', Pair(name='x2', start=24, end=24))
    """
    text = ""
    opened: dict[str, int] = {}
    pairs: dict[str, Pair] = {}
    apart = {f"x{inline.number}" for inline in inlines if inline.meaning in APART}
    at = 0
    for run, is_mark in split(source):
        at += len(run)
        if not is_mark:
            text += run
            continue
        name = run.strip("</>")
        if not is_closing(run):
            opened[name] = len(text)
        if is_closing(run) or is_standalone(run):
            if is_standalone(run):
                before, after = source[: at - len(run)], source[at:]
                word = _is_word(before[-1:], after[:1])
                glued = _joins(text, after[:1])
                spoken_for = word and name not in apart and _within(strip(before), strip(after))
                text += (standin := _standin(name, source) if spoken_for else "")
                place = opened[name], len(text)
                pairs[name] = Pair(name, *place, word, glued, standin)
                text += " " if glued else ""
            else:
                pairs[name] = Pair(name, opened.get(name, len(text)), len(text))
    return text, tuple(pairs[name] for name in opened if name in pairs)


def _is_word(before: str, after: str) -> bool:
    """Whether a mark between these two letters stands where a word does."""
    return (not before or before in ' ("\t') and (not after or after in ' .,;:!?)"\t')


def _within(before: str, after: str) -> bool:
    """Whether a mark between these texts is inside a sentence, not beside one."""
    before, after = before.rstrip(), after.lstrip()
    if not before:
        return after[:1].islower()
    return before[-1] not in ".!?:" and any(c.isalpha() for c in before)


def _standin(name: str, source: str) -> str:
    number = int(name[1:])
    while f"X{number}" in source:
        number += 100
    return f"X{number}"


def _joins(before: str, after: str) -> bool:
    """Whether two words, or two sentences, would run into each other without a space."""
    return after.isalnum() and bool(re.search(r"[\w.,;:!?]$", before))


def spoken(text: str) -> str:
    """A source as it is best given to a model: dates without ordinal endings.

    >>> spoken("on 15th August 2021")
    'on 15 August 2021'
    """
    return re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)


@dataclass(frozen=True, slots=True)
class Job:
    """One translated text that wants its marks back."""

    source: str
    """The source without marks, as `lift` gave it."""
    pairs: tuple[Pair, ...]
    target: str
    """The translation, without marks."""
    matches: tuple[Match, ...] = ()
    """Glossary terms in the source."""
