"""Whether what is to stay as it is in the source has stayed: addresses, placeholders, acronyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.checks.subject import ADDRESS, PLACEHOLDER, Subject, alone
from workbench.i18n import Said, said
from workbench.model import Finding, Severity

_TRAILING = ".,;:!?،؛؟)]/"
_HANDLE = re.compile(r"(?<![\w@/.])[@#][A-Za-z_][A-Za-z0-9_]{2,}")
_PATH = re.compile(
    r"(?<![\w/.:<])(?:~|\.{1,2})?/[\w.-]+(?:/[\w.-]+)+/?|\b[A-Z]:\\[\w.\\-]+"
    r"|(?<![\w/-])--[a-z][a-z-]+\b"
)
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,5}(?![A-Za-z0-9])")
_ENGLISH = re.compile(
    r"(?<![\w@#/.{(-])(?<![A-Za-z] )[a-z]{2,}(?: [a-z]{2,}){2,}(?![\w@/}-]| [A-Z]|\.\w)"
)
_BROKEN = re.compile(r"<\s*/?\s*[gGxX]\s*[0-9۰-۹٠-٩]{1,4}\s*/?\s*>")
_WARNING = Severity.WARNING
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def lost_placeholder(subject: Subject) -> Iterator[Finding]:
    """A placeholder such as {name}, %s or ${x} is missing, changed or added.

    Their order is free. A percent sign before a word, as in "100 % sure", is none.
    """
    if not subject.answered:
        return
    source = Counter(PLACEHOLDER.findall(subject.source))
    target = Counter(PLACEHOLDER.findall(subject.target))
    for name in source - target:
        yield _fault(
            subject, "lost-placeholder", said("The placeholder {} is missing: put it in.", name)
        )
    for name in target - source:
        yield _fault(
            subject, "lost-placeholder", said("The placeholder {} is none of the source's.", name)
        )


def broken_mark(subject: Subject) -> Iterator[Finding]:
    """An inline mark is damaged: < g1 >, <G1>, <g۱>.

    What the source has in the same spelling is text and right.
    """
    for found in _BROKEN.finditer(subject.target):
        if found.group() not in subject.source:
            message = said("Write {} for {}", _whole(found.group()), found.group())
            yield subject.finding("broken-mark", Severity.ERROR, message, found.span())


def with_whole_marks(text: str, _language: str) -> str:
    """Damaged marks as they should be."""
    return _BROKEN.sub(lambda found: _whole(found.group()), text)


def _whole(mark: str) -> str:
    return re.sub(r"\s", "", mark).lower().translate(_DIGITS)


def lost_address(subject: Subject) -> Iterator[Finding]:
    """A web or e-mail address of the source is missing or changed in the target.

    The mark that ends a sentence does not belong to it, nor does a slash at its end.
    """
    if subject.answered:
        given = {found.rstrip(_TRAILING) for found in ADDRESS.findall(subject.target)}
        for found in dict.fromkeys(ADDRESS.findall(subject.source)):
            if found.rstrip(_TRAILING) not in given:
                message = said("The address {} is missing.", found.rstrip(_TRAILING))
                yield _fault(subject, "lost-address", message)


def lost_hashtag(subject: Subject) -> Iterator[Finding]:
    """A handle of the source (@name) is missing, or a hashtag has lost its sign.

    A hashtag may be translated; the target must have as many.
    """
    if not subject.answered:
        return
    tags = 0
    for tag in _HANDLE.findall(subject.source_prose):
        tags += tag.startswith("#")
        if tag.startswith("@") and tag not in subject.target:
            yield _fault(subject, "lost-hashtag", said("{} is missing.", tag), Severity.WARNING)
    if tags > subject.target.count("#"):
        message = said("A hashtag is missing: # and its word.")
        yield _fault(subject, "lost-hashtag", message, Severity.WARNING)


def lost_path(subject: Subject) -> Iterator[Finding]:
    """A file path or an option of a command (/etc/hosts, --fix) is missing or changed.

    A fraction or a choice (and/or, 5/6) is no path.
    """
    if subject.answered:
        for path in dict.fromkeys(_PATH.findall(subject.source_prose)):
            if path.rstrip(_TRAILING) not in subject.target:
                yield _fault(subject, "lost-path", said("{} is missing.", path))


def strange_acronym(subject: Subject) -> Iterator[Finding]:
    """An acronym in Latin capitals stands in the target that the source does not have.

    Acronyms may stay in Latin or be written out, and a name may be shortened to its first letters
    (World Health Organization, WHO); any other one was misspelt.
    """
    source = subject.source.upper()
    words = re.findall(r"[A-Za-z]+", subject.source)
    initials = {
        "".join(w[0] for w in words).upper(),
        "".join(w[0] for w in words if len(w) > 3).upper(),
    }
    for found in _ACRONYM.finditer(subject.prose):
        if found.group() not in source and not any(found.group() in line for line in initials):
            message = said("{} is none of the source's acronyms: is it spelt right?", found.group())
            yield subject.finding("strange-acronym", Severity.WARNING, message, found.span())


def lost_acronym(subject: Subject) -> Iterator[Finding]:
    """An acronym that the house leaves in Latin does not stand in Latin in the target.

    The house lists them: `acronyms = ["UNHCR"]` in workbench.toml; the others may stay or be
    written out, as may all where there is no list. Once is enough, and it may be written out beside
    that. Capitals count: WHO is not who. A plural (NGOs) is its acronym; part of a longer name in
    Latin letters (NATO-led, UN-Habitat) or of an address is none.
    """
    if not subject.answered:
        return
    for name in subject.acronyms:
        if alone(name).search(subject.source_prose) and not alone(name).search(subject.prose):
            yield _fault(subject, "lost-acronym", said("Leave {} in Latin.", name), _WARNING)


def english_left(subject: Subject) -> Iterator[Finding]:
    """Three or more English words in small letters were left in the target.

    Names, titles and single words in Latin letters are right; words beside a name with a capital
    or in brackets are taken for part of a title.
    """
    if not subject.words:
        return
    for found in _ENGLISH.finditer(subject.prose):
        if found.group() in subject.source:
            message = said("Translate: {}", found.group()[:60])
            yield subject.finding("english-left", Severity.ERROR, message, found.span())


def copied(subject: Subject) -> Iterator[Finding]:
    """The target is the source, word for word, with something in Arabic script at most.

    What has no words in small letters (names, acronyms, figures) may stay.
    """
    source, target = subject.source.split(), set(subject.target.split())
    small = [word for word in source if word.isalpha() and word.islower() and len(word) > 1]
    if len(small) >= 3 and subject.words and sum(w in target for w in small) > 0.8 * len(small):
        yield _fault(subject, "copied", said("Most of the source stands here untranslated."))


def _fault(
    subject: Subject, name: str, message: Said, severity: Severity = Severity.ERROR
) -> Finding:
    return subject.finding(name, severity, message)
