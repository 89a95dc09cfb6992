"""Whether the letters are those of the language."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.glossary import occurrences
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
    "ps": {"ك": "ک", "ى": "ی", "گ": "ګ", "ہ": "ه", "ھ": "ه", "ے": "ی", "ڑ": "ړ"},
}


def foreign_letter(subject: Subject) -> Iterator[Finding]:
    """A letter that the language does not have stands in the target.

    Arabic ي and ك typed for ی and ک in Dari; Persian گ for ګ in Pashto, whose five yehs are all its
    own. Letters inside a glossary form are right: a Pashto name keeps its spelling in Dari.
    """
    own = find(subject.language).own_letters
    meant = _MEANT.get(subject.language, {})
    seen: dict[str, tuple[int, int]] = {}
    for index, char in enumerate(subject.target):
        if "\u0621" <= char <= "\u06d5" and char.isalpha() and char not in own and char != "\u0640":
            seen.setdefault(char, (index, index + 1))
    if not seen:
        return
    excused = _term_spans(subject)
    for char, span in seen.items():
        if any(start <= span[0] < end for start, end in excused):
            continue
        hint = f": write {meant[char]}" if char in meant else ": is the word spelt right?"
        severity = Severity.ERROR if char in meant else Severity.WARNING
        name = find(subject.language).name
        message = f"{char} (U+{ord(char):04X}) is not a letter of {name}{hint}"
        yield subject.finding("foreign-letter", severity, message, span)


def _term_spans(subject: Subject) -> list[tuple[int, int]]:
    folded = fold(subject.target, subject.language)
    forms = [
        form
        for match in subject.matches
        for form in match.term.allowed(subject.language)
        if form in subject.target
    ]
    return occurrences(folded, forms, subject.language)
