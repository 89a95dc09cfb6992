"""Which sentences are seen when, and in which batch.

A pass is a quarter of the weighted corpus (the late passes: half, of the core sets only). Inline
variants are drawn first and batches cut afterwards, by length, so that little is spent on padding:
drawing them later made batches a fifth larger than planned.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.corpus import TARGET_TAGS, Pair, read_pairs
from training.vocabulary import BEGIN, END, PAD

CORE_SETS = ("authored", "nllb_seed", "tico19", "storybooks", "denoise_prs")
_SORTED_BLOCK = 20_000
# Copying is learnt cheapest in short sentences: more of each is the term.
SHORT_TARGET = 22
SHORT_INLINE_SHARE = 0.85
Tokens = list[int]
Example = tuple[Tokens, Tokens]
"""Source ids with the end mark; target ids with the language tag and the end mark."""


@dataclass(frozen=True, slots=True)
class Padded:
    """Three rectangles of token ids: source, target so far, target to predict."""

    source: list[Tokens]
    written: list[Tokens]
    expected: list[Tokens]

    @property
    def target_tokens(self) -> int:
        """How many target tokens count."""
        return sum(token != PAD for row in self.expected for token in row)


class TrainingText:
    """The rows as token ids, with the inline variants of those that have some."""

    def __init__(self, folder: Path, pieces: Any, inline_share: float) -> None:
        self.pieces = pieces
        self.inline_share = inline_share
        self.pairs: list[Pair] = list(read_pairs(folder / "train.tsv"))
        self.source: list[Tokens] = pieces.encode([pair.english for pair in self.pairs])
        self.target: list[Tokens] = pieces.encode([pair.target for pair in self.pairs])
        self.tags = {language: pieces.piece_to_id(tag) for language, tag in TARGET_TAGS.items()}
        self.inline = _read_inline(folder / "inline.jsonl")

    def one_pass(
        self, rng: random.Random, *, late: bool, size: int, share: tuple[int, int] = (0, 1)
    ) -> list[list[Example]]:
        """Batches of about `size` padded tokens; of these every n-th, for the m-th of n workers.

        All workers must come with equal generators, or they would not divide one and the same pass.
        """
        examples = [self._example(row, rng) for row in self._rows(rng, late=late)]
        rng.shuffle(examples)
        batches: list[list[Example]] = []
        for start in range(0, len(examples), _SORTED_BLOCK):
            batches += cut(examples[start : start + _SORTED_BLOCK], size)
        rng.shuffle(batches)
        mine, of = share
        return batches[: len(batches) // of * of][mine::of]

    def _rows(self, rng: random.Random, *, late: bool) -> Iterator[int]:
        """Row numbers, each as often as its weight says."""
        for row, pair in enumerate(self.pairs):
            if late and not pair.origin.startswith(CORE_SETS):
                continue
            times = pair.weight * (0.5 if late else 0.25)
            for _ in range(int(times) + (rng.random() < times % 1)):
                yield row

    def _example(self, row: int, rng: random.Random) -> Example:
        source, target = self.source[row], self.target[row]
        variants = self.inline.get(row)
        share = self.inline_share
        if share and len(target) <= SHORT_TARGET:
            share = max(share, SHORT_INLINE_SHARE)
        if variants and rng.random() < share:
            english, translation = rng.choice(variants)
            source, target = self.pieces.encode(english), self.pieces.encode(translation)
        return [*source, END], [self.tags[self.pairs[row].language], *target, END]


def cut(examples: Sequence[Example], size: int) -> list[list[Example]]:
    """Batches of neighbours in length, of about `size` padded tokens a side."""
    by_length = sorted(examples, key=lambda pair: (max(map(len, pair)) // 3, len(pair[1])))
    batches: list[list[Example]] = []
    longest = (0, 0)
    for source, target in by_length:
        longest = (max(longest[0], len(source)), max(longest[1], len(target)))
        # Source and target cost about the same: six encoder layers, two and the vocabulary.
        if not batches or (len(batches[-1]) + 1) * sum(longest) / 2 > size:
            batches.append([])
            longest = (len(source), len(target))
        batches[-1].append((source, target))
    return batches


def padded(batch: Sequence[Example]) -> Padded:
    """The rectangles of one batch."""
    sources = [source for source, _ in batch]
    written = [[BEGIN, *target[:-1]] for _, target in batch]
    # The language tag is given, never predicted.
    expected = [[PAD, *target[1:]] for _, target in batch]
    return Padded(_fill(sources), _fill(written), _fill(expected))


def _fill(rows: list[Tokens]) -> list[Tokens]:
    width = max(map(len, rows))
    return [row + [PAD] * (width - len(row)) for row in rows]


def _read_inline(path: Path) -> dict[int, list[tuple[str, str]]]:
    """Variants by row; an absent file is a training run without inline terms."""
    variants: dict[int, list[tuple[str, str]]] = {}
    if not path.exists():
        print(f"no {path.name}: training without inline terms")
        return variants
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row, english, target = json.loads(line)
            variants.setdefault(row, []).append((english, target))
    return variants
