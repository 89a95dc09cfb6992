"""Of several translations of one text the one that the others agree with most.

The likeliest translation of a small model is often a lone one: cut short, or with a word nobody
else has. That which is likest to all its rivals, each weighed by its probability, is better on
average (minimum Bayes risk with chrF as the measure); measured by `benchmarks/decoding.py`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from workbench.model import Hypothesis

ORDER = 6
"""Longest run of letters compared."""
_BETA = 2


def agreed(hypotheses: Sequence[Hypothesis]) -> list[Hypothesis]:
    """The hypotheses, that which agrees most with the others first.

    >>> texts = ["باران بارید", "باران می‌بارد", "باران می‌بارید"]
    >>> [each.text for each in agreed([Hypothesis(text, -1.0) for text in texts])][0]
    'باران می‌بارید'
    """
    if len(hypotheses) < 3:
        return list(hypotheses)
    counts = [_runs(each.text) for each in hypotheses]
    best = max(each.score for each in hypotheses)
    weights = [math.exp(each.score - best) for each in hypotheses]
    risen = [
        sum(
            weight * _likeness(mine, theirs)
            for weight, theirs in zip(weights, counts, strict=True)
            if theirs is not mine
        )
        for mine in counts
    ]
    order = sorted(range(len(hypotheses)), key=lambda index: (-risen[index], index))
    return [hypotheses[index] for index in order]


def _runs(text: str) -> list[Counter[str]]:
    """How often each run of 1 to ORDER letters stands in a text without its spaces."""
    letters = "".join(text.split())
    return [
        Counter(letters[place : place + size] for place in range(len(letters) - size + 1))
        for size in range(1, ORDER + 1)
    ]


def _likeness(mine: Sequence[Counter[str]], theirs: Sequence[Counter[str]]) -> float:
    """ChrF of one text against another, 0 to 1."""
    precision = recall = 0.0
    orders = 0
    for one, other in zip(mine, theirs, strict=True):
        if not one or not other:
            continue
        orders += 1
        common = (one & other).total()
        precision += common / one.total()
        recall += common / other.total()
    if not orders or not precision:
        return 0.0
    precision, recall = precision / orders, recall / orders
    return (1 + _BETA**2) * precision * recall / (_BETA**2 * precision + recall)
