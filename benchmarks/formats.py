"""Reading, using and writing large files: time and memory, beside translate-toolkit and polib.

    python benchmarks/formats.py [--units 50000] [--runs 3] [--peers FOLDER]

A file of so many units, each of two sentences with one inline code and every second one translated,
is read, all its texts are taken, and it is written again; for HTML the same at one, two and four
times the size. Each run is a process of its own: the best time counts, on the wall and of the
processor (a busy machine shows in the first only), and the largest resident size. Peers are no
part of the project (translate-toolkit is under the GPL): they are imported only here, in their own
processes, from a folder made for them, and left out where there is none:

    pip install --target FOLDER translate-toolkit polib
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

WORDS = (
    "the a of to and in ministry province health water school road clinic fighters officials said"
    " people women girls district government aid food winter border reports families workers"
).split()
DARI = (
    "را به از در که این با برای وزارت ولایت صحت آب مکتب سرک کلینیک مقام‌ها گفتند مردم زنان".split()
)
GOALS = {"XLIFF 1.2": 1.5, "PO": 2.5}
"""Seconds for 50,000 units."""
ENDINGS = {"XLIFF 1.2": "xlf", "XLIFF 2.1": "xlf2", "PO": "po"}
PEERS: dict[str, tuple[str, ...]] = {
    "XLIFF 1.2": ("toolkit",),
    "XLIFF 2.1": ("toolkit",),
    "PO": ("toolkit", "polib"),
    "HTML": (),
}
"""The toolkit reads HTML, but writes it through another of its tools only."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--units", type=int, default=50_000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--peers", type=Path, help="where translate-toolkit and polib lie")
    arguments.add_argument("--only", default="", help="a kind: XLIFF 1.2, XLIFF 2.1, PO or HTML")
    arguments.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.measure:
        _measure(*given.measure)
        return
    heads = ("file", "MB", "reader", "seconds", "of the processor", "MB at most", "to ours", "goal")
    print(f"| {' | '.join(heads)} |\n" + "|---" * len(heads) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in _files(Path(folder), given.units):
            if not given.only or kind.startswith(given.only):
                _compared(kind, path, given.runs, given.peers)


def _compared(kind: str, path: Path, runs: int, peers: Path | None) -> None:
    """Print a row for the workbench and for each peer."""
    ours = 0.0
    plain = kind.partition(" x")[0]
    for reader in ("workbench", *(PEERS[plain] if peers else ())):
        measured = [_run(reader, path, peers) for _ in range(runs)]
        if None in measured:
            print(f"| {kind} | | {reader} | failed | | | | |")
            continue
        seconds, busy = (min(one[i] for one in measured if one) for i in (0, 1))
        ours = ours or busy
        size = path.stat().st_size / 1e6
        goal = f"{GOALS[plain]} s" if plain in GOALS and reader == "workbench" else ""
        peak = max(one[2] for one in measured if one)
        cells = (f"{size:.1f}", reader, f"{seconds:.2f}", f"{busy:.2f}", f"{peak:.0f}")
        print(f"| {kind} | {' | '.join(cells)} | {busy / ours:.1f} | {goal} |", flush=True)


def _run(reader: str, path: Path, peers: Path | None) -> tuple[float, float, float] | None:
    """Seconds, those of the processor, and megabytes of one process."""
    places = [str(ROOT)] if reader == "workbench" else [str(peers)]
    done = subprocess.run(
        [sys.executable, "-P", __file__, "--measure", reader, str(path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(places)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr[-400:], file=sys.stderr)
        return None
    seconds, busy, peak = map(float, done.stdout.split())
    return seconds, busy, peak


def _measure(reader: str, path: str) -> None:
    read: Callable[[Path], int] = {
        "workbench": _workbench,
        "toolkit": _toolkit,
        "polib": _polib,
    }[reader]
    read(Path(__file__).with_name("no such file"))  # what is imported once is not counted
    started, before = time.perf_counter(), time.process_time()
    characters = read(Path(path))
    seconds, busy = time.perf_counter() - started, time.process_time() - before
    assert characters > 1000, "nothing was read"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.3f} {busy:.3f} {peak:.1f}")


def _workbench(path: Path) -> int:
    from workbench import formats

    if not path.exists():
        for kind in (b"<xliff/>", b'msgid ""\nmsgstr ""\n', b"<html><p>a</p></html>"):
            _warmed(kind)
        return 0
    document = formats.read(path.read_bytes(), name=path.name)
    texts = sum(len(one.source) + len(one.target) for one in document.segments)
    _written(path, formats.write(document))
    return texts


def _warmed(data: bytes) -> None:
    from workbench import formats
    from workbench.errors import WorkbenchError

    try:
        formats.write(formats.read(data, name="a"))
    except WorkbenchError:
        return


def _toolkit(path: Path) -> int:
    from translate.storage import po, xliff, xliff2

    if not path.exists():
        return 0
    classes = {".po": po.pofile, ".xlf2": xliff2.Xliff2File}
    store = classes.get(path.suffix, xliff.xlifffile).parsefile(str(path))
    texts = sum(len(unit.source or "") + len(unit.target or "") for unit in store.units)
    _written(path, bytes(store))
    return texts


def _polib(path: Path) -> int:
    import polib

    if not path.exists():
        return 0
    catalogue = polib.pofile(str(path))
    texts = sum(len(entry.msgid) + len(entry.msgstr) for entry in catalogue)
    _written(path, str(catalogue).encode())
    return texts


def _written(path: Path, data: bytes) -> None:
    path.with_suffix(".out").write_bytes(data)


def _files(folder: Path, units: int) -> Iterator[tuple[str, Path]]:
    """What is measured: its name and a file of it."""
    chooser = random.Random(1)
    texts = [_texts(chooser, number) for number in range(units)]
    makers = {"XLIFF 1.2": _xliff12, "XLIFF 2.1": _xliff21, "PO": _po}
    for kind, make in makers.items():
        path = folder / f"units.{ENDINGS[kind]}"
        path.write_text(make(texts), encoding="utf-8")
        yield kind, path
    for times in (1, 2, 4):
        path = folder / f"x{times}.html"
        path.write_text(_html(texts[: units * times // 10]), encoding="utf-8")
        yield f"HTML x{times}", path


def _texts(chooser: random.Random, number: int) -> tuple[str, str, str, str]:
    """The two halves of a source, between which a code stands, and of a target or none."""
    source = [" ".join(chooser.choices(WORDS, k=12)) for _ in range(2)]
    target = [" ".join(chooser.choices(DARI, k=10)) for _ in range(2)] if number % 2 else ["", ""]
    return source[0], f"{source[1]} {number} &amp; more.", target[0], target[1]


def _xliff12(texts: list[tuple[str, str, str, str]]) -> str:
    units = "".join(
        f'      <trans-unit id="{number}" xml:space="preserve">\n'
        f'        <source xml:lang="en">{a} <g id="1">{b}</g></source>\n'
        + (f'        <target state="translated">{c} <g id="1">{d}</g></target>\n' if c else "")
        + f"        <note>Line {number}</note>\n      </trans-unit>\n"
        for number, (a, b, c, d) in enumerate(texts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '  <file original="a" source-language="en" target-language="prs" datatype="plaintext">\n'
        f"    <body>\n{units}    </body>\n  </file>\n</xliff>\n"
    )


def _xliff21(texts: list[tuple[str, str, str, str]]) -> str:
    units = "".join(
        f'    <unit id="u{number}">\n      <segment id="s1" state="translated">\n'
        f'        <source>{a} <pc id="1">{b}</pc></source>\n'
        + (f'        <target>{c} <pc id="1">{d}</pc></target>\n' if c else "")
        + "      </segment>\n    </unit>\n"
        for number, (a, b, c, d) in enumerate(texts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en"'
        f' trgLang="prs">\n  <file id="f1">\n{units}  </file>\n</xliff>\n'
    )


def _po(texts: list[tuple[str, str, str, str]]) -> str:
    entries = "".join(
        f'#: article.md:{number}\n#, python-format\nmsgid ""\n"{a} %(name)s "\n"{b}"\n'
        + (f'msgstr ""\n"{c} %(name)s "\n"{d}"\n\n' if c else 'msgstr ""\n\n')
        for number, (a, b, c, d) in enumerate(texts)
    )
    header = (
        'msgid ""\nmsgstr ""\n"Language: prs\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    )
    return f"{header}\n{entries}"


def _html(texts: list[tuple[str, str, str, str]]) -> str:
    paragraphs = "".join(f"<p>{a} <b>{b}</b>.</p>\n" for a, b, _, _ in texts)
    return (
        f"<!DOCTYPE html>\n<html><head><title>A</title></head><body>\n{paragraphs}</body></html>\n"
    )


if __name__ == "__main__":
    main()
