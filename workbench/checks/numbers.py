"""Whether the figures of the source stand in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.dates import converted
from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity
from workbench.numerals import Number, missing, numbers

_MONTH_BEFORE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2},)? $"
)
_NAMED = re.compile(r"([A-Za-z]+)-?$")


def missing_number(subject: Subject) -> Iterator[Finding]:
    """A number of the source does not stand in the target.

    Western, Persian and Arabic digits are the same number, whatever its separators; 40,000 may be
    written ۴۰ هزار, and a small number as a word. A date may stand in the Solar Hijri calendar. The
    number of a name (MERS-2), the year of a date, one that stands once for twice, and one with a
    wrong separator are warnings; where the name is not there in Latin letters either, it is a hint.
    """
    if not subject.answered:
        return
    given = {number.value for number in numbers(subject.target)}
    bare = {_bare(value) for value in given if len(value) > 3}
    parts = {part for value in given for part in value.split("/")}
    for number in missing(subject.source, subject.target):
        if converted(subject, number) or _otherwise(number, subject.source, given, parts):
            continue
        if _bare(number.value) in bare and number.value not in given:
            written = subject.source[number.start : number.end]
            message = said("{} has another separator: ٬ is for thousands, ٫ for decimals.", written)
            yield subject.finding("missing-number", Severity.WARNING, message)
            continue
        severity = _severity(number, subject, given)
        written = subject.source[number.start : number.end]
        yield subject.finding(
            "missing-number", severity, said("The number {} is missing.", written)
        )


def _severity(number: Number, subject: Subject, given: set[str]) -> Severity:
    """An error; milder for what a translator may leave out, or what was said in another way."""
    before, after = subject.source[: number.start][-30:], subject.source[number.end :]
    named = _NAMED.search(before)
    if named and len(named[1]) > 2 and named[1].lower() not in subject.target.lower():
        return Severity.INFO
    span = re.match(r"[–-]\d\d\b", after)
    dated = len(number.value) == 4 and (_MONTH_BEFORE.search(before) or span)
    if named or dated or number.value in given or before.endswith("×"):
        return Severity.WARNING
    return Severity.ERROR


def _otherwise(number: Number, source: str, given: set[str], parts: set[str]) -> bool:
    """Whether a number stands in the target, cut or put together in another way."""
    value = number.value
    pieces = set(value.split("/"))
    if len(pieces) > 1 and _digits(pieces) <= _digits(parts):
        return True
    if len(value) > 1 and value in parts - given:
        return True
    if ":" in value and set(value.split(":")) <= given:
        return True
    if re.fullmatch(r"\d+\.0+", value) and value.split(".")[0] in given:
        return True
    if re.match(r" (?:000|thousand)\b", source[number.end :]) and value + "000" in given:
        return True
    century = re.search(r"(\d\d)\d\d[–-]$", source[max(0, number.start - 5) : number.start])
    return bool(century and len(value) == 2 and century[1] + value in given)


def _digits(pieces: set[str]) -> set[str]:
    return {_bare(piece) for piece in pieces}


def _bare(value: str) -> str:
    return re.sub(r"[.,٫٬]", "", value)
