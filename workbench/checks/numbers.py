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
    written ۴۰ هزار, and a small number as a word. A date may stand in the Solar Hijri calendar. The
    number of a name (COVID-19), one that stands once for twice, and one with a wrong separator are
    warnings.
    """
    if not subject.answered:
        return
    given = {number.value for number in numbers(subject.target)}
    bare = {_bare(value) for value in given if len(value) > 3}
    parts = {part for value in given for part in value.split("/")}
    for number in missing(subject.source, subject.target):
        pieces = set(number.value.split("/"))
        if converted(subject, number) or (len(pieces) > 1 and _plain(pieces) <= parts):
            continue
        if _bare(number.value) in bare and number.value not in given:
            written = subject.source[number.start : number.end]
            message = f"{written} has another separator: ٬ is for thousands, ٫ for decimals."
            yield subject.finding("missing-number", Severity.WARNING, message)
            continue
        named = _NAMED.search(subject.source[max(0, number.start - 2) : number.start])
        severity = Severity.WARNING if named or number.value in given else Severity.ERROR
        written = subject.source[number.start : number.end]
        yield subject.finding("missing-number", severity, f"The number {written} is missing.")


def _plain(pieces: set[str]) -> set[str]:
    return {piece.replace(",", "") for piece in pieces}


def _bare(value: str) -> str:
    return re.sub(r"[.,٫٬]", "", value)
