"""What a translation keeps of its source: by it sentences find each other across languages.

Numbers in any digits, terms of the glossary in any allowed form, the addresses of links, kinds of
marks, words left in Latin letters, and names: of these the consonants, which the Persian script
writes as they are heard, while vowels are left out or guessed at. `Kandahar` and کندهار are both
`knr`, so names outside the glossary count too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.bitext import Sentence
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.model import Inline, Match, Segment
from workbench.numerals import numbers
from workbench.pipeline.blocks import Block

_LATIN = re.compile(r"[A-Za-z]{2,}")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}")
_WORD = re.compile("[\u0620-\u064a\u0671-\u06d3]{3,}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>()]+|[\w.+-]+@[\w-]+\.[\w.]+")
_SOUNDS = (
    ("sch", "C"), ("tch", "c"), ("kh", "x"), ("sh", "C"), ("ch", "c"), ("gh", "G"), ("zh", "j"),
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("x", "ks"),
    ("q", "k"), ("c", "k"), ("v", ""),
)  # fmt: skip
_LETTERS = str.maketrans(
    "بپتټثجچځخڅدډذرړزژږسشښصضطظغفقکكګگلمنڼ",
    "bpttsjcjxcddzrrzjGsCCsztzGfkkkgglmnn",
)
_SILENT = re.compile(r"[^bptsjcxdzrGCfkglmn]")
_LEAST = 3
"""Consonants that make a name."""


def sentences(
    blocks: Sequence[Block], glossary: Glossary, language: str, terms: Sequence[Match]
) -> list[Sentence]:
    """The sentences of an article's blocks with their anchors.

    `language` is that of the blocks, and `terms` are those of the English side, whose renderings
    are looked for where the blocks are in another language.
    """
    found = []
    for block in blocks:
        for place, segment in enumerate(block):
            text = strip(segment.source)
            anchors = {f"number:{_bare(number.value)}" for number in numbers(text)}
            anchors |= {f"link:{link}" for link in _links(text, segment.inlines)}
            anchors |= {f"mark:{inline.meaning or inline.open}" for inline in segment.inlines}
            anchors |= {f"word:{word.lower()}" for word in _LATIN.findall(text)}
            anchors |= {f"name:{name}" for name in _names(text, language)}
            anchors |= {f"term:{name}" for name in _terms(text, glossary, language, terms)}
            begins = place == 0
            found.append(Sentence(text, segment.note, begins, frozenset(anchors)))
    return found


def terms_of(segments: Sequence[Segment], glossary: Glossary) -> list[Match]:
    """The terms of English segments, each once."""
    every = [match for segment in segments for match in glossary.find(strip(segment.source))]
    return list({match.term.id: match for match in every}.values())


def _terms(text: str, glossary: Glossary, language: str, terms: Sequence[Match]) -> set[str]:
    if language == "en":
        return {match.term.id for match in glossary.find(text)}
    return {row.term.id for row in glossary.judge(terms, text, language) if row.placed}


def _bare(value: str) -> str:
    """A number without its last noughts: 40,000 may be ۴۰ هزار."""
    return value.rstrip("0").rstrip(".") or "0"


def _links(text: str, inlines: Sequence[Inline]) -> list[str]:
    markup = " ".join(inline.open + " " + inline.close for inline in inlines)
    return [found.rstrip(".,;") for found in _ADDRESS.findall(f"{text} {markup}")]


def _names(text: str, language: str) -> set[str]:
    """The consonants of what may be names: in English by its capital, else of every word.

    >>> sorted(_names("Kandahar and Ghulam Sakhi", "en") & _names("غلام سخي په کندهار کې", "ps"))
    ['Glm', 'kndr']
    """
    if language == "en":
        heard = {_heard(word.lower()) for word in _NAME.findall(text)}
    else:
        heard = {_single(word.translate(_LETTERS)) for word in _WORD.findall(text)}
    return {name for name in heard if len(name) >= _LEAST}


def _heard(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _single(word)


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", _SILENT.sub("", word))
