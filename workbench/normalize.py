"""Orthography: how Dari and Pashto are written for storing, and folded, more loosely, for matching.

Storing (`tidy`) is careful and per language: in Pashto ي and ی are different letters and stay so.
Matching (`fold`) forgives what readers forgive: Arabic letter forms, vowel marks, kashida, and
whether a compound is written with a space, a half-space (ZWNJ) or joined. Folded text is only ever
compared, never kept; `Folded` remembers where each letter came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.languages import find, translate_digits

ZWNJ = "\u200c"

# Vowel marks, the superscript alef, Quranic signs; hamza above (U+0654) is handled on its own.
_HARAKAT = "\u064b-\u0653\u0655-\u065f\u0670\u06d6-\u06ed"
_INVISIBLE = "\u200b\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_NOISE = re.compile(f"[{_HARAKAT}{_INVISIBLE}\u0640]")

# A half-space that joins nothing.
_STRAY_ZWNJ = re.compile(rf"(?<=\s){ZWNJ}|{ZWNJ}(?=[\s،؛؟,;?.!:»)]|$)|^{ZWNJ}")

_STORED_LETTERS = {
    "prs": str.maketrans("يىكھہ", "ییکهه"),
    "fa": str.maketrans("يىكھہ", "ییکهه"),
    "ps": str.maketrans("ىكگھہڑ", "یکګههړ"),
}

_FOLD_BOTH = {"ك": "ک", "ى": "ی", "ي": "ی", "ئ": "ی", "ۀ": "ه", "ة": "ه", "ھ": "ه", "ہ": "ه"}
_FOLD_BOTH |= {
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "آ": "ا",
    "ؤ": "و",
    "ە": "ه",
    "ے": "ی",
    "ۓ": "ی",
    "ۂ": "ه",
}
_FOLDS = {
    "prs": str.maketrans(_FOLD_BOTH | {"ې": "ی", "ۍ": "ی", "ګ": "گ"}),
    "fa": str.maketrans(_FOLD_BOTH | {"ې": "ی", "ۍ": "ی", "ګ": "گ"}),
    "ps": str.maketrans(_FOLD_BOTH | {"گ": "ګ", "ڑ": "ړ"}),
}


def tidy(text: str, language: str) -> str:
    """Machine output in the letters, digits and punctuation of its language.

    Not for a person's text: what a translator typed is kept as typed, and checked instead.

    >>> tidy("كابل , 15 فيصد ?", "prs")
    'کابل، ۱۵ فیصد؟'
    >>> tidy("د كابل ښاري ځواكونه", "ps")
    'د کابل ښاري ځواکونه'
    """
    text = unicodedata.normalize("NFC", text)
    text = _NOISE.sub("", text).translate(_STORED_LETTERS.get(language, {}))
    text = translate_digits(text, language)
    text = _STRAY_ZWNJ.sub("", re.sub(f"{ZWNJ}{{2,}}", ZWNJ, text))
    text = _punctuate(re.sub(" {2,}", " ", text), language)
    return text.strip()


def _punctuate(text: str, language: str) -> str:
    for english, own in find(language).punctuation:
        # A comma inside a number is a separator, not punctuation; Latin text keeps its own.
        text = re.sub(
            rf"(?<![A-Za-z0-9۰-۹]){re.escape(english)}|{re.escape(english)}(?=\s|$)", own, text
        )
    return re.sub(r" (?=[،؛؟!.:»)](?:\s|$|[،؛؟!.:»)]))", "", text)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable: no spaces, no half-spaces, one form a letter."""

    text: str
    offsets: tuple[int, ...]
    """For each folded character the index of the original one it came from."""
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded[start:end] stands in the original (end exclusive)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str, language: str) -> Folded:
    """Fold a target-language text for matching.

    >>> fold("تي تي‌پی", "prs").text == fold("تی‌تی پی", "prs").text
    True
    """
    table = _FOLDS.get(language, _FOLDS["prs"])
    letters: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        if char == ZWNJ or char.isspace() or char == "\u0654" or _NOISE.match(char):
            continue
        for piece in unicodedata.normalize("NFKC", char).translate(table).lower():
            # ´ comes apart into a space and an accent.
            if piece.isspace():
                continue
            letters.append(piece)
            offsets.append(index)
    return Folded(translate_digits("".join(letters), "en"), tuple(offsets), text)


_ENGLISH = str.maketrans(
    dict.fromkeys("-\u2010\u2011\u2012\u2013\u00a0\t\n\r", " ")
    | dict.fromkeys("\u2018\u2019\u02bc`", "'")
)


def fold_english(text: str) -> tuple[str, Sequence[int]]:
    """English for matching: lower case, straight quotes, every hyphen and run of spaces one space.

    Returns the folded text and, for each of its characters, the index in the original.

    >>> fold_english("Tehrik‑i‑Taliban’s")[0]
    "tehrik i taliban's"
    """
    plain = text.translate(_ENGLISH)
    if plain.isascii() and "  " not in plain:
        return plain.lower(), range(len(plain))
    letters: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(plain):
        if char.isspace():
            if letters and letters[-1] == " ":
                continue
            char = " "
        lowered = _plain_latin(char)
        letters.extend(lowered)
        offsets.extend([index] * len(lowered))
    return "".join(letters), offsets


def _plain_latin(char: str) -> str:
    """Without accents; nothing of what is not seen, nor of the signs for hamza and ain."""
    if char.isascii():
        return char.lower()
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(c for c in decomposed if not _UNSPOKEN.match(c)).lower()


_UNSPOKEN = re.compile(f"[ \u00ad\u0300-\u036f\u02be\u02bf\u200c{_INVISIBLE}]")


def occurrences(sought: str, text: str, language: str) -> list[tuple[int, int]]:
    """Where a text stands in another, as offsets (end exclusive), letters in any of their forms.

    >>> occurrences("كابل", "از کابل تا کابل", "prs")
    [(3, 7), (11, 15)]
    >>> occurrences("taliban", "The Taliban's word", "en")
    [(4, 11)]
    """
    if language == "en":
        wanted, (folded, offsets) = fold_english(sought)[0].strip(), fold_english(text)
    else:
        wanted, other = fold(sought, language).text, fold(text, language)
        folded, offsets = other.text, other.offsets
    found = []
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        found.append((offsets[start], offsets[end - 1] + 1))
        start = folded.find(wanted, end)
    return found
