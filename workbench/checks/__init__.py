"""The table of checks: each a function (segment, context) -> findings, named by the fault it finds.

A check's docstring is its documentation: the first line names the fault, the rest says what is
right although it looks wrong. Checks look at the target a reader will see; they never change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workbench.checks.language import wrong_language
from workbench.checks.letters import foreign_letter
from workbench.checks.marks import lost_tag
from workbench.checks.numbers import missing_number
from workbench.checks.punctuation import end_punctuation
from workbench.checks.subject import Subject
from workbench.checks.terms import forbidden_term, term_unplaced
from workbench.checks.untranslated import untranslated
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.model import Document, Finding, Severity

__all__ = ["CHECKS", "Check", "Subject", "check"]


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table."""

    name: str
    severity: Severity
    """Of what it usually finds; a finding may be milder."""
    find: Callable[[Subject], Iterable[Finding]]

    @property
    def title(self) -> str:
        """The first sentence of the documentation."""
        return (self.find.__doc__ or "").strip().splitlines()[0]


CHECKS: tuple[Check, ...] = (
    Check("untranslated", Severity.ERROR, untranslated),
    Check("wrong-language", Severity.ERROR, wrong_language),
    Check("term-unplaced", Severity.ERROR, term_unplaced),
    Check("forbidden-term", Severity.ERROR, forbidden_term),
    Check("missing-number", Severity.ERROR, missing_number),
    Check("lost-tag", Severity.ERROR, lost_tag),
    Check("foreign-letter", Severity.ERROR, foreign_letter),
    Check("end-punctuation", Severity.WARNING, end_punctuation),
)


def check(
    document: Document, glossary: Glossary, checks: Sequence[Check] = CHECKS
) -> list[Finding]:
    """All findings of a document, in the order of its segments, worst first within one."""
    findings: list[Finding] = []
    for segment in document.segments:
        if not segment.translate:
            continue
        plain = strip(segment.source)
        subject = Subject(segment, document.target_language, glossary, plain, strip(segment.target))
        found = [finding for each in checks for finding in each.find(subject)]
        findings += sorted(found, key=lambda finding: finding.severity.rank)
    return findings
