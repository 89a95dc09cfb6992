"""Whether the glossary is kept."""

from __future__ import annotations

from collections.abc import Iterator

from workbench import dates
from workbench.checks.subject import Subject, alone
from workbench.i18n import said
from workbench.model import Finding, Severity


def term_unplaced(subject: Subject) -> Iterator[Finding]:
    """A glossary term of the source stands in no allowed form in the target.

    Any allowed form will do, with the endings and prefixes of the language, in any spacing; a name
    that stands twice in the source need stand only once, since a pronoun may take it up again. The
    month of a date need not stand where the target has the day in Solar Hijri, nor the name of what
    the house leaves in Latin (`acronyms` in workbench.toml), where it stands so.
    """
    if not subject.target.strip():
        return
    spans = (
        [(date.start, date.end) for date in dates.in_english(subject.source)]
        if dates.solar(subject.target)
        else []
    )
    for rendering in subject.renderings:
        dated = any(
            all(start <= match.start < end for match in rendering.matches) for start, end in spans
        )
        if not rendering.placed and not dated:
            first = rendering.matches[0]
            english = subject.source[first.start : first.end]
            if english in subject.acronyms and alone(english).search(subject.prose):
                continue
            preferred = rendering.term.forms[subject.language]
            message = said("{} is to be {}, which the target does not have.", english, preferred)
            yield subject.finding("term-unplaced", Severity.ERROR, message)


def forbidden_term(subject: Subject) -> Iterator[Finding]:
    """A form that the glossary forbids stands in the target.

    It is a fault even beside an allowed form; it is none inside one (a longer, allowed name).
    """
    for rendering in subject.renderings:
        for start, end, form in rendering.forbidden:
            preferred = rendering.term.forms[subject.language]
            message = said("{} is not house style: write {}.", form, preferred)
            yield subject.finding("forbidden-term", Severity.ERROR, message, (start, end))
