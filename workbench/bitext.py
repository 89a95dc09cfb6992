"""Which sentences of a translation answer which of its source, and how sure that is.

Both sides are read from top to bottom, as translators work: a sentence is answered by one, by two
or three, shares one with its neighbours, or has none. Each such bead is weighed by its length (a
translation is as long as its source, give or take), by anchors (numbers, names, links and marks
that should stand on both sides), and by where it stands (headings answer headings, a paragraph's
first sentence another's first). The best chain is found by dynamic programming, and the sureness of
a bead is its share of all chains, weighed, times how far its own evidence goes.

After Gale and Church, A Program for Aligning Sentences in Bilingual Corpora (1993); the spread of
lengths was measured on 9,000 professional translations into Dari and as many into Pashto.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

SHAPES = {
    (1, 1): 0.89,
    (1, 2): 0.04,
    (2, 1): 0.04,
    (2, 2): 0.008,
    (1, 3): 0.005,
    (3, 1): 0.005,
    (1, 0): 0.006,
    (0, 1): 0.006,
}
"""How likely so many source sentences are answered by so many of the target."""
_RATIO = {"prs": -0.1, "ps": -0.075, "fa": -0.1}
"""The logarithm of target characters for one of English, on average."""
_STEADY, _WAVERING, _FREE = 0.008, 2.0, 0.03
"""Variance of that: at any length, divided by length; and the share of free translations."""
_PRIOR = {shape: math.log(chance) for shape, chance in SHAPES.items()}
_EXPECTED = math.log(9)
"""How much likelier it is before anything is known that a bead is right."""
_ACROSS = math.log(0.02)
"""A bead that takes in the end of a paragraph."""
_KEPT = {"number": 0.85, "term": 0.75, "name": 0.6, "mark": 0.85, "word": 0.9, "link": 0.95}
"""How likely an anchor of each kind is kept; `kind:value` is what anchors look like."""
_ADDED = 0.3
"""How much rarer than by chance an anchor stands where its source has none."""
_TOO_FAR, _MARGIN = 25.0, 40
"""Nats below the best of a row, and sentences off the diagonal, that are not followed."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is known of a sentence when its counterpart is sought."""

    text: str
    """Without marks."""
    kind: str = ""
    """heading, list item, table cell, ...; empty in a paragraph."""
    begins: bool = False
    """Whether it is the first of its block."""
    anchors: frozenset[str] = frozenset()
    """What a translation keeps, as `number:15`, `term:place-kabul`, `link:https://...`."""


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that answer each other; one side is empty where something was left out or added."""

    source: range
    target: range
    confidence: float
    """From 0 to 1."""

    @property
    def shape(self) -> str:
        """How many answer how many.

        >>> Bead(range(4, 6), range(3, 4), 0.9).shape
        '2-1'
        """
        return f"{len(self.source)}-{len(self.target)}"


def align(source: Sequence[Sentence], target: Sequence[Sentence], language: str) -> list[Bead]:
    """All sentences of both sides in beads, in order; `language` is that of the target.

    >>> one = [Sentence("The border reopened on Monday."), Sentence("Nine trucks crossed it.")]
    >>> other = [Sentence("سرحد روز دوشنبه باز شد و نه لاری از آن عبور کردند.")]
    >>> [bead.shape for bead in align(one, other, "prs")]
    ['2-1']
    """
    if not (source and target):
        return [Bead(range(i, i + 1), range(0), 1.0) for i in range(len(source))] + [
            Bead(range(0), range(j, j + 1), 1.0) for j in range(len(target))
        ]
    weighing = _Weighing.of(source, target, _RATIO.get(language, -0.1))
    return _beads(weighing, len(source), len(target))


def oddness(source: str, target: str, language: str) -> float:
    """By how many deviations a translation is longer or shorter than one of its source should be.

    >>> oddness("The border reopened.", "سرحد باز شد.", "prs") < 2
    True
    """
    mine, theirs = max(1, len(source)), max(1, len(target))
    off = math.log(theirs / mine) - _RATIO.get(language, -0.1)
    return abs(off) / math.sqrt(_STEADY + _WAVERING / mine)


# The evidence of one bead


@dataclass(slots=True)
class _Weighing:
    """The log-likelihood of beads, against the same sentences standing there by chance."""

    source: Sequence[Sentence]
    target: Sequence[Sentence]
    ratio: float
    lengths: tuple[list[int], list[int]]
    """Characters before each sentence."""
    usual: Sequence[float]
    """Of each target sentence the logarithm of how likely its length is by chance."""
    anchors: tuple[list[frozenset[str]], list[frozenset[str]]]
    """Of each sentence those that stand on both sides: the others tell nothing."""
    chances: Mapping[str, float]
    """How often each anchor stands in a target sentence."""
    kinds: Mapping[str, float]
    begins: float

    @classmethod
    def of(cls, source: Sequence[Sentence], target: Sequence[Sentence], ratio: float) -> _Weighing:
        many = len(target) + 1
        both = _anchors(source) & _anchors(target)
        held = tuple([sentence.anchors & both for sentence in side] for side in (source, target))
        counts = Counter(anchor for anchors in held[1] for anchor in anchors)
        told = {sentence.kind for sentence in source} & {sentence.kind for sentence in target}
        kinds = Counter(sentence.kind for sentence in target if sentence.kind in told)
        return cls(
            source,
            target,
            ratio,
            (_sums(source), _sums(target)),
            _usual(target),
            (held[0], held[1]),
            {anchor: min(0.7, (count + 0.5) / many) for anchor, count in counts.items()},
            {kind: (count + 1) / (many + 1) for kind, count in kinds.items()},
            (sum(sentence.begins for sentence in target) + 1) / (many + 1),
        )

    def weight(self, i: int, di: int, j: int, dj: int) -> float:
        """Of `di` source sentences from `i` on, answered by `dj` from `j` on."""
        if not (di and dj):
            return 0.0
        place = self._by_place(i, di, j, dj)
        return place + self._by_length(i, di, j, dj) + self._by_anchors(i, di, j, dj)

    def _by_length(self, i: int, di: int, j: int, dj: int) -> float:
        mine = self.lengths[0][i + di] - self.lengths[0][i]
        theirs = self.lengths[1][j + dj] - self.lengths[1][j]
        off = math.log(theirs / mine) - self.ratio
        variance = _STEADY + _WAVERING / mine
        near = (1 - _FREE) * _density(off, variance) + _FREE * _density(off, 0.5)
        return math.log(near) - dj * math.log(theirs) - sum(self.usual[j : j + dj])

    def _by_anchors(self, i: int, di: int, j: int, dj: int) -> float:
        mine = self.anchors[0][i].union(*self.anchors[0][i + 1 : i + di])
        theirs = self.anchors[1][j].union(*self.anchors[1][j + 1 : j + dj])
        odds = 1.0
        for anchor in mine:
            chance = 1 - (1 - self.chances[anchor]) ** dj
            kept = _KEPT[anchor.partition(":")[0]]
            odds *= kept / chance if anchor in theirs else (1 - kept) / (1 - chance)
        odds *= _ADDED ** len(theirs - mine)
        return math.log(max(odds, 1e-12))

    def _by_place(self, i: int, di: int, j: int, dj: int) -> float:
        first, other = self.source[i], self.target[j]
        found = _same(first.begins, other.begins, self.begins if other.begins else 1 - self.begins)
        if first.kind in self.kinds and other.kind in self.kinds:
            found += _same(first.kind, other.kind, self.kinds[other.kind])
        inner = (*self.source[i + 1 : i + di], *self.target[j + 1 : j + dj])
        return found + _ACROSS * sum(sentence.begins for sentence in inner)


def _same(one: object, other: object, chance: float) -> float:
    return math.log((0.95 if one == other else 0.05) / max(0.05, chance))


def _length(sentence: Sentence) -> int:
    return max(1, len(sentence.text))


def _usual(target: Sequence[Sentence]) -> list[float]:
    logs = [math.log(_length(sentence)) for sentence in target]
    mean = sum(logs) / len(logs)
    variance = max(0.1, sum((log - mean) ** 2 for log in logs) / len(logs))
    return [math.log(_density(log - mean, variance)) - log for log in logs]


def _sums(sentences: Iterable[Sentence]) -> list[int]:
    return list(accumulate(map(_length, sentences), initial=0))


def _anchors(sentences: Iterable[Sentence]) -> frozenset[str]:
    return frozenset().union(*(sentence.anchors for sentence in sentences))


def _density(off: float, variance: float) -> float:
    return math.exp(-off * off / (2 * variance)) / math.sqrt(2 * math.pi * variance) + 1e-9


# The chains


_Place = tuple[int, int]
_Step = tuple[int, int, int, int]


def _beads(weighing: _Weighing, many: int, others: int) -> list[Bead]:
    """The best chain, each bead with its share of all chains."""
    best: dict[_Place, tuple[float, _Step | None]] = {(0, 0): (0.0, None)}
    inside: dict[_Place, float] = {(0, 0): 0.0}
    into: dict[_Place, list[tuple[_Step, float]]] = {}
    for i in range(many + 1):
        for j in _followed(best, i, many, others):
            score = best[i, j][0]
            for (di, dj), prior in _PRIOR.items():
                if i + di > many or j + dj > others:
                    continue
                weight = prior + weighing.weight(i, di, j, dj)
                there, step = (i + di, j + dj), (i, di, j, dj)
                into.setdefault(there, []).append((step, weight))
                inside[there] = _plus(inside.get(there), inside[i, j] + weight)
                if there not in best or score + weight > best[there][0]:
                    best[there] = score + weight, step
    outside = _outside(into, many, others)
    total = inside[many, others]
    found = []
    last = best[many, others][1]
    while last is not None:
        i, di, j, dj = last
        own = weighing.weight(i, di, j, dj)
        share = inside[i, j] + _PRIOR[di, dj] + own + outside[i + di, j + dj] - total
        sure = math.exp(min(0.0, share))
        if di and dj:
            sure /= 1 + math.exp(-min(50.0, own + _EXPECTED))
        found.append(Bead(range(i, i + di), range(j, j + dj), round(sure, 3)))
        last = best[i, j][1]
    return found[::-1]


def _followed(
    best: Mapping[_Place, tuple[float, _Step | None]], i: int, many: int, others: int
) -> Iterator[int]:
    """The places of a row that are not far from the diagonal, nor far worse than its best."""
    middle, reach = i * others // many, _MARGIN + abs(many - others)
    row = range(max(0, middle - reach), min(others, middle + reach) + 1)
    least = max((best[i, j][0] for j in row if (i, j) in best), default=0.0) - _TOO_FAR
    for j in row:
        if (i, j) in best and (best[i, j][0] >= least or i == many):
            yield j


def _outside(
    into: Mapping[_Place, Sequence[tuple[_Step, float]]], many: int, others: int
) -> dict[_Place, float]:
    """For each place the weight of all ways from it to the end."""
    outside = {(many, others): 0.0}
    for there in sorted(into, reverse=True):
        if there not in outside:
            continue
        for (i, _, j, _), weight in into[there]:
            outside[i, j] = _plus(outside.get((i, j)), outside[there] + weight)
    return outside


def _plus(one: float | None, other: float) -> float:
    """The logarithm of a sum of two, given by theirs."""
    if one is None:
        return other
    high, low = (one, other) if one > other else (other, one)
    return high + math.log1p(math.exp(low - high))
