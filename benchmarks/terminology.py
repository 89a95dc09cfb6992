"""Finding glossary terms in English: one Aho-Corasick pass beside a loop of regular expressions.

    python benchmarks/terminology.py [--terms 10000] [--segments 50000]

Names and sentences are made up from a fixed seed: a tenth of the terms are acronyms, the others
names of one to four words; a segment has 20 words and one term on average. The loop, which is how
most tools look terms up, is timed on a sample and extrapolated; both must find the same terms.
Seconds are those of the processor, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench.glossary import Glossary  # noqa: E402
from workbench.model import Term  # noqa: E402

LIMIT = 3.0
"""Seconds that 10,000 terms over 50,000 segments may take."""
_SYLLABLES = "ka bul lah por zai dar wan shi mir nan gar ha kun duz pak ti gho ram ba dakh".split()
_WORDS = (
    "the a of in and to said that was by for with on from at officials people after attack border"
    " government meeting region year support talks police trade school water road health report"
).split()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--terms", type=int, default=10_000)
    arguments.add_argument("--segments", type=int, default=50_000)
    arguments.add_argument("--sample", type=int, default=40, help="segments the loop is timed on")
    given = arguments.parse_args()
    chance = random.Random(3)
    terms = made_terms(given.terms, chance)
    segments = [made_segment(terms, chance) for _ in range(given.segments)]

    started = time.process_time()
    glossary = Glossary(terms)
    built = time.process_time() - started
    started = time.process_time()
    found = [glossary.find(segment) for segment in segments]
    ours = time.process_time() - started

    loop, same = regex_loop(terms, segments[: given.sample], glossary)
    whole = loop * given.segments / given.sample
    print(f"{given.terms:,} terms, {given.segments:,} segments, {sum(map(len, found)):,} matches")
    print(f"  workbench   {built:8.2f} s to build, {ours:8.2f} s to find (limit {LIMIT} s)")
    print(f"  regex loop  {whole:8.0f} s, extrapolated from {given.sample} segments")
    print(f"  ratio       {whole / (built + ours):8.0f} x; same terms on the sample: {same}")


def made_terms(count: int, chance: random.Random) -> list[Term]:
    """Distinct terms, with case rules as real ones have."""
    names: dict[str, str] = {}
    while len(names) < count:
        if chance.random() < 0.1:
            names["".join(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=4))] = "exact"
        else:
            words = ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(chance.randint(1, 4))]
            names[" ".join(words).title()] = "first"
    return [
        Term(f"t-{i}", name, forms={"prs": "نام"}, case=case)
        for i, (name, case) in enumerate(names.items())
    ]


def made_segment(terms: list[Term], chance: random.Random) -> str:
    """A sentence of 20 words with no, one or two terms."""
    words = chance.choices(_WORDS, k=20)
    for _ in range(chance.randint(0, 2)):
        words.insert(chance.randrange(len(words)), chance.choice(terms).en)
    return " ".join(words) + "."


def regex_loop(terms: list[Term], segments: list[str], glossary: Glossary) -> tuple[float, bool]:
    """Seconds one expression a term takes on the segments, and whether it finds what we find."""
    patterns = [
        (
            re.compile(rf"\b{re.escape(term.en)}\b", 0 if term.case == "exact" else re.IGNORECASE),
            term.id,
        )
        for term in terms
    ]
    started = time.process_time()
    looped = [
        {identity for pattern, identity in patterns if pattern.search(segment)}
        for segment in segments
    ]
    seconds = time.process_time() - started
    mine = [{match.term.id for match in glossary.find(segment)} for segment in segments]
    # The loop also reports a name inside a longer one; we report the longest alone.
    return seconds, all(own <= other for own, other in zip(mine, looped, strict=True))


if __name__ == "__main__":
    main()
