"""Other names for a place where a name stood: real ones of other sentences, and invented ones.

A model that sees `Kabul` always beside `کابل` learns to remember; one that sees `خرمانستان` written
into the source and the same string in the target can only learn to copy. Invented names are drawn
letter by letter from the letters of real ones, so that they look like the language and split into
many pieces, as unknown names do.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ONE_WORD = re.compile("[\u0620-\u06ff]{3,}")
_START, _END = "^^", "$"


class NameInventor:
    """Draws words that look like those it was shown (each letter from the two before it)."""

    def __init__(self, known: Iterable[str]) -> None:
        self._next: dict[str, list[str]] = {}
        for word in known:
            letters = _START + word + _END
            for place in range(2, len(letters)):
                self._next.setdefault(letters[place - 2 : place], []).append(letters[place])

    def word(self, rng: random.Random, *, shortest: int = 5, longest: int = 13) -> str:
        """One invented word of a length that a name has."""
        while True:
            letters = _START
            while letters[-1] != _END and len(letters) <= longest + 2:
                letters += rng.choice(self._next[letters[-2:]])
            word = letters.removeprefix(_START).removesuffix(_END)
            if shortest <= len(word) <= longest:
                return word


@dataclass(frozen=True, slots=True)
class Replacements:
    """What may be written where a span stood, for one language."""

    names: Sequence[str]
    terms: Sequence[str]
    inventor: NameInventor

    def draw(self, rng: random.Random) -> str:
        """Another name (35 %), an invented one of one to three words (50 %), or another term."""
        chance = rng.random()
        if chance < 0.35:
            return rng.choice(self.names)
        if chance < 0.85:
            return " ".join(self.inventor.word(rng) for _ in range(rng.choice((1, 1, 2, 2, 3))))
        return rng.choice(self.terms)


def replacements_from(names: Iterable[str], terms: Iterable[str]) -> Replacements | None:
    """The pools of one language, each entry once and in order; None where there is too little."""
    names, terms = sorted(set(names)), sorted(set(terms))
    single = sorted({word for name in names for word in _ONE_WORD.findall(name)})
    if not single or not terms:
        return None
    return Replacements(names, terms, NameInventor(single))
