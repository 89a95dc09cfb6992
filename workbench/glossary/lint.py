"""Every fault of glossary files, with file, line and column: what a reviewer would have to see.

`parse` stops at the first row it cannot use; this reads on and reports all. It also knows what no
single row shows: an id or an English form that stands twice.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench import files
from workbench.errors import UnreadableFile
from workbench.glossary import cells
from workbench.glossary.rows import CASES, COLUMNS, LANGUAGES, MAX_BYTES, STATUSES
from workbench.normalize import fold, fold_english

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend."""

    file: str
    line: int
    number: int
    """The column as a spreadsheet counts, from 1; 0 when the whole line is meant."""
    column: str
    name: str
    message: str

    def __str__(self) -> str:
        where = f", column {self.number} ({self.column})" if self.number else ""
        return f"{self.file}:{self.line}{where}: {self.message} [{self.name}]"


def lint_path(path: Path) -> tuple[list[Fault], int]:
    """Faults of a folder's CSV files, or of one file, and how many concepts were read.

    Raises UnreadableFile for what is missing, empty of glossaries, or too large to be one.
    """
    sources = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not sources:
        raise UnreadableFile(f"There is no CSV file in {path}. Name the folder of the glossary.")
    for source in sources:
        if source.is_file() and source.stat().st_size > MAX_BYTES:
            raise UnreadableFile(
                f"{source} is larger than {MAX_BYTES >> 20} MB, which no glossary is."
                " Split it, or name the right file."
            )
    return lint((str(source), files.read(source)) for source in sources)


def lint(sources: Iterable[tuple[str, bytes]]) -> tuple[list[Fault], int]:
    """Faults of glossary files given as (name, bytes), in their order, and the concepts read."""
    whole = _Whole()
    faults: list[Fault] = []
    for name, data in sources:
        text, broken = _decoded(name, data)
        faults += broken
        if not broken:
            faults += _File(name, whole).faults(text)
    return faults, whole.concepts


