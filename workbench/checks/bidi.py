"""Whether invisible characters do what they are for, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity

_OPENING = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENING |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_CLOSING = {"\u202c", "\u2069"}
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OVERRIDE = re.compile("[\u202d\u202e]")
_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06ee\u06ef\u06fa-\u06ff"
_STRAY = re.compile(
    "(?<=[\u200e\u200f\u061c])[\u200e\u200f\u061c]+"
    f"|(?<=[{_ARABIC}])[\u200e\u200f\u061c]+(?=[{_ARABIC}])"
    "|(?<=\\s)[\u200e\u200f\u061c]+(?=\\s)"
)
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    f"|(?<![{_ARABIC}])\u200d|\u200d(?=[{_ARABIC}])"
)


def unbalanced_bidi(subject: Subject) -> Iterator[Finding]:
    """A bidi embedding or isolate is opened and not closed, or closed and not opened.

    What follows it on the page is then shown in the wrong order. Balanced ones are left alone.
    """
    for index in _unbalanced(subject.target):
        message = said(
            "The direction control U+{} has no partner.", format(ord(subject.target[index]), "04X")
        )
        yield subject.finding("unbalanced-bidi", Severity.ERROR, message, (index, index + 1))


def without_unbalanced(text: str, _language: str) -> str:
    """The text without the controls that have no partner."""
    gone = set(_unbalanced(text))
    return "".join(char for index, char in enumerate(text) if index not in gone)


def _unbalanced(text: str) -> list[int]:
    opened: list[int] = []
    faults: list[int] = []
    for found in _CONTROL.finditer(text):
        char = found.group()
        if char not in _CLOSING:
            opened.append(found.start())
        elif opened and _OPENING[text[opened[-1]]] == char:
            opened.pop()
        else:
            faults.append(found.start())
    return faults + opened


def bidi_override(subject: Subject) -> Iterator[Finding]:
    """A bidi override forces letters to stand in the reverse of the order they are read in.

    No translation needs one, and it can hide what a text says; embeddings and isolates are right.
    """
    for found in _OVERRIDE.finditer(subject.target):
        message = said(
            "Take away the override U+{}: it reverses the letters.",
            format(ord(found.group()), "04X"),
        )
        yield subject.finding("bidi-override", Severity.ERROR, message, found.span())


def without_overrides(text: str, language: str) -> str:
    """The text without overrides, and without the closing controls that they leave."""
    return without_unbalanced(_OVERRIDE.sub("", text), language)


def stray_bidi_mark(subject: Subject) -> Iterator[Finding]:
    """A direction mark stands where it directs nothing: doubled, inside a word, between spaces.

    A single LRM or RLM beside Latin letters, figures or punctuation is right.
    """
    for found in _STRAY.finditer(subject.target):
        message = said(
            "The mark U+{} directs nothing here: take it away.",
            format(ord(found.group()[0]), "04X"),
        )
        yield subject.finding("stray-bidi-mark", Severity.WARNING, message, found.span())


def without_stray_marks(text: str, _language: str) -> str:
    """The text without them."""
    return _STRAY.sub("", text)


def invisible_character(subject: Subject) -> Iterator[Finding]:
    """An invisible character breaks search: soft hyphen, zero-width space, byte order mark.

    The half-space (ZWNJ) and direction marks have checks of their own; a ZWJ after a letter shows
    its joined form and is right.
    """
    for found in _INVISIBLE.finditer(subject.target):
        message = said("Take away the invisible character U+{}.", format(ord(found.group()), "04X"))
        yield subject.finding("invisible-character", Severity.WARNING, message, found.span())


def without_invisible(text: str, _language: str) -> str:
    """The text without them."""
    return _INVISIBLE.sub("", text)
