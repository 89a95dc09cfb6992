"""Read the corpus folder into rows: only the sets of the table, and only under their licence.

The project's own triples stand in `training/corpus/train_*.tsv` (English, Dari, Pashto). The folder
holds what others wrote: `public/SET_LANGUAGE.tsv` with a `public/MANIFEST.md` that states each
file's licence, and `mono/`. A public file counts only if the manifest names it; what is missing is
reported in a sentence and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.corpus import (
    AUTHORED,
    LANGUAGES,
    MONOLINGUAL_SETS,
    PARALLEL_SETS,
    PERSIAN_SHARE,
    Pair,
    TextSet,
)

OWN = Path(__file__).parent / "corpus"


class CorpusMissingError(Exception):
    """The folder given holds no corpus; the message says what was looked for."""


def gather(folder: Path, *, held_out: frozenset[str] = frozenset()) -> Iterator[Pair]:
    """All rows of the corpus, as they are; sets or files named in `held_out` are left out."""
    if not (folder / "public").is_dir():
        raise CorpusMissingError(f"{folder} has no public/: no corpus to gather.")
    yield from _authored(OWN, held_out)
    listed = _listed_files(folder / "public" / "MANIFEST.md")
    for text_set in PARALLEL_SETS:
        if text_set.name not in held_out:
            yield from _public(folder / "public", text_set, listed)
    yield from _monolingual(folder / "mono")


def _authored(folder: Path, held_out: frozenset[str]) -> Iterator[Pair]:
    files = [file for file in sorted(folder.glob("train_*.tsv")) if file.stem not in held_out]
    if not files:
        print(f"skipped: no train_*.tsv in {folder}")
    for file in files:
        for english, dari, pashto in _rows(file, 3):
            yield Pair(english, dari, "prs", AUTHORED.weight, AUTHORED.name)
            yield Pair(english, pashto, "ps", AUTHORED.weight, AUTHORED.name)


def _public(folder: Path, text_set: TextSet, listed: frozenset[str]) -> Iterator[Pair]:
    found = False
    for language in LANGUAGES:
        file = folder / f"{text_set.name}_{language}.tsv"
        if not file.exists():
            continue
        if file.stem not in listed:
            print(f"skipped: {file.name} is not in MANIFEST.md, so its licence is unknown")
            continue
        found = True
        weight = text_set.weight if language != "fa" else PERSIAN_SHARE
        for english, target in _rows(file, 2):
            yield Pair(english, target, language, weight, f"{text_set.name}_{language}")
    if not found:
        print(f"skipped: set {text_set.name} is not in {folder}")


def _monolingual(folder: Path) -> Iterator[Pair]:
    for name, (language, text_set) in MONOLINGUAL_SETS.items():
        file = folder / name
        if not file.exists():
            print(f"skipped: no {name} in {folder}")
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            clean = " ".join(line.split())
            if clean:
                yield Pair("", clean, language, text_set.weight, text_set.name)


def _rows(file: Path, columns: int) -> Iterator[list[str]]:
    """Lines with exactly so many columns; others are no pairs and are passed over."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            cells = [cell.strip() for cell in line.rstrip("\n").split("\t")]
            if len(cells) == columns:
                yield cells


def _listed_files(manifest: Path) -> frozenset[str]:
    """The file names in the first column of the manifest's table."""
    if not manifest.exists():
        print(f"skipped: no {manifest}, so no licence of a public set is known")
        return frozenset()
    lines = manifest.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("|")[1].strip() for line in lines if line.startswith("|"))
