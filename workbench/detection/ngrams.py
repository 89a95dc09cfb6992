"""A word in Arabic letters as evidence for Persian, Pashto, Urdu or Arabic.

A linear model over the word itself and its letter groups of one to four, made by `training/lid`.
A segment's evidence is the sum over its words, so a word is weighed once and remembered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

CLASSES = ("fa", "ps", "ur", "ar")
"""In the order of a weight's columns; `fa` is Persian of either variety."""

MODEL = Path(__file__).with_name("model.npz")

Evidence = tuple[float, float, float, float]
"""Log-odds by class, up to a constant."""

_LONGEST_WORD = 24
_LOUDEST = 7.0
"""No word speaks louder against a language: «پوهنځی» alone does not make a Dari sentence Pashto."""
_UNWRITTEN = re.compile(
    "[\u0610-\u061a\u064b-\u0653\u0655-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u0640]"
)


def plain(words: Iterable[str]) -> list[str]:
    """The words without vowel marks and kashida, cut at their half-spaces.

    >>> plain(["می‌رود", "مُحَمَّد"])
    ['می', 'رود', 'محمد']
    """
    joined = " ".join(words)
    if "\u200c" in joined or "\u200d" in joined:
        joined = joined.replace("\u200c", " ").replace("\u200d", " ")
    return _UNWRITTEN.sub("", joined).split()


def features(word: str) -> list[str]:
    """The word's letter groups, with < and > for its edges, and the word as a whole.

    >>> features("به")
    ['ب', 'ه', '<ب', 'به', 'ه>', '<به', 'به>', '<به>']
    """
    edged = f"<{word}>"
    return [*word, *_groups(len(edged))(edged)] if word else [edged]


@cache
def _groups(length: int) -> Callable[[str], tuple[str, ...]]:
    """Cuts an edged word of that length into groups of two to four, and the whole of it."""
    cuts = [slice(start, start + size) for size in (2, 3, 4) for start in range(length - size + 1)]
    return itemgetter(*cuts, *([slice(None)] if length > 4 else []))


Weighed = tuple[float, float, float, float, int, float]
"""What one word says: log-odds by class, the class it speaks for, how far that is ahead."""


class _Words(dict[str, Weighed]):
    """The model's words, and others weighed when first asked for."""

    def __missing__(self, word: str) -> Weighed:
        if not self or len(self) >= _REMEMBERED:
            self.clear()
            self.update(_model().words)
        if word not in self:
            self[word] = _weigh(word[:_LONGEST_WORD])
        return self[word]


WORDS = _Words()
"""The evidence of a word, as `plain` gives it.

>>> CLASSES[WORDS["کوي"][4]]
'ps'
"""
_REMEMBERED = 200_000


def _weigh(word: str) -> Weighed:
    """A word the model does not know is the sum of its letter groups."""
    found = [*filter(None, map(_model().groups.get, features(word)))]
    weights: list[float] = [*map(sum, zip(*found, strict=True))] if found else [0.0] * 4
    *_, second, most = sorted(weights)
    fa, ps, ur, ar = (one - most if one - most > -_LOUDEST else -_LOUDEST for one in weights)
    return fa, ps, ur, ar, weights.index(most), min(most - second, _LOUDEST)


def total(words: Iterable[Weighed]) -> Evidence:
    """The evidence of a whole segment."""
    fa, ps, ur, ar = _model().bias
    for one, two, three, four, _, _ in words:
        fa += one
        ps += two
        ur += three
        ar += four
    return fa, ps, ur, ar


def chances(evidence: Evidence) -> list[float]:
    """Evidence as probabilities."""
    most = max(evidence)
    powers = [math.exp(one - most) for one in evidence]
    whole = sum(powers)
    return [power / whole for power in powers]


def use(model: Path) -> None:
    """Weigh with another model from now on; for measuring."""
    global MODEL
    MODEL = model
    _model.cache_clear()
    WORDS.clear()


class _Model(NamedTuple):
    groups: dict[str, Evidence]
    """Weights by letter group."""
    words: dict[str, Weighed]
    bias: Evidence


@cache
def _model() -> _Model:
    """The stored weights. Loaded at the first word, numpy with it."""
    import numpy

    with numpy.load(MODEL) as stored:
        names = stored["features"].tobytes().decode("utf-8").split("\n")
        weights = stored["weights"] * stored["scale"]
        fa, ps, ur, ar = stored["bias"].tolist()
    # Weights are few numbers many times over: one object each, so that they stay in the cache.
    pool: dict[float, float] = {}

    def shared(column: list[float]) -> Iterator[float]:
        return map(pool.setdefault, column, column)

    groups = dict(zip(names, zip(*map(shared, weights.T.tolist()), strict=True), strict=True))
    # A whole word holds the sum of its groups: see `_save` in training/lid/train.py.
    rows = [row for row, name in enumerate(names) if name[0] == "<" and name[-1] == ">"]
    weights = weights[rows]
    ranked = numpy.sort(weights, axis=1)
    leads = shared(numpy.minimum(ranked[:, 3] - ranked[:, 2], _LOUDEST).tolist())
    spoken = map(shared, numpy.maximum(weights - ranked[:, 3:], -_LOUDEST).T.tolist())
    whole = zip(*spoken, weights.argmax(axis=1).tolist(), leads, strict=True)
    words = {names[row][1:-1]: one for row, one in zip(rows, whole, strict=True)}
    return _Model(groups, words, (fa, ps, ur, ar))
