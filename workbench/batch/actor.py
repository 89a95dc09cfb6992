"""One process of many: it holds an engine, localises what it is given, and writes the results."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from workbench import __version__, engines, pipeline
from workbench.batch.manifest import Outcome, digest
from workbench.batch.places import Place
from workbench.errors import WorkbenchError

ATTEMPTS = ".workbench/attempts"
DEATHS = 2
"""So often may the process die over one article, in one run, before it is set aside."""
TEXTS = {"markdown": ".md", "md": ".md", "text": ".md", "body": ".md", "html": ".html"}
"""A table's column -> the format its cells are in."""
NAMES = ("name", "id", "slug")
SUFFIXES = {".md", ".markdown", ".txt", ".html", ".htm"}
FILE, ROW = "file", "row"
"""Kinds of input: a place to read, or an article as it stands in a table."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every actor does: nothing in it depends on how many there are."""

    targets: tuple[str, ...]
    output: str
    engine: str = ""
    model: str = ""
    glossary: str = ""
    xliff: str = "xliff"
    look: pipeline.Look = field(default_factory=pipeline.Look)
    """Digits, and of pages the font: that goes beside each page's folder."""
    keys: tuple[str, ...] = ()
    """Fields of the front matter to translate."""
    run: str = ""
    done: frozenset[str] = frozenset()


class Localiser:
    """The actor. Rows in: kind and JSON of an input. Rows out: JSON of what became of it."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._engine = engines.make(task.engine, model=Path(task.model) if task.model else None)
        self._glossary = (
            pipeline.load_glossary(Path(task.glossary))
            if task.glossary
            else pipeline.house_glossary()
        )
        self._output = Place(task.output)
        self._settings = repr(
            (
                __version__,
                [self._engine.signature(source="en", target=code) for code in task.targets],
                self._glossary.terms,
                *((task.xliff, task.look, task.keys) if _chosen(task) else ()),
            )
        )

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[str]]:
        """The outcomes of a batch, in its order."""
        rows = zip(batch["kind"], batch["line"], strict=True)
        outcomes = [self.outcome(str(kind), str(line)) for kind, line in rows]
        return {"outcome": [json.dumps(asdict(each)) for each in outcomes]}

    def outcome(self, kind: str, line: str) -> Outcome:
        """One article, whatever happens to it."""
        started = time.monotonic()
        name, key = line[:60], ""
        try:
            row = _parsed(line)
            name = _name(row)
            data = Place(str(row["url"])).read() if kind == FILE else _text(row)[0]
            name += "" if kind == FILE else _suffix(name, row)
            key = digest(self._settings, name, data)
            if key in self._task.done:
                return Outcome(name, key)
            with Attempt(self._output, f"{ATTEMPTS}/{self._task.run}-{key[:32]}", name):
                return self._made(name, key, data, started)
        except WorkbenchError as error:
            refused = str(error)
        except Exception as error:  # one article must not stop an archive
            refused = f"{type(error).__name__}: {error}"
        key = key or digest(self._settings, name, line.encode())
        return Outcome(name, key, refused, seconds=time.monotonic() - started)

    def _made(self, name: str, key: str, data: bytes, started: float) -> Outcome:
        task = self._task
        document = pipeline.read(data, name=PurePosixPath(name).name, keys=task.keys)
        page = document.format == "html"
        done = pipeline.localise(
            document,
            task.targets,
            engine=self._engine,
            glossary=self._glossary,
            xliff=task.xliff,
            look=task.look if page else pipeline.Look(task.look.digits),
        )
        folder = PurePosixPath(name).parent
        written = []
        for file, content in task.look.beside() if page else []:
            self._output.write(str(folder / file), content)
        for _report, exports in done:
            for file, content in exports:
                self._output.write(str(folder / file), content)
                written.append(str(folder / file))
        return Outcome(
            name,
            key,
            segments=len(document.segments),
            findings=sum(len(report.findings) for report, _ in done),
            seconds=time.monotonic() - started,
            files=tuple(written),
        )


def _chosen(task: Task) -> bool:
    """Whether anything is asked for that was not always done so: then it is done anew."""
    plain = Task(task.targets, task.output)
    return (task.xliff, task.look, task.keys) != (plain.xliff, plain.look, plain.keys)


class Attempt:
    """A note, left where the others see it, that an article is being worked on.

    A process that dies leaves it behind: the next one that gets the article counts the notes.
    """

    def __init__(self, output: Place, path: str, name: str) -> None:
        self._output, self._path, self._name = output, path, name

    def __enter__(self) -> None:
        deaths = len(self._output.named(self._path))
        if deaths >= DEATHS:
            self._output.remove(self._path)
            raise WorkbenchError(
                f"The process died {deaths} times over {self._name}."
                " Translate it alone to see why: workbench translate."
            )
        self._output.write(self._path, b"." * (deaths + 1))

    def __exit__(self, *_: object) -> None:
        self._output.remove(self._path)


def _parsed(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise WorkbenchError(f"The line is no JSON: {error}. Mend it in the table.") from error
    if not isinstance(found, dict):
        raise WorkbenchError("The line is no JSON object. Mend it in the table.")
    return found


def _name(row: Mapping[str, Any]) -> str:
    for column in NAMES:
        if row.get(column) not in (None, ""):
            return str(row[column])
    raise WorkbenchError(f"The row has no name. Name a column one of: {', '.join(NAMES)}.")


def _text(row: Mapping[str, Any]) -> tuple[bytes, str]:
    """(the article, the ending its name would have)."""
    for column, suffix in TEXTS.items():
        if isinstance(row.get(column), str):
            return row[column].encode(), suffix
    raise WorkbenchError(f"The row has no text. Name a column one of: {', '.join(TEXTS)}.")


def _suffix(name: str, row: Mapping[str, Any]) -> str:
    """What a name of a table lacks to be that of a file."""
    return "" if PurePosixPath(name).suffix.lower() in SUFFIXES else _text(row)[1]
