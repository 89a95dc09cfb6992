"""A paragraph into sentences, and back.

sentencex proposes the boundaries; what it does not know of newspaper English and of Arabic script
(titles, initials, `U.S.`, `No. 5`, Persian decimals, stops inside brackets and before marks) is put
right here. Spans never hold the white space between two sentences, so a translated sentence can be
laid into the place of the other and all else stays as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

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
_HIDDEN = str.maketrans(dict.fromkeys('"“”„«»‹›()[]{}', " ") | dict.fromkeys("‘’", "'"))
_LONE_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
_BETWEEN_WORDS = re.compile(r"(?<=\w)\s+(?=\w)")
_CHUNK = 4_000
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
        bare_end = stop + len(found.group().rstrip(_CLOSERS))
        if ours is True or (ours is None and bare_end in proposed):
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
        return not (after[0].isdigit() or after[0] == "#" or after[0].islower())
    if lower in NEVER_LAST:
        return False
    if lower in _MAY_BE_LAST or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return _first_word(after) in _STARTERS and after[0].isupper()
    if after[0].islower():
        return False
    if word.isdigit():
        item = len(word) <= 3 and _begins_line(plain, stop - len(word))
        return False if item else (after[0].isupper() or None)
    return None


def _proposals(plain: str, language: str) -> set[int]:
    """Offsets right after the stops at which sentencex sees a sentence end.

    Quotes and brackets are hidden from it, since it never ends a sentence inside them; it gets the
    text in chunks, since on some texts its time grows with the square of their length.
    """
    ends = set()
    hidden = _LONE_QUOTE.sub(" ", plain.translate(_HIDDEN))
    for start, end in _chunks(hidden):
        position = start
        for sentence in sentencex.segment("en" if language == "en" else "fa", hidden[start:end]):
            ends.add(position + len(sentence.rstrip()))
            position += len(sentence)
    return ends


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Chunks of bounded length that end between two words of one sentence, if they can."""
    start = 0
    while len(text) - start > _CHUNK:
        end = start + _CHUNK
        for found in _BETWEEN_WORDS.finditer(text, end - _CHUNK // 10, end):
            end = found.end()
        yield start, end
        start = end
    yield start, len(text)


def _word_before(plain: str, stop: int) -> str:
    found = _WORD_BEFORE.search(plain[max(0, stop - 40) : stop])
    return found.group() if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"\w+", text)
    return found.group().lower() if found else ""


def _begins_line(plain: str, start: int) -> bool:
    return not plain[:start].strip() if start < 80 else False


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text without marks, and where each of its characters stands in the text as given."""
    plain: list[str] = []
    origins: list[int] = []
    last = 0
    for mark in MARK.finditer(text):
        plain.append(text[last : mark.start()])
        origins.extend(range(last, mark.start()))
        last = mark.end()
    plain.append(text[last:])
    origins.extend(range(last, len(text)))
    return "".join(plain), origins


def _inside_pairs(text: str) -> list[tuple[int, int]]:
    """The outermost pairs of marks, as (start, end), in order."""
    spans, depth, start = [], 0, 0
    for mark in MARK.finditer(text):
        if is_standalone(mark.group()):
            continue
        if not is_closing(mark.group()):
            start = mark.start() if not depth else start
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((start, mark.end()))
    return spans


def _within(spans: Sequence[tuple[int, int]], position: int) -> bool:
    index = bisect_right(spans, (position, 0)) - 1
    return index >= 0 and spans[index][0] < position < spans[index][1]


def _past_closing_marks(text: str, end: int) -> int:
    """Behind the closing and standalone marks that follow a sentence at once."""
    while (mark := MARK.match(text, end)) and (
        is_closing(mark.group()) or is_standalone(mark.group())
    ):
        end = mark.end()
    return end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    core = text[start:end]
    return start + len(core) - len(core.lstrip()), start + len(core.rstrip())
