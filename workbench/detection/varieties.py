"""Dari or Iranian Persian: two written standards of one language, told apart by their words.

Most single sentences bear no mark of either, so the evidence is a sum of log-odds, collected over
a document. Dari marks weigh more than Iranian ones: Iranian words are common in Afghan papers, the
reverse is rare. How a compound is spaced (half-space, space, joined) is house style and only tips
the scale. Places and peoples are topic, not language, and count for nothing.

A classifier trained on the words themselves did worse than this list on every source kept out of
its training: it learns the topics of its sources (see training/lid/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, pairwise
from pathlib import Path

_LEXICON = Path(__file__).with_name("varieties.txt")
_WEIGHTS = {"++": 1.85, "+": 0.3, "--": -0.8, "-": -0.22}
"""Log-odds for Dari, fitted on the training sources; four numbers for the whole list."""
_MOST = 3
"""Words of one sign counted in a segment: repetition is topic."""
_ENDINGS = {"ی": ("هایی", "های", "یی", "ی"), "ا": ("ها",), "ن": ("ان",)}
"""By their last letter, in the order in which they are tried."""
_FOLD = dict(zip("يكىةأإېۍګ", "یکیهاایيگ".replace("ي", "ی"), strict=True))
_FOLDED = re.compile("[\u064b-\u065f\u0670\u0640\u200dيكىةأإېۍګ]")
"""Letters with another form, and marks that are not written, which are dropped."""
_NATIVE_ZHE = re.compile("ویژه|واژه|ژرف|لوژ|مژ|دژ|کژ|نژاد|ژاله|ژنده|اژد")
_JOINED_VERB = re.compile(" ن?می[^ \u200c]{2,}[دم] ")
_PLURALS = ("ها", "های", "هایی")
_SPACED_PLURAL = re.compile(" (?:ها|های|هایی) ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Log-odds for Dari; negative speaks for Iranian Persian."""

    words: float
    spacing: float
    cues: tuple[str, ...]
    """The words that speak for the side that the words are on."""

    @property
    def total(self) -> float:
        """Words and spacing together."""
        return self.words + self.spacing


def evidence(words: Sequence[str]) -> Evidence:
    """What the words of a Persian text say of its variety.

    >>> evidence("پولیس در ولسوالی بگرام".split())
    Evidence(words=3.7, spacing=0.0, cues=('پولیس', 'ولسوالی'))
    >>> evidence(["پلیس", "کتاب‌ها", "را"]).total
    -1.1
    """
    folded = _FOLDED.sub(_fold, " ".join(words))
    plain = folded.replace("\u200c", "").split() if "\u200c" in folded else folded.split()
    signs = [*map(_SIGNS.__getitem__, plain)]
    found = dict(compress(zip(plain, signs, strict=True), signs))
    pairs = _pairs()
    if first := pairs.keys() & plain:
        found |= {
            f"{one}_{two}": pairs[one][two]
            for one, two in pairwise(plain)
            if one in first and two in pairs[one]
        }
    spacing = _spacing(folded)
    if not found:
        return Evidence(0.0, spacing, ())
    signs = [*found.values()]
    score = sum(weight * min(_MOST, signs.count(sign)) for sign, weight in _WEIGHTS.items())
    side = "+" if score > 0 else "-"
    cues = sorted((w for w, sign in found.items() if sign[0] == side), key=lambda w: -len(found[w]))
    return Evidence(round(score, 2), spacing, tuple(cue.replace("_", " ") for cue in cues))


class _Signs(dict[str, str]):
    """The sign of a word, found when first asked for; "" for most."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = sign = _sign(word)
        return sign


_SIGNS = _Signs()
_REMEMBERED = 100_000


def _fold(found: re.Match[str]) -> str:
    return _FOLD.get(found.group(), "")


def _sign(word: str) -> str:
    """The lexicon's sign for a word or its stem, or what its build alone says; "" for most."""
    lexicon = _lexicon()
    if sign := lexicon.get(word):
        return sign
    for ending in _ENDINGS.get(word[-1], ()):
        stem = word.removesuffix(ending)
        if len(stem) > 2 and stem != word and (sign := lexicon.get(stem)):
            return sign
    if len(word) > 4:
        if word.endswith("یزم"):
            return "++"
        if word.endswith("یسم") and word != "سیستم":
            return "--"
        if len(word) > 5 and word.endswith("یکه") and not word.endswith(("ریکه", "تیکه")):
            return "++"
    return "-" if "ژ" in word and not _NATIVE_ZHE.search(word) else ""


@cache
def _lexicon() -> dict[str, str]:
    """Sign by word; what may be written in two words stands with _ and, joined, without."""
    signs: dict[str, str] = {}
    for line in _LEXICON.read_text(encoding="utf-8").splitlines():
        if line.startswith(("+", "-")):
            sign, *words = line.split()
            for word in words:
                signs[word] = sign
                signs.setdefault(word.replace("_", ""), sign)
    return signs


@cache
def _pairs() -> dict[str, dict[str, str]]:
    """Sign by first and second word, for what may be written in two."""
    pairs: dict[str, dict[str, str]] = {}
    for entry, sign in _lexicon().items():
        one, both, two = entry.partition("_")
        if both:
            pairs.setdefault(one, {})[two] = sign
    return pairs


def _spacing(text: str) -> float:
    """The habit of spaces: half-spaces lean to Iranian Persian, «کتاب ها» and «میشود» to Dari."""
    text = f" {text} "
    habits = 0.0
    if "\u200c" in text:
        habits += sum({_half_spaced(word) for word in text.split() if "\u200c" in word})
    if _SPACED_PLURAL.search(text):
        habits += 0.6
    if _JOINED_VERB.search(text):
        habits += 0.6
    return round(max(-0.6, min(0.8, habits)), 2) if habits else 0.0


def _half_spaced(word: str) -> float:
    """What a half-space says: in a verb, before a plural, elsewhere."""
    head, _, tail = word.rpartition("\u200c")
    if head in ("می", "نمی"):
        return -0.35
    return -0.3 if tail in _PLURALS else -0.1
