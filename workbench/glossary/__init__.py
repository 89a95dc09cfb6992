"""The termbase: find its terms in English, judge their renderings.

Source side: one Aho-Corasick pass over folded text; the longest match wins; a plural or possessive
ending and any hyphen or space variant still match ("Talibans'", "ex-TTP", "Pak-Afghan").

Rule for repeats: a term that stands in the source, however often, must stand in an allowed form at
least once in the target, since both languages take up a name again with a pronoun. A forbidden
form is a fault even beside a right one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from workbench.glossary.forms import forbidden, occurrences
from workbench.glossary.rows import COLUMNS, parse
from workbench.glossary.words import Unwritten
from workbench.model import Match, Term
from workbench.normalize import fold, fold_english

__all__ = ["COLUMNS", "Glossary", "Rendering", "forbidden", "occurrences", "parse"]

_WORD = re.compile(r"[^\W_]+")
# Plural and possessive, and then no letter; US$5 is no mention of a country.
_ENDING = re.compile(r"(?:(?:(?<=[sxzo])|(?<=[cs]h))es'?|s'|'s|s|'|)(?![^\W_]|\$)")


@dataclass(frozen=True, slots=True)
class Rendering:
    """How one source term fares in a target."""

    term: Term
    matches: tuple[Match, ...]
    """Where it stands in the source."""
    spans: tuple[tuple[int, int], ...]
    """Where an allowed form stands in the target; empty when none does."""
    forbidden: tuple[tuple[int, int, str], ...] = ()
    """Forms to avoid that stand in the target: (start, end, form)."""

    @property
    def placed(self) -> bool:
        """An allowed form stands in the target."""
        return bool(self.spans)


class Glossary:
    """Terms made searchable. Building 10,000 takes a fraction of a second; finding is linear."""

    def __init__(self, terms: Iterable[Term], *, words: Iterable[Unwritten] = ()) -> None:
        self.words = tuple(words)
        self.terms = tuple(term for term in terms if term.status != "retired")
        self._entries: dict[str, list[tuple[Term, str]]] = {}
        for term in self.terms:
            for form in _with_plurals((term.en, *term.en_also)):
                folded = fold_english(form)[0].strip()
                if folded:
                    self._entries.setdefault(folded, []).append((term, form))
        self._automaton = ahocorasick.Automaton()
        for folded in self._entries:
            self._automaton.add_word(folded, folded)
        if self._entries:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """The terms in an English text, in order, longest first where they overlap.

        >>> taliban = Term("group-taliban", "Taliban", forms={"prs": "طالبان"}, case="first")
        >>> ttp = Term("group-ttp", "TTP", forms={"prs": "تی‌تی‌پی"}, case="exact")
        >>> text = "The Talibans' rivals, and ex-TTP men"
        >>> [text[m.start:m.end] for m in Glossary([taliban, ttp]).find(text)]
        ["Talibans'", 'TTP']
        """
        if not self._entries:
            return []
        folded, offsets = fold_english(text)
        found = []
        for last, key in self._automaton.iter(folded):
            start = last - len(key) + 1
            end = _english_end(folded, last + 1)
            if end is None or (start and folded[start - 1].isalnum()):
                continue
            term = _first_fitting(
                self._entries[key],
                text[offsets[start] : offsets[last] + 1],
                text[offsets[last] + 1 : offsets[end - 1] + 1],
            )
            if term:
                found.append(Match(term, offsets[start], offsets[end - 1] + 1))
        return _longest(found)

    def judge(self, matches: Sequence[Match], target: str, language: str) -> list[Rendering]:
        """How each distinct matched term that has a form in the language is rendered."""
        by_term: dict[str, list[Match]] = {}
        for match in matches:
            if match.term.allowed(language):
                by_term.setdefault(match.term.id, []).append(match)
        folded = fold(target, language)
        terms = [group[0].term for group in by_term.values()]
        spans = [occurrences(folded, term.allowed(language), language) for term in terms]
        return [
            Rendering(
                term,
                tuple(by_term[term.id]),
                tuple(own),
                tuple(_not_inside(forbidden(folded, term, language), own, spans)),
            )
            for term, own in zip(terms, spans, strict=True)
        ]


def _not_inside(
    found: Iterable[tuple[int, int, str]],
    own: Sequence[tuple[int, int]],
    spans: Iterable[Sequence[tuple[int, int]]],
) -> Iterator[tuple[int, int, str]]:
    """The forbidden forms that are no part of another term's allowed one."""
    others = [span for each in spans if each is not own for span in each]
    for start, end, form in found:
        if not any(a <= start and end <= b for a, b in others):
            yield start, end, form


def _with_plurals(forms: Iterable[str]) -> Iterator[str]:
    """The forms, and "ministries" after "ministry": the plural that is no mere ending."""
    for form in forms:
        yield form
        if re.search(r"[^aeiou\W]y$", form):
            yield form[:-1] + "ies"


def _english_end(folded: str, end: int) -> int | None:
    """Where a match that ends at `end` ends with its plural or possessive; None inside a word."""
    ending = _ENDING.match(folded, end)
    return ending.end() if ending else None


def _first_fitting(entries: list[tuple[Term, str]], text: str, ending: str) -> Term | None:
    for term, form in entries:
        # A capital ending is more of an acronym: "USES" and "ISS" are no plurals.
        if term.case == "exact" and (ending[:1].isupper() or not _same_case(form, text)):
            continue
        if term.case == "first" and not _same_capital(form, text):
            continue
        return term
    return None


def _same_case(form: str, text: str) -> bool:
    letters = [char for char in form if char.isalnum()]
    return letters == [char for char in text if char.isalnum()]


def _same_capital(form: str, text: str) -> bool:
    """The text has a capital where the form has its first: the t of "al-Taliban" needs one."""
    words, others = _WORD.findall(form), _WORD.findall(text)
    first = next((i for i, word in enumerate(words) if word[0].isupper()), 0)
    return first < len(others) and bool(others[first][0].isupper())


def _longest(found: list[Match]) -> list[Match]:
    kept: list[Match] = []
    taken = bytearray(max((match.end for match in found), default=0))
    for match in sorted(found, key=lambda match: (match.start - match.end, match.start)):
        if not any(taken[match.start : match.end]):
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
