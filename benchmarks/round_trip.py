"""What reading and writing does to every file of the suites: a table by format.

    python benchmarks/round_trip.py [FOLDER ...]

Without folders those of the tests and, where it lies there, `../shared/samples/formats`.

- identical: read and written with no edit, the bytes are those that were read;
- equal: with every target replaced, the file reads back with those targets and all else is as it
  was (of PO and XLIFF the rest is compared; what other formats do not write anew is not touched);
- refused: one sentence said why it cannot be read;
- lost: anything else. It must be 0, and the exit code is 1 where it is not.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_round_trip import SUFFIXES, outcome  # noqa: E402
from workbench import formats  # noqa: E402
from workbench.errors import WorkbenchError  # noqa: E402
from workbench.inline import strip  # noqa: E402
from workbench.model import Document  # noqa: E402

FOLDERS = [
    ROOT / "tests" / "samples",
    ROOT / "tests" / "foreign",
    ROOT.parent / "shared" / "samples" / "formats",
]
OUTCOMES = ("identical", "equal", "refused", "lost")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", type=Path, nargs="*", default=FOLDERS)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    reasons = []
    for path in _files(arguments.parse_args().folders):
        kind = formats.detect(path.name, path.read_bytes()).title
        result, why = outcome(path) if path.suffix.lower() in SUFFIXES else spliced(path)
        counts[kind].update((result, "files"))
        counts[kind]["identical"] += result == "equal"
        if why:
            reasons.append(f"{result}: {path.name}: {why}")
    print(f"| format | files | {' | '.join(OUTCOMES)} |\n" + "|---" * (len(OUTCOMES) + 2) + "|")
    for kind, count in sorted(counts.items()):
        print(f"| {kind} | {' | '.join(str(count[name]) for name in ('files', *OUTCOMES))} |")
    print("", *reasons, sep="\n")
    sys.exit(any(count["lost"] for count in counts.values()))


def _files(folders: list[Path]) -> list[Path]:
    known = {suffix for row in formats.FORMATS.values() for suffix in row.suffixes}
    known -= set(formats.FORMATS["csv"].suffixes) | set(formats.FORMATS["xlsx"].suffixes)
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix.lower() in known)


def spliced(path: Path) -> tuple[str, str]:
    """What happens to a file of one language, and why."""
    data = path.read_bytes()
    try:
        document = formats.read(data, name=path.name)
    except WorkbenchError as error:
        return "refused", str(error)
    if formats.write(document) != data:
        return "lost", "read and written it is not the same"
    if not document.segments:
        return "identical", ""
    edited = _answered(document)
    back = formats.read(formats.write(edited), name=path.name)
    wanted = _letters([s.target if s.translate else s.source for s in edited.segments])
    found = _letters([segment.source for segment in back.segments])
    if wanted != found:
        at = next((i for i, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), -1)
        return "lost", f"{wanted[at - 20 : at + 20]!r} reads back as {found[at - 20 : at + 20]!r}"
    return "equal", ""


def _answered(document: Document) -> Document:
    """Every target replaced, by what needs escaping as well."""
    segments = tuple(replace(s, target=f"{s.source} & متن") for s in document.segments)
    return replace(document, segments=segments, target_language="prs")


def _letters(texts: list[str]) -> str:
    """All there is to read, however it is cut into sentences."""
    return re.sub(r"\s+", "", "".join(map(strip, texts)))


if __name__ == "__main__":
    main()
