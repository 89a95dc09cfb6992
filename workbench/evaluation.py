"""How good translations are against a reference, and how much people had to change of them.

The scores are sacrebleu's own, with its signatures, so that they can be compared with anybody's:
`BLEU` (13a), `chrF2++` and `TER`, each with the interval in which 95 % of 1000 bootstrap resamples
lie, always drawn from the same seed. A half-space is a letter to these scores; writers differ in
it, so `folded` counts it as a space.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from workbench.errors import Mismatch
from workbench.memory import changed_share
from workbench.normalize import ZWNJ

SAMPLES = 1000
SURE = 0.05
"""From this chance down a difference is called significant."""
METRICS = ("BLEU", "chrF2++", "TER")
"""As sacrebleu names them. Of the first two more is better, of the last less."""


@dataclass(frozen=True, slots=True)
class Score:
    """One score of one system."""

    metric: str
    value: float
    mean: float
    margin: float
    """95 of 100 resamples lie within `mean` plus or minus this."""
    signature: str
    p: float | None = None
    """Chance of so large a difference to the first system if there were none; None for it."""

    @property
    def star(self) -> str:
        """The mark of a significant difference, or nothing."""
        return "*" if self.p is not None and self.p <= SURE else ""


def scores(
    hypotheses: Sequence[str],
    references: Sequence[str],
    *,
    folded: bool = False,
    samples: int = SAMPLES,
) -> tuple[Score, ...]:
    """BLEU, chrF++ and TER of one system. Raises Mismatch where there is nothing to compare."""
    _refuse({"": hypotheses}, references)
    put = [_put(text, folded) for text in hypotheses]
    found = []
    for name, metric in _metrics([[_put(text, folded) for text in references]]).items():
        score = metric.corpus_score(put, None, n_bootstrap=samples)
        value, mean, margin = map(float, (score.score, score._mean, score._ci))
        found.append(Score(name, value, mean, margin, str(metric.get_signature())))
    return tuple(found)


def compared(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    folded: bool = False,
    samples: int = SAMPLES,
) -> dict[str, tuple[Score, ...]]:
    """The scores of several systems on one text, the first of them what the others are held to.

    Significance is by paired bootstrap resampling. The interval of one system alone may differ from
    that of `scores` in the seventh digit, as it does in sacrebleu.
    """
    from sacrebleu.significance import PairedTest

    _refuse(systems, references)
    named: list[tuple[str, Sequence[str]]] = [
        (name, [_put(text, folded) for text in texts]) for name, texts in systems.items()
    ]
    expected = [[_put(text, folded) for text in references]]
    test = PairedTest(named, _metrics(expected), None, test_type="bs", n_samples=samples)
    signatures, found = test()
    return {
        name: tuple(
            _score(metric, found[metric][index], str(signatures[metric])) for metric in METRICS
        )
        for index, name in enumerate(systems)
    }


def _refuse(systems: Mapping[str, Sequence[str]], references: Sequence[str]) -> None:
    if not references:
        raise Mismatch("There is no reference to compare with. Give at least one sentence.")
    for name, texts in systems.items():
        if len(texts) != len(references):
            raise Mismatch(
                f"{name or 'The system'} has {len(texts)} translations for {len(references)}"
                " references. Give one translation a reference, in the same order."
            )


def _put(text: str, folded: bool) -> str:
    return " ".join((text.replace(ZWNJ, " ") if folded else text).split())


def _metrics(references: Sequence[Sequence[str]]) -> dict[str, Any]:
    from sacrebleu import BLEU, CHRF, TER

    return {
        "BLEU": BLEU(references=references),
        "chrF2++": CHRF(word_order=2, references=references),
        "TER": TER(references=references),
    }


def _score(metric: str, result: Any, signature: str) -> Score:
    p = None if result.p_value is None else float(result.p_value)
    value, mean, margin = map(float, (result.score, result.mean, result.ci))
    return Score(metric, value, mean, margin, signature, p)


# Post-edit effort


MOST = 2000
"""Drafts that chrF++ and TER are counted on: they take a millisecond each."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What people did with the drafts of one kind; marks count as the text they stand in."""

    drafts: int
    kept: float
    """The share confirmed as they were, to the letter, 0 to 1."""
    distance: float
    """The mean share of characters inserted, deleted or exchanged, of the longer text: 0 to 1."""
    chrf: float
    """chrF++ of the drafts against what was confirmed, 0 to 100; of MOST of them, evenly spread."""
    ter: float
    """Words inserted, deleted, exchanged and moved for a hundred words confirmed, of the same:
    from 0, more than 100 where more was changed than kept (HTER)."""


def effort(pairs: Iterable[tuple[str, str]]) -> Effort:
    """The effort behind (draft, confirmed text) pairs.

    >>> done = effort([("باران بارید.", "باران بارید."), ("برف.", "برف!")])
    >>> done.drafts, done.kept, done.distance, done.ter
    (2, 0.5, 0.125, 33.33333333333333)
    """
    rows = list(pairs)
    if not rows:
        return Effort(0, 0.0, 0.0, 0.0, 0.0)
    chosen = rows[:: -(-len(rows) // MOST)]
    return Effort(
        len(rows),
        sum(draft == text for draft, text in rows) / len(rows),
        sum(changed_share(draft, text) for draft, text in rows) / len(rows),
        *(_corpus(metric, chosen) for metric in ("chrF2++", "TER")),
    )


def _corpus(metric: str, rows: Iterable[tuple[str, str]]) -> float:
    counts = [_counts(metric, *row) for row in rows]
    return float(_counting()[metric]._aggregate_and_compute(counts).score)


@lru_cache(maxsize=40_000)
def _counts(metric: str, draft: str, text: str) -> Any:
    """What a score counts of one pair, the slow part of it: the same drafts are looked at often."""
    return _counting()[metric]._extract_corpus_statistics([draft], [[text]])[0]


@cache
def _counting() -> dict[str, Any]:
    from sacrebleu import CHRF, TER

    return {"chrF2++": CHRF(word_order=2), "TER": TER()}
