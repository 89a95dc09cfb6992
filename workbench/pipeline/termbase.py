"""The glossary in use: read again when a file of it changes, edited a concept at a time."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from workbench import files, formats
from workbench.errors import BadGlossary
from workbench.glossary import Glossary, edit, exchange, lint, parse
from workbench.glossary.words import NAME, Unwritten, parse_words
from workbench.model import Term
from workbench.resources import folder

Stamp = tuple[tuple[str, int, int], ...]

KINDS = {"groups": "group", "places": "place", "people": "person", "institutions": "inst"}
"""What ids begin with in each file; in all others with `term`."""

_writing = Lock()


@dataclass(frozen=True, slots=True)
class Concept:
    """A term and the file it stands in."""

    file: str
    """The file's name without `.csv`: groups, places, ..."""
    term: Term


def load_glossary(path: Path) -> Glossary:
    """A glossary folder (all its CSV files, by name) or one CSV file."""
    return Glossary((concept.term for concept in _concepts(path)), words=_words(path))


def glossary_folder() -> Path:
    """Where the glossary in use lies: `WORKBENCH_GLOSSARY`, or what came with the workbench."""
    return Path(os.environ.get("WORKBENCH_GLOSSARY") or folder("glossary"))


def house_glossary() -> Glossary:
    """The glossary in use."""
    return _loaded(glossary_folder(), glossary_stamp())[0]


def concepts() -> tuple[Concept, ...]:
    """Every concept of the glossary in use, those retired included, file by file."""
    return _loaded(glossary_folder(), glossary_stamp())[1]


def glossary_stamp() -> Stamp:
    """What changes when a file of the glossary in use does: a key for caches."""
    sources = [*_sources(glossary_folder()), glossary_folder() / NAME]
    stats = ((file.name, file.stat()) for file in sources if file.is_file())
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def save_term(file: str, term: Term, *, seen: Term | None) -> Term:
    """Write one concept into its file, whole or not at all; the concept as stored.

    `seen` is the concept as the person saw it, None for a new one, which is given its id here.
    Raises edit.Moved when another stands there now, BadGlossary when the change would bring a fault
    that `workbench glossary lint` reports, and UnwritableFile when the file may not be written.
    """
    path = glossary_folder() / f"{file}.csv"
    with _writing:
        texts = {source: _text(source) for source in _sources(glossary_folder())}
        if path not in texts:
            known = ", ".join(source.stem for source in texts)
            raise BadGlossary(f"There is no {path.name} in the glossary. Choose one of: {known}.")
        if seen is None:
            taken = {concept.term.id for concept in _concepts(glossary_folder())}
            term = replace(term, id=exchange.new_id(term.en, taken, KINDS.get(file, "term")))
        text = edit.changed(texts[path], term, seen=seen, name=path.name)
        _refuse_new_faults(texts, texts | {path: text})
        files.write(path, text.encode("utf-8"))
    return next(stored for stored in parse(text, path.name) if stored.id == term.id)


def _refuse_new_faults(before: dict[Path, str], after: dict[Path, str]) -> None:
    old, new = (
        Counter((fault.column, fault.message) for fault in _faults(texts))
        for texts in (before, after)
    )
    if worse := new - old:
        told = "; ".join(f"{column}: {message}" if column else message for column, message in worse)
        raise BadGlossary(f"This cannot stand in the glossary: {told}. Mend it and save again.")


def _faults(texts: dict[Path, str]) -> Iterable[lint.Fault]:
    return lint.lint((path.name, text.encode("utf-8")) for path, text in texts.items())[0]


def _sources(path: Path) -> list[Path]:
    return sorted(path.glob("*.csv")) if path.is_dir() else [path]


def _text(source: Path) -> str:
    return formats.decode(files.read(source), name=source.name)


def _concepts(path: Path) -> tuple[Concept, ...]:
    return tuple(
        Concept(source.stem, term)
        for source in _sources(path)
        for term in parse(_text(source), source.name)
    )


@lru_cache(maxsize=2)
def _loaded(path: Path, _stamp: Stamp) -> tuple[Glossary, tuple[Concept, ...]]:
    found = _concepts(path)
    return Glossary((concept.term for concept in found), words=_words(path)), found


def _words(path: Path) -> tuple[Unwritten, ...]:
    """The words the house does not write; none where no file says so."""
    source = path / NAME
    return parse_words(_text(source), NAME) if path.is_dir() and source.is_file() else ()
