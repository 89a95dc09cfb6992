"""What tells which words of a translation belong under a mark: word by word, for and against.

Three witnesses are heard. The table of words and the letters of names (`lexicon`), figures and
glossary terms say which source word a target word comes from, and so whether that one lies under
the mark; the model says by how much the word's probability falls when what is under the mark is
exchanged (`alignment`). Then the run of words is taken for which most is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.alignment import Word
from workbench.glossary import occurrences
from workbench.languages import translate_digits
from workbench.lexicon import Lexicon, lexicon
from workbench.normalize import fold
from workbench.projection.lifting import Job, Pair
from workbench.projection.particles import ENGLISH, HALVES, HAVING, OWN, PARTICLES, VERBS

Span = tuple[int, int]

WORD = re.compile("[\\w\u200c\u064b-\u065f\u0670]+(?:[.,٫٬:/](?=[\\d۰-۹])[\\d۰-۹]+)*")
_FIGURE = re.compile(r"\d[\d.,]*")
_CLAUSE = re.compile('[.,،؛;:؟?!«»()"—–]')
_NOTHING_SAID = 0.12
"""What a word costs that nothing ties to the mark."""
_SURE = 0.5
"""Likeness from which even a particle is taken for a word: ده in the name ده سبز."""
_ELSEWHERE = -0.6
"""From here down a word belongs elsewhere, and no run goes over it lightly."""
_LEANS = 0.4
"""Share of the best word's weight below which a word at an end is let off."""
_FAR = 0.35
"""By how much a link counts less from one end of a sentence to the other."""


@dataclass(frozen=True, slots=True)
class Links:
    """How strongly each word of a target is tied to each word of its source, 0 to 1."""

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    strength: tuple[tuple[float, ...], ...]
    """A row for each target word."""


def links(job: Job, language: str) -> Links:
    """What the table, names, figures and the glossary say of a whole sentence."""
    source = tuple(word.span() for word in WORD.finditer(job.source))
    target = tuple(word.span() for word in WORD.finditer(job.target))
    words = lexicon(language)
    rows = [
        [
            _likeness(job.source[a:b], job.target[start:end], words)
            * (1 - _FAR * abs(i / len(source) - j / len(target)))
            for i, (a, b) in enumerate(source)
        ]
        for j, (start, end) in enumerate(target)
    ]
    _heed_terms(job, language, source, target, rows)
    return Links(source, target, tuple(map(tuple, rows)))


def _likeness(english: str, word: str, words: Lexicon) -> float:
    if _FIGURE.fullmatch(english) or word[0].isdigit():
        return float(_digits(english) == _digits(word))
    if word[0].isascii():
        return float(english.casefold() == word.casefold())
    if english.lower() in ENGLISH:
        return 0.0
    if is_particle(word, words.language) and not english[:1].isupper():
        return 0.0
    return words.likeness(english, word)


def is_particle(word: str, language: str) -> bool:
    """Whether a word says nothing of its own."""
    return word.replace("\u0654", "") in PARTICLES.get(language, ())


def _digits(text: str) -> str:
    return "".join(c for c in translate_digits(text, "en") if c.isdigit())


def _heed_terms(
    job: Job,
    language: str,
    source: Sequence[Span],
    target: Sequence[Span],
    rows: list[list[float]],
) -> None:
    """Words of a glossary term's one place in the target come from its place in the source."""
    folded = fold(job.target, language)
    for match in job.matches:
        spans = occurrences(folded, match.term.allowed(language), language)
        if len(spans) != 1:
            continue
        for j, word in enumerate(target):
            if spans[0][0] <= word[0] < spans[0][1]:
                rows[j] = [float(match.start <= a < match.end) for a, _ in source]


def weights(
    found: Links, span: Span, drops: Sequence[Word], target: str, language: str
) -> list[float]:
    """For each target word, what speaks for its lying under `span` of the source: -1 to 1."""
    inside = [span[0] <= a < span[1] for a, _ in found.source]
    told = []
    for row, (start, end) in zip(found.strength, found.target, strict=True):
        here = sum(x for x, within in zip(row, inside, strict=True) if within)
        there = sum(x for x, within in zip(row, inside, strict=True) if not within)
        said = (here - there) / (here + there + 0.1)
        falls = max((w.drop for w in drops if w.start < end and start < w.end), default=0.0)
        model = max(-0.2, min(0.9, (falls - 0.7) / 3.0)) if drops else 0.0
        particle = is_particle(target[start:end], language) and max(row, default=0) < _SURE
        known = said + (1 - abs(said)) * model - _NOTHING_SAID
        told.append(0.0 if particle else known if known > _ELSEWHERE else 2 * known)
    return told


