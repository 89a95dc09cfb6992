"""Aligned spans: a piece of English and the piece of target that says the same.

A span is taken only if no word outside it is linked into it (the phrase-extraction rule) and if
neither side begins or ends with a function word, so that what is written into a source looks like
a glossary term: `وزارت دفاع`, not `د دفاع وزارت ته`. Its weight says how much it is wanted: names
most, then rare words, then several words together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from training.align import Link, words

LONGEST_SPAN = 4
_ENGLISH_FUNCTION_WORDS = frozenset(
    "the a an of to in on at by for from with and or but as is are was were be been being has have "
    "had will would shall should can could may might must do does did not no nor that this these "
    "those it its he she they his her their him them we our us i my me you your who whom whose "
    "which what when where while if then than there here so such also very more most much many "
    "any all some each every into over under about after before between through during against "
    "without within up down out off again once only own same too just".split()
)
_TARGET_FUNCTION_WORDS = frozenset(
    "د په له ته کې کښې یې چې او هم دی ده دي شي شو شوي شوې نه دا دغه هغه سره څخه باندې پر تر لپاره "
    "وي وو وه به مې ټول هر از در به و را که این آن با بر برای تا است بود شد شده شود نیز یا اما ولی "
    "هیچ ها های می".split()
)


@dataclass(frozen=True, slots=True)
class Span:
    """Character ranges `english[start:end]` and `target[target_start:target_end]`."""

    start: int
    end: int
    target_start: int
    target_end: int
    is_name: bool
    weight: int

    def overlaps(self, other: Span) -> bool:
        """True if the two share a character on either side."""
        english = self.start < other.end and other.start < self.end
        target = self.target_start < other.target_end and other.target_start < self.target_end
        return english or target


class WordCounts:
    """How often a word occurs, and how often with a capital: so rare words and names are told."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.seen: Counter[str] = Counter()
        self.capitalised: Counter[str] = Counter()
        for text in texts:
            for match in words(text):
                word = match.group()
                self.seen[word.lower()] += 1
                self.capitalised[word.lower()] += word[0].isupper()

    def mostly_capitalised(self, word: str) -> bool:
        """True for words that are names even at the start of a sentence."""
        return self.capitalised[word.lower()] > 0.8 * self.seen[word.lower()]


def find_spans(
    english: str, target: str, links: frozenset[Link], counts: WordCounts
) -> Iterator[Span]:
    """All spans of a pair that could stand for a term."""
    english_words, target_words = words(english), words(target)
    to_target = _grouped(links)
    to_english = _grouped((target, source) for source, target in links)
    for first in range(len(english_words)):
        for last in range(first, min(first + LONGEST_SPAN, len(english_words))):
            place = _target_range(first, last, to_target, to_english)
            if place is None:
                continue
            source = english_words[first : last + 1]
            aim = target_words[place[0] : place[1] + 1]
            span = _span(source, aim, counts)
            if span:
                yield span


def _span(source: list[re.Match[str]], aim: list[re.Match[str]], counts: WordCounts) -> Span | None:
    """The span of these words, if they look like a term and are wanted."""
    spelled = [match.group() for match in source]
    if not _is_term(spelled, _ENGLISH_FUNCTION_WORDS):
        return None
    if not _is_term([match.group() for match in aim], _TARGET_FUNCTION_WORDS):
        return None
    is_name, weight = _weigh(spelled, at_start=source[0].start() == 0, counts=counts)
    if not weight:
        return None
    places = (source[0].start(), source[-1].end(), aim[0].start(), aim[-1].end())
    return Span(*places, is_name, weight)


def _grouped(links: Iterable[Link]) -> dict[int, set[int]]:
    groups: dict[int, set[int]] = {}
    for one, other in links:
        groups.setdefault(one, set()).add(other)
    return groups


def _target_range(
    first: int, last: int, to_target: dict[int, set[int]], to_english: dict[int, set[int]]
) -> Link | None:
    """The target words of `first..last`, if both ends are linked and none links in from outside."""
    if first not in to_target or last not in to_target:
        return None
    linked = set().union(*(to_target.get(place, ()) for place in range(first, last + 1)))
    low, high = min(linked), max(linked)
    inside = set(range(first, last + 1))
    closed = all(to_english.get(place, inside) <= inside for place in range(low, high + 1))
    return (low, high) if closed and high - low <= len(inside) + 1 else None


def _is_term(span: list[str], function_words: frozenset[str]) -> bool:
    """Words only, and no function word at either end."""
    if not all(re.match(r"\w", word) for word in span):
        return False
    return span[0].lower() not in function_words and span[-1].lower() not in function_words


def _weigh(span: list[str], *, at_start: bool, counts: WordCounts) -> tuple[bool, int]:
    """Whether a span is a name, and how much it is wanted (0: not at all)."""
    content = [word for word in span if word.lower() not in _ENGLISH_FUNCTION_WORDS]
    if all(word[0].isdigit() for word in span):
        return False, 0
    is_name = any(word[0].isupper() for word in content) and all(
        word[0].isupper() or word[0].isdigit() for word in content
    )
    if at_start:
        is_name = is_name and all(counts.mostly_capitalised(word) for word in content)
    rarest = min(counts.seen[word.lower()] for word in content)
    weight = 5 * is_name + (2 if rarest < 25 else 1 if rarest < 250 else 0)
    if len(span) > 1 and (is_name or rarest < 250):
        weight += 1
    return is_name, weight
