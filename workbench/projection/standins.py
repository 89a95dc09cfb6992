"""Words that stood for marks, taken out of a translation; what is left is where they stood."""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.languages import translate_digits
from workbench.projection.lifting import Job, Pair


def taken_out(job: Job, language: str) -> tuple[Job, dict[str, int]]:
    """The job without stand-ins in its target, and the place of each that had come out, by name.

    One that came out more than once goes where it stood first; one that did not has no place.
    """
    standing = [pair for pair in job.pairs if pair.standin]
    found = sorted(
        (at.start(), at.end(), pair.name)
        for pair in standing
        for at in re.finditer(_pattern(pair, language), job.target)
    )
    if not found and len(standing) == 1:
        # The model may keep the letter and lose the number, or put letters in its place.
        alone = re.finditer(r"(?<![A-Za-z0-9])X[a-z]{0,3}(?!\w)", job.target)
        found = [(at.start(), at.end(), standing[0].name) for at in alone]
    text, last = "", 0
    places: dict[str, int] = {}
    for start, end, name in found:
        text += job.target[last:start]
        last = end
        # Of the two spaces round it one goes too.
        if text.endswith(" ") and not job.target[last : last + 1].isalnum():
            text = text[:-1]
        elif not text:
            last += job.target[last : last + 1] == " "
        places.setdefault(name, len(text))
    return replace(job, target=text + job.target[last:]), places


def _pattern(pair: Pair, language: str) -> str:
    digits = pair.standin[1:]
    return rf"(?<![A-Za-z0-9])X(?:{digits}|{translate_digits(digits, language)})(?!\d)"
