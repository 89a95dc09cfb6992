"""The table of words that marks are put back by: linked stems with the share they have in common.

Only text written for this project, and other text without conditions, goes in, so that the table
may be shipped under any licence. A share is the geometric mean of how often the English stem became
the target stem and how often the target stem came of it.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from training.align import Link, words
from training.corpus import Pair
from workbench.lexicon import NAME, english_stem, target_stem

FREE = ("authored", "tico19")
"""Sets under CC0."""
LEAST_SHARE = 0.05
LEAST_ONCE = 0.3
"""Share from which a link seen once is believed."""
MOST = 12
MOSTLY = 0.8
"""Share of its places in which a name has its capital."""


def table(
    pairs: Sequence[Pair], links: Sequence[frozenset[Link]], language: str
) -> list[tuple[str, list[tuple[str, float]]]]:
    """Every English stem with the target stems linked to it, the likeliest first."""
    together: Counter[tuple[str, str]] = Counter()
    for pair, linked in zip(pairs, links, strict=True):
        if pair.language == language and pair.origin.startswith(FREE):
            together.update(_linked(pair, linked))
    sources, targets = _sums(together, 0), _sums(together, 1)
    found: dict[str, list[tuple[str, float]]] = {}
    for (source, target), count in together.items():
        share = count / (sources[source] * targets[target]) ** 0.5
        if share >= (LEAST_SHARE if count > 1 else LEAST_ONCE):
            found.setdefault(source, []).append((target, share))
    return [
        (source, sorted(found[source], key=lambda each: (-each[1], each[0]))[:MOST])
        for source in sorted(found)
    ]


def names(pairs: Sequence[Pair]) -> list[str]:
    """English words that are nearly always written with a capital, or all in capitals."""
    seen: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for pair in pairs:
        if pair.language == "prs" and pair.origin.startswith(FREE):
            for place, match in enumerate(words(pair.english)):
                word = match.group().removesuffix("'s")
                if word.isalpha() and (place or word[0].islower()):
                    seen[word.lower()] += 1
                    written.setdefault(word.lower(), Counter())[word] += 1
    best = {lower: forms.most_common(1)[0] for lower, forms in written.items()}
    return sorted(
        form
        for lower, (form, count) in best.items()
        if form != lower and count >= MOSTLY * seen[lower]
    )


def _linked(pair: Pair, links: frozenset[Link]) -> Iterable[tuple[str, str]]:
    english, target = words(pair.english), words(pair.target)
    for one, other in links:
        source, aim = english[one].group(), target[other].group()
        if source[0].isalpha() and aim[0].isalpha():
            yield english_stem(source), target_stem(aim, pair.language)


def _sums(together: Counter[tuple[str, str]], side: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    for pair, count in together.items():
        sums[pair[side]] += count
    return sums


def write(
    path: Path, rows: Iterable[tuple[str, Sequence[tuple[str, float]]]], known: Sequence[str] = ()
) -> int:
    """`stem<TAB>target share<TAB>...`, shares in hundredths; the same bytes for the same rows."""
    lines = [
        "\t".join([source, *(f"{target} {round(share * 100)}" for target, share in targets)])
        for source, targets in rows
    ]
    lines += [NAME + name for name in known]
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    return len(lines)
