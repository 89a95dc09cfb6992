"""Whether the inline marks of the source stand in the target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.inline import MARK
from workbench.model import Finding, Severity


def lost_tag(subject: Subject) -> Iterator[Finding]:
    """A mark of the source is missing, doubled, unknown or out of order in the target.

    Marks may move freely, as words do; a closing mark may only not come before its opening one.
    """
    if not subject.target.strip():
        return
    wanted = Counter(mark.group() for mark in MARK.finditer(subject.segment.source))
    given = Counter(mark.group() for mark in MARK.finditer(subject.segment.target))
    for mark in wanted - given:
        yield _fault(subject, f"The mark {mark} is missing: put it in.")
    for mark in given - wanted:
        yield _fault(subject, f"The mark {mark} is one too many: take it out.")
    if wanted == given and not _well_nested(subject.segment.target):
        yield _fault(subject, "The marks cross each other: close first what was opened last.")


def _fault(subject: Subject, message: str) -> Finding:
    return subject.finding("lost-tag", Severity.ERROR, message)


def _well_nested(target: str) -> bool:
    opened: list[str] = []
    for mark in MARK.finditer(target):
        text = mark.group()
        if text.startswith("</"):
            if not opened or opened.pop() != text.replace("/", ""):
                return False
        elif not text.endswith("/>"):
            opened.append(text)
    return not opened
