"""Whether the target is in the language it should be in."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.detection import detect
from workbench.languages import name_of
from workbench.model import Finding, Severity

_FEWEST_WORDS = 4
_SURE = 0.8
_SURE_OF_VARIETY = 0.7
_PERSIAN = {"prs", "fa"}
_ARABIC_SCRIPT = {"prs", "fa", "ps", "ur", "ar"}


def wrong_language(subject: Subject) -> Iterator[Finding]:
    """The target reads as another language: Dari as Pashto, Pashto as Persian, either as Urdu.

    Dari that reads as Iranian Persian is a warning: the two share most sentences. Short targets and
    unsure answers are let pass, and what is not in Arabic script is the `untranslated` check's.
    """
    if len(subject.target.split()) < _FEWEST_WORDS:
        return
    found = detect(subject.target)
    persian = found.language in _PERSIAN
    if found.language == subject.language or found.language not in _ARABIC_SCRIPT:
        return
    variety = persian and subject.language in _PERSIAN
    # Of Persian, what is unsure is which of the two it is.
    if found.confidence < (_SURE_OF_VARIETY if variety else 0.0 if persian else _SURE):
        return
    severity = Severity.WARNING if variety else Severity.ERROR
    name = "Iranian Persian" if found.language == "fa" else name_of(found.language)
    message = f"This reads as {name}, not as {name_of(subject.language)} ({found.reason})."
    yield subject.finding("wrong-language", severity, message)
