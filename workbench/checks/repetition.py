"""Whether something is said twice, or the same thing in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject, comparable
from workbench.i18n import said
from workbench.model import Finding, Severity

_NEVER_TWICE = {
    "prs": set(
        "در از به با که را این آن است هستند بود بودند شد شده برای تا بر یا و اما اگر می شود"
        " کرد کرده توسط بین های ها".split()
    ),
    "ps": set(
        "د په کې چې او له څخه ته دي دی ده و وو به لپاره باندې تر کړي شوي شو کوي کړ دغه"
        " یا خو که یې سره".split()
    ),
}
"""Words that no sentence doubles."""
_NEVER_TWICE["ps"] -= {"سره", "تر", "یې"}
_FEWEST_REPEATS = 3
_LONGEST_PHRASE = 8
_FEWEST_LETTERS = 4


_FROM_LOSING = re.compile("از (?:دست|میان|بین|سر) ")


def repeated_word(subject: Subject) -> Iterator[Finding]:
    """A word stands twice in a row that never does: از از, د د.

    Reduplication is legal and left alone (کم کم, ورو ورو, جدا جدا): only prepositions, particles
    and auxiliary verbs are asked. A word that ends one phrase and begins the next, behind a mark,
    is right as well, and so is از before a verb that begins with it: پس از از دست دادن.
    """
    never = _NEVER_TWICE.get(subject.language, set())
    for (one, start, end), (other, begin, stop) in zip(
        subject.words, subject.words[1:], strict=False
    ):
        if (
            one == other
            and one in never
            and subject.prose[end:begin].isspace()
            and not subject.across(end, begin)
            and not _FROM_LOSING.match(subject.prose, begin)
        ):
            message = said("{} stands twice: take one away.", one)
            yield subject.finding("repeated-word", Severity.WARNING, message, (start, stop))


def with_single_words(text: str, language: str) -> str:
    """Doubled particles once."""
    words = "|".join(sorted(_NEVER_TWICE.get(language, set())))
    letter = "[\u0620-\u06d3\u06d5\u06ee-\u06ff\u200c]"
    if not words:
        return text
    twice = f"(?<!{letter})({words})(?:[ ]\\1)+(?!{letter})(?! (?:دست|میان|بین|سر) )"
    return re.sub(twice, r"\1", text)


def repeated_phrase(subject: Subject) -> Iterator[Finding]:
    """A word or phrase stands three times or more in a row: a machine got stuck.

    Three times because two may be emphasis; what the source repeats as often is right, and so is
    an acronym spelt letter by letter (سی سی سی for CCC).
    """
    if subject.gaps or _stuck(re.findall(r"\w+", subject.source_prose.lower())):
        return
    words = list(_unbroken(subject))
    if stuck := _stuck([word for word, _, _ in words]):
        first, last, phrase = stuck
        if len("".join(phrase)) < _FEWEST_LETTERS and re.search(r"([A-Z])\1\1", subject.source):
            return
        span = (words[first][1], words[last - 1][2])
        message = said("{} is said again and again.", " ".join(phrase))
        yield subject.finding("repeated-phrase", Severity.ERROR, message, span)


def _unbroken(subject: Subject) -> Iterator[tuple[str, int, int]]:
    """The words, and between them, where figures or Latin words stand, what equals nothing."""
    before = 0
    for word, start, end in subject.words:
        if re.search(r"\w", subject.prose[before:start]):
            yield f"{before}", before, start
        yield word, start, end
        before = end


def _stuck(words: list[str]) -> tuple[int, int, list[str]] | None:
    """First and last word of a run of three equal phrases."""
    for size in range(1, _LONGEST_PHRASE + 1):
        run = 0
        for index in range(size, len(words)):
            run = run + 1 if words[index] == words[index - size] else 0
            if run == size * (_FEWEST_REPEATS - 1):
                first = index + 1 - size * _FEWEST_REPEATS
                return first, index + 1, words[first : first + size]
    return None


def inconsistent(subject: Subject) -> Iterator[Finding]:
    """The same source is translated otherwise elsewhere in the document.

    Short texts of one word may mean different things and are left alone; where two ways are equally
    frequent, both are told.
    """
    source = comparable(subject.segment.source)
    others = subject.repeats.targets.get(source, {})
    own = comparable(subject.segment.target)
    if len(others) > 1 and len(source.split()) > 1 and own in others:
        best = max(others, key=lambda target: (others[target], target != own))
        if best != own and others[best] >= others[own]:
            message = said("Elsewhere in this document the same source reads: {}", best[:80])
            yield subject.finding("inconsistent", Severity.WARNING, message)


def same_target(subject: Subject) -> Iterator[Finding]:
    """Two different sources have the same target: one of them may have slipped a line.

    Sources that share most of their words are let pass, and so are short ones, since one word may
    answer two; those that share a quarter may be two ways to say the same, and are a hint.
    """
    own = comparable(subject.segment.target)
    sources = subject.repeats.sources.get(own, ())
    if len(sources) > 1 and len(own.split()) >= _FEWEST_LETTERS:
        source = comparable(subject.segment.source)
        other = next((s for s in sources if s != source and _differ(s, source)), None)
        if other:
            message = said("This target also answers: {}", other[:80])
            severity = Severity.WARNING if _differ(other, source, 4) else Severity.INFO
            yield subject.finding("same-target", severity, message)


_NUMBERED = {"are": "is", "were": "was", "have": "has"}


def _differ(one: str, other: str, times: float = 1.5) -> bool:
    """Whether two sources share less than one in `times` of their words, singular or plural."""
    words, others = (
        {_NUMBERED.get(word, word).removesuffix("s") for word in re.findall(r"\w+", text)}
        for text in (one, other)
    )
    return times * len(words & others) < max(len(words | others), 1)
