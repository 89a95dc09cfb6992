"""A word in Arabic letters as evidence for Persian, Pashto, Urdu or Arabic.

A linear model over the word itself and its letter groups of one to four, made by `training/lid`.
A segment's evidence is the sum over its words, so a word is weighed once and remembered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

CLASSES = ("fa", "ps", "ur", "ar")
"""In the order of a weight's columns; `fa` is Persian of either variety."""

MODEL = Path(__file__).with_name("model.npz")

Evidence = tuple[float, float, float, float]
"""Log-odds by class, up to a constant."""

_LONGEST_WORD = 24
_UNWRITTEN = re.compile(
    "[\u0610-\u061a\u064b-\u0653\u0655-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u0640]"
)


def plain(words: Iterable[str]) -> list[str]:
    """The words without vowel marks and kashida, cut at their half-spaces.

    >>> plain(["می‌رود", "مُحَمَّد"])
    ['می', 'رود', 'محمد']
    """
    joined = " ".join(words).replace("\u200c", " ").replace("\u200d", " ")
    return [word[:_LONGEST_WORD] for word in _UNWRITTEN.sub("", joined).split()]


def features(word: str) -> Iterator[str]:
    """The word's letter groups, with < and > for its edges, and the word as a whole.

    >>> list(features("به"))
    ['ب', 'ه', '<ب', 'به', 'ه>', '<به', 'به>', '<به>']
    """
    yield from word
    edged = f"<{word}>"
    for size in (2, 3, 4):
        for start in range(len(edged) - size + 1):
            yield edged[start : start + size]
    if len(edged) > 4:
        yield edged


@lru_cache(maxsize=65536)
def weigh(word: str) -> Evidence:
    """The evidence of one word, as `plain` gives it.

    >>> fa, ps, ur, ar = weigh("کوي")
    >>> ps > max(fa, ur, ar)
    True
    """
    known, _ = _model()
    fa = ps = ur = ar = 0.0
    for feature in features(word):
        if weights := known.get(feature):
            fa += weights[0]
            ps += weights[1]
            ur += weights[2]
            ar += weights[3]
    return fa, ps, ur, ar


def total(words: Sequence[str]) -> Evidence:
    """The evidence of a whole segment."""
    _, (fa, ps, ur, ar) = _model()
    for word in words:
        one = weigh(word)
        fa += one[0]
        ps += one[1]
        ur += one[2]
        ar += one[3]
    return fa, ps, ur, ar


def chances(evidence: Evidence) -> list[float]:
    """Evidence as probabilities."""
    most = max(evidence)
    powers = [math.exp(one - most) for one in evidence]
    return [power / sum(powers) for power in powers]


@cache
def _model() -> tuple[dict[str, Evidence], Evidence]:
    """Weights by feature, and the bias. Loaded at the first word, numpy with it."""
    import numpy

    with numpy.load(MODEL) as stored:
        names = stored["features"].tobytes().decode("utf-8").split("\n")
        weights = (stored["weights"] * stored["scale"]).astype(float).tolist()
        bias = stored["bias"].astype(float).tolist()
    return dict(zip(names, weights, strict=True)), (bias[0], bias[1], bias[2], bias[3])
