"""One concept changed in the text of a glossary file.

Its row is written anew and every other byte stays, so that a review sees one line and the work of
two people merges line by line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from workbench.errors import WorkbenchError
from workbench.glossary.exchange import row_of
from workbench.glossary.rows import parse
from workbench.model import Term


class Moved(WorkbenchError):
    """The concept is no longer what the person saw; nothing was written."""

    def __init__(self, stored: Term | None) -> None:
        super().__init__(
            "This concept was changed while you worked on it. "
            "Compare what stands there now with yours, and save again."
            if stored
            else "This concept was taken out of the glossary while you worked on it. "
            "Propose it anew if it is still wanted."
        )
        self.stored = stored


def changed(text: str, term: Term, *, seen: Term | None, name: str) -> str:
    r"""The file with the row of `term.id` replaced, or added at its end when `seen` is None.

    Raises Moved when the row is not what was `seen`, BadGlossary when the file cannot be read.

    >>> old = Term("group-ttp", "TTP", case="exact")
    >>> from workbench.glossary.exchange import to_rows
    >>> file = changed(to_rows([]), old, seen=None, name="groups.csv")
    >>> new = Term("group-ttp", "TTP", forms={"ps": "ټي ټي پي"}, case="exact")
    >>> changed(file, new, seen=old, name="groups.csv").splitlines()[1]
    'group-ttp,TTP,,,,,ټي ټي پي,,,,exact,proposed,,'
    """
    stored = {known.id: known for known in parse(text, name)}.get(term.id)
    if (stored and row_of(stored)) != (seen and row_of(seen)):
        raise Moved(stored)
    lines = list(io.StringIO(text, newline=""))
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    written = _written(term, ending)
    if seen is None:
        return text + ("" if text.endswith("\n") else ending) + written
    first, end = next(span for identity, *span in _rows(lines) if identity == term.id)
    return "".join([*lines[:first], written, *lines[end:]])


def _rows(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Each row's id and the physical lines it takes up: a quoted cell may hold line breaks."""
    reader, start = csv.reader(lines), 0
    for row in reader:
        yield row[0] if row else "", start, reader.line_num
        start = reader.line_num


def _written(term: Term, ending: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=ending).writerow(row_of(term))
    return text.getvalue()
