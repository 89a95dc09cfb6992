"""How often nothing usable comes out of the whole path, on news and other English.

    python benchmarks/useless.py [--target prs] [--lines 1500] [FILE ...]

A file is plain text, a sentence a line or a paragraph a line, or TSV with English first. `model` is
what the model says, first choice; `asked again` what the guard found fault with in all hypotheses
and sent back; `left out` what was faulty after every retry and stays empty, with a finding, for a
person. A fault the guard does not know would not be counted: `--show` prints what was kept of the
lines asked again, and a sample of the rest, to read.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench import segmentation  # noqa: E402
from workbench.engines import guard  # noqa: E402
from workbench.engines.argos import Argos  # noqa: E402

FILES = [ROOT / "benchmarks" / "news.txt", ROOT / "training" / "corpus" / "dev.tsv"]
FILES += [ROOT / "tests" / "cases" / "enforcement_sentences.txt"]


class Told(Argos):
    """The engine, remembering what it said first and what was sent back."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, str] = {}
        self.again: list[str] = []

    def translate(self, batch, **more):  # type: ignore[no-untyped-def]
        found = super().translate(batch, **more)
        self.first |= {text: each[0].text for text, each in zip(batch, found, strict=True)}
        return found

    def translate_again(self, batch, **more):  # type: ignore[no-untyped-def]
        self.again = list(batch)
        return super().translate_again(batch, **more)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", type=Path, nargs="*", default=FILES)
    arguments.add_argument("--target", choices=("prs", "ps"), action="append")
    arguments.add_argument("--lines", type=int, default=1500)
    arguments.add_argument("--show", action="store_true")
    given = arguments.parse_args()
    texts = sentences(given.files)
    texts = random.Random(1).sample(texts, min(given.lines, len(texts)))
    print(f"{len(texts)} sentences of {', '.join(file.name for file in given.files)}")
    for target in given.target or ("prs", "ps"):
        measure(texts, target, show=given.show)


def sentences(files: Sequence[Path]) -> list[str]:
    """Each distinct English sentence."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    english = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    cut = [text[a:b] for text in english for a, b in segmentation.split(text, "en")]
    return list(dict.fromkeys(cut))


def measure(texts: Sequence[str], target: str, *, show: bool) -> None:
    engine = Told()
    kept, faults = guard.translate(engine, texts, source="en", target=target, hypotheses=4)
    model = Counter(guard.fault(text, engine.first[text], target) for text in texts)
    left = Counter(faults)
    print(
        f"{target} {engine.signature(source='en', target=target)}:"
        f" model {said(model, texts)}; asked again {len(engine.again)};"
        f" left out {said(left, texts)}",
        flush=True,
    )
    if show:
        by_text = dict(zip(texts, kept, strict=True))
        chosen = [*engine.again, *random.Random(2).sample(list(texts), 40)]
        for text in chosen:
            print(f"  {text}\n    {by_text[text][0].text if by_text[text] else '-'}")


def said(faults: Counter[str], texts: Sequence[str]) -> str:
    """`3 (0.20%: 2 endless repetition, 1 empty)`."""
    count = faults.total() - faults[""]
    names = ", ".join(f"{number} {name}" for name, number in faults.most_common() if name)
    return f"{count} ({count / len(texts):.2%}{': ' + names if names else ''})"


if __name__ == "__main__":
    main()
