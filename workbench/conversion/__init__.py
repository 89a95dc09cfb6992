"""Iranian Persian into Afghan Dari, word by word: ژانویه becomes جنوری, پلیس becomes پولیس.

The two are one language with two written standards, so that nothing is translated: words of a list
give way to others, with what hangs on them. Some always do (months, countries, what an Afghan paper
never writes otherwise), some are house style and are asked for. A word is changed whole or not at
all: a longer word, a compound or a name that holds it stays, and so does a word that means
something else where it stands (مه is May in a date, and fog elsewhere). Spacing, digits and
punctuation are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.conversion import places
from workbench.conversion.endings import carried
from workbench.conversion.entries import Entries, Entry, fold, load

__all__ = ["Change", "Converted", "convert"]

_WORD = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u0671-\u06d3\u06d5][\u0620-\u065f\u066e-\u06d3\u06d5\u200c\u200d]*"
)
_GAP = re.compile("[ \u00a0]{1,2}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,255}|[#@][\w\u200c]{1,64}")
_LONGEST_ENDING = 9


@dataclass(frozen=True, slots=True)
class Change:
    """One word that gave way."""

    start: int
    end: int
    """Character offsets in the text as given (end exclusive)."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A text in Dari, and what was changed for it."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    text: str
    """Folded for looking up."""
    start: int
    end: int


def convert(text: str, *, style: bool = False) -> Converted:
    r"""The text with its Iranian words replaced; with `style` also by those Dari prefers.

    >>> convert("پلیس در ژانویه به بیمارستان‌های ژاپن رفت.").text
    'پولیس در جنوری به شفاخانه\u200cهای جاپان رفت.'
    >>> convert("شهردار کابل", style=True).changes
    (Change(start=0, end=6, before='شهردار', after='شاروال'),)
    >>> convert("مه غلیظ در ۵ مه").text
    'مه غلیظ در ۵ می'
    """
    changes = tuple(_changes(text, load(), style))
    pieces = []
    done = 0
    for change in changes:
        pieces += [text[done : change.start], change.after]
        done = change.end
    return Converted("".join([*pieces, text[done:]]) if changes else text, changes)


def _changes(text: str, entries: Entries, style: bool) -> Iterator[Change]:
    words = _words(text)
    index = 0
    while index < len(words):
        found = _found(text, words, index, entries, style)
        if found is None:
            index += 1
            continue
        count, after = found
        start, end = words[index].start, words[index + count - 1].end
        if after:
            yield Change(start, end, text[start:end], after)
        index += count


def _words(text: str) -> list[Word]:
    """The words in Persian letters that are not part of an address, a tag or a word in others."""
    blanked = _ADDRESS.sub(lambda found: "a" * len(found.group()), text)
    return [
        Word(fold(found.group()), found.start(), found.end())
        for found in _WORD.finditer(blanked)
        if not (_glued(blanked, found.start() - 1) or _glued(blanked, found.end()))
    ]


def _glued(text: str, index: int) -> bool:
    """Whether what stands there makes the word beside it part of another: _ or a foreign letter."""
    char = text[index] if 0 <= index < len(text) else " "
    return char == "_" or char.isalpha()


def _found(
    text: str, words: Sequence[Word], index: int, entries: Entries, style: bool
) -> tuple[int, str] | None:
    """How many words from there an entry takes, and what is to stand for them ("" for the same)."""
    most = entries.longest if words[index].text in entries.first else 1
    run = _run(text, words, index, most)
    for count in range(len(run), 0, -1):
        written = " ".join(run[:count])
        for entry, ending in _candidates(written, len(run[count - 1]), entries, style):
            if places.fits(entry, text, words, index, index + count):
                after = carried(ending, entry.kind, entry.prs)
                if after is not None:
                    return count, after if entry.prs else ""
    return None


def _run(text: str, words: Sequence[Word], index: int, most: int) -> list[str]:
    """The words from there on that nothing but a space divides."""
    run = [words[index].text]
    for here in range(index + 1, min(index + most, len(words))):
        if not _GAP.fullmatch(text, words[here - 1].end, words[here].start):
            break
        run.append(words[here].text)
    return run


def _candidates(
    written: str, last: int, entries: Entries, style: bool
) -> Iterator[tuple[Entry, str]]:
    """Entries with the ending that would hang on them, the longest stem first."""
    for size in range(min(_LONGEST_ENDING, last - 1) + 1):
        stem, ending = written[: len(written) - size], written[len(written) - size :]
        for entry in entries.by_key.get(stem, ()):
            bare = not ending or ending == "\u0650"
            if (style or not entry.style) and (entry.endings or bare):
                yield entry, ending
