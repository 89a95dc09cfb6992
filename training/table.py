"""The table of a release: two pairs of packages on several test sets, as a reader would judge them.

Both pairs translate as the workbench does, with its beam, its guard and its retries: `alone` is the
model, `drafts` what a newsroom gets, glossary terms and figures put right. Scores are sacrebleu's
after folding (digits, letter variants, half-spaces); intervals hold 95 % of paired bootstrap
resamples, and p is the chance of such a difference by luck.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from training.normalise import fold_for_scoring
from workbench import engines, evaluation, pipeline
from workbench.engines import guard, packages
from workbench.model import Document, Engine, Segment

LANGUAGES = {"prs": ("Dari", 1), "ps": ("Pashto", 2)}
DEV = Path(__file__).parent / "corpus" / "dev.tsv"
"""What speed and memory are measured on."""
SHOWN = 20
Rows = list[list[str]]


class TestSetError(Exception):
    """A test file that holds no triples."""


@dataclass(frozen=True, slots=True)
class System:
    """The package of one language, and what to call it."""

    name: str
    engine: Engine
    path: Path

    @classmethod
    def of(cls, given: Sequence[str], language: str) -> System | None:
        """That of the packages which translates into a language; None where none does."""
        for name in given:
            package = packages.find(name)
            if package.target == language:
                engine = engines.make(model=package.path)
                return cls(package.version, engine, package.path)
        return None


def rows_of(test: Path) -> Rows:
    """The triples of a test file."""
    lines = test.read_text(encoding="utf-8").splitlines()
    rows = [cells for line in lines if len(cells := line.split("\t")) == 3]
    if not rows:
        raise TestSetError(f"{test} holds no line of English, Dari and Pashto by tabs.")
    return rows


def report(new: Sequence[str], old: Sequence[str], tests: Sequence[Path]) -> Iterator[str]:
    """The whole report, in Markdown, part by part."""
    sets = {test.name: rows_of(test) for test in tests}
    for language, (called, column) in LANGUAGES.items():
        systems = [system for given in (new, old) if (system := System.of(given, language))]
        if not systems:
            continue
        if len({system.name for system in systems}) < len(systems):
            systems[1] = replace(systems[1], name=f"{systems[1].name} ({systems[1].path.stem})")
        yield f"\n## English to {called}\n"
        yield from _scores(systems, sets, language, column)
        yield from _measures(systems, language)
        yield from _outputs(systems[0], sets, language, column)


def _scores(
    systems: Sequence[System], sets: dict[str, Rows], language: str, column: int
) -> Iterator[str]:
    yield "| test set | lines | what | model | chrF++ | BLEU | p (chrF++) | useless |"
    yield "|---|---|---|---|---|---|---|---|"
    signed: dict[str, str] = {}
    for name, rows in sets.items():
        english = [row[0] for row in rows]
        references = [fold_for_scoring(row[column], language) for row in rows]
        for what, make in (("alone", alone), ("drafts", drafts)):
            made = {system.name: make(system.engine, english, language) for system in systems}
            for system, scores in _scored(made, references, language).items():
                by_metric = {score.metric: score for score in scores}
                chrf, bleu = by_metric["chrF2++"], by_metric["BLEU"]
                signed |= {score.metric: score.signature for score in (chrf, bleu)}
                p = "" if chrf.p is None else f"{chrf.p:.4f}"
                cells = [name, len(rows), what, system, _ranged(chrf), _ranged(bleu), p]
                cells.append(_useless(english, made[system], language))
                yield f"| {' | '.join(map(str, cells))} |"
    yield ""
    yield from (f"- {metric}: `{signature}`" for metric, signature in signed.items())


def _scored(
    made: dict[str, list[str]], references: list[str], language: str
) -> dict[str, tuple[evaluation.Score, ...]]:
    folded = {name: [fold_for_scoring(t, language) for t in texts] for name, texts in made.items()}
    if len(folded) > 1:
        return evaluation.compared(folded, references)
    return {name: evaluation.scores(texts, references) for name, texts in folded.items()}


def _ranged(score: evaluation.Score) -> str:
    return f"{score.value:.1f} ± {score.margin:.1f}"


def _useless(english: Sequence[str], outputs: Sequence[str], language: str) -> str:
    """Outputs the guard objects to; of drafts, those left empty for a person."""
    faults = Counter(guard.fault(*pair, language) for pair in zip(english, outputs, strict=True))
    count = faults.total() - faults[""]
    return f"{count} ({count / len(english):.1%})"


def alone(engine: Engine, english: Sequence[str], language: str) -> list[str]:
    """What the model says, first try."""
    return [h[0].text for h in engine.translate(english, source="en", target=language)]


def drafts(engine: Engine, english: Sequence[str], language: str) -> list[str]:
    """What the workbench makes of it."""
    segments = tuple(Segment(str(n), text, language="en") for n, text in enumerate(english))
    document = pipeline.translate(Document("test", "text", segments), language, engine=engine)
    return [segment.target for segment in document.segments]


def _measures(systems: Sequence[System], language: str) -> Iterator[str]:
    from benchmarks import marks

    cases = json.loads(marks.CASES.read_text(encoding="utf-8"))
    yield ""
    yield f"| | {' | '.join(system.name for system in systems)} |"
    yield "|---" * (len(systems) + 1) + "|"
    measured = [_machine(system, language) for system in systems]
    yield _row("size, MB", [f"{system.path.stat().st_size / 1e6:.1f}" for system in systems])
    yield _row("sentences a second a core, beam 2", [f"{m['speed']:.0f}" for m in measured])
    yield _row("memory the model takes, MB", [f"{m['added']:.0f}" for m in measured])
    yield _row("peak of the whole process, MB", [f"{m['peak']:.0f}" for m in measured])
    yield _row("unseen terms written inline, copied", [_copied(s, language) for s in systems])
    verdicts = [marks.verdicts(system.engine, cases, language) for system in systems]
    yield _row("marks that survive", [marks.rate(*marks.survived(v)) for v in verdicts])
    yield _row("marks that sit right", [marks.rate(*marks.right(v)) for v in verdicts])


def _row(name: str, cells: Sequence[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _copied(system: System, language: str) -> str:
    from training import evaluate

    sources, wanted = evaluate.probes(evaluate.PROBES, language)
    outputs = alone(system.engine, sources, language)
    copied = sum(
        fold_for_scoring(term, language) in fold_for_scoring(output, language)
        for output, terms in zip(outputs, wanted, strict=True)
        for term in terms
    )
    every = sum(map(len, wanted))
    return f"{copied}/{every} ({copied / every:.0%})"


_SPEED = """
import json, resource, sys, time
from pathlib import Path
from workbench.engines.argos import Argos

