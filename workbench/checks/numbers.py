"""Whether the figures of the source stand in the target."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.dates import converted
from workbench.checks.subject import Subject
from workbench.model import Finding, Severity
from workbench.numerals import missing


def missing_number(subject: Subject) -> Iterator[Finding]:
    """A number of the source does not stand in the target.

    Western, Persian and Arabic digits are the same number, whatever its separators; 40,000 may be
    written ۴۰ هزار, and a small number as a word. A date may stand in the Solar Hijri calendar.
    """
    if subject.target.strip():
        for number in missing(subject.source, subject.target):
            if converted(subject, number):
                continue
            written = subject.source[number.start : number.end]
            message = f"The number {written} is missing."
            yield subject.finding("missing-number", Severity.ERROR, message)
