"""What each way of decoding is worth: chrF++, useless outputs and speed, one setting a row.

    python benchmarks/decoding.py [--target prs] [--test training/corpus/dev.tsv] [--only beam]

The first row of each target is what the workbench does by default. chrF++ is sacrebleu's after
folding (digits, letter variants, half-spaces); the interval of a difference to the first row is
that of 500 paired bootstrap samples. Useless is what `engines/guard.py` would not let through.
Seconds are those of the processor, one thread.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sacrebleu.metrics import CHRF  # noqa: E402

from training.normalise import fold_for_scoring  # noqa: E402
from workbench.engines import decoder, guard, packages  # noqa: E402
from workbench.engines.argos import BEAM, _chunks, _longest, _prepared  # noqa: E402
from workbench.engines.consensus import agreed  # noqa: E402
from workbench.model import Hypothesis  # noqa: E402

COLUMNS = {"prs": 1, "ps": 2}
DEFAULT = {"beam_size": BEAM, "length_penalty": 0.2}
GRID: dict[str, list[dict[str, Any]]] = {
    "length": [{"length_penalty": alpha} for alpha in (0.6, 1.0, 1.4)],
    "beam": [{"beam_size": size, "length_penalty": 1.0} for size in (2, 6)],
    "ngram": [{"no_repeat_ngram_size": 3, "length_penalty": 1.0}],
    "repetition": [{"repetition_penalty": 1.05, "length_penalty": 1.0}],
    "agreed": [
        {"beam_size": size, "num_hypotheses": size, "length_penalty": 1.0, "return_scores": True}
        for size in (8, 12)
    ],
    "coverage": [{"coverage_penalty": 0.2, "length_penalty": 1.0}],
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--target", choices=COLUMNS, action="append")
    arguments.add_argument("--test", type=Path, default=ROOT / "training" / "corpus" / "dev.tsv")
    arguments.add_argument("--only", choices=GRID, action="append")
    given = arguments.parse_args()
    rows = [line.split("\t") for line in given.test.read_text(encoding="utf-8").splitlines()]
    print(f"{len(rows)} lines of {given.test.name}, chrF++ after folding")
    for target in given.target or COLUMNS:
        print(f"\n{target}: {packages.find(f'en-{target}').version}\n")
        print("chrF++  to first row      useless                    sent./s  length  setting")
        measure(target, rows, given.only or list(GRID))


def measure(target: str, rows: Sequence[Sequence[str]], kinds: Sequence[str]) -> None:
    english = [row[0] for row in rows]
    references = [fold_for_scoring(row[COLUMNS[target]], target) for row in rows]
    first: list[Any] = []
    for setting in ({}, *(setting for kind in kinds for setting in GRID[kind])):
        began = time.process_time()
        outputs = decoded(english, target, DEFAULT | setting)
        seconds = time.process_time() - began
        statistics = counts([fold_for_scoring(text, target) for text in outputs], references)
        first = first or statistics
        faults = Counter(guard.fault(*pair, target) for pair in zip(english, outputs, strict=True))
        useless = ", ".join(f"{n} {name}" for name, n in faults.most_common() if name) or "none"
        ratio = sum(map(len, outputs)) / sum(map(len, references))
        print(
            f"{total(statistics):6.2f}  {difference(first, statistics):14}  {useless:27}"
            f" {len(rows) / seconds:6.1f}  {ratio:6.3f}  {setting or 'as shipped'}",
            flush=True,
        )


def decoded(texts: Sequence[str], target: str, options: dict[str, Any]) -> list[str]:
    """The best hypothesis of each text, or that on which several agree; one chunk at a time."""
    return [agreed(each)[0].text for each in nbest(texts, target, options)]


def nbest(texts: Sequence[str], target: str, options: dict[str, Any]) -> list[list[Hypothesis]]:
    package = packages.find(f"en-{target}")
    loaded = decoder.load(package)
    jobs = {text: loaded.encode(_prepared(text, package)) for text in texts}
    known: dict[str, list[Hypothesis]] = {}
    for chunk in _chunks(sorted(((tokens, text) for text, tokens in jobs.items()), key=_longest)):
        results = loaded.submit([tokens for tokens, _ in chunk], options)
        for (_, text), result in zip(chunk, results, strict=True):
            found = result.result()
            scores = found.scores or [0.0]
            known[text] = [
                Hypothesis(loaded.decode(tokens), score)
                for tokens, score in zip(found.hypotheses, scores, strict=True)
            ]
    return [known[text] for text in texts]


_METRIC = CHRF(word_order=2)


def counts(outputs: Sequence[str], references: Sequence[str]) -> list[Any]:
    """What chrF++ counts of each line."""
    return list(_METRIC._extract_corpus_statistics(outputs, [references]))


def total(statistics: Sequence[Any]) -> float:
    return float(_METRIC._aggregate_and_compute(statistics).score)


def difference(first: Sequence[Any], other: Sequence[Any], samples: int = 500) -> str:
    """`+0.52 ± 0.31`: the mean and half of the 95 % interval of paired resamples."""
    chance = random.Random(1)
    found = sorted(_differences(first, other, chance, samples))
    low, high = found[int(samples * 0.025)], found[int(samples * 0.975)]
    return f"{sum(found) / samples:+.2f} ± {(high - low) / 2:.2f}"


def _differences(
    first: Sequence[Any], other: Sequence[Any], chance: random.Random, samples: int
) -> Iterator[float]:
    size = len(first)
    for _ in range(samples):
        drawn = chance.choices(range(size), k=size)
        yield total([other[i] for i in drawn]) - total([first[i] for i in drawn])


if __name__ == "__main__":
    main()