def now():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024

path, language, text = sys.argv[1:]
lines = Path(text).read_text(encoding="utf-8").splitlines()
import ctranslate2, sentencepiece, argostranslate.tokenizer
before = now()
engine = Argos(models=[path], beam=2)
engine.translate(lines[:8], source="en", target=language)
began = time.process_time()
engine.translate(lines, source="en", target=language)
speed = len(set(lines)) / (time.process_time() - began)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"speed": speed, "added": now() - before, "peak": peak}))
"""


def _machine(system: System, language: str) -> dict[str, Any]:
    """Speed and memory, in a process of its own with one thread, on the dev sentences."""
    import os
    from tempfile import TemporaryDirectory

    dev = rows_of(DEV)
    with TemporaryDirectory() as folder:
        text = Path(folder) / "english.txt"
        text.write_text("\n".join(row[0] for row in dev), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-c", _SPEED, str(system.path), language, str(text)],
            env={**os.environ, "WORKBENCH_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _outputs(system: System, sets: dict[str, Rows], language: str, column: int) -> Iterator[str]:
    """Drafts as they are, drawn by a fixed seed, with the reference."""
    every = [(name, row) for name, rows in sets.items() for row in rows]
    drawn = random.Random(1).sample(every, min(SHOWN, len(every)))
    texts = drafts(system.engine, [row[0] for _, row in drawn], language)
    yield f"\n### {len(drawn)} drafts of {system.name}, drawn by chance\n"
    for (name, row), text in zip(drawn, texts, strict=True):
        yield f"- {row[0]} ({name})\n  - {text or '(left empty)'}\n  - reference: {row[column]}"
