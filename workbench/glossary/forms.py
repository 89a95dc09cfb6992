"""A term's form in a target text, whatever its spacing, letter variants and endings.

Dari and Pashto hang prefixes (و، ب) and endings (ها، ی; the Pashto oblique و) on a word, and write
a compound with a space, a half-space or joined: all of these are the same form to a reader.

House decisions. What is kept is how a name is spelt, not which part of speech it is: English has
"US troops" where Dari has نیروهای امریکایی, so that the relational ی and the people (امریکایی‌ها)
answer to the name of the country, and ژاپنی is as wrong as ژاپن. The shorter a form, the less may
be joined to it, since it is soon another word: no رای in برای, no هند in هندو, no قطر in قطره.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.model import Term
from workbench.normalize import ZWNJ, Folded, fold

# Folded endings that may be joined to a form and leave it the same term, under the fewest letters
# the form must have for it.
_JOINED = {
    "prs": {
        3: "ی یی ای ها های هایی هایش هایشان یها یهای ییها ییهای را اش شان".split(),
        4: "ان انی یان یانی گان گانی ات م ش".split(),
    },
    "ps": {
        3: "ی ۍ ونه ونو ګان ګانو ګانې وې وو ووه".split(),
        4: "و ه ې ان انو یان یانو یو".split(),
    },
}
_AFTER_HALF_SPACE = {
    "prs": "مان تان ام اند ایم هایم هایمان شب صبح زده زدگان زدگی".split(),
    "ps": "ته کې سره".split(),
}
_AFTER_SPACE = {"prs": "ها های هایی هایش هایشان".split()}
_PREFIXES = {"prs": ("و", "ب"), "ps": ("و", "د")}
_BEFORE_HALF_SPACE = {"prs": ("به", "ضد", "غیر", "پسا", "پیشا"), "ps": ("ضد", "غیر")}
_SHORTEST_AFTER_PREFIX = 4
_SHORTEST_PIECE = 3
# A word that loses its last letter to an ending.
_STEM_CHANGES = {
    "prs": {"ه": ("گان", "گانی")},
    "ps": {"ه": ("ې", "و"), "ی": ("و", "ې"), "ۍ": ("یو", "و")},
}
# The ezafe after ه inside a form, which is also written as ه‌ی, or not at all.
_EZAFE = re.compile(f"(?:ۀ|ه\u0654|ه{ZWNJ}ی)(?= )")


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way a form may be written, folded."""

    stem: str
    endings: frozenset[str]
    """What may be joined to it; always also nothing."""
    breaks: frozenset[int]
    """Where in the stem a new word, or half of a compound, begins."""


def occurrences(folded: Folded, forms: Sequence[str], language: str) -> list[tuple[int, int]]:
    """Spans in the original text where any of the forms stands as a word of its own.

    >>> [occurrences(fold(text, "prs"), ["طالبان"], "prs")
    ...  for text in ("وطالبان", "طالبان‌ها", "طالبانی", "طلبان")]
    [[(1, 7)], [(0, 9)], [(0, 7)], []]
    """
    spans: set[tuple[int, int]] = set()
    for form in forms:
        for shape in _shapes(form, language):
            start = folded.text.find(shape.stem)
            while start >= 0:
                stop = _word_end(folded, start, shape, language)
                if stop and _starts_word(folded, start, len(shape.stem), language):
                    spans.add(_span(folded, start, stop))
                start = folded.text.find(shape.stem, start + 1)
    return _outermost(spans)


def forbidden(folded: Folded, term: Term, language: str) -> list[tuple[int, int, str]]:
    """Where a form to avoid stands, unless it stands inside an allowed one.

    Where it differs from an allowed form only in letters that matching forgives (آمریکا beside
    امریکا), it must be spelt letter by letter.
    """
    avoid = term.avoid.get(language, ())
    if not avoid:
        return []
    allowed = occurrences(folded, term.allowed(language), language)
    twins = {fold(form, language).text for form in term.allowed(language)}
    found = []
    for form in avoid:
        for start, end in occurrences(folded, [form], language):
            if fold(form, language).text in twins:
                faulty = _letters(folded.original[start:end]).startswith(_letters(form))
            else:
                faulty = not any(a <= start and end <= b for a, b in allowed)
            if faulty:
                found.append((start, end, form))
    return found


