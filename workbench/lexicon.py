"""Which target words may stand for an English one: a table learnt from aligned text, and names.

The model's own probabilities tell where a word went only where it would have been surprised; a
table of words tells it of every common one, and letters tell it of names, which no table has. The
table (`starter/words-*.tsv.gz`, stems with their share) is made by `python -m training lexicon`
from text of this project alone.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path

from workbench.normalize import ZWNJ

NAME = "="
"""Before a word of the table that is a name, which stands in a line of its own."""
FOLDER = Path(__file__).parent / "starter"

_ENGLISH_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", ""))
_TARGET_ENDINGS = {
    "prs": ("هایی", "های", "ها", "ان", "ی", "م"),
    "ps": ("ونه", "ونو", "انو", "ان", "مه", "و", "ې", "ۍ", "ی", "ي", "ه", "ۀ"),
}
_BEFORE_VERB = re.compile(f"^ن?می{ZWNJ}?(?=..)")
_SHORTEST = 3
_LETTERS = str.maketrans(
    {
        "آ": "ا",
        "أ": "ا",
        "ئ": "ی",
        "ي": "ی",
        "ې": "ی",
        "ۍ": "ی",
        "ؤ": "و",
        "ك": "ک",
        "ګ": "گ",
        "ۀ": "ه",
    }
)
_SOUNDS = (
    ("tch", "C"), ("sh", "S"), ("ch", "C"), ("kh", "K"), ("gh", "J"), ("zh", "J"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("x", "ks"), ("c", "k"), ("q", "k"), ("g", "J"), ("j", "J"),
    ("w", "v"),
)  # fmt: skip
"""English letters as sounds; g, j and zh are one, since names are written with any of them."""
_SOUND_OF = str.maketrans(
    "بپتټثجچحخدډذرړزژسشصضطظعغفقکگلمنڼوهښځڅږ",
    "bpttsJChKddzrrzJsSsztz" + " " + "JfkkJlmnnvhSzsJ",
)
_UNHEARD = re.compile("[^bptsJChKdzrSfklmnv]|(?<!^)v")
"""Vowels, and w, which is one more often than not."""


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """An English word without its ending; crude, but the same for all forms of most words.

    >>> english_stem("Hospitals"), english_stem("stopped"), english_stem("stopping")
    ('hospital', 'stop', 'stop')
    """
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    if len(word) <= _SHORTEST:
        return word
    for ending, instead in _ENGLISH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > _SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST else word


@lru_cache(maxsize=20_000)
def target_stem(word: str, language: str) -> str:
    """A Dari or Pashto word without plural, case and the like.

    >>> target_stem("خانه‌های‌شان", "prs"), target_stem("ښوونځیو", "ps")
    ('خانه', 'ښوونځی')
    """
    word = _BEFORE_VERB.sub("", word.replace("ٔ", "").translate(_LETTERS))
    word = word.split(ZWNJ)[0] or word
    for ending in _TARGET_ENDINGS.get(language, ()):
        ending = ending.translate(_LETTERS)
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The table of one target language."""

    language: str
    shares: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)
    names: dict[str, str] = field(default_factory=dict, repr=False)
    """English words that are names or acronyms, in small letters: as they are written."""

    def likeness(self, english: str, target: str) -> float:
        """How likely the one word stands for the other, 0 to 1."""
        source = english_stem(english)
        share = self.shares.get((source, target_stem(target, self.language)), 0.0)
        if english[:1].isupper() and share < 0.5:
            return max(share, _sounds_alike(english, target))
        return share


@cache
def lexicon(language: str) -> Lexicon:
    """The table that ships; an empty one for a language that has none."""
    path = FOLDER / f"words-{language}.tsv.gz"
    if not path.is_file():
        return Lexicon(language)
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    shares, names = {}, {}
    for line in lines:
        source, *words = line.split("\t")
        if source.startswith(NAME):
            names[source[1:].lower()] = source[1:]
        for word in words:
            target, _, share = word.partition(" ")
            shares[source, target] = int(share) / 100
    return Lexicon(language, shares, names)


def recased(text: str) -> str:
    """English in capitals as it would stand in running text, where names keep one.

    >>> recased("SNOW CLOSES ROAD TO KABUL")
    'Snow closes road to Kabul'
    """
    names = lexicon("prs").names

    def word(found: re.Match[str]) -> str:
        lower = found.group().lower()
        return names.get(lower, lower)

    text = re.sub(r"[^\W\d_]+", word, text)
    first = re.search(r"[^\W\d_]", text)
    return text[: first.start()] + first[0].upper() + text[first.end() :] if first else text


@lru_cache(maxsize=10_000)
def _sounds_alike(english: str, target: str) -> float:
    """Of a name in two scripts, by its consonants: Wardak is وردک. 0 below a fair likeness."""
    one, other = _english_sounds(english), _target_sounds(target)
    if min(len(one), len(other)) < 2:
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio * 0.9 if ratio >= 0.75 else 0.0


def _english_sounds(word: str) -> str:
    word = word.lower().removesuffix("'s")
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return _undoubled(_UNHEARD.sub("", word))


def _target_sounds(word: str) -> str:
    return _undoubled(_UNHEARD.sub("", word.translate(_LETTERS).translate(_SOUND_OF)))


def _undoubled(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sounds)
