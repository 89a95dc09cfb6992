"""What was left in a target by those who made it: choices, a machine's manners, letters apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity

_LETTER = "\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff"
_CHOICE = re.compile(f"(?<![{_LETTER}/])(?!و/)[{_LETTER}]{{2,}}/[{_LETTER}]{{2,}}(?![{_LETTER}/])")
_APART = re.compile(f"(?<![{_LETTER}\u200c])(?:[{_LETTER}] ){{3,}}[{_LETTER}](?![{_LETTER}\u200c])")
_MANNERS = re.compile(
    r"^\s*(?:(?:البته|حتماً|حتما|بلی|سمه ده|هو)[!،,.]\s+)?"
    r"(?:(?:این|دا|اینجا|دلته)\s+)?(?:ترجمه|ژباړه|برگردان)[^:،.]{0,30}:"
    r"|^\s*(?:Translation|Sure|Certainly|Here is|Here's|Note)\b[^\u0620-\u06ff]{0,60}[:!,]"
    r"|\bAs an AI\b|مدل زبانی (?:هستم|بزرگ)"
)
_ABOUT_IT = re.compile(r"\btranslat|\bnote\b|\blanguage model|\bAI\b|:", re.IGNORECASE)


def two_choices(subject: Subject) -> Iterator[Finding]:
    """Two words with a slash between stand where the source has one.

    A translator's choice that was not made. A slash that the source has too, and/or, and fractions
    are right.
    """
    if "/" in subject.source or " or " in subject.source:
        return
    if found := subject.first(_CHOICE, subject.prose):
        message = said("Choose one: {}", found.group())
        yield subject.finding("two-choices", Severity.WARNING, message, found.span())


def machine_talk(subject: Subject) -> Iterator[Finding]:
    """The target begins with a machine's words to whoever asked it: "Sure! Translation:".

    A source that speaks of translations itself, or has a colon, is let pass.
    """
    found = _MANNERS.search(subject.prose)
    if found and not _ABOUT_IT.search(subject.source):
        message = said("This is no part of the translation: {}", found.group().strip())
        yield subject.finding("machine-talk", Severity.ERROR, message, found.span())


def letters_apart(subject: Subject) -> Iterator[Finding]:
    """A word's letters stand apart, each with a space: گ ز ا ر ش.

    Words of one letter (و, د) stand beside longer ones; a list of letters has marks between.
    """
    if found := _APART.search(subject.prose):
        message = said("Write these letters as one word: {}", found.group())
        yield subject.finding("letters-apart", Severity.WARNING, message, found.span())
