"""Signs beside numbers, and numbers in Roman letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity
from workbench.numerals import missing

_MINUS = re.compile(
    r"\bminus \d|(?<![\w–—−%-])(?<!\d )[-−]\d[\d.]*(?= ?(?:°|degrees?\b|percent\b|%))",
    re.IGNORECASE,
)
_MINUS_SAID = re.compile("منف|منفي|[-−–]\\s?[0-9۰-۹]|[0-9۰-۹]\\s?[-−–]|زیر|پایین|لاندې|ښکته|تر صفر")
_PERCENT_FIRST = re.compile(r"(?<![0-9۰-۹٠-٩٪%])[٪%]\s?([0-9۰-۹٠-٩]+(?:[.,٫٬][0-9۰-۹٠-٩]+)*)")
_ROMAN = re.compile(
    r"\b(?:Pope|King|Queen|Shah|Sultan|Emperor|War|Chapter|Part|Volume|Article|Phase|[A-Z][a-z]+)"
    r" (X{1,3}(?:IX|IV|VI{0,3}|I{1,3})|X{2,3}|IX|IV|VI{1,3}|I{2,3})\b(?![-.])"
)
_VALUES = {"X": 10, "V": 5, "I": 1}


def lost_minus(subject: Subject) -> Iterator[Finding]:
    """A number below zero has lost its minus.

    منفی, the sign on either side, and "below zero" in words will do. A dash between two numbers, or
    within a name, is no minus.
    """
    found = _MINUS.search(subject.source_prose)
    if subject.answered and found and not _MINUS_SAID.search(subject.prose):
        message = said("{} has lost its minus: write منفی", found.group())
        yield subject.finding("lost-minus", Severity.WARNING, message)


def misplaced_percent(subject: Subject) -> Iterator[Finding]:
    """The percent sign stands before its number: ٪۲۰ for ۲۰٪.

    It is typed after the number, and shown on its left.
    """
    if found := _PERCENT_FIRST.search(subject.prose):
        message = said("Write the percent sign after its number: {}", f"{found.group(1)}٪")
        yield subject.finding("misplaced-percent", Severity.INFO, message, found.span())


def with_percent_after(text: str, _language: str) -> str:
    """Percent signs after their numbers."""
    return _PERCENT_FIRST.sub(r"\1٪", text)


def lost_roman_numeral(subject: Subject) -> Iterator[Finding]:
    """The number of a pope, a war or a chapter in Roman letters is another one in the target.

    It may stay in Roman letters, be written in figures or as a word.
    """
    if not subject.answered:
        return
    for found in _ROMAN.finditer(subject.source_prose):
        roman, value = found.group(1), str(_value(found.group(1)))
        if roman not in subject.prose and missing(value, subject.prose):
            message = said("The number {} ({}) is missing.", roman, value)
            yield subject.finding("lost-roman-numeral", Severity.WARNING, message)


def _value(roman: str) -> int:
    """The number that Roman letters stand for.

    >>> _value("XIV"), _value("VIII"), _value("IX")
    (14, 8, 9)
    """
    digits = [_VALUES[letter] for letter in roman]
    return sum(
        -digit if digit < max(digits[place:]) else digit for place, digit in enumerate(digits)
    )
