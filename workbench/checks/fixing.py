"""Targets mended by the checks that can mend them, safely and without asking.

Inline marks are shown to a fix as single private characters, so that none is touched; a fix that
would lose one is not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from workbench.checks import CHECKS, Check, found_by, subjects
from workbench.glossary import Glossary
from workbench.inline import MARK, strip
from workbench.model import Document, Segment

_FIRST = 0xF0000
"""Private characters, one a mark."""


def fixed(
    document: Document,
    glossary: Glossary,
    checks: Sequence[Check] = CHECKS,
    *,
    excused: Mapping[str, Collection[str]] | None = None,
) -> tuple[Document, list[tuple[str, str]]]:
    """The document mended, and (segment key, check) of every fix that changed something.

    `excused` names the checks that do not count, by segment key.
    """
    shown = subjects(document, glossary)
    segments: list[Segment] = []
    done: list[tuple[str, str]] = []
    for segment in document.segments:
        if segment.translate:
            subject = next(shown)
            spared = (excused or {}).get(segment.key, ())
            for row in checks if subject.answered else ():
                if row.fix and row.name not in spared and found_by(row, subject):
                    better = mended(row.fix, segment.target, document.target_language)
                    if better != segment.target:
                        done.append((segment.key, row.name))
                        segment = replace(segment, target=better)
                        subject = replace(subject, segment=segment, target=strip(better))
        segments.append(segment)
    return replace(document, segments=tuple(segments)), done


def mended(fix: Callable[[str, str], str], target: str, language: str) -> str:
    """A target through one fix, its marks kept.

    >>> mended(lambda text, language: text.replace("1", "۱"), "<g1>1</g1>", "prs")
    '<g1>۱</g1>'
    """
    marks: list[str] = []

    def hide(found: object) -> str:
        marks.append(str(found))
        return chr(_FIRST + len(marks) - 1)

    if any(_FIRST <= ord(char) < _FIRST + 0x10000 for char in target):
        return target
    hidden = MARK.sub(lambda found: hide(found.group()), target)
    text = fix(hidden, language)
    places = [chr(_FIRST + index) for index in range(len(marks))]
    if any(text.count(place) != 1 for place in places):
        return target
    for place, mark in zip(places, marks, strict=True):
        text = text.replace(place, mark)
    return text
