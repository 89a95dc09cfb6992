"""Make workbench/detection/model.npz: `python training/lid/train.py` from the root, five minutes.

A logistic regression over the words of a segment and their letter groups, its weights kept in
hundredths. `--without SOURCE` holds a source out whole and `--output` writes elsewhere: that is how
the figures of `benchmarks/detection.py` are measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from examples import Example, examples  # noqa: E402

from workbench.detection import ngrams  # noqa: E402

FEWEST = 4
"""A letter group must stand in so many words, a word in so many examples."""
PENALTY = 3.0
"""Inverse of the L2 penalty."""
ITERATIONS = 200
STEP = 0.01
"""The unit in which weights are kept."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--without", action="append", default=[], metavar="SOURCE")
    arguments.add_argument("--output", type=Path, default=ngrams.MODEL)
    given = arguments.parse_args()
    started = time.monotonic()
    found = list(examples(without=frozenset(given.without)))
    vocabulary = _vocabulary(found)
    print(f"{len(found)} examples, {len(vocabulary)} features", flush=True)
    fitted = _fit(found, vocabulary)
    kept = _save(given.output, vocabulary, fitted)
    size = given.output.stat().st_size
    seconds = time.monotonic() - started
    print(f"{given.output}: {kept} features, {size:,} bytes, {seconds:.0f} seconds")


def _vocabulary(found: list[Example]) -> dict[str, int]:
    uses: Counter[str] = Counter(word for words, _, _ in found for word in set(words))
    counts: Counter[str] = Counter()
    for word, used in uses.items():
        whole = f"<{word}>"
        for feature in set(ngrams.features(word)):
            counts[feature] += used if feature == whole else 1
    kept = sorted(feature for feature, count in counts.items() if count >= FEWEST)
    return {feature: index for index, feature in enumerate(kept)}


def _fit(found: list[Example], vocabulary: dict[str, int]) -> LogisticRegression:
    words: dict[str, int] = {}
    cells = [
        (row, words.setdefault(word, len(words)))
        for row, (line, _, _) in enumerate(found)
        for word in line
    ]
    rows, columns = zip(*cells, strict=True)
    bags = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(found), len(words)))
    parts = [
        (row, vocabulary[feature])
        for word, row in words.items()
        for feature in ngrams.features(word)
        if feature in vocabulary
    ]
    rows, columns = zip(*parts, strict=True)
    built = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), (len(words), len(vocabulary)))
    labels = [ngrams.CLASSES.index(code) for _, code, _ in found]
    weights = [weight for _, _, weight in found]
    model = LogisticRegression(C=PENALTY, max_iter=ITERATIONS, tol=1e-3)
    return model.fit(bags @ built, labels, sample_weight=weights)


def _save(path: Path, vocabulary: dict[str, int], fitted: LogisticRegression) -> int:
    """Keep what weighs anything. A whole word takes over the weights of its letter groups.

    So a common word is one look-up when the model runs, and only a rare one is taken apart.
    """
    weights = np.rint(fitted.coef_ / STEP).astype(np.int16).T
    totals = weights.copy()
    for feature, index in vocabulary.items():
        if feature.startswith("<") and feature.endswith(">"):
            parts = [vocabulary.get(part) for part in ngrams.features(feature[1:-1])]
            totals[index] = weights[[part for part in parts if part is not None]].sum(axis=0)
    kept = np.flatnonzero(totals.any(axis=1))
    names = list(vocabulary)
    text = "\n".join(names[index] for index in kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        features=np.frombuffer(text.encode("utf-8"), dtype=np.uint8),
        weights=totals[kept],
        scale=np.float32(STEP),
        bias=fitted.intercept_.astype(np.float32),
    )
    return len(kept)


if __name__ == "__main__":
    main()
