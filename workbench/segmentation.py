"""A paragraph into sentences, and back.

sentencex proposes the boundaries; what it does not know of newspaper English and of Arabic script
(titles, initials, `U.S.`, `No. 5`, Persian decimals, stops inside brackets and before marks) is put
right here. Spans never hold the white space between two sentences, so a translated sentence can be
laid into the place of the other and all else stays as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import sentencex

import sentencex

from workbench.inline import MARK, is_closing, is_standalone

_TITLES = """
    mr mrs ms mx dr prof rev fr hon gen lt col maj capt cpt sgt cpl pvt adm cmdr brig gov sen rep
    pres amb st ste ft mt messrs mme mlle sr sra supt insp det eng engr
"""
_REFERENCES = """
    no nos vol vols pp p ch sec art fig figs eq para ed eds vs v viz cf eg ie e.g i.e al approx ca
    est dept univ bros assn ave blvd jan feb mar apr jun jul aug sep sept oct nov dec
"""
NEVER_LAST = frozenset((_TITLES + _REFERENCES).split())
"""Abbreviations that never end a sentence before a word that could begin one."""
_ONLY_BEFORE_DIGIT = frozenset("no nos p pp v ch art sec fig ed est mar para ca ave dec".split())
"""Of these, words or endings of their own: an abbreviation only where a digit or name follows."""
_MAY_BE_LAST = frozenset("jr sr inc ltd co corp etc a.m p.m u.s u.k u.n e.u u.a.e d.c ph.d".split())
"""Abbreviations that may end a sentence: decided by what follows."""
_STARTERS = frozenset(
    """the a an this that these those it he she they we i you in on at but and however meanwhile
    after before when while since although if there his her its their our as for what who why how
    both such some many most no not yes so then now last next earlier later mr mrs
    ms dr gen""".split()
)
_CLOSERS = "\"'”’»›)]}"
_STOP = re.compile(rf"[.!?؟۔…‼⁇⁈⁉。！？]+[{re.escape(_CLOSERS)}]*")
_WORD_BEFORE = re.compile(r"[\w.]*\w$")


def split(text: str, language: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence; offsets in the text as given, marks included.

    A sentence never ends inside a pair of marks. Linear in the length of the text.

    >>> text = "Mr. Khan met Gen. Miller. <g1>He left. Soon.</g1> ۳.۵"
    >>> [text[start:end] for start, end in split(text, "en")]
    ['Mr. Khan met Gen. Miller.', '<g1>He left. Soon.</g1>', '۳.۵']
    """
    plain, origins = _without_marks(text)
    guarded = _inside_pairs(text)
    spans = []
    start = 0
    for stop in _boundaries(plain, language):
        end = _past_closing_marks(text, origins[stop - 1] + 1)
        if end > start and not _within(guarded, end):
            spans.append((start, end))
            start = end
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def join(text: str, spans: Sequence[tuple[int, int]], sentences: Sequence[str]) -> str:
    """The inverse: a text with other sentences in the place of its own.

    >>> join("One. Two.", [(0, 4), (5, 9)], ["یک.", "دو."])
    'یک. دو.'
    """
    pieces = []
    position = 0
    for (start, end), sentence in zip(spans, sentences, strict=True):
        pieces += [text[position:start], sentence]
        position = end
    return "".join(pieces) + text[position:]


def _boundaries(plain: str, language: str) -> Iterator[int]:
    """Offsets right after each sentence but the last, closing quotes and brackets included."""
    proposed = _proposals(plain, language)
    for found in _STOP.finditer(plain):
        stop, end = found.start(), found.end()
        if end >= len(plain) or not plain[end].isspace():
            continue
        after = plain[end : end + 80].lstrip().lstrip("\"'“‘«‹([{")
        ours = _ours(plain, stop, found.group(), after)
        if ours is True or (ours is None and stop + len(found.group().rstrip(_CLOSERS)) in proposed):
            yield end


