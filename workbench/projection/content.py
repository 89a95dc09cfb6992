"""Where a mark goes that needs no alignment: an edge, an ordinal, a term, a number."""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.glossary import occurrences
from workbench.languages import translate_digits
from workbench.normalize import fold
from workbench.projection.lifting import Job, Pair

_ORDINAL_ENDING = {"prs": "م", "ps": "مه"}


def by_content(job: Job, pair: Pair, language: str) -> Pair | None:
    """The place of a mark that needs no alignment: an edge, an ordinal, a term, a number."""
    before, after = job.source[: pair.start].strip(), job.source[pair.end :].strip()
    if not before and not after:
        return pair.at(0, len(job.target))
    if not pair.encloses and not (before and after):
        edge = len(job.target) if before else 0
        return pair.at(edge, edge)
    span = _ordinal_span(job, pair, language) or _term_span(job, pair, language)
    if not span and re.fullmatch(r"[\d.,]*\d", job.source[pair.start : pair.end]):
        span = _number_span(job, pair, language)
    return pair.at(*span) if span else None


def _ordinal(job: Job, pair: Pair) -> str:
    """The digits before `<g1>th</g1>`, or nothing."""
    number = re.search(r"\d+$", job.source[: pair.start])
    inner = job.source[pair.start : pair.end]
    return number[0] if number and inner in ("st", "nd", "rd", "th") else ""


def with_ordinals(job: Job, language: str) -> Job:
    """Raised ordinal endings stay raised: 15<sup>th</sup> becomes ۱۵<sup>م</sup>."""
    target = job.target
    for pair in job.pairs:
        digits = translate_digits(_ordinal(job, pair), language)
        ending = _ORDINAL_ENDING.get(language, "")
        if digits and ending:
            target = re.sub(rf"(?<!\d){digits}(?!\w)", digits + ending, target, count=1)
    return replace(job, target=target)


def _ordinal_span(job: Job, pair: Pair, language: str) -> tuple[int, int] | None:
    digits = translate_digits(_ordinal(job, pair), language)
    ending = _ORDINAL_ENDING.get(language, "")
    found = re.search(rf"(?<!\d){digits}({ending})(?!\w)", job.target) if digits else None
    return found.span(1) if found else None


def _term_span(job: Job, pair: Pair, language: str) -> tuple[int, int] | None:
    for match in job.matches:
        if (match.start, match.end) == (pair.start, pair.end):
            spans = occurrences(fold(job.target, language), match.term.allowed(language), language)
            return spans[0] if len(spans) == 1 else None
    return None


def _number_span(job: Job, pair: Pair, language: str) -> tuple[int, int] | None:
    """Where "73 percent" went: its digits, and as many words after them as the source has."""
    number = re.match(r"(\d[\d.,]*\d|\d)(.*)$", job.source[pair.start : pair.end])
    if not number:
        return None
    digits = [c for c in translate_digits(number[1], language) if c.isdigit()]
    pattern = rf"(?<!\d){'[.,٫٬،]?'.join(digits)}(?!\d)"
    found = list(re.finditer(pattern, job.target))
    if len(found) != 1:
        return None
    end = found[0].end()
    for _ in number[2].split():
        word = re.match(r"\s*[^\s،؛؟.!:»)]+", job.target[end:])
        end += word.end() if word else 0
    return found[0].start(), end
