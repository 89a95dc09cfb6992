"""Damaged files of every format: never an exception but our own, never slow, never large.

    python benchmarks/fuzz_formats.py [--mutants 20000] [--seed 1] [--only .xlf]

Each mutant is a sample with bytes flipped, cut, doubled, moved or swapped for signs that readers
stumble over; of an office file mostly one of its parts. It is read; what can be read is written
back, as it is and with every target replaced. Samples are those of the tests, and of
`../shared/samples/formats` where it lies there.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench import formats  # noqa: E402
from workbench.errors import WorkbenchError  # noqa: E402

SAMPLES = [
    ROOT / "tests" / "samples",
    ROOT / "tests" / "foreign",
    ROOT.parent / "shared" / "samples" / "formats",
]
LARGEST = 200_000
"""Bytes; larger samples would take the time of many."""
LIMIT = 10.0
"""Seconds a file."""
TOKENS = (
    b"<", b">", b"&", b"</g>", b"<x/>", b"]]>", b"<!--", b"-->", b"<![CDATA[", b'"', b"'", b"\\",
    b"\0", b"\xff", b"\xe2\x80\x8f", b"\r\n", b"\n\n", b"msgid", b"msgstr[9]", b"#~ ", b"{{", b"%s",
    b"<!DOCTYPE x [<!ENTITY e 'e'>]>", b"PK\x03\x04", b"9" * 40, b"<g1>", b"<x2/>", b"```", b"|",
)  # fmt: skip


def main() -> None:
    """Run and report; exit 1 when a reader or writer failed."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mutants", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", default="", help="samples with this ending")
    given = arguments.parse_args()
    samples = _samples(given.only)
    rng = random.Random(given.seed)
    counts: Counter[tuple[str, str]] = Counter()
    slowest = (0.0, "")
    failures = []
    for number in range(given.mutants):
        path = rng.choice(samples)
        data = _damaged(path.read_bytes(), rng)
        started = time.monotonic()
        try:
            outcome = _tried(path.name, data)
        except Exception as error:
            outcome = "FAILED"
            failures.append(f"mutant {number} of {path.name}: {type(error).__name__}: {error}")
        slowest = max(slowest, (time.monotonic() - started, path.name))
        counts[path.suffix.lower(), outcome] += 1
    _report(counts, slowest, failures, len(samples))
    sys.exit(bool(failures) or slowest[0] > LIMIT)


def _samples(ending: str) -> list[Path]:
    known = {suffix for row in formats.FORMATS.values() for suffix in row.suffixes}
    return sorted(
        path
        for folder in SAMPLES
        for path in folder.rglob("*")
        if path.suffix.lower() in known
        and path.name.endswith(ending)
        and path.stat().st_size <= LARGEST
    )


def _damaged(data: bytes, rng: random.Random) -> bytes:
    """A mutant; of a package one with a damaged part, as its checksums let no other be read."""
    if not data.startswith(b"PK\x03\x04") or rng.random() < 0.2:
        return _mutant(data, rng)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w") as out:
        chosen = rng.choice(package.namelist())
        for name in package.namelist():
            content = package.read(name)
            out.writestr(name, _mutant(content, rng) if name == chosen else content)
    return made.getvalue()


def _mutant(data: bytes, rng: random.Random) -> bytes:
    made = bytearray(data)
    for _change in range(rng.choice((1, 1, 2, 4, 8))):
        at = rng.randrange(len(made) + 1)
        end = min(len(made), at + rng.choice((1, 2, 8, 64, 512)))
        way = rng.randrange(6)
        if way == 0 and at < len(made):
            made[at] = rng.randrange(256)
        elif way == 1:
            del made[at:end]
        elif way == 2:
            made[at:at] = made[at:end]
        elif way == 3:
            made[at:at] = rng.choice(TOKENS)
        elif way == 4:
            made[at:end] = rng.choice(TOKENS)
        else:
            other = rng.randrange(len(made) + 1)
            made[other:other] = made[at:end]
    return bytes(made[: rng.randrange(len(made) + 1)] if rng.random() < 0.05 else made)


def _tried(name: str, data: bytes) -> str:
    try:
        document = formats.read(data, name=name)
    except WorkbenchError:
        return "refused"
    try:
        formats.write(document)
        segments = tuple(replace(s, target=s.source or "x") for s in document.segments)
        formats.write(replace(document, segments=segments, target_language="prs"))
    except WorkbenchError:
        return "read, not written"
    return "read and written"


def _report(
    counts: Counter[tuple[str, str]], slowest: tuple[float, str], failures: list[str], samples: int
) -> None:
    print(f"{sum(counts.values()):,} mutants of {samples} samples\n")
    outcomes = ("read and written", "read, not written", "refused", "FAILED")
    print("| format | " + " | ".join(outcomes) + " |\n" + "|---" * 5 + "|")
    for suffix in sorted({suffix for suffix, _ in counts}):
        cells = (f"{counts[suffix, outcome]:,}" for outcome in outcomes)
        print(f"| {suffix} | " + " | ".join(cells) + " |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nslowest {slowest[0]:.2f} s ({slowest[1]}); peak {peak:.0f} MB")
    for failure in failures[:20]:
        print(failure)


if __name__ == "__main__":
    main()
