"""The bilingual table: a row a segment, as translators get it who have but a spreadsheet.

What CSV and Excel have in common: which column is which, what a cell may hold, and how rows become
segments. A cell that a spreadsheet would run as a formula is written with an apostrophe before it,
and read without.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbench.errors import UnreadableFile
from workbench.formats.keys import keys
from workbench.languages import LANGUAGES, find
from workbench.model import Document, Finding, Segment, Severity, State

Terms = Mapping[str, Sequence[tuple[str, str]]]

COLUMNS = ("id", "source", "target", "state", "note", "findings")
MAX_COLUMNS = 256
MAX_CELLS = 2_000_000

_NAMES = {name: name for name in COLUMNS}
_NAMES |= {"key": "id", "translation": "target", "status": "state", "notes": "note"}
_NAMES |= {"comment": "note", "remark": "note", "original": "source", "source text": "source"}
_SPOKEN = {
    name: language.code
    for language in LANGUAGES
    for name in (language.code, language.name.lower(), language.autonym, *language.aliases)
}
_HEAD = re.compile(r"\s*([^()\[\]]+?)\s*(?:[(\[]\s*([\w-]+)\s*[)\]])?\s*")
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_OURS = re.compile(r"u([0-9a-f]{8}(?:-[1-9]\d*)?)")


def harmless(text: str) -> str:
    """A text as a cell: no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("'=1"), harmless("it's"), harmless("- Yes.")
    ("'=1+1", "''=1", "it's", "'- Yes.")
    """
    return f"'{text}" if _RUNS.match(text) else text


def unharmed(cell: str) -> str:
    """The text of a cell.

    >>> unharmed("'=1+1"), unharmed("''=1"), unharmed("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return cell[1:] if _GUARDED.match(cell) else cell


@dataclass(frozen=True, slots=True)
class Head:
    """Which column is which, by its name in the first row."""

    columns: Mapping[str, int]
    source_language: str = "en"
    target_language: str = ""
    others: int = 0
    """Columns with another name."""

    @classmethod
    def of(cls, cells: Sequence[str]) -> Head | None:
        """None where there is no column for the source, or none for the target.

        >>> Head.of(["id", "source (en)", "target (prs)"]).target_language
        'prs'
        >>> Head.of(["Pashto", "English"]).columns
        {'target': 0, 'source': 1}
        """
        columns: dict[str, int] = {}
        spoken: dict[str, str] = {}
        for place, cell in enumerate(cells[:MAX_COLUMNS]):
            found = _HEAD.fullmatch(cell.lstrip("\ufeff"))
            name, code = (found[1].lower(), (found[2] or "").lower()) if found else ("", "")
            if name.replace("_", "-") in _SPOKEN:
                code = name.replace("_", "-")
                name = "source" if _SPOKEN[code] == "en" else "target"
            if _NAMES.get(name, "") and _NAMES[name] not in columns:
                columns[_NAMES[name]] = place
                spoken[_NAMES[name]] = _SPOKEN.get(code.replace("_", "-"), "")
        if "source" not in columns or "target" not in columns:
            return None
        others = sum(bool(cell.strip()) for cell in cells) - len(columns)
        return cls(columns, spoken["source"] or "en", spoken["target"], others)

    def cell(self, cells: Sequence[str], name: str) -> str:
        """A row's text in a column; empty where it has none."""
        place = self.columns.get(name, MAX_COLUMNS)
        return unharmed(cells[place]) if place < len(cells) else ""


def names(document: Document) -> list[str]:
    """The first row of a table made from a document."""
    spoken = {
        "source": find(document.source_language).code,
        "target": document.target_language,
    }
    return [f"{name} ({spoken[name]})" if spoken.get(name) else name for name in COLUMNS]


def rows(document: Document) -> Iterator[list[str]]:
    """The rows under it: every segment that is to be translated."""
    found: dict[str, list[str]] = defaultdict(list)
    for finding in document.findings:
        found[finding.key].append(f"{finding.check} ({finding.severity}): {finding.message}")
    for segment in document.segments:
        if segment.translate:
            identity = segment.key
            if _OURS.fullmatch(f"u{identity}"):
                identity = f"u{identity}"  # or a spreadsheet reads 12345678 and 1e234567 as numbers
            cells = [identity, segment.source, segment.target, segment.state.value, segment.note]
            yield [harmless(cell) for cell in (*cells, "\n".join(found[segment.key]))]


@dataclass(frozen=True, slots=True)
class Table:
    """What a reader knows of its rows, for the writer."""

    head: Head
    places: Mapping[str, int] = field(default_factory=dict)
    """By segment key: the number of its row."""
    read: Mapping[str, Segment] = field(default_factory=dict)


def segments(
    lines: Iterable[tuple[int, Sequence[str]]], head: Head
) -> tuple[Table, tuple[Segment, ...], tuple[Finding, ...]]:
    """Rows, each with its number, as segments; one without a source is left as it is.

    A row without an id of its own gets one from its source, and is never lost.
    """
    key = keys()
    places: dict[str, int] = {}
    read: dict[str, Segment] = {}
    findings = []
    for number, cells in lines:
        source, target = head.cell(cells, "source"), head.cell(cells, "target")
        if not source.strip():
            continue
        fallback = key(source)
        identity = head.cell(cells, "id").strip()
        if ours := _OURS.fullmatch(identity):
            identity = ours[1]
        if not identity or identity in read:
            if identity:
                findings.append(_doubled(identity, number))
            identity = fallback
            while identity in read:
                identity = key(source)
        state = state_of(head.cell(cells, "state"), target)
        note = head.cell(cells, "note")
        read[identity] = Segment(identity, source, target, state, note=note, line=number)
        places[identity] = number
    return Table(head, places, read), tuple(read.values()), tuple(findings)


def _doubled(identity: str, number: int) -> Finding:
    message = f"The id {identity} stands in two rows: this one is known by its source alone."
    return Finding("doubled-id", Severity.WARNING, "", message, None, number)


def state_of(cell: str, target: str) -> State:
    """A state as it is written; a row that was filled in is translated, whatever it was before.

    >>> str(state_of("Reviewed", "متن")), str(state_of("new", "متن")), str(state_of("draft", ""))
    ('reviewed', 'translated', 'new')
    """
    if not target.strip():
        return State.NEW
    word = cell.strip().lower()
    return State(word) if word in set(State) - {State.NEW} else State.TRANSLATED


def changes(document: Document, table: Table) -> Iterator[tuple[int, int, str]]:
    """What is to be written anew: (row number, column, cell)."""
    for segment in document.segments:
        before = table.read[segment.key]
        if not segment.translate or segment.target == before.target:
            if segment.state is before.state or not segment.target:
                continue
        else:
            text = harmless(segment.target)
            yield table.places[segment.key], table.head.columns["target"], text
        if "state" in table.head.columns and segment.state is not before.state:
            yield table.places[segment.key], table.head.columns["state"], segment.state.value


def no_head(name: str, where: str = "first row") -> UnreadableFile:
    """What to say of a table whose columns have no names."""
    return UnreadableFile(
        f"{name} names no columns `source` and `target` in its {where}."
        f" Name them there: {', '.join(COLUMNS[:4])}."
    )


def too_large(name: str) -> UnreadableFile:
    """What to say of a table beyond all bounds."""
    return UnreadableFile(
        f"{name} has more than {MAX_CELLS:,} cells, or {MAX_COLUMNS} in a row: that is no"
        " table of an article. Split it."
    )
