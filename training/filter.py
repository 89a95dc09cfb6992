"""Which pairs are fit to train on: `reason_to_drop` names what is wrong with one, or says nothing.

Filters are few and blunt on purpose: they take out rows that are no sentence pair at all. Wrong
translations look like right ones to a rule; the weights in `corpus.py` deal with doubtful sets.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from training.corpus import Pair

LONGEST_ENGLISH = 70
LONGEST_TARGET = 90
MONOLINGUAL_WORDS = range(5, 46)
LENGTH_RATIO = (0.4, 2.5)
LATIN_SHARE = 0.3
_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z]")


def reason_to_drop(pair: Pair) -> str | None:
    """The fault of a normalised pair, or None.

    >>> reason_to_drop(Pair("Kabul is large.", "Kabul", "prs", 1, "x"))
    'not in the target script'
    """
    if not _ARABIC_SCRIPT.search(pair.target):
        return "not in the target script"
    if len(_LATIN.findall(pair.target)) > LATIN_SHARE * len(pair.target):
        return "mostly Latin letters"
    if pair.monolingual:
        fits = len(pair.target.split()) in MONOLINGUAL_WORDS
        return None if fits else "too short or long to denoise"
    return _length_fault(pair)


def _length_fault(pair: Pair) -> str | None:
    if len(pair.english) < 2:
        return "no English"
    too_long = len(pair.english.split()) > LONGEST_ENGLISH
    if too_long or len(pair.target.split()) > LONGEST_TARGET:
        return "too long"
    low, high = LENGTH_RATIO
    if len(pair.english) > 20 and not low < len(pair.target) / len(pair.english) < high:
        return "lengths do not match"
    return None


def keep_fit(pairs: Iterable[Pair], dropped: Counter[str]) -> Iterator[Pair]:
    """Yield each fit pair once; count in `dropped` why the others went."""
    seen: set[tuple[str, str, str]] = set()
    for pair in pairs:
        key = (pair.english, pair.target, pair.language)
        reason = "seen before" if key in seen else reason_to_drop(pair)
        if reason:
            dropped[reason] += 1
        else:
            seen.add(key)
            yield pair
