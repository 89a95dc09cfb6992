"""What each part of the recipe is worth: short runs from the same weights, one change a row.

Every row trains for the same number of steps on what is left of `train.tsv`, is averaged, converted
and scored. A row that is done stands in `ablations.json` and is not made again; one that was
stopped goes on where it was. Short runs overrate what is learnt fast, so the rows are to be read
beside each other, not as what a whole run would bring.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.corpus import Pair, read_pairs, write_pairs

Keep = Callable[[Pair], bool]


@dataclass(frozen=True, slots=True)
class Change:
    """One row: what is left out, and how it is trained and taken."""

    keep: Keep = lambda pair: True
    inline_share: float | None = None
    averaged: bool = True
    run_of: str = ""
    """The row whose run this one looks at again."""


def _without(*origins: str) -> Keep:
    return lambda pair: not pair.origin.startswith(origins)


WHOLE = "as it stands"
CHANGES: dict[str, Change] = {
    WHOLE: Change(),
    "no average": Change(averaged=False, run_of=WHOLE),
    "no inline terms": Change(inline_share=0.0),
    "no authored text": Change(_without("authored")),
    "no public sentences": Change(_without("nllb_seed", "tico19", "storybooks")),
    "no interface texts": Change(_without("android", "dhis2", "django", "gnome", "kolibri")),
    "no Persian": Change(lambda pair: pair.language != "fa"),
    "no denoising": Change(_without("denoise_")),
    "no back-translation": Change(_without("back_")),
}


@dataclass(frozen=True, slots=True)
class Runs:
    """What all rows have in common."""

    work: Path
    start_from: Path
    test: Path
    terms: Path
    steps: int
    inline_share: float
    rate: float

    def folder(self, name: str) -> Path:
        """Where a row is made."""
        return self.work / "ablations" / (CHANGES[name].run_of or name).replace(" ", "-")


def select(work: Path, out: Path, keep: Keep) -> int:
    """Write the rows to keep, and the inline variants of these under their new numbers."""
    out.mkdir(parents=True, exist_ok=True)
    pairs = list(read_pairs(work / "train.tsv"))
    kept = [row for row, pair in enumerate(pairs) if keep(pair)]
    numbers = {row: number for number, row in enumerate(kept)}
    variants = work / "inline.jsonl"
    if variants.exists():
        lines = _renumbered(variants, numbers)
        (out / "inline.jsonl").write_text("".join(lines), encoding="utf-8")
    vocabulary = (work / "sentencepiece.model").read_bytes()
    (out / "sentencepiece.model").write_bytes(vocabulary)
    return write_pairs(out / "train.tsv", [pairs[row] for row in kept])


def _renumbered(variants: Path, numbers: dict[int, int]) -> Iterator[str]:
    with variants.open(encoding="utf-8") as lines:
        for line in lines:
            row, english, target = json.loads(line)
            if row in numbers:
                yield json.dumps([numbers[row], english, target], ensure_ascii=False) + "\n"


def ablate(runs: Runs, names: Sequence[str] = ()) -> Iterator[str]:
    """Make the rows that are not made yet, and tell each; () is all of them."""
    results = runs.work / "ablations.json"
    done: dict[str, Any] = json.loads(results.read_text("utf-8")) if results.exists() else {}
    key = f"{runs.steps} steps on {runs.test.name}"
    for name in names or CHANGES:
        rows = done.setdefault(key, {})
        if name not in rows:
            rows[name] = _row(runs, name)
            unfinished = results.with_suffix(".part")
            unfinished.write_text(json.dumps(done, indent=2, ensure_ascii=False), "utf-8")
            unfinished.replace(results)
        yield told(name, rows)


def _row(runs: Runs, name: str) -> dict[str, Any]:
    from training import checkpoint
    from training.convert import convert
    from training.evaluate import Model, copied_terms, score
    from training.train import Plan, train

    change, folder = CHANGES[name], runs.folder(name)
    if not (folder / "train.tsv").exists():
        select(runs.work, folder, change.keep)
    share = runs.inline_share if change.inline_share is None else change.inline_share
    plan = Plan(
        work=folder,
        start_from=runs.start_from,
        hours=math.inf,
        steps=runs.steps,
        rate=runs.rate,
        inline_share=share,
    )
    train(plan)
    stored = checkpoint.load(plan.last)
    weights = stored["average"] if change.averaged else stored["weights"]
    checkpoint.save(folder / "taken.pt", stored["shape"], weights)
    convert(folder / "taken.pt", folder / "sentencepiece.model", folder / "model")
    model = Model(folder / "model", folder / "sentencepiece.model")
    found: dict[str, Any] = {}
    for language in ("prs", "ps"):
        scores, _ = score(model, runs.test, language)
        copied, given, _ = copied_terms(model, runs.terms, language)
        useless = sum(scores.degenerate.values())
        found[language] = {"chrf": scores.chrf, "terms": [copied, given], "useless": useless}
    return found


def told(name: str, rows: dict[str, Any]) -> str:
    """A row of the table, its chrF++ also against that of the whole."""
    cells = [name]
    for language in ("prs", "ps"):
        own, whole = rows[name][language], rows.get(WHOLE, rows[name])[language]
        copied, given = own["terms"]
        against = f" ({own['chrf'] - whole['chrf']:+.2f})" if own is not whole else ""
        cells += [f"{own['chrf']:.2f}{against}", f"{copied}/{given}", str(own["useless"])]
    return f"| {' | '.join(cells)} |"


HEAD = """| | Dari chrF++ | terms | useless | Pashto chrF++ | terms | useless |
|---|---|---|---|---|---|---|"""
