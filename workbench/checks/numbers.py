"""Whether the figures of the source stand in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.dates import converted
from workbench.checks.subject import Subject
from workbench.model import Finding, Severity
from workbench.numerals import missing, numbers


_NAMED = re.compile(r"[A-Za-z]-?$")


def missing_number(subject: Subject) -> Iterator[Finding]:
    """A number of the source does not stand in the target.

    Western, Persian and Arabic digits are the same number, whatever its separators; 40,000 may be
    written ۴۰ هزار, and a small number as a word. A date may stand in the Solar Hijri calendar. A
    number that belongs to a name (COVID-19), or that the target has once for twice, is a warning.
    """
    if not subject.answered:
        return
    given = {number.value for number in numbers(subject.target)}
    parts = {part for value in given for part in value.split("/")}
    for number in missing(subject.source, subject.target):
        pieces = set(number.value.split("/"))
        if converted(subject, number) or (len(pieces) > 1 and _plain(pieces) <= parts):
            continue
        named = _NAMED.search(subject.source[max(0, number.start - 2) : number.start])
        severity = Severity.WARNING if named or number.value in given else Severity.ERROR
        written = subject.source[number.start : number.end]
        yield subject.finding("missing-number", severity, f"The number {written} is missing.")


def _plain(pieces: set[str]) -> set[str]:
    return {piece.replace(",", "") for piece in pieces}