def _decoded(name: str, data: bytes) -> tuple[str, list[Fault]]:
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            message = f"the file is {encoding}: save it as UTF-8"
            return "", [Fault(name, 1, 0, "", "encoding", message)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", list(_undecodable(name, data))
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        return "", [Fault(name, line, 0, "", "encoding", "a zero byte: this is no text file")]
    return text, []


def _undecodable(name: str, data: bytes) -> Iterator[Fault]:
    """A fault for each line that is not UTF-8: a file pasted together from two encodings."""
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            before = line[: error.start].decode("utf-8")
            column = len(next(csv.reader([before]), [""])) or 1
            title = COLUMNS[column - 1] if column <= len(COLUMNS) else ""
            message = (
                f"byte {line[error.start]:#04x} at character {len(before) + 1} is not UTF-8:"
                " save the whole file as UTF-8"
            )
            yield Fault(name, number, column, title, "encoding", message)


@dataclass(slots=True)
class _Whole:
    """What is remembered across the files of one glossary."""

    ids: dict[str, str] = field(default_factory=dict)
    """Where each id stands."""
    english: dict[tuple[bool, str], list[tuple[str, dict[str, str], str]]] = field(
        default_factory=dict
    )
    """By (exact case?, form): (id, preferred forms, where it stands)."""
    concepts: int = 0


class _File:
    """One file, read row by row."""

    def __init__(self, name: str, whole: _Whole) -> None:
        self.name, self.whole = name, whole
        self.line = 1

    def fault(self, column: str, name: str, message: str) -> Fault:
        number = COLUMNS.index(column) + 1 if column else 0
        return Fault(self.name, self.line, number, column, name, message)

    def faults(self, text: str) -> Iterator[Fault]:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(rows, [])
            wrong = list(self.header(header))
            yield from wrong
            if wrong:
                return
            self.line = rows.line_num + 1
            for row in rows:
                if row:
                    yield from self.row(row)
                self.line = rows.line_num + 1
        except csv.Error as error:
            self.line = rows.line_num
            yield self.fault("", "quoting", f"{error}: mend the quotes of this row")

    def header(self, header: Sequence[str]) -> Iterator[Fault]:
        for number, title in enumerate(header, 1):
            if title in header[: number - 1]:
                message = f"the column {title} stands twice: take one out"
                yield Fault(self.name, 1, number, title, "header", message)
            elif title not in COLUMNS:
                message = f"there is no column {title!r} in a glossary: take it out or mend it"
                yield Fault(self.name, 1, number, title, "header", message)
        missing = [title for title in COLUMNS if title not in header]
        if missing:
            message = f"missing columns: {', '.join(missing)}; the line is: {','.join(COLUMNS)}"
            yield self.fault("", "header", message)
        elif len(header) == len(COLUMNS) and list(header) != COLUMNS:
            yield self.fault("", "header", f"wrong order; the line is: {','.join(COLUMNS)}")

    def row(self, row: Sequence[str]) -> Iterator[Fault]:
        if len(row) != len(COLUMNS):
            few = "too few" if len(row) < len(COLUMNS) else "too many: quote a cell with a comma"
            yield self.fault("", "fields", f"{len(row)} fields, not {len(COLUMNS)}: {few}")
            return
        self.whole.concepts += 1
        values = dict(zip(COLUMNS, row, strict=True))
        for column, cell in values.items():
            for name, message in cells.faults(column, cell, values["note"]):
                yield self.fault(column, name, message)
        yield from self.required(values)
        yield from self.renderings(values)
        if values["status"] != "retired":
            yield from self.english(values)

    def required(self, values: dict[str, str]) -> Iterator[Fault]:
        for column in ("id", "en"):
            if not values[column]:
                yield self.fault(column, "empty", "it is empty: fill it in")
        for column, allowed in (("case", CASES), ("status", STATUSES)):
            if values[column] not in allowed:
                message = f"{values[column]!r} is not one of {', '.join(allowed)}"
                yield self.fault(column, "unknown-value", message)
        identity = values["id"]
        if identity and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identity):
            message = f"{identity!r} is no id: small letters, figures and single hyphens"
            yield self.fault("id", "unknown-value", message)
        if identity in self.whole.ids:
            message = f"{identity} stands already in {self.whole.ids[identity]}: give it another id"
            yield self.fault("id", "duplicate-id", message)
        elif identity:
            self.whole.ids[identity] = f"{self.name}:{self.line}"

    def renderings(self, values: dict[str, str]) -> Iterator[Fault]:
        for code in LANGUAGES:
            preferred, also = values[code], _listed(values[f"{code}_also"])
            avoid = _listed(values[f"{code}_avoid"])
            if not preferred and (also or avoid):
                message = f"it is empty, though {code}_also or {code}_avoid is not: fill it in"
                yield self.fault(code, "no-preferred", message)
            for form in also:
                if form == preferred or also.count(form) > 1:
                    yield self.fault(f"{code}_also", "doubled-form", f"{form} stands twice")
            allowed = {fold(form, code).text for form in (preferred, *also)} if avoid else set()
            for form in avoid:
                if fold(form, code).text in allowed:
                    message = f"{form} is allowed too, or cannot be told from a form that is"
                    yield self.fault(f"{code}_avoid", "allowed-and-forbidden", message)

    def english(self, values: dict[str, str]) -> Iterator[Fault]:
        preferred = {code: values[code] for code in LANGUAGES if values[code]}
        exact = values["case"] == "exact"
        forms = [("en", values["en"]), *(("en_also", f) for f in _listed(values["en_also"]))]
        own: set[str] = set()
        for column, form in forms:
            if message := cells.common_word(form, values["case"]):
                yield self.fault(column, "common-word", message)
            key = form if exact else fold_english(form)[0].strip()
            if form in own:
                yield self.fault(column, "doubled-form", f"{form} stands twice")
            own.add(form)
            known = self.whole.english.setdefault((exact, key), [])
            for identity, other, where in known:
                if identity != values["id"]:
                    yield self.twice(column, form, preferred, other, where)
                    break
            known.append((values["id"], preferred, f"{self.name}:{self.line}"))

    def twice(
        self, column: str, form: str, mine: dict[str, str], other: dict[str, str], where: str
    ) -> Fault:
        for code in LANGUAGES:
            if mine.get(code, "") != other.get(code, ""):
                message = (
                    f"{form} is {mine.get(code) or 'empty'} here and"
                    f" {other.get(code) or 'empty'} in {where}: one English form, one rendering"
                )
                return self.fault(column, "two-renderings", message)
        return self.fault(column, "two-concepts", f"{form} stands already in {where}: merge them")


def _listed(cell: str) -> list[str]:
    return [form for form in cell.split("|") if form]
