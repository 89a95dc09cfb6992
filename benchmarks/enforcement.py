"""Terms in machine translation: how many come out, by which way, and what that costs.

    python benchmarks/enforcement.py [--language prs] [--only all] [--sentences 500]

On 500 sentences with one to three terms each: terms placed, flagged as unplaced and doubled, for
all ways together, for each alone and for none. Seconds are those of the processor, so that a busy
machine counts little; the cost is enforced to plain translation of the same texts, timed before
and after. The change in chrF++ is measured where there are references, on held-out news, on the
whole texts with nothing masked: a term that the reference renders as the glossary does counts in
favour, any other against. The touched lines alone are given too, since few lines have a term that
the draft misses.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import sacrebleu  # noqa: E402

from workbench import engines, terminology  # noqa: E402
from workbench.glossary import Glossary  # noqa: E402
from workbench.model import Engine, Match  # noqa: E402
from workbench.pipeline.opening import house_glossary  # noqa: E402
from workbench.pipeline.translation import Guarded  # noqa: E402

SENTENCES = ROOT / "tests" / "cases" / "enforcement_sentences.txt"
REFERENCES = ROOT / "training" / "corpus" / "dev.tsv"
PATHS: dict[str, tuple[str, ...]] = {
    "all": terminology.WAYS,
    "inline": ("inline",),
    "proxy": ("proxy",),
    "replaced": ("replaced",),
    "nothing": (),
}
COLUMNS = {"prs": 1, "ps": 2}


@dataclass(frozen=True, slots=True)
class Texts:
    """Sources with their terms."""

    sources: list[str]
    matches: list[list[Match]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--language", choices=COLUMNS, action="append")
    arguments.add_argument("--only", choices=PATHS, action="append")
    arguments.add_argument("--sentences", type=int, default=500)
    given = arguments.parse_args()
    glossary = house_glossary()
    engine = Guarded(engines.make("argos"))
    texts = _texts(SENTENCES.read_text("utf-8").splitlines()[: given.sentences], glossary)
    for language in given.language or COLUMNS:
        signature = engine.signature(source="en", target=language)
        print(f"\n## {language}: {len(texts.sources)} sentences, {signature}\n")
        print("path      wanted  placed  flagged  doubled  touched   cost   by")
        _plain_seconds(engine, texts.sources[:8], language)
        for path in given.only or PATHS:
            print(_row(path, engine, glossary, texts, language))
        print(_quality(engine, glossary, language, given.only or list(PATHS)))


def _texts(sources: list[str], glossary: Glossary) -> Texts:
    return Texts(sources, [glossary.find(source) for source in sources])


def _plain_seconds(engine: Engine, sources: Sequence[str], language: str) -> float:
    started = time.process_time()
    engine.translate(sources, source="en", target=language)
    return time.process_time() - started


def _row(path: str, engine: Engine, glossary: Glossary, texts: Texts, language: str) -> str:
    before = _plain_seconds(engine, texts.sources, language)
    started = time.process_time()
    results = _enforced(engine, glossary, texts, language, path)
    seconds = time.process_time() - started
    cost = seconds * 2 / (before + _plain_seconds(engine, texts.sources, language))
    wanted = placed = flagged = doubled = touched = 0
    for matches, result in zip(texts.matches, results, strict=True):
        for rendering in glossary.judge(matches, result.text, language):
            wanted += 1
            placed += rendering.placed
            flagged += not rendering.placed and rendering.term.id in result.unplaced
            doubled += len(rendering.spans) > len(rendering.matches)
        touched += any(way != "draft" for _, way in result.placed)
    ways = Counter(way for result in results for _, way in result.placed)
    return (
        f"{path:<9} {wanted:>6} {placed / wanted:>7.1%} {flagged / wanted:>8.1%} {doubled:>8}"
        f" {touched:>8} {cost:>6.2f}   " + ", ".join(f"{n} {way}" for way, n in ways.most_common())
    )


def _enforced(
    engine: Engine, glossary: Glossary, texts: Texts, language: str, path: str
) -> list[terminology.Enforced]:
    return terminology.translate(
        engine,
        glossary,
        texts.sources,
        texts.matches,
        source="en",
        target=language,
        ways=PATHS[path],
    )


def _quality(engine: Engine, glossary: Glossary, language: str, paths: Sequence[str]) -> str:
    """chrF++ of each path beside plain drafts, on references."""
    if not REFERENCES.is_file():
        return f"chrF++ skipped: there is no file {REFERENCES.name} of references."
    rows = [line.split("\t") for line in REFERENCES.read_text("utf-8").splitlines()]
    rows = [row for row in rows if len(row) == 3 and glossary.find(row[0])]
    references = [row[COLUMNS[language]] for row in rows]
    texts = _texts([row[0] for row in rows], glossary)
    plain = [e.text for e in _enforced(engine, glossary, texts, language, "nothing")]
    lines = [f"\nchrF++ on {len(rows)} held-out lines with terms: plain {_chrf(plain, references)}"]
    for path in paths:
        if path == "nothing":
            continue
        ours = [e.text for e in _enforced(engine, glossary, texts, language, path)]
        touched = [i for i, text in enumerate(ours) if text != plain[i]]
        before, after = (
            _chrf([side[i] for i in touched], [references[i] for i in touched])
            for side in (plain, ours)
        )
        lines.append(
            f"  {path:<9} {_chrf(ours, references)};"
            f" the {len(touched)} lines touched {before} -> {after}"
        )
    return "\n".join(lines)


def _chrf(texts: Sequence[str], references: Sequence[str]) -> str:
    if not texts:
        return "-"
    metric = sacrebleu.CHRF(word_order=2)
    return f"{metric.corpus_score(list(texts), [list(references)]).score:.2f}"


if __name__ == "__main__":
    main()
