"""How often each check speaks up on professional translations, where it mostly should not.

    python benchmarks/checks.py [--lines 6000] [--show NAME [--count 30]]

Reads the pairs of TICO-19 and NLLB seed in Dari and Pashto beside the repository; a file that is
absent is skipped with the reason. The texts are not free of faults: `checks-read.json` says how
many of a random choice of hits a person found true on reading them (`--show` prints them).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench.checks import CHECKS, found_by, subjects  # noqa: E402
from workbench.glossary import Glossary  # noqa: E402
from workbench.model import Document, Finding, Segment, Severity  # noqa: E402

FOLDER = ROOT.parent / "shared" / "corpus" / "public"
READ = Path(__file__).with_name("checks-read.json")
FILES = ("tico19_prs", "tico19_ps", "nllb_seed_prs", "nllb_seed_ps")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--lines", type=int, default=2000, help="lines a file, at most")
    arguments.add_argument("--show", default="", help="print hits of this check")
    arguments.add_argument("--count", type=int, default=30, help="how many of them")
    given = arguments.parse_args()
    hits: dict[str, Counter[str]] = {name: Counter() for name in FILES}
    errors: Counter[str] = Counter()
    shown: list[str] = []
    read = {name: list(segments(name, given.lines)) for name in FILES}
    spent: Counter[str] = Counter()
    rows = [row for row in CHECKS if given.show in ("", row.name)]
    for name, lines in read.items():
        document = Document(name, "text", tuple(lines), target_language=name.rpartition("_")[2])
        for subject in subjects(document, Glossary([])):
            for row in rows:
                started = time.process_time()
                found = found_by(row, subject)
                spent[row.name] += time.process_time() - started
                hits[name].update({row.name} if found else set())
                errors[row.name] += any(one.severity is Severity.ERROR for one in found)
                shown += [_shown(finding, subject.segment) for finding in found[:1]]
    if given.show:
        random.Random(5).shuffle(shown)
        print("\n".join(shown[: given.count]))
    present = [name for name in FILES if read[name]]
    total = sum(map(len, read.values()))
    if not total:
        raise SystemExit("Skipped: none of the translations is there.")
    judged = {row["check"]: row for row in json.loads(READ.read_text(encoding="utf-8"))}
    print(f"\n{total} segments; % of them with a hit, and with one that is an error\n")
    print(f"| check | severity | hits | true/read | all | errors | {' | '.join(present)} | µs |")
    print(f"|---|---|---|---|---|---|{'---|' * (len(present) + 1)}")
    for row in rows:
        counts = [hits[name][row.name] for name in present]
        rates = [100 * n / len(read[name]) for n, name in zip(counts, present, strict=True)]
        cells = " | ".join(f"{rate:.2f}" for rate in rates)
        micro = 1e6 * spent[row.name] / total
        one = judged.get(row.name)
        cells = f"{100 * errors[row.name] / total:.2f} | {cells}"
        cells = f"{100 * sum(counts) / total:.2f} | {cells}"
        read_of = f"{one['true']}/{one['read']}" if one else ""
        print(
            f"| {row.name} | {row.severity} | {sum(counts)} | {read_of} | {cells} | {micro:.0f} |"
        )
    worst = max(rows, key=lambda row: errors[row.name])
    rate = 100 * errors[worst.name] / total
    print(f"\nThe check with most errors: {worst.name}, {rate:.2f} % of the segments.")
    print(f"\n{total / sum(spent.values()):,.0f} segments a processor second, every check.")


def segments(name: str, most: int) -> Iterator[Segment]:
    """A random choice of a file's pairs, always the same."""
    path = FOLDER / f"{name}.tsv"
    if not path.is_file():
        print(f"{name}: skipped, there is no {path}")
        return
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.count("\t") > 0]
    random.Random(7).shuffle(lines)
    for number, line in enumerate(lines[:most], 1):
        source, target = map(_unquoted, line.split("\t")[:2])
        yield Segment(f"{name}-{number}", source, target, line=number)


def _unquoted(text: str) -> str:
    """A field without the quoting of the CSV file it was taken from, in straight or curly marks."""
    for opening, closing in ('""', "“”"):
        quoted = text[:1] == opening and text[-1:] == closing
        if quoted and (2 * opening in text[1:-1] or 2 * closing in text[1:-1]):
            inner = text[1:-1].strip()
            return inner.replace(2 * opening, opening).replace(2 * closing, closing)
    return text


def _shown(finding: Finding, segment: Segment) -> str:
    start, end = finding.span or (0, 0)
    marked = segment.target[:start] + "⟦" + segment.target[start:end] + "⟧" + segment.target[end:]
    target = marked if finding.span else segment.target
    return f"{segment.key} {finding.severity}: {finding.message}\n   {segment.source}\n   {target}"


if __name__ == "__main__":
    main()
