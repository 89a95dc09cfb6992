"""Whether the target is in the language it should be in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.detection import detect
from workbench.i18n import said
from workbench.model import Finding, Severity

_FEWEST_WORDS = 4
_SURE = 0.8
_SURE_OF_VARIETY = 0.7
_PERSIAN = {"prs", "fa"}
_READS = {
    "prs": said("This reads as Dari: {}"),
    "fa": said("This reads as Iranian Persian: {}"),
    "ps": said("This reads as Pashto: {}"),
    "ur": said("This reads as Urdu: {}"),
    "ar": said("This reads as Arabic: {}"),
}
_SIGN = re.compile("[\u0620-\u06ff\u200c]+")
"""A word or a letter that gave the language away."""


def wrong_language(subject: Subject) -> Iterator[Finding]:
    """The target reads as another language: Dari as Pashto, Pashto as Persian, either as Urdu.

    Dari that reads as Iranian Persian is a warning, and a hint when a single word says so: the two
    share most sentences, and without a word of Iran nothing is said. Short targets and unsure
    answers are let pass, and what is not in Arabic script is the `untranslated` check's.
    """
    if len(subject.target.split()) < _FEWEST_WORDS:
        return
    found = detect(subject.target)
    persian = found.language in _PERSIAN
    if found.language == subject.language or found.language not in _READS:
        return
    variety = persian and subject.language in _PERSIAN
    # Of Persian, what is unsure is which of the two it is.
    if found.confidence < (_SURE_OF_VARIETY if variety else 0.0 if persian else _SURE):
        return
    signs = _SIGN.findall(found.reason)
    severity = Severity.ERROR
    if variety:
        if "Iranian Persian words" not in found.reason:
            return
        sure = len(signs) > 1
        severity = Severity.WARNING if sure else Severity.INFO
    shown = "، ".join(signs) or subject.target[:40]
    yield subject.finding("wrong-language", severity, (*_READS[found.language], shown))
