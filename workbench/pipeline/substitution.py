"""A translation of nearly the same sentence, with the numbers and names of this one put in.

Only where nothing else differs and nothing can go wrong: each number or name that changes stands in
the old translation as often as in its source, as it is written and not in words, and a name takes
the place of one of the same gender and number. A 1 is never exchanged, for what it counts changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.glossary import Glossary, occurrences
from workbench.inline import split, strip
from workbench.memory import plain
from workbench.model import Match, Term
from workbench.normalize import fold
from workbench.numerals import numbers, written

_Edit = tuple[int, int, str]
"""Start and end in the target without marks, and what comes there."""


@dataclass(frozen=True, slots=True)
class Substituted:
    """A translation made to fit."""

    target: str
    changes: tuple[str, ...]
    """What was exchanged, as in the sources: `15 → 18`."""


class _Unsafe(Exception):
    """What is to be exchanged cannot be told for sure."""


def substituted(
    known: str, target: str, source: str, language: str, glossary: Glossary
) -> Substituted | None:
    """The translation of a `known` source made into one of `source`; None where that is not safe.

    >>> found = substituted("It has 15 rooms.", "۱۵ اتاق دارد.", "It has 18 rooms.", "prs",
    ...                     Glossary([]))
    >>> found.target, found.changes
    ('۱۸ اتاق دارد.', ('15 → 18',))
    """
    old, new = _Side.of(known, glossary), _Side.of(source, glossary)
    if old.frame != new.frame or known == source:
        return None
    try:
        bare = strip(target)
        edits = [*_numbers(old, new, bare, language), *_names(old, new, bare, language)]
        done = _edited(target, edits)
    except _Unsafe:
        return None
    pairs = zip((*old.numbers, *old.names), (*new.numbers, *new.names), strict=True)
    changes = dict.fromkeys(f"{one} → {other}" for one, other in pairs if one != other)
    return Substituted(done, tuple(changes)) if changes else None


@dataclass(frozen=True, slots=True)
class _Side:
    """A source taken apart: what may be exchanged, and the frame round it."""

    frame: tuple[str, tuple[str, ...]]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    terms: tuple[Term, ...]

    @classmethod
    def of(cls, source: str, glossary: Glossary) -> _Side:
        text = strip(source)
        found = [match for match in glossary.find(text) if _plain_name(match, text)]
        names = tuple(text[match.start : match.end] for match in found)
        for match in reversed(found):
            text = f"{text[: match.start]}\ue000{text[match.end :]}"
        bare = plain(text)
        return cls(
            (bare.text, plain(source).marks),
            bare.numbers,
            names,
            tuple(match.term for match in found),
        )


def _plain_name(match: Match, text: str) -> bool:
    """A name as it is, without a plural or a possessive that its translation must show as well."""
    said = text[match.start : match.end]
    return match.term.case != "any" and said in (match.term.en, *match.term.en_also)


def _numbers(old: _Side, new: _Side, target: str, language: str) -> Iterator[_Edit]:
    exchanged = _exchanged(old.numbers, new.numbers)
    counts = Counter(_value(number) for number in old.numbers)
    there = numbers(target)
    for before, after in exchanged.items():
        value = _value(before)
        places = [number for number in there if number.value == value]
        if len(places) != counts[value] or "1" in (value, _value(after)):
            raise _Unsafe
        for place in places:
            western = target[place.start : place.end].isascii()
            yield place.start, place.end, after if western else written(after, language)


def _names(old: _Side, new: _Side, target: str, language: str) -> Iterator[_Edit]:
    by_id = {term.id: term for term in (*old.terms, *new.terms)}
    exchanged = _exchanged([t.id for t in old.terms], [t.id for t in new.terms])
    counts = Counter(term.id for term in old.terms)
    folded = fold(target, language)
    for before, after in exchanged.items():
        one, other = by_id[before], by_id[after]
        spans = occurrences(folded, one.allowed(language), language)
        said = {target[start:end] for start, end in spans}
        fits = one.kind == other.kind and other.allowed(language) and one.allowed(language)
        if not fits or len(spans) != counts[before] or said != {one.allowed(language)[0]}:
            raise _Unsafe
        yield from ((start, end, other.allowed(language)[0]) for start, end in spans)


def _exchanged(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """What becomes of each that changes; unsafe where one would become two things."""
    found: dict[str, str] = {}
    for before, after in zip(old, new, strict=True):
        if found.setdefault(before, after) != after:
            raise _Unsafe
    return {before: after for before, after in found.items() if before != after}


def _value(number: str) -> str:
    found = numbers(number)
    if len(found) != 1:
        raise _Unsafe
    return found[0].value


def _edited(target: str, edits: Sequence[_Edit]) -> str:
    """The target with its marks, edited where no mark stands inside."""
    places: list[int] = []
    at = 0
    for run, is_mark in split(target):
        places += [] if is_mark else range(at, at + len(run))
        at += len(run)
    last = len(target) + 1
    for start, end, text in sorted(edits, reverse=True):
        first, stop = places[start], places[end - 1] + 1
        if stop - first != end - start or stop > last:
            raise _Unsafe
        target, last = target[:first] + text + target[stop:], first
    return target
