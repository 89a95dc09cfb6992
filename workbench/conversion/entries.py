"""The list of words: `entries.tsv`, by every way its Iranian side may be spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from workbench.conversion.endings import HAMZA, KASRA, ZWNJ, kind

_FILE = Path(__file__).with_name("entries.tsv")
_UNWRITTEN = re.compile("[\u064b-\u064f\u0651-\u0653\u0655-\u065f\u0670\u0640\u200d]")
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه" + HAMZA})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    fa: str
    prs: str
    """Empty for a word that stays as it is."""
    style: bool
    """A matter of house style: applied when asked for."""
    kind: int
    """How the Iranian word ends."""
    endings: bool
    """Whether anything may hang on it."""
    place: str = ""
    """`date` or `afghan`: where it must stand; anywhere when empty."""
    beside: frozenset[str] = frozenset()
    """Words next to which it is another word, or a name."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The list, made ready to be looked up."""

    by_key: dict[str, tuple[Entry, ...]]
    """By folded spelling, spaces and half-spaces as written; style entries first."""
    first: frozenset[str]
    """The first words of spellings in several words."""
    longest: int
    """Words in the longest spelling."""


def fold(word: str) -> str:
    """A word without vowel marks and kashida, in Persian letters; half-spaces and آ stay.

    >>> fold("پلـيس")
    'پلیس'
    """
    folded = _UNWRITTEN.sub("", word).translate(_LETTERS)
    return folded[:-1].replace(KASRA, "") + folded[-1:] if KASRA in folded else folded


@cache
def load() -> Entries:
    """The shipped list."""
    by_key: dict[str, list[Entry]] = {}
    for entry in _read():
        for key in _spellings(entry.fa):
            by_key.setdefault(key, []).append(entry)
    several = [key.split(" ") for key in by_key if " " in key]
    return Entries(
        {key: tuple(sorted(found, key=lambda one: not one.style)) for key, found in by_key.items()},
        frozenset(words[0] for words in several),
        max(map(len, several), default=1),
    )


def _read() -> Iterator[Entry]:
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "tier\t")):
            continue
        tier, spellings, prs, endings, when = [*line.split("\t"), ""][:5]
        words = when.removeprefix("not:").split("|") if when.startswith("not:") else ()
        place = "" if words else when
        for fa in spellings.split("|"):
            free = endings != "none"
            yield Entry(
                fa, prs, tier == "style", kind(fold(fa)), free, place, frozenset(map(fold, words))
            )


def _spellings(fa: str) -> Iterator[str]:
    """With each gap a space, a half-space or nothing, and each ezafe after ه shown or not."""
    words = re.split(f"[ {ZWNJ}]", fold(fa))
    gaps = []
    for word in words[:-1]:
        ezafe = ("", HAMZA, ZWNJ + "ی", " ی") if word.endswith("ه") else ("",)
        gaps.append([shown + gap for shown in ezafe for gap in (" ", ZWNJ, "")])
    for chosen in product(*gaps):
        yield "".join(word + gap for word, gap in zip(words, [*chosen, ""], strict=True))
