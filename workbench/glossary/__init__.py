"""The termbase: find its terms in English, judge their renderings.

Source side: one Aho-Corasick pass over folded text; the longest match wins; a plural or possessive
ending and any hyphen or space variant still match ("Talibans'", "ex-TTP", "Pak-Afghan").

Rule for repeats: a term that stands in the source, however often, must stand in an allowed form at
least once in the target, since both languages take up a name again with a pronoun. A forbidden
form is a fault even beside a right one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ahocorasick

from workbench.glossary.forms import forbidden, occurrences
from workbench.glossary.rows import COLUMNS, parse
from workbench.model import Match, Term
from workbench.normalize import fold, fold_english

__all__ = ["COLUMNS", "Glossary", "Rendering", "forbidden", "occurrences", "parse"]


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

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(term for term in terms if term.status != "retired")
        self._entries: dict[str, list[tuple[Term, str]]] = {}
        for term in self.terms:
            for form in (term.en, *term.en_also):
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
            term = _first_fitting(self._entries[key], text[offsets[start] : offsets[last] + 1])
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
        return [
            Rendering(
                group[0].term,
                tuple(group),
                tuple(occurrences(folded, group[0].term.allowed(language), language)),
                tuple(forbidden(folded, group[0].term, language)),
            )
            for group in by_term.values()
        ]


def _english_end(folded: str, end: int) -> int | None:
    """Where a match that ends at `end` ends with its plural or possessive; None inside a word."""
    for ending in ("s'", "'s", "es", "s", "'", ""):
        if folded.startswith(ending, end):
            after = end + len(ending)
            if after == len(folded) or not folded[after].isalnum():
                return after
    return None


def _first_fitting(entries: list[tuple[Term, str]], text: str) -> Term | None:
    for term, form in entries:
        if term.case == "exact" and not _same_case(form, text):
            continue
        if term.case == "first" and not text[:1].isupper():
            continue
        return term
    return None


def _same_case(form: str, text: str) -> bool:
    letters = [char for char in form if char.isalnum()]
    return letters == [char for char in text if char.isalnum()]


def _longest(found: list[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in sorted(found, key=lambda match: (match.start - match.end, match.start)):
        if all(match.end <= other.start or match.start >= other.end for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
