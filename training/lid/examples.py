"""Training examples for the four languages in Arabic letters: cuts of texts, bags of words, words.

Segments come in every length, so does the training: whole lines, cuts of five, three and two
words, and every word alone, weighed by its frequency. Some of each are mistyped the way people
mistype: Pashto on a Persian keyboard, Persian with a Pashto ې, Arabic ي and ك, a lost hamza.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import wordfreq
from sources import texts

from workbench.detection import letters, ngrams

MERGED = {"prs": "fa"}
"""Dari and Iranian Persian are one class here; `varieties` tells them apart."""

CUTS = {None: 8000, 5: 8000, 3: 6000, 2: 12000}
"""Examples a language by number of words; None is the whole line."""
SINGLE_WORDS = 30000.0
"""Weight of all single words of a language together."""
LISTED = {"ur": 0.5, "ar": 0.5, "fa": 0.12}
"""Share of a language that comes from wordfreq's list: there is little Urdu and Arabic text."""
SOURCE_WEIGHT = {"leipzig": 3, "authored": 3, "nllb_seed": 3, "tico19": 2, "ud_perdt": 2}
SOURCE_WEIGHT |= {"ud_seraji": 2, "storybooks": 0.5, "tatoeba": 0.5, "udhr": 0.2}
_ARABIC = re.compile("[\u0620-\u06ff]+")

_PERSIAN_KEYS = dict(zip("ټډړږښڼڅځېۍګي", "تدرژشنچزییگی", strict=True))
MISTYPED = {
    "fa": [
        ({"ی": "ې"}, 0.05),
        ({"ی": "ۍ"}, 0.02),
        ({"گ": "ګ"}, 0.04),
        ({"ی": "ۍ", "گ": "ګ"}, 0.02),
        ({"ی": "ې", "گ": "ګ", "ک": "ك"}, 0.02),
        ({"ی": "ي", "ک": "ك"}, 0.1),
        ({"ی": "ي"}, 0.03),
        ({"ی": "ى"}, 0.02),
    ],
    "ps": [
        (_PERSIAN_KEYS, 0.08),
        ({"ې": "ی", "ۍ": "ی", "ګ": "گ", "ي": "ی"}, 0.05),
        ({"ګ": "گ", "ي": "ی"}, 0.04),
        ({"ک": "ك", "ی": "ي"}, 0.03),
    ],
    "ur": [
        ({"ہ": "ه", "ھ": "ه"}, 0.05),
        ({"ی": "ي", "ک": "ك"}, 0.04),
        ({"ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ں": "ن"}, 0.03),
    ],
    "ar": [
        ({"ي": "ی", "ك": "ک"}, 0.06),
        ({"أ": "ا", "إ": "ا", "آ": "ا"}, 0.08),
        ({"ة": "ه"}, 0.04),
        ({"ى": "ي"}, 0.03),
    ],
}
_KEYS = {
    language: [(str.maketrans(swap), chance) for swap, chance in swaps]
    for language, swaps in MISTYPED.items()
}

Example = tuple[list[str], str, float]
"""Words, language, weight."""


def examples(*, without: frozenset[str] = frozenset(), seed: int = 1) -> Iterator[Example]:
    """All training examples, the same every time; whole sources can be held out."""
    rng = random.Random(seed)
    lines: dict[str, dict[str, list[list[str]]]] = {code: {} for code in ngrams.CLASSES}
    for (source, language), found in sorted(texts(without=without).items()):
        code = MERGED.get(language, language)
        if code in lines:
            cut = [words for line in found if (words := ngrams.plain(letters.read(line).arabic))]
            lines[code][f"{source} {language}"] = cut
    for code, by_source in lines.items():
        listed = _listed(code) if code in LISTED else {}
        yield from _cuts(code, by_source, listed, rng)
        yield from _single_words(code, by_source, listed)


def _listed(code: str) -> dict[str, float]:
    """Word frequencies from wordfreq, rare ones left out."""
    wordlist = "large" if code == "ar" else "best"
    found: Counter[str] = Counter()
    for word, frequency in wordfreq.get_frequency_dict(code, wordlist=wordlist).items():
        if frequency >= 3e-7 and _ARABIC.fullmatch(word):
            for part in ngrams.plain([word]):
                found[part] += frequency
    total = sum(found.values())
    return {word: frequency / total for word, frequency in found.items()}


def _weights(by_source: dict[str, list[list[str]]]) -> dict[str, float]:
    weights = {
        name: SOURCE_WEIGHT.get(name.split()[0], 0.3) * min(1, len(found) / 1000)
        for name, found in by_source.items()
    }
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def _cuts(
    code: str,
    by_source: dict[str, list[list[str]]],
    listed: dict[str, float],
    rng: random.Random,
) -> Iterator[Example]:
    weights = _weights(by_source)
    share = (LISTED[code] if weights else 1.0) if listed else 0.0
    words, cumulative = list(listed), list(accumulate(listed.values()))
    for length, wanted in CUTS.items():
        bags = int(wanted * share)
        for _ in range(bags):
            size = length or rng.randint(8, 25)
            yield _mistyped(rng.choices(words, cum_weights=cumulative, k=size), code, rng), code, 1
        if weights:
            drawn = rng.choices(list(weights), weights=list(weights.values()), k=wanted - bags)
            for source in drawn:
                line = _cut(rng.choice(by_source[source]), length, rng)
                yield _mistyped(line, code, rng), code, 1


def _cut(words: list[str], length: int | None, rng: random.Random) -> list[str]:
    if length is None or len(words) <= length:
        return words
    start = 0 if rng.random() < 0.5 else rng.randrange(len(words) - length + 1)
    return words[start : start + length]


def _mistyped(words: list[str], code: str, rng: random.Random) -> list[str]:
    chance = rng.random()
    for table, share in _KEYS[code]:
        if chance < share:
            return [word.translate(table) for word in words]
        chance -= share
    return words


def _single_words(
    code: str, by_source: dict[str, list[list[str]]], listed: dict[str, float]
) -> Iterator[Example]:
    """Every word once, as it is and mistyped; a quarter of the weight favours the rare ones."""
    share = (LISTED[code] if by_source else 1.0) if listed else 0.0
    frequency: Counter[str] = Counter({word: share * p for word, p in listed.items()})
    for source, weight in _weights(by_source).items():
        counts = Counter(word for line in by_source[source] for word in line)
        total = counts.total()
        for word, count in counts.items():
            frequency[word] += (1 - share) * weight * count / total
    roots = sum(p**0.5 for p in frequency.values())
    for word, p in frequency.items():
        weight = SINGLE_WORDS * (0.75 * p + 0.25 * p**0.5 / roots)
        if weight > 0.02:
            yield [word], code, weight
        for table, chance in _KEYS[code]:
            mistyped = word.translate(table)
            if mistyped != word and weight * chance > 0.01:
                yield [mistyped], code, weight * chance
