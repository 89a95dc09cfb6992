"""How well an article and its translation are aligned: made from texts whose alignment is known.

    python benchmarks/alignment.py CORPUS/tico19_prs.tsv [CORPUS/tico19_ps.tsv ...]

Each file holds `english<TAB>translation` lines, the language in its name. Its lines become articles
of fifty in paragraphs of two to six; at random sentences are left out (5 %), added (3 %), joined on
one side (8 %) or on the other (8 %). A bead counts as right when it has exactly the sentences that
belong together. What is printed: precision and recall of all beads that have both sides, then how
many of them reach a confidence, and how many of those are right. `flat` is the same without
paragraphs, by sentences alone.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench.bitext import Bead, align  # noqa: E402
from workbench.model import Segment  # noqa: E402
from workbench.pipeline import anchors, house_glossary  # noqa: E402

LENGTH = 50
SURE = (0.5, 0.8, 0.9, 0.95)
Row = tuple[str, str]
Pair = tuple[range, range]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", type=Path, nargs="+")
    arguments.add_argument("--articles", type=int, default=40)
    given = arguments.parse_args()
    sure = "".join(f" | >= {least:4.2f}: kept  right" for least in SURE)
    print(f"{'':24} pairs precision recall{sure} | s an article")
    for path in given.files:
        rows = [tuple(line.split("\t")[:2]) for line in path.read_text("utf-8").splitlines()]
        for flat in (False, True):
            measure(path.stem, rows, given.articles, flat=flat)  # type: ignore[arg-type]


def article(rows: Sequence[Row], chance: random.Random) -> tuple[list[Row], list[Pair]]:
    """The sides of an article, each a list of (text, other text or nothing), and what is right."""
    sides: tuple[list[str], list[str]] = ([], [])
    right: list[Pair] = []
    rows = list(rows)
    while rows:
        kind = chance.random()
        first, rows = rows[0], rows[1:]
        before = len(sides[0]), len(sides[1])
        if kind < 0.05:
            sides[0].append(first[0])
        elif kind < 0.08:
            sides[1].append(first[1])
        elif kind < 0.24 and rows:
            second, rows = rows[0], rows[1:]
            whole = kind < 0.16
            for side, joined in ((0, not whole), (1, whole)):
                texts = [first[side], second[side]]
                sides[side].extend([" ".join(texts)] if joined else texts)
        else:
            sides[0].append(first[0])
            sides[1].append(first[1])
        after = len(sides[0]), len(sides[1])
        if after[0] > before[0] and after[1] > before[1]:
            right.append((range(before[0], after[0]), range(before[1], after[1])))
        chance.random()
    return sides, right  # type: ignore[return-value]


def blocks(texts: Sequence[str], ends: set[int]) -> list[list[Segment]]:
    """Texts as the paragraphs of an article; `ends` are the places where one ends."""
    found: list[list[Segment]] = [[]]
    for place, text in enumerate(texts):
        if place in ends and found[-1]:
            found.append([])
        found[-1].append(Segment(str(place), text))
    return found


def measure(name: str, rows: Sequence[Row], articles: int, *, flat: bool) -> None:
    language = name.rpartition("_")[2]
    chance = random.Random(7)
    glossary = house_glossary()
    found: list[tuple[float, bool]] = []
    wanted = 0
    seconds = 0.0
    for start in range(0, min(len(rows), articles * LENGTH), LENGTH):
        (mine, theirs), right = article(rows[start : start + LENGTH], chance)
        cuts = [] if flat else [pair for pair in right if chance.random() < 0.3]
        one = blocks(mine, {pair[0].start for pair in cuts})
        other = blocks(theirs, {pair[1].start for pair in cuts})
        began = time.perf_counter()
        terms = anchors.terms_of([segment for block in one for segment in block], glossary)
        beads: list[Bead] = align(
            anchors.sentences(one, glossary, "en", terms),
            anchors.sentences(other, glossary, language, terms),
            language,
        )
        seconds += time.perf_counter() - began
        found += [
            (bead.confidence, (bead.source, bead.target) in right)
            for bead in beads
            if bead.source and bead.target
        ]
        wanted += len(right)
    hits = sum(right for _, right in found)
    print(
        f"{name + (' flat' if flat else ''):24} {len(found):5} {hits / len(found):9.1%}"
        f" {hits / wanted:6.1%}" + "".join(reached(found, least) for least in SURE),
        f"| {seconds / max(1, min(len(rows), articles * LENGTH) // LENGTH):.2f}",
    )


def reached(found: Sequence[tuple[float, bool]], least: float) -> str:
    sure = [right for confidence, right in found if confidence >= least]
    return f" | {len(sure) / len(found):12.0%} {sum(sure) / max(1, len(sure)):6.1%}"


if __name__ == "__main__":
    main()
