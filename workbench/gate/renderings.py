"""Which form of a term a translation uses, and whether one document keeps to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.glossary import Glossary, occurrences
from workbench.i18n import english, said
from workbench.inline import strip
from workbench.model import Document, Finding, Segment, Severity, Term
from workbench.normalize import fold


@dataclass(frozen=True, slots=True)
class Use:
    """A form of a term in a segment's translation."""

    term: Term
    form: str
    """As the glossary has it."""
    segment: Segment
    span: tuple[int, int]

    def spelling(self, language: str) -> str:
        """As the text spells it, without the ending that Dari or Pashto hangs on it."""
        start, end = self.span
        folded = fold(strip(self.segment.target)[start:end], language)
        letters = len(fold(self.form, language).text)
        return folded.original[: folded.offsets[min(letters, len(folded.offsets)) - 1] + 1]


def inconsistent_term() -> None:
    """One term is rendered in two allowed ways within one document.

    Readers take two names for two things. The plural, the oblique case and the endings of one form
    are the same rendering, and so is its spelling with a space, a half-space or joined.
    """


def uses(document: Document, glossary: Glossary) -> Iterator[Use]:
    """Every allowed form that answers a term of the source, in order."""
    language = document.target_language
    for segment in document.segments:
        if not (segment.translate and segment.target.strip()):
            continue
        terms = {match.term.id: match.term for match in glossary.find(strip(segment.source))}
        folded = fold(strip(segment.target), language) if terms else None
        for term in terms.values():
            taken: list[tuple[int, int]] = []
            for form in sorted(term.allowed(language), key=len, reverse=True):
                assert folded is not None
                for start, end in occurrences(folded, [form], language):
                    if all(end <= a or start >= b for a, b in taken):
                        taken.append((start, end))
                        yield Use(term, form, segment, (start, end))


def inconsistent(document: Document, glossary: Glossary) -> Iterator[Finding]:
    """A finding in each segment that leaves the rendering which the document uses most."""
    language = document.target_language
    by_term: dict[str, list[list[Use]]] = defaultdict(list)
    for use in uses(document, glossary):
        groups = by_term[use.term.id]
        group = next((g for g in groups if same(g[0].form, use.form, language)), None)
        if group is None:
            groups.append([use])
        else:
            group.append(use)
    for groups in by_term.values():
        main = max(groups, key=len)
        for group in groups:
            if group is not main:
                yield from _leaving(group, main)


def _leaving(group: Sequence[Use], main: Sequence[Use]) -> Iterator[Finding]:
    told = set()
    for use in group:
        if use.segment.key not in told:
            told.add(use.segment.key)
            message = said(
                "{} is {} here, but {} elsewhere in this document: choose one.",
                use.term.en,
                use.form,
                main[0].form,
            )
            yield Finding(
                "inconsistent-term",
                Severity.WARNING,
                use.segment.key,
                english(message),
                use.span,
                said=message,
            )


@lru_cache(maxsize=65536)
def same(one: str, other: str, language: str) -> bool:
    """Whether two forms are one rendering, inflected or spelt with other spaces.

    >>> same("د پاکستان طالبان", "د پاکستان طالبانو", "ps"), same("پښتون", "پښتانه", "ps")
    (True, True)
    >>> same("ولسمشر", "جمهور رئیس", "ps"), same("وزیر خارجه", "وزیر امور خارجه", "prs")
    (False, False)
    """
    short, long = sorted((one, other), key=len)
    folded = fold(long, language)
    if (0, len(long)) in occurrences(folded, [short], language) or fold(
        short, language
    ).text == folded.text:
        return True
    words, others = short.split(), long.split()
    return language == "ps" and len(words) == len(others) and all(map(inflected, words, others))


def inflected(word: str, other: str) -> bool:
    """Pashto changes a word's end, or the vowel before it: three letters stay, three may change."""
    word, other = fold(word, "ps").text, fold(other, "ps").text
    if word == other:
        return True
    stem = 0
    while stem < min(len(word), len(other)) and word[stem] == other[stem]:
        stem += 1
    return stem >= 3 and max(len(word), len(other)) - stem <= 3
