"""Where clauses begin and end: a mark at the edge of one belongs at the edge of its translation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.projection.evidence import Links, Span, weights
from workbench.projection.lifting import Job, Pair
from workbench.projection.particles import VERBS

_STOP = re.compile('[.,،؛;:؟?!](?![\\d۰-۹])|[«»"—–]')
_FULL_STOP = ".؟?!:"
_AGAINST = -0.35
"""What is said against a word that does not let a clause's mark go on past it."""
_CLAUSE_WORDS = 4
"""Words from which what a mark encloses is taken for a clause."""


def at_clause(job: Job, pair: Pair, tied: Links, language: str) -> int | None:
    """The place of a standalone mark that stands at the end of a clause, not of the sentence.

    Behind the stop where it stands behind it in the source, else before. None where the target has
    no such place, or none that the clause's words speak for.
    """
    before, after = job.source[: pair.start].rstrip(), job.source[pair.end :].lstrip()
    behind = bool(before) and bool(_STOP.match(before[-1]))
    if not before or not after or not (behind or _STOP.match(after)):
        return None
    starts = [stop.end() for stop in _STOP.finditer(before[:-1])]
    span = (starts[-1] if starts else 0, len(before))
    told = weights(tied, span, (), job.target, language)
    best, place = 0.0, None
    last = 0
    for stop in _STOP.finditer(job.target):
        if not job.target[stop.end() :].strip():
            break
        said = sum(
            weight
            for weight, (start, _) in zip(told, tied.target, strict=True)
            if last <= start < stop.start()
        )
        if said > best:
            best, place = said, stop.end() if behind else stop.start()
        last = stop.end()
    return place


def stretched(
    job: Job, pair: Pair, place: Span, tied: Links, told: Sequence[float], language: str
) -> tuple[int, int]:
    """A span carried on to the edge of its clause, where the source's mark reaches one.

    Its own full stop or colon goes with it, if the source has it inside the mark.
    """
    start, end = place
    inner = job.source[pair.start : pair.end]
    if len(inner.split()) >= _CLAUSE_WORDS:
        before, after = job.source[: pair.start].rstrip(), job.source[pair.end :].lstrip()
        begins = not before or bool(_STOP.match(before[-1]))
        if begins:
            start = _edge(job.target, start, tied, told, back=True)
            end = _behind_verbs(job.target, end, tied, language)
        if begins and (not after or _STOP.match(after) or inner[-1] in _FULL_STOP):
            end = _edge(job.target, end, tied, told, back=False)
    if inner[-1] in _FULL_STOP and job.target[end : end + 1] in tuple(_FULL_STOP):
        end += 1
    return start, end


def _behind_verbs(text: str, place: int, tied: Links, language: str) -> int:
    """The end of the verbs that follow a place directly."""
    for start, end in tied.target:
        if start >= place and text[place:start] == " ":
            if text[start:end] not in VERBS.get(language, ()):
                break
            place = end
    return place


def _edge(text: str, place: int, tied: Links, told: Sequence[float], *, back: bool) -> int:
    """The end of the words towards the next stop, unless one of them belongs elsewhere."""
    words = list(zip(tied.target, told, strict=True))
    on_the_way = (
        [(span, said) for span, said in reversed(words) if span[1] <= place]
        if back
        else [(span, said) for span, said in words if span[0] >= place]
    )
    reached = place
    for (start, end), said in on_the_way:
        between = text[end:reached] if back else text[reached:start]
        if _STOP.search(between):
            return reached
        if said < _AGAINST:
            return place
        reached = start if back else end
    return reached
