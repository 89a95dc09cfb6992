"""Which words of a translation come from which words of its source, asked of the model itself.

Attention of a small model points at the right word about one time in four. Exchanging the source
words for others and scoring the same translation again tells far better: the target words whose
probability falls are the ones that depended on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.model import Engine

NOUNS = ("house", "water", "machine")
"""What a source span is exchanged for when nothing closer is known."""

_MINIMUM_DROP = 1.5
"""Nats by which the likeliest word must fall before an alignment is believed."""


@dataclass(frozen=True, slots=True)
class Request:
    """Find what `source[start:end]` became in `target`."""

    source: str
    target: str
    start: int
    end: int
    substitutes: tuple[str, ...] = NOUNS


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the target and how much it depends on the span, in nats."""

    start: int
    end: int
    drop: float


def align(
    engine: Engine, requests: Sequence[Request], *, source: str, target: str
) -> list[list[Word]]:
    """The target words of each request with their dependence; [] where nothing can be said.

    All requests are scored in one batch, each distinct pair once.
    """
    pairs: dict[tuple[str, str], int] = {}
    for request in requests:
        for text in (request.source, *_perturbed(request)):
            pairs.setdefault((text, request.target), len(pairs))
    scores = engine.score(list(pairs), source=source, target=target) if pairs else []
    if scores is None:
        return [[] for _ in requests]
    return [
        _words(
            request.target,
            scores[pairs[request.source, request.target]],
            [scores[pairs[text, request.target]] for text in _perturbed(request)],
        )
        for request in requests
    ]


def strongest(
    words: Sequence[Word], *, at_most: int, least: float = _MINIMUM_DROP
) -> tuple[int, int] | None:
    """The span of contiguous words round the one that depends most, or None when none does.

    None does where the likeliest word falls by less than `least` nats.

    >>> strongest([Word(0, 2, 0.1), Word(3, 6, 4.0), Word(7, 9, 2.5), Word(10, 12, 0.2)], at_most=3)
    (3, 9)
    """
    if not words:
        return None
    peak = max(range(len(words)), key=lambda i: words[i].drop)
    if words[peak].drop < least:
        return None
    first = last = peak
    while last - first + 1 < at_most:
        left = words[first - 1].drop if first else 0.0
        right = words[last + 1].drop if last + 1 < len(words) else 0.0
        if max(left, right) < words[peak].drop / 2:
            break
        if left >= right:
            first -= 1
        else:
            last += 1
    return words[first].start, words[last].end


def _perturbed(request: Request) -> list[str]:
    before, after = request.source[: request.start], request.source[request.end :]
    return [f"{before}{word}{after}" for word in request.substitutes]


def _words(
    target: str,
    original: Sequence[tuple[str, float]],
    perturbed: Sequence[Sequence[tuple[str, float]]],
) -> list[Word]:
    text = "".join(token for token, _ in original).replace("\u2581", " ")
    indent = len(text) - len(text.lstrip(" "))
    if text[indent:] != target or any(len(other) != len(original) for other in perturbed):
        return []
    words: list[Word] = []
    position = -indent
    for index, (token, score) in enumerate(original):
        mean = sum(other[index][1] for other in perturbed) / len(perturbed)
        start, position = max(position, 0), position + len(token)
        begins = token.startswith("\u2581") or not words
        if begins:
            start += token.startswith("\u2581") and start > 0
            words.append(Word(start, position, score - mean))
        else:
            words[-1] = Word(words[-1].start, position, words[-1].drop + score - mean)
    return [word for word in words if word.end > word.start]
