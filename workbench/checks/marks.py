"""Whether the inline marks of the source stand in the target."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import Said, said
from workbench.inline import extra, lost, misnested
from workbench.model import Finding, Severity


def lost_tag(subject: Subject) -> Iterator[Finding]:
    """A mark of the source is missing, doubled, unknown or out of order in the target.

    Marks may move freely, as words do; a closing mark may only not come before its opening one.
    """
    if not subject.target.strip():
        return
    source, target = subject.segment.source, subject.segment.target
    missing, surplus = lost(source, target), extra(source, target)
    for mark in dict.fromkeys(missing):
        yield _fault(subject, said("The mark {} is missing: put it in.", mark))
    for mark in dict.fromkeys(surplus):
        yield _fault(subject, said("The mark {} is one too many: take it out.", mark))
    if not missing and not surplus and misnested(target):
        yield _fault(subject, said("The marks cross each other: close first what was opened last."))


def _fault(subject: Subject, message: Said) -> Finding:
    return subject.finding("lost-tag", Severity.ERROR, message)
