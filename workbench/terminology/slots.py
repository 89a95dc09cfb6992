"""Where a term goes in a text, and the shape it takes there. Texts in, texts out; no engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from workbench.glossary import occurrences
from workbench.model import Match, Term
from workbench.normalize import fold, tidy

Span = tuple[int, int]

_EDGES = "،؛؟.!:»«()\"'"
_WORD = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.-]*[A-Za-z]")
_ALIKE = 0.75
"""Share of letters in common from which a word is a misspelling of a name."""
_SHORTEST = 4
"""Letters below which likeness says nothing: کنر and کنار are two words."""
_OBLIQUE = ("و", "ې")
_BEFORE_OBLIQUE = frozenset("د په پر له تر ته".split())
_PREPOSITIONS = _BEFORE_OBLIQUE | frozenset("در از به با بر برای".split())
_AFTER_OBLIQUE = frozenset("کې څخه باندې ته سره پورې لپاره لخوا".split())


def exchange(source: str, matches: Sequence[Match], texts: Sequence[str]) -> str:
    """The source with each matched span exchanged for a text, keeping a possessive ending."""
    pairs = zip(matches, texts, strict=True)
    for match, text in sorted(pairs, key=lambda pair: -pair[0].start):
        old = source[match.start : match.end]
        ending = "'s" if old.endswith(("'s", "’s", "s'", "s’")) else ""
        source = source[: match.start] + text + ending + source[match.end :]
    return source


def swap(text: str, swaps: Sequence[tuple[Term, tuple[str, ...]]], language: str) -> str | None:
    """The text with each stand-in exchanged for its term; None when one stands more than once.

    A stand-in that did not come out leaves its term missing.
    """
    for term, standins in swaps:
        spans = occurrences(fold(text, language), standins, language)
        if len(spans) > 1:
            return None
        if spans:
            text = put(text, spans[0], term, language)
    return text


def put(text: str, span: Span, term: Term, language: str) -> str:
    """The text with a term in the place of a span, in the form that fits there.

    A word of the term that stands beside it already is not said twice: د داسو بند after د.

    >>> put("د بند انجنیران", (2, 5), Term("dasu", "Dasu Dam", forms={"ps": "د داسو بند"}), "ps")
    'د داسو بند انجنیران'
    """
    old = text[slice(*span)]
    core = old.strip(_EDGES) or old
    start = span[0] + old.index(core)
    before, after = text[:start], text[start + len(core) :]
    form = _fitting(term, before, core, after, language)
    if _echoes(before.split()[-1:], form.split(), language, first=True):
        before = before.rstrip()[: -len(before.split()[-1])]
    if after[:1].isspace() and _echoes(after.split()[:1], form.split(), language):
        after = after.lstrip()[len(after.split()[0]) :]
    return tidy(before + form + after, language)


def _echoes(
    neighbour: Sequence[str], words: Sequence[str], language: str, *, first: bool = False
) -> bool:
    """Whether the word beside a term says a word of it again: آسیای before جنوب آسیا."""
    if not neighbour or neighbour[0] != neighbour[0].strip(_EDGES):
        return False
    if neighbour[0] == words[0 if first else -1]:
        return True
    return len(words) > 1 and any(
        len(word) >= _SHORTEST and next(_alike(neighbour[0], [word], language), None)
        for word in words
    )


def _fitting(term: Term, before: str, old: str, after: str, language: str) -> str:
    """The preferred form; in Pashto the oblique one where the slot asks for it."""
    preferred = term.forms[language]
    if language != "ps" or preferred.endswith(_OBLIQUE):
        return preferred
    asked = (
        old.endswith(_OBLIQUE)
        or not _BEFORE_OBLIQUE.isdisjoint(before.split()[-1:])
        or not _AFTER_OBLIQUE.isdisjoint(after.split()[:1])
    )
    stem = preferred[:-1]
    for form in term.also.get(language, ()) if asked else ():
        if form.endswith(_OBLIQUE) and form.startswith(stem):
            return form
    return preferred


def without(text: str, span: Span, language: str) -> str:
    """The text without a span, nor the prepositions and postpositions that held it.

    >>> without("شفاخانهٔ زابل در زابل کار کرد", (17, 21), "prs")
    'شفاخانهٔ زابل کار کرد'
    """
    before, after = text[: span[0]].split(), text[span[1] :].split()
    while before and before[-1] in _PREPOSITIONS:
        before.pop()
    while after and after[0] in _AFTER_OBLIQUE:
        after.pop(0)
    return tidy(" ".join([*before, *after]), language)


def places(text: str, source: str, match: Match, language: str) -> Iterator[Span]:
    """Where a term that is missing must have gone, surest first: no model needed.

    A form the house avoids; its English, copied; a word in Latin letters, for an acronym; and a
    word so like the term that it is the term misspelt.
    """
    yield from occurrences(fold(text, language), match.term.avoid.get(language, ()), language)
    english = source[match.start : match.end]
    if (start := text.find(english)) >= 0:
        yield start, start + len(english)
    if match.term.case == "exact":
        yield from (m.span() for m in _LATIN.finditer(text) if m.group() not in source)
    yield from _alike(text, match.term.allowed(language), language)


def misspelt(text: str, term: Term, taken: Sequence[Span], language: str) -> bool:
    """Whether the old rendering stands beside the term: a word like it outside all terms."""
    forms = term.allowed(language)
    return any(
        not any(a < end and start < b for a, b in taken)
        for start, end in _alike(text, forms, language)
    )


def _alike(text: str, forms: Iterable[str], language: str) -> Iterator[Span]:
    """Runs of words that look like one of the forms, the likest first."""
    words = [match.span() for match in _WORD.finditer(text)]
    letters = [fold(text[start:end].strip(_EDGES), language).text for start, end in words]
    found = []
    for form in forms:
        wanted = fold(form, language).text
        if len(wanted) < _SHORTEST:
            continue
        matcher = SequenceMatcher(None, "", wanted, autojunk=False)
        for size in range(1, len(form.split()) + 2):
            for first in range(len(words) - size + 1):
                matcher.set_seq1("".join(letters[first : first + size]))
                if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
                    continue
                if (ratio := matcher.ratio()) >= _ALIKE:
                    found.append((-ratio, words[first][0], words[first + size - 1][1]))
    yield from dict.fromkeys((start, end) for _, start, end in sorted(found))
