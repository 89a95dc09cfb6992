"""How alike two source texts are, which of many are most alike, and where two differ.

Likeness is a whole number from 0 to 100: the mean of two shares, that of the words and that of the
characters which both texts have in the same order (2 x common / both lengths), rounded down. Words
say how much of the meaning was translated before; characters tell an ending from another word.
Case and punctuation count among the characters only.

Numbers and marks weigh lightly, for a translator changes them in seconds: each number counts as
any other and marks as nothing, and then every number that differs costs one point, differing marks
one, five at most. Only the same text has 100; what differs in anything has 99 at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import accumulate

from rapidfuzz.distance import Indel, Levenshtein

from workbench.inline import marks, strip

MAX_LENGTH = 2000
"""Characters; a longer text is like itself only, since comparing costs length times length."""
_NUMBER = re.compile(r"\d+(?:[.,٫٬/:]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:['’\u200c-][^\W_]+)*")
_TOKEN = re.compile(r"(?:</?g[1-9]\d*>|<x[1-9]\d*/>|[\w\u200c]+|.)\s*", re.DOTALL)
_MOST_POINTS = 5


@dataclass(frozen=True, slots=True)
class Plain:
    """A text made ready to be compared."""

    text: str
    """Without marks, every number as 0, white space as one space."""
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    marks: tuple[str, ...]


@lru_cache(maxsize=4096)
def plain(text: str) -> Plain:
    """What of a text is compared.

    >>> plain("At least <g1>1,500</g1>  People.")
    Plain(text='At least 0 People.', words=('at', 'least', '0', 'people'), numbers=('1,500',), \
marks=('<g1>', '</g1>'))
    """
    bare = strip(text)
    shown = " ".join(_NUMBER.sub("0", bare).split())
    words = tuple(_WORD.findall(shown.casefold()))
    return Plain(shown, words, tuple(_NUMBER.findall(bare)), tuple(marks(text)))


def similarity(one: str, other: str) -> int:
    """How alike two texts are, 0 to 100.

    >>> similarity("The border reopened on Monday.", "The border reopened on Sunday.")
    86
    >>> similarity("Trade rose by 15 percent.", "Trade rose by 7 percent.")
    99
    """
    return 100 if one == other else _likeness(plain(one), plain(other), 0)


def best(
    source: str, candidates: Sequence[str], *, limit: int = 5, floor: int = 75
) -> list[tuple[int, int]]:
    """The most alike of the candidates as (index, likeness), best first, none under the floor.

    >>> best("A dry winter.", ["A wet summer.", "A dry winter.", "A dry winter, again."])
    [(1, 100), (2, 82)]
    """
    wanted = plain(source)
    found = []
    for index, candidate in enumerate(candidates):
        score = 100 if candidate == source else _likeness(wanted, plain(candidate), floor)
        if score >= floor:
            found.append((-score, index))
    return [(index, -score) for score, index in nsmallest(limit, found)]


def _likeness(one: Plain, other: Plain, floor: int) -> int:
    if max(len(one.text), len(other.text)) > MAX_LENGTH or not (one.text and other.text):
        return 0
    least = max(0.0, 2 * floor / 100 - 1)
    characters = Indel.normalized_similarity(one.text, other.text, score_cutoff=least)
    if characters < least:
        return 0
    words = characters
    if one.words or other.words:
        words = Indel.normalized_similarity(one.words, other.words)
    share = int(50 * (words + characters) + 1e-9)
    return max(0, min(99, share - _points(one, other)))


def _points(one: Plain, other: Plain) -> int:
    """What differing numbers and marks cost; 0 where there are none, or the same."""
    if (one.numbers, one.marks) == (other.numbers, other.marks):
        return 0
    mine, theirs = Counter(one.numbers), Counter(other.numbers)
    numbers = max((mine - theirs).total(), (theirs - mine).total())
    return min(_MOST_POINTS, numbers + (Counter(one.marks) != Counter(other.marks)))


def changed_share(before: str, after: str) -> float:
    """The share of characters inserted, deleted or exchanged, of the longer text: 0 to 1.

    >>> changed_share("The border.", "The border!")
    0.09090909090909091
    """
    return Levenshtein.normalized_distance(before, after)


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of two texts, one of which may be empty."""

    same: bool
    before: tuple[int, int]
    after: tuple[int, int]
    """Character offsets (end exclusive) in the one text and in the other."""


def differences(before: str, after: str) -> list[Difference]:
    """Two texts cut into runs that are the same, white space aside, and runs that are not.

    >>> runs = differences("The old border", "The border post")
    >>> [(run.same, "The border post"[slice(*run.after)]) for run in runs]
    [(True, 'The '), (False, ''), (True, 'border '), (False, 'post')]
    """
    if max(len(before), len(after)) > MAX_LENGTH:
        return [Difference(before == after, (0, len(before)), (0, len(after)))]
    mine, theirs = _TOKEN.findall(before), _TOKEN.findall(after)
    first, second = _offsets(mine), _offsets(theirs)
    runs: list[Difference] = []
    for step in Indel.opcodes([one.strip() for one in mine], [one.strip() for one in theirs]):
        run = Difference(
            step.tag == "equal",
            (first[step.src_start], first[step.src_end]),
            (second[step.dest_start], second[step.dest_end]),
        )
        if runs and not (run.same or runs[-1].same):
            last = runs.pop()
            run = Difference(False, (last.before[0], run.before[1]), (last.after[0], run.after[1]))
        runs.append(run)
    return runs


def _offsets(tokens: Iterable[str]) -> list[int]:
    return list(accumulate(map(len, tokens), initial=0))