def _ours(plain: str, stop: int, mark: str, after: str) -> bool | None:
    """Our own word on a stop: True a boundary, False none, None as sentencex says."""
    if not after:
        return False
    bare = mark.rstrip(_CLOSERS)
    if bare != ".":
        ellipsis = "…" in bare or ".." in bare
        return not after[0].islower() if ellipsis else not (after[0].islower() and mark != bare)
    if mark != ".":
        return not after[0].islower()
    word = _word_before(plain, stop)
    lower = word.lower()
    if len(word) == 1 and word.isalpha() and word.isupper():
        return word == "I" and _first_word(after) in _STARTERS
    if lower in _ONLY_BEFORE_DIGIT:
        return not (after[0].isdigit() or after[0] == "#") or None
    if lower in NEVER_LAST:
        return False
    if lower in _MAY_BE_LAST or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return _first_word(after) in _STARTERS and after[0].isupper()
    if after[0].islower():
        return False
    if word.isdigit() and len(word) <= 3 and _begins_line(plain, stop - len(word)):
        return False
    return None


def _proposals(plain: str, language: str) -> set[int]:
    """Offsets right after each stop at which sentencex sees a sentence end.

    Quotes and brackets are hidden from it, since it never ends a sentence inside them; it gets the
    text in chunks, since it takes quadratic time on some.
    """
    ends = set()
    hidden = _APOSTROPHE.sub(" ", plain.translate(_QUOTES))
    for start, end in _chunks(hidden):
        position = start
        for sentence in sentencex.segment(language, hidden[start:end]):
            ends.add(position + len(sentence.rstrip()))
            position += len(sentence)
    return ends


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Chunks of bounded length that end between two words of one sentence, if they can."""
    start = 0
    while len(text) - start > _CHUNK:
        end = start + _CHUNK
        for found in _BETWEEN_WORDS.finditer(text, start + _CHUNK - 400, start + _CHUNK):
            end = found.end()
        yield start, end
        start = end
    yield start, len(text)


def _word_before(plain: str, stop: int) -> str:
    found = _WORD_BEFORE.search(plain, max(0, stop - 40), stop)
    return found.group().lstrip(".") if found else ""


def _first_word(after: str) -> str:
    found = re.match(r"\w+", after)
    return found.group().lower() if found else ""


def _begins_line(plain: str, position: int) -> bool:
    """Whether nothing stands before a position in its line: `1. First` is one sentence."""
    return not plain[max(0, position - 8) : position].strip() and (
        position <= 8 or "\n" in plain[position - 8 : position]
    )


def _without_marks(text: str) -> tuple[str, list[int] | range]:
    """The text without marks, and where in the text each of its characters stands."""
    if "<" not in text:
        return text, range(len(text))
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    for found in [*MARK.finditer(text), None]:
        end = found.start() if found else len(text)
        pieces.append(text[position:end])
        origins.extend(range(position, end))
        position = found.end() if found else end
    return "".join(pieces), origins


def _inside_pairs(text: str) -> list[tuple[int, int]]:
    """The stretches between an outermost opening mark and its closing one, in order."""
    stretches = []
    depth = start = 0
    for found in MARK.finditer(text):
        mark = found.group()
        if is_standalone(mark):
            continue
        if is_closing(mark):
            depth = max(depth - 1, 0)
            if depth == 0:
                stretches.append((start, found.end()))
        else:
            start = found.start() if depth == 0 else start
            depth += 1
    return stretches if depth == 0 else [*stretches, (start, len(text))]


def _within(stretches: list[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(stretches, (offset, 0)) - 1
    return index >= 0 and stretches[index][0] < offset < stretches[index][1]


def _past_closing_marks(text: str, end: int) -> int:
    """Take the marks right behind a stop along: closing ones, and notes such as `<x1/>`."""
    while found := MARK.match(text, end):
        if not (is_closing(found.group()) or is_standalone(found.group())):
            break
        end = found.end()
    return end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
