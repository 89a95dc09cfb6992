"""Marks in machine translation: text is translated without them, then they are put back.

Models drop, double or garble markup they were not trained on. So each mark's place is worked out
afterwards: at an edge, by an ordinal's digits, and else by all that ties words of the translation
to words of the source (see `evidence`); where nothing does, by proportion. Every mark of the source
comes back exactly once, well nested: a translator may move it, nobody has to retype it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.alignment import Request, Word, align
from workbench.model import Engine
from workbench.projection.clauses import at_clause, stretched
from workbench.projection.content import by_content, with_ordinals
from workbench.projection.evidence import (
    WORD,
    Links,
    best_run,
    carried,
    links,
    of_particles,
    peak,
    trimmed,
    weights,
)
from workbench.projection.lifting import Job, Pair, lift, spoken
from workbench.projection.particles import ENGLISH
from workbench.projection.standins import taken_out
from workbench.projection.writing import insert

MOST_PAIRS = 250_000
"""Words of a source times words of its target: five hundred each, about a second."""

__all__ = ["Job", "Pair", "lift", "place", "spoken"]


def place(engine: Engine, jobs: Sequence[Job], *, source: str, target: str) -> list[str]:
    """The targets with every mark of their source put in. One scoring batch for all."""
    lifted = [taken_out(with_ordinals(job, target), target) for job in jobs]
    jobs = [job for job, _ in lifted]
    plans = [[_known(job, pair, stood, target) for pair in job.pairs] for job, stood in lifted]
    asked = [
        (number, index, Request(job.source, job.target, *anchor))
        for number, job in enumerate(jobs)
        for index, pair in enumerate(job.pairs)
        if plans[number][index] is None and (anchor := _anchor(job.source, pair))
        if _weighable(job)
    ]
    aligned = align(engine, [request for *_, request in asked], source=source, target=target)
    tied = {number: links(jobs[number], target) for number, *_ in asked}
    for (number, index, request), words in zip(asked, aligned, strict=True):
        pair, anchor = jobs[number].pairs[index], (request.start, request.end)
        plans[number][index] = _placed(jobs[number], pair, anchor, tied[number], words, target)
    return [
        insert(job.target, [_settled(job, index, row) for index in range(len(row))])
        for job, row in zip(jobs, plans, strict=True)
    ]


def _known(job: Job, pair: Pair, stood: dict[str, int], language: str) -> Pair | None:
    """The place of a mark that is not to be asked for."""
    if pair.name in stood:
        return pair.at(stood[pair.name], stood[pair.name])
    return by_content(job, pair, language)


def _weighable(job: Job) -> bool:
    """Whether each word can be held against each: what is longer goes by proportion."""
    return len(job.source.split()) * len(job.target.split()) <= MOST_PAIRS


def _anchor(source: str, pair: Pair) -> tuple[int, int] | None:
    """The source words a mark goes by: those it encloses, or the one before a standalone mark."""
    if pair.encloses:
        return pair.start, pair.end
    word = re.search(r"[\w'-]+(?=\W*$)", source[: pair.start])
    return word.span() if word else None


def _placed(
    job: Job,
    pair: Pair,
    anchor: tuple[int, int],
    tied: Links,
    words: Sequence[Word],
    language: str,
) -> Pair | None:
    """Where most is said for the mark; None where nothing is."""
    if not pair.encloses:
        return _after(job, pair, anchor, tied, words, language)
    if small := of_particles(pair, job, tied, language):
        return pair.at(*small)
    told = weights(tied, anchor, words, job.target, language)
    english = job.source[pair.start : pair.end]
    content = [word for word in english.lower().split() if word not in ENGLISH]
    if (run := best_run(told, len(content) + 2)) is None:
        return None
    first, last = trimmed(run, tied, told, job, english, language)
    span = tied.target[first][0], tied.target[last][1]
    return pair.at(*stretched(job, pair, span, tied, told, language))


def _after(
    job: Job,
    pair: Pair,
    anchor: tuple[int, int],
    tied: Links,
    words: Sequence[Word],
    language: str,
) -> Pair | None:
    """Behind a clause, or behind the phrase that the word before the mark is in."""
    if (place := at_clause(job, pair, tied, language)) is not None:
        return pair.at(place, place)
    here = peak(weights(tied, anchor, words, job.target, language))
    if here is None:
        return None
    phrase = _phrase(job, anchor, tied), anchor[1]
    last = carried(here, weights(tied, phrase, (), job.target, language))
    end = tied.target[last][1]
    return pair.at(end, end)


def _phrase(job: Job, anchor: tuple[int, int], tied: Links) -> int:
    """Where the phrase begins whose last word this is: up to two words before it."""
    begins = anchor[0]
    for start, end in reversed([span for span in tied.source if span[0] < anchor[0]][-2:]):
        if job.source[start:end].lower() in ENGLISH or job.source[end:begins] != " ":
            break
        begins = start
    return begins


def _settled(job: Job, index: int, plans: Sequence[Pair | None]) -> Pair:
    """The plan of a mark; one that follows another's end directly goes where that one ends."""
    pair, plan = job.pairs[index], plans[index]
    if not pair.encloses and not pair.standin:
        for other, known in zip(job.pairs, plans, strict=True):
            if known and other.encloses and other.end == pair.start and not pair.word:
                return pair.at(known.end, known.end)
    return plan or _by_proportion(job, pair)


def _by_proportion(job: Job, pair: Pair) -> Pair:
    """The words at the same share of the target; a guess a translator will mend."""
    scale = len(job.target) / max(1, len(job.source))
    words = [word.span() for word in WORD.finditer(job.target)] or [(0, 0)]
    _, end = min(words, key=lambda word: abs(word[1] - pair.end * scale))
    start, _ = min(words, key=lambda word: abs(word[0] - pair.start * scale))
    return pair.at(min(start, end), end) if pair.encloses else pair.at(end, end)
