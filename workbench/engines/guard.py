"""What a translation model does wrong that no translator would: the faults seen from outside.

A fault has a name. `translate` asks an engine once, asks it again with other settings for what came
out faulty, and leaves out what is faulty still, so that a person sees an empty field and a finding
rather than fluent nonsense.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from workbench.languages import find
from workbench.model import Engine, Hypothesis, Progress

EMPTY = "empty"
FOREIGN = "source not English"
COPIED = "source copied"
LOOPED = "endless repetition"
GARBLED = "letters of two scripts in one word"
SHORT = "absurdly short"
LONG = "absurdly long"

_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[\w.-]+/[\w./-]+|[#@]\w+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
_LATIN_WORD = re.compile(r"[A-Za-z]?[a-zß-ɏ]")
_LOWER = re.compile(r"[a-zß-ɏ]{2,}")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff]")
_GLUED = re.compile(r"[\u0620-\u064a\u0671-\u06d3][a-z]{2}|[a-z]{2}[\u0620-\u064a\u0671-\u06d3]")
_SAID = re.compile(r"[^\W_]")
_LOOSE = 24
"""Characters below which a length tells nothing."""


@runtime_checkable
class Retrying(Protocol):
    """An engine that has other settings to try."""

    def translate_again(
        self, batch: Sequence[str], *, source: str, target: str, hypotheses: int = 1
    ) -> list[list[Hypothesis]]:
        """Translate what came out faulty, differently."""
        ...


@runtime_checkable
class Kindred(Protocol):
    """An engine whose models may write the language next door: Persian for Dari."""

    def written(self, *, source: str, target: str) -> str:
        """The code of the language that really comes out."""
        ...


def translate(
    engine: Engine,
    batch: Sequence[str],
    *,
    source: str,
    target: str,
    hypotheses: int = 1,
    progress: Progress | None = None,
) -> tuple[list[list[Hypothesis]], list[str]]:
    """The engine's hypotheses without faulty ones; and for each text the fault of its best one.

    The fault is "" where something good is left. A text the engine has no good answer for, in two
    tries, has an empty list; so has one that is no English, which the engine is not asked.
    """
    foreign = [source == "en" and _foreign(text) for text in batch]
    asked = ["" if no else text for text, no in zip(batch, foreign, strict=True)]
    first = engine.translate(
        asked, source=source, target=target, hypotheses=hypotheses, progress=progress
    )
    kept, faults = _sifted(asked, first, target)
    for index, no in enumerate(foreign):
        if no:
            kept[index], faults[index] = [], FOREIGN
    again = list(
        dict.fromkeys(
            text for text, fault in zip(batch, faults, strict=True) if fault and fault != FOREIGN
        )
    )
    if not again or not isinstance(engine, Retrying):
        return kept, faults
    second = engine.translate_again(again, source=source, target=target, hypotheses=hypotheses)
    better = dict(zip(again, _sifted(again, second, target)[0], strict=True))
    for index, text in enumerate(batch):
        if better.get(text):
            kept[index], faults[index] = better[text][:hypotheses], ""
    return kept, faults


def fault(source: str, hypothesis: str, target: str) -> str:
    """The name of what is wrong with a translation; "" when nothing is, seen from outside.

    >>> fault("The war is over.", "جنگ جنگ جنگ جنگ جنگ جنگ", "prs")
    'endless repetition'
    >>> fault("The war is over.", "جنگ تمام شد.", "prs")
    ''
    """
    if not _SAID.search(source):
        return ""
    if not _SAID.search(hypothesis):
        return EMPTY
    if _copied(source, hypothesis, target):
        return COPIED
    if _looped(hypothesis) and not _looped(source):
        return LOOPED
    if find(target).script != "Latn" and _GLUED.search(hypothesis):
        return GARBLED
    return _length(source, hypothesis)


def _sifted(
    batch: Sequence[str], results: Sequence[Sequence[Hypothesis]], target: str
) -> tuple[list[list[Hypothesis]], list[str]]:
    kept, faults = [], []
    for text, hypotheses in zip(batch, results, strict=True):
        found = [fault(text, hypothesis.text, target) for hypothesis in hypotheses]
        good = [h for h, name in zip(hypotheses, found, strict=True) if not name]
        kept.append(good)
        faults.append("" if good else (*found, EMPTY)[0])
    return kept, faults


def _words(text: str) -> list[str]:
    """The words of a text that a translation must render: no addresses, no names, no acronyms.

    A name is a word with a capital; the first word is taken for one too, since nothing tells.
    """
    return [w for w in _LATIN.findall(_NOT_WORDS.sub(" ", text)) if _LOWER.fullmatch(w)]


def _foreign(text: str) -> bool:
    """Whether a text that should be English is in Arabic script, but for acronyms."""
    return bool(_ARABIC.search(text)) and not _LATIN_WORD.search(text)


def _copied(source: str, hypothesis: str, target: str) -> bool:
    """Whether the text came through untranslated, wholly or for the most part.

    Names, numbers and addresses may stay in Latin letters; so may a text that has nothing else.
    """
    if find(target).script == "Latn" or not _words(source):
        return False
    text = _NOT_WORDS.sub(" ", hypothesis)
    own = len(_ARABIC.findall(text))
    foreign = sum(len(word) for word in _LATIN.findall(text))
    known = set(_words(source))
    kept = [word for word in _words(text) if word in known]
    return (not own and foreign > 0) or (foreign > own and len(kept) > 1)


def _looped(text: str) -> bool:
    """Whether some run of words comes again and again, directly after itself.

    A word or a longer run may stand twice, as Pashto does for emphasis; thrice is a loop. What
    a run takes up is counted too: it must be a fair part of the text.
    """
    words = re.sub(r"[^\w\s]|_", " ", text.casefold()).split()
    for size in range(1, 13):
        repeats = 0
        for index in range(size, len(words)):
            repeats = repeats + 1 if words[index] == words[index - size] else 0
            if repeats >= size * 2:
                return True
    return _looped_letters(text) or _crowded(words)


def _looped_letters(text: str) -> bool:
    """Whether a few letters loop inside a word: `هاهاهاهاهاها`; dots and dashes may."""
    return bool(re.search(r"([^\W\d_])\1{6,}|([^\W\d_]{2,6}?)\2{3,}", text))


def _crowded(words: Sequence[str]) -> bool:
    """Whether a long text is made of very few words: a loop with small variations."""
    return len(words) >= 16 and len(set(words)) < len(words) * 0.4


def _length(source: str, hypothesis: str) -> str:
    """Dari and Pashto take about as many characters as English; a third or thrice is absurd.

    Names and headings of names are let off: they have short forms, and long ones.
    """
    before, after = len(source.strip()), len(hypothesis.strip())
    if before > _LOOSE and after < before * 0.3 and len(_words(source)) > 1:
        return SHORT
    if after > max(before, _LOOSE) * 2.6:
        return LONG
    return ""
