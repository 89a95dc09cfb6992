"""Whether the letters are those of the language."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.glossary import occurrences
from workbench.i18n import Said, said
from workbench.languages import find
from workbench.model import Finding, Severity
from workbench.normalize import fold

# Letters that look like the right one, or nearly so, and break search and sorting.
_MEANT = {
    "prs": {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ہ": "ه",
        "ھ": "ه",
        "ے": "ی",
        "ې": "ی",
        "ۍ": "ی",
        "ګ": "گ",
    },
    "ps": {
        "ك": "ک",
        "ى": "ی",
        "گ": "ګ",
        "ہ": "ه",
        "ھ": "ه",
        "ے": "ی",
        "ڑ": "ړ",
        "ڈ": "ډ",
        "ٹ": "ټ",
    },
}
_ELSEWHERE = {"ps": set("ےگىہھك")}
"""Right in other orthographies of the language: that of Peshawar, typed on an Urdu keyboard, and
those of older books."""
_SAFE = {
    "prs": str.maketrans("يىكہھ", "ییکهه"),
    "ps": str.maketrans("كگہھڑڈٹ", "کګههړډټ"),
}
"""What is mended without asking: letters for which there is one answer, whatever the word."""


def foreign_letter(subject: Subject) -> Iterator[Finding]:
    """A letter that the language does not have stands in the target.

    Arabic ي and ك typed for ی and ک in Dari; letters of Urdu in Pashto, whose five yehs are all its
    own. گ, ى, ك, ہ and ے are written in Pashto elsewhere: a warning. Letters inside a glossary form
    are right: a Pashto name keeps its spelling in Dari, and so does پوهنځی, a faculty.
    """
    own = find(subject.language).own_letters
    foreign = [
        (char, index)
        for index, char in enumerate(subject.target)
        if "\u0621" <= char <= "\u06d5" and char.isalpha() and char not in own and char != "\u0640"
    ]
    excused = _term_spans(subject) if foreign else []
    seen: dict[str, tuple[int, int]] = {}
    for char, index in foreign:
        if not any(start <= index < end for start, end in excused) and not (
            char == "ځ" and "پوهنځ" in subject.target[max(0, index - 4) : index + 1]
        ):
            seen.setdefault(char, (index, index + 1))
    for char, span in seen.items():
        yield subject.finding("foreign-letter", *_judged(subject.language, char), span)


def _judged(language: str, char: str) -> tuple[Severity, Said]:
    """How bad a letter is, and what to do about it."""
    code = format(ord(char), "04X")
    meant = _MEANT.get(language, {}).get(char)
    if not meant:
        return Severity.WARNING, said(
            "{} (U+{}) is foreign here: is the word spelt right?", char, code
        )
    if char in _ELSEWHERE.get(language, ()):
        return Severity.WARNING, said(
            "{} (U+{}) is written elsewhere: here it is {}", char, code, meant
        )
    return Severity.ERROR, said("{} (U+{}) is foreign here: write {}", char, code, meant)


def with_own_letters(text: str, language: str) -> str:
    """The letters that look like one of the language's own, as that one."""
    return text.translate(_SAFE.get(language, {}))


def _term_spans(subject: Subject) -> list[tuple[int, int]]:
    folded = fold(subject.target, subject.language)
    forms = [
        form
        for match in subject.matches
        for form in match.term.allowed(subject.language)
        if form in subject.target
    ]
    return occurrences(folded, forms, subject.language)
