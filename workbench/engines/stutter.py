"""Slips of a small model that are mended without asking it: words said twice, letters stuck on.

`گندم گندم` for wheat is no loop and no emphasis: it is the commonest slip of the starter models.
Only words and runs of words that stand twice directly after each other are taken out, and not where
the source says a thing twice, nor where the language does so itself (ورو ورو, "slowly").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 4
"""Words of a run that is looked for."""
_DOUBLED = frozenset(
    """ورو ډول رنګ ټوټه ټوټې ډلې ډله کرار لږ بیا وار شیبه کور کلی پل څو
    گروه آهسته کم یکی دسته قدم رنگ تکه پاره جوره زود کوچه خانه هزار ذره خاله نم تن سر""".split()
)
"""Words that are doubled for "one by one", "of many kinds" and the like."""
_SAID_TWICE = re.compile(r"\b(\w+)\b(?:\W+(?:and|by|to|after|for)\b)?\W+\1\b", re.IGNORECASE)
_ARABIC = "\u0620-\u064a\u0671-\u06d3"
_GLUED = re.compile(rf"(?<=[{_ARABIC}])[A-Za-z]{{2,}}|[A-Za-z]{{2,}}(?=[{_ARABIC}])")
_EDGES = "،؛؟.!:»«()\"'"


def unstuttered(text: str, source: str) -> str:
    """The text with what is said twice running said once.

    >>> unstuttered("قیمت گندم گندم بالا رفت.", "Wheat prices rose.")
    'قیمت گندم بالا رفت.'
    >>> unstuttered("هغوی ورو ورو راغلل.", "They came slowly.")
    'هغوی ورو ورو راغلل.'
    """
    if _SAID_TWICE.search(source):
        return text
    words = text.split(" ")
    for size in range(LONGEST, 0, -1):
        first = 0
        while first + 2 * size <= len(words):
            run = words[first : first + size]
            if _same(run, words[first + size : first + 2 * size]):
                # The second keeps the punctuation that follows it.
                del words[first : first + size]
            else:
                first += 1
    return " ".join(words)


def unglued(text: str, source: str) -> str:
    """The text without Latin letters that stick to a word and are not the source's.

    >>> unglued("تولیدium کم شد.", "Opium production fell.")
    'تولید کم شد.'
    """
    known = set(re.findall(r"[A-Za-z]+", source))

    def junk(found: re.Match[str]) -> str:
        return found.group() if found.group() in known else ""

    return " ".join(_GLUED.sub(junk, text).split())


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    plain = [word.strip(_EDGES) for word in one]
    if plain != [word.strip(_EDGES) for word in other] or "".join(plain).isascii():
        return False
    if any(c.isdigit() for word in plain for c in word) or max(map(len, plain)) < 3:
        return False
    return len(plain) > 1 or plain[0] not in _DOUBLED