def best_run(told: Sequence[float], most: int = 99) -> tuple[int, int] | None:
    """The run of words (first, last) for which most is said; None where nothing is.

    Of at most so many words that something speaks for: a small model says things twice. What is
    said for a word counts less beside a word of which far more is said.

    >>> best_run([-0.1, 0.8, -0.1, 0.7, -0.9, 0.3])
    (1, 3)
    >>> best_run([0.8, 0.8, -0.3, 0.8, 0.8], 2)
    (0, 1)
    """
    least = _LEANS * max(told, default=0.0)
    weighed = [each - _FAINT * (0 < each < least) for each in told]
    best, place = _LEAST, None
    for first in range(len(told)):
        total, count = 0.0, 0
        for last in range(first, len(told)):
            total += weighed[last]
            count += told[last] >= max(least, 1e-9)
            if count > most or total < -_LONGEST_DETOUR:
                break
            if total > best + 1e-9:
                best, place = total, (first, last)
    return place


_FAINT = 0.25
"""What is taken off a word of which little is said."""
_LONGEST_DETOUR = 4.0
_LEAST = 0.15


def trimmed(
    run: tuple[int, int], found: Links, told: Sequence[float], job: Job, english: str, language: str
) -> tuple[int, int]:
    """The run without words at its ends that do not belong, and with those that go with it.

    Off go particles that the English has nothing for, a verb behind a noun, and what only leans on
    its neighbours; the rest of a verb, and "this" or "his", come in.
    """
    first, last = run
    said = frozenset(english.lower().split())
    words = [job.target[start:end].replace("\u0654", "") for start, end in found.target]
    least = _LEANS * max(told[first : last + 1])

    def loose(index: int) -> bool:
        if max(found.strength[index], default=0) >= _SURE:
            return False
        if words[index] in VERBS.get(language, ()):
            return not said & HAVING
        if is_particle(words[index], language):
            return not _owned(words[index], said, language)
        return told[index] < least

    while first < last and loose(first):
        first += 1
    while first < last and loose(last):
        last -= 1
    while words[first] in words[first + 1 : last + 1]:
        first += 1
    return _completed(first, last, words, told, said, language)


def _owned(word: str, said: frozenset[str], language: str) -> bool:
    return not said.isdisjoint(OWN.get(language, {}).get(word, "").split())


def _completed(
    first: int,
    last: int,
    words: Sequence[str],
    told: Sequence[float],
    said: frozenset[str],
    language: str,
) -> tuple[int, int]:
    """The run with "this" before it and the rest of its verb behind it."""
    if first and _owned(words[first - 1], said, language):
        first -= 1
    verbs = VERBS.get(language, frozenset())
    if words[last] in HALVES and last + 1 < len(words):
        last += 1
    while last + 1 < len(words):
        verb = words[last + 1] in verbs and (said & HAVING or told[last + 1] > 0 < len(said) - 2)
        if not verb and not (said & HAVING and _owned(words[last + 1], said, language)):
            break
        last += 1
    return first, last


def of_particles(pair: Pair, job: Job, found: Links, language: str) -> Span | None:
    """Where "no" or "this" alone went: the one word of the target that may stand for it."""
    said = frozenset(job.source[pair.start : pair.end].lower().split())
    if not said <= ENGLISH:
        return None
    spans = [
        (start, end)
        for start, end in found.target
        if _owned(job.target[start:end].replace("\u0654", ""), said, language)
    ]
    return spans[0] if len(spans) == 1 else None


def peak(told: Sequence[float]) -> int | None:
    """The word for which most is said; None where nothing is."""
    if not told or max(told) <= _LEAST:
        return None
    return max(range(len(told)), key=lambda index: told[index])


def carried(index: int, told: Sequence[float]) -> int:
    """The last word of the phrase that a word begins: those after it that belong to it too."""
    while index + 1 < len(told) and told[index + 1] > _BELONGS:
        index += 1
    return index


_BELONGS = 0.4
