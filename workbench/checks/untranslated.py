"""Whether there is a translation at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import ADDRESS, Subject
from workbench.i18n import said
from workbench.model import Finding, Severity

_WORD = re.compile(r"[^\W\d_]{2,}")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")


def untranslated(subject: Subject) -> Iterator[Finding]:
    """The target is empty, or still English.

    A target in Latin letters is right where the source has no words to translate: an acronym, a
    figure, an address.
    """
    words = _WORD.findall(ADDRESS.sub(" ", subject.source))
    if not words:
        return
    if not subject.target.strip():
        yield subject.finding("untranslated", Severity.ERROR, said("There is no translation yet."))
    elif not _ARABIC.search(subject.target) and any(word.islower() for word in words):
        yield subject.finding(
            "untranslated",
            Severity.ERROR,
            said("The target is not in Arabic script: translate it."),
        )
