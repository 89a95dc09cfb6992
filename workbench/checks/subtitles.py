"""What only a subtitle can do wrong: be longer than its time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity

_CLOCK = r"(?:(\d+):)?(\d+):(\d+)(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"^\s*{_CLOCK} --> {_CLOCK}(?: \(\d+/(\d+)\))?", re.MULTILINE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u064b-\u0652\u0670]")
_FASTEST = 20.0
"""Characters a second, spaces among them: what broadcasters let a grown-up reader have."""


def reading_speed(subject: Subject) -> Iterator[Finding]:
    """A subtitle that is gone before it can be read.

    More than 20 characters a second, half-spaces, vowel marks and direction marks not counted. Of
    a line of two speakers, each has its share of the time. Whatever has no time is no subtitle.
    """
    timed = _TIMING.search(subject.segment.note)
    if not timed or not subject.answered:
        return
    begin, end = _seconds(*timed.group(1, 2, 3, 4)), _seconds(*timed.group(5, 6, 7, 8))
    shown = (end - begin) / max(1, int(timed[9] or 1))
    length = len(" ".join(_UNSEEN.sub("", subject.target).split()))
    if shown > 0 and length / shown > _FASTEST:
        message = said(
            "{} characters in {} seconds: shorten it to {}.",
            length,
            f"{shown:.1f}",
            int(shown * _FASTEST),
        )
        yield subject.finding("reading-speed", Severity.WARNING, message)


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    parts = int((hours or "0")[-4:]), int(minutes[-4:]), int(seconds[-4:])
    return parts[0] * 3600 + parts[1] * 60 + parts[2] + float(f"0.{fraction or 0}")
