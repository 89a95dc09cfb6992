"""Sources that teach what plain pairs do not: copying terms that are written in, and mending text.

- *Genuine*: an English span is replaced by its own translation; the target stays as it is.
- *Replaced*: the span is replaced on both sides by one and the same other or invented name, so the
  only way to get the target right is to copy. Measured on the first pair: without these, unseen
  terms came through 17 % of the time.
- *Marked*: the span is replaced by a stand-in, `X3`, as the workbench writes one for a mark that is
  a word of its sentence (an address, a piece of code); in the target with the language's digits.
- *Denoised*: a source of target-language words, some left out and out of order, whose target is the
  text itself. That is all that can be learnt from monolingual text without a reverse model.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from training.align import Link, words
from training.corpus import Pair
from training.names import Replacements, replacements_from
from training.normalise import normalise_target
from training.spans import Span, WordCounts, find_spans

GENUINE_VARIANTS = 1
REPLACED_VARIANTS = 3
KEEP_OWN_TERM = 0.1
MARKED = 0.1
"""Share of replaced spans that become stand-ins."""
STANDINS = 9
SHORTEST_SENTENCE = 4
DENOISED_SETS = frozenset({"authored", "nllb_seed_prs", "tico19_prs"})
DENOISED_WEIGHT = 0.4
MONOLINGUAL_LIMIT = 40_000


@dataclass(frozen=True, slots=True)
class InlineExample:
    """Row number in the training pairs, and the source (and target) to use in its place."""

    row: int
    english: str
    target: str


def inline_examples(
    pairs: Sequence[Pair], links: Sequence[frozenset[Link]], rng: random.Random
) -> Iterator[InlineExample]:
    """Variants of every pair that has a span, in the order of the pairs."""
    counts = WordCounts(pair.english for pair in pairs)
    spans = {
        row: found
        for row, (pair, linked) in enumerate(zip(pairs, links, strict=True))
        if len(words(pair.english)) >= SHORTEST_SENTENCE
        and (found := list(find_spans(pair.english, pair.target, linked, counts)))
    }
    pools = _pools(pairs, spans)
    for row, found in spans.items():
        pair = pairs[row]
        for variant in range(GENUINE_VARIANTS + REPLACED_VARIANTS):
            pool = pools.get(pair.language) if variant >= GENUINE_VARIANTS else None
            english, target = write_inline(pair, choose_spans(found, rng), pool, rng)
            yield InlineExample(row, english, target)


def choose_spans(spans: Sequence[Span], rng: random.Random) -> list[Span]:
    """One to three spans that do not overlap, heavier ones more often."""
    weights = [span.weight for span in spans]
    chosen: list[Span] = []
    for span in rng.choices(spans, weights, k=rng.choice((1, 1, 2, 2, 3, 3))):
        if not any(span.overlaps(other) for other in chosen):
            chosen.append(span)
    return chosen


def write_inline(
    pair: Pair, spans: Sequence[Span], pool: Replacements | None, rng: random.Random
) -> tuple[str, str]:
    """Source and target with the spans' terms written in; other terms if a pool is given."""
    english, target = pair.english, pair.target
    numbers = iter(rng.sample(range(1, STANDINS + 1), len(spans)))
    terms = {}
    for span in spans:
        own = pair.target[span.target_start : span.target_end]
        chance = rng.random()
        if pool is None or chance < KEEP_OWN_TERM:
            terms[span] = own, own
        elif chance > 1 - MARKED:
            number = f"X{next(numbers)}"
            terms[span] = number, normalise_target(number, pair.language)
        else:
            terms[span] = (drawn := pool.draw(rng)), drawn
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        english = english[: span.start] + terms[span][0] + english[span.end :]
    for span in sorted(spans, key=lambda span: span.target_start, reverse=True):
        target = target[: span.target_start] + terms[span][1] + target[span.target_end :]
    return english, target


def denoising_pairs(pairs: Iterable[Pair], rng: random.Random) -> Iterator[Pair]:
    """Noisy target text as source: all monolingual rows up to a limit, and good Dari."""
    pairs = list(pairs)
    monolingual = [pair for pair in pairs if pair.monolingual]
    rng.shuffle(monolingual)
    for pair in monolingual[:MONOLINGUAL_LIMIT]:
        yield replace(pair, english=add_noise(pair.target, rng), origin=f"denoise_{pair.origin}")
    for pair in pairs:
        if pair.language == "prs" and pair.origin in DENOISED_SETS:
            noisy = add_noise(pair.target, rng)
            yield replace(pair, english=noisy, weight=DENOISED_WEIGHT, origin="denoise_prs")


def add_noise(text: str, rng: random.Random) -> str:
    """About one word in eight left out, the others moved by up to two places."""
    kept = [word for word in text.split() if rng.random() > 0.12] or text.split()
    order = sorted(range(len(kept)), key=lambda place: place + rng.uniform(0, 2.5))
    return " ".join(kept[place] for place in order)


def _pools(pairs: Sequence[Pair], spans: dict[int, list[Span]]) -> dict[str, Replacements]:
    names: dict[str, list[str]] = {}
    terms: dict[str, list[str]] = {}
    for row, found in spans.items():
        pair = pairs[row]
        for span in found:
            pool = names if span.is_name else terms
            pool.setdefault(pair.language, []).append(
                pair.target[span.target_start : span.target_end]
            )
    made = {
        language: replacements_from(names.get(language, []), terms.get(language, []))
        for language in names
    }
    return {language: pool for language, pool in made.items() if pool}
