"""The table of checks: each a function (segment, context) -> findings, named by the fault it finds.

A check's docstring is its documentation: the first line names the fault, the rest says what is
right although it looks wrong. Checks look at the target a reader will see; they never change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.checks.language import wrong_language
from workbench.checks.letters import foreign_letter
from workbench.checks.marks import lost_tag
from workbench.checks.numbers import missing_number
from workbench.checks.punctuation import end_punctuation
from workbench.checks.subject import Repeats, Subject
from workbench.checks.terms import forbidden_term, term_unplaced
from workbench.checks.untranslated import untranslated
from workbench.glossary import Glossary
from workbench.inline import strip
from workbench.model import Document, Finding, Severity

__all__ = ["CHECKS", "Check", "Subject", "check", "found_by", "subjects"]


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table."""

    name: str
    severity: Severity
    """Of what it usually finds; a finding may be milder."""
    find: Callable[[Subject], Iterable[Finding]]
    fix: Callable[[str, str], str] | None = None
    """(target, language) -> target, where mending is safe without asking anybody. Inline marks
    reach it as single characters of their own (see `fixing`)."""

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
    for subject in subjects(document, glossary):
        found = [finding for each in checks for finding in found_by(each, subject)]
        findings += sorted(found, key=lambda finding: finding.severity.rank)
    return findings


def subjects(document: Document, glossary: Glossary) -> Iterator[Subject]:
    """What the checks are shown of a document: its segments that are to be translated."""
    repeats = Repeats.of(document.segments)
    for segment in document.segments:
        if segment.translate:
            plain = strip(segment.source), strip(segment.target)
            yield Subject(segment, document.target_language, glossary, *plain, repeats)


def found_by(row: Check, subject: Subject) -> list[Finding]:
    """A check's findings; one that breaks on a text says so, and the others go on."""
    try:
        return list(row.find(subject))
    except Exception as error:
        message = f"The check {row.name} broke on this text ({type(error).__name__}): report it."
        return [subject.finding("broken-check", Severity.INFO, message)]