@lru_cache(maxsize=65536)
def _shapes(form: str, language: str) -> tuple[_Shape, ...]:
    """The form as it stands, its other ways of writing an ezafe, its stem changes."""
    spellings = dict.fromkeys((form, _EZAFE.sub("ه", form), _EZAFE.sub("ه ی", form)))
    shapes = []
    for spelling in spellings:
        folded = fold(spelling, language)
        stem = folded.text
        breaks = frozenset(i for i in range(1, len(stem)) if _joint(folded, i))
        shapes += [_Shape(stem, _endings(language, len(stem)), breaks)] if stem else []
        if len(stem) > _SHORTEST_PIECE:
            for ending in _STEM_CHANGES.get(language, {}).get(stem[-1], ()):
                shapes.append(_Shape(stem[:-1] + ending, frozenset(), breaks))
    return tuple(shapes)


def _word_end(folded: Folded, start: int, shape: _Shape, language: str) -> int | None:
    """Where a match of the stem at `start`, with the longest ending it has, ends its word."""
    end = start + len(shape.stem)
    if _torn(folded, start, end, shape.breaks):
        return None
    joint = _joint(folded, end)
    if joint == " ":
        endings: Iterable[str] = _AFTER_SPACE.get(language, ())
    elif joint == ZWNJ:
        endings = (*_endings(language), *_AFTER_HALF_SPACE.get(language, ()))
    else:
        endings = shape.endings
    for ending in sorted(endings, key=len, reverse=True):
        stop = end + len(ending)
        if folded.text.startswith(ending, end) and _is_one_word(folded, end, stop):
            return stop
    return end if joint == " " else None


@lru_cache
def _endings(language: str, letters: int = 99) -> frozenset[str]:
    """What may be joined to a form of so many letters."""
    lists = [ends for least, ends in _JOINED.get(language, {}).items() if letters >= least]
    return frozenset(ending for endings in lists for ending in endings)


def _is_one_word(folded: Folded, start: int, stop: int) -> bool:
    inner = (_joint(folded, index) for index in range(start + 1, stop))
    return _joint(folded, stop) == " " and " " not in inner


def _torn(folded: Folded, start: int, end: int, breaks: frozenset[int]) -> bool:
    """A space stands inside a word of the form, and leaves a piece too short to be a half of it.

    خیبر پختونخوا is خیبرپختونخوا, but شیر از is not شیراز.
    """
    spaces = [i for i in range(start + 1, end) if _joint(folded, i) == " "]
    edges = [start, *spaces, end]
    return any(
        space - start not in breaks and min(space - before, after - space) < _SHORTEST_PIECE
        for before, space, after in zip(edges, spaces, edges[2:], strict=False)
    )


def _starts_word(folded: Folded, start: int, length: int, language: str) -> bool:
    joint = _joint(folded, start)
    if joint == " ":
        return True
    prefixes: Sequence[str] = _PREFIXES.get(language, ())
    if joint == ZWNJ:
        prefixes = (*prefixes, *_BEFORE_HALF_SPACE.get(language, ()))
    elif length < _SHORTEST_AFTER_PREFIX:
        return False
    return any(
        folded.text.startswith(prefix, start - len(prefix))
        and _joint(folded, start - len(prefix)) == " "
        for prefix in prefixes
        if len(prefix) <= start
    )


def _joint(folded: Folded, index: int) -> str:
    """What stands between two folded letters: nothing, a half-space, or a space for all else."""
    if not 0 < index < len(folded.text):
        return " "
    if not (folded.text[index - 1].isalnum() and folded.text[index].isalnum()):
        return " "
    gap = folded.original[folded.offsets[index - 1] + 1 : folded.offsets[index]]
    if any(char.isspace() for char in gap):
        return " "
    return ZWNJ if ZWNJ in gap else ""


def _span(folded: Folded, start: int, stop: int) -> tuple[int, int]:
    """The span in the original, with the marks that stand on its last letter."""
    first, last = folded.span(start, stop)
    while last < len(folded.original) and unicodedata.combining(folded.original[last]):
        last += 1
    return first, last


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalpha() and c != "ـ")


def _outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
