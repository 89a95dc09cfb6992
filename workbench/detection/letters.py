"""The gate: what in a segment is language at all, and in which script it is written.

Marks, addresses, numbers and code are blanked out, character for character, so that offsets into
the cleaned text are offsets into the segment. Digits, Latin or Persian, never speak for a
language. Every pattern is bounded or anchored on a rare character: a megabyte without a space
costs a megabyte's time, not its square.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 20_000
"""Characters looked at; no segment needs more to show its language."""

_MARK = re.compile(r"</?[A-Za-z][^<>]{0,200}>|&#?\w{1,10};")
_LINK = re.compile(r"(?:https?|ftp|mailto|file):\S*|\bwww\.\S+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}|(?<!\S)@\w{1,64}|@")
_DOTTED = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.[a-z]{2,6}(?![\w.-])(?:/\S*)?")
_CODE = re.compile(
    r"%(?:\(\w{1,40}\))?[a-z]\b|\{[\w.:]{0,40}\}|\b\w{1,60}\(\)|\b\w{0,60}_\w{1,60}"
    r"|(?<!\S)(?:[A-Za-z]:)?[\\/][\w.-]{1,60}(?:[\\/][\w.-]{0,60}){0,20}"
)
_CODE_SIGN = re.compile(r"[%{_\\/(]")
_DOT_IN_NAME = re.compile(r"\.[a-z]{2}")
_ARABIC_LETTERS = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\u08a0-\u08ff"
)
_ARABIC = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
    f"\u08a0-\u08c7][{_ARABIC_LETTERS}\u200c\u200d]*"
)
_LATIN_LETTERS = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LATIN = re.compile(
    f"(?<![\\w.])[{_LATIN_LETTERS}](?:[{_LATIN_LETTERS}\u0300-\u036f]|['\u2019](?=[A-Za-z]))*(?![\\d_])"
)
_ELSE = re.compile(
    f"[^\\W\\d_{_LATIN_LETTERS}{_ARABIC_LETTERS}\u02b0-\u02ff\u2071-\u209c\u2100-\u214f\ufb00-\ufb06]+"
)
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff21-\uff5a]")
_USUAL = re.compile("[\\s\u0021-\u007e\u00ab\u00bb\u0600-\u06ff\u200b-\u200f\u2010-\u2027]*")
"""What most texts in Arabic script are written with: nothing of a third script, no such form."""
_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of a segment by script, in reading order."""

    text: str
    """The segment with everything that is not language blanked out."""
    arabic: tuple[str, ...]
    latin: tuple[str, ...]
    other: tuple[str, ...]
    """Words in any other script."""


def read(text: str) -> Letters:
    """The words of a text, sorted by script; marks, links, addresses and numbers are none.

    >>> read("See <g1>کابل</g1> at www.example.com, 15 km, ۱۵").latin
    ('See', 'at', 'km')
    >>> read("۱۲/۱۱/۲۰۲۴ editor@example.com 1,250").latin
    ()
    """
    text = _blanked(text)
    if text.isascii():
        return Letters(text, (), tuple(_LATIN.findall(text)), ())
    if _USUAL.fullmatch(text):
        latin = tuple(_LATIN.findall(text)) if _LETTER.search(text) else ()
        return Letters(text, tuple(_ARABIC.findall(text)), latin, ())
    text = _PRESENTATION.sub(_compose, text)
    arabic, latin, other = (tuple(one.findall(text)) for one in (_ARABIC, _LATIN, _ELSE))
    return Letters(text, arabic, latin, other)


def _blanked(text: str) -> str:
    """The text with marks, links, addresses and file names blanked out, its length kept."""
    text = text[:LONGEST]
    if "<" in text or "&" in text:
        text = _MARK.sub(_blank, text)
    if ":" in text or "www" in text or "WWW" in text:
        text = _LINK.sub(_blank, text)
    if "@" in text:
        text = _EMAIL.sub(_blank, text)
    if _CODE_SIGN.search(text):
        text = _CODE.sub(_blank, text)
    if _DOT_IN_NAME.search(text):
        text = _DOTTED.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _compose(match: re.Match[str]) -> str:
    """A presentation form as the plain letter it shows; ligatures keep their first letter."""
    return unicodedata.normalize("NFKC", match.group())[0]
