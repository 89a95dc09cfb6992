"""Marks in machine translation: text is translated without them, then they are put back.

Models drop, double or garble markup they were not trained on. So each mark's place is worked out
afterwards: by its digits where it encloses a number, by the form of a glossary term it encloses, by
the words that depend on what it encloses (see `alignment`), and else by proportion. Every mark of
the source comes back exactly once, well nested: a translator may move it, nobody has to retype it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workbench.alignment import Request, align, strongest
from workbench.glossary import occurrences
from workbench.inline import is_closing, is_standalone, split
from workbench.languages import translate_digits
from workbench.model import Engine, Match
from workbench.normalize import fold

_ORDINAL_ENDING = {"prs": "م", "ps": "مه"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of marks, or a standalone one (start == end), in a text without marks."""

    name: str
    """`g1` or `x2`."""
    start: int
    end: int
    word: bool = field(default=False, repr=False)
    """Whether a standalone one has space around it: an address, a page's number."""

    @property
    def encloses(self) -> bool:
        """True for a pair of marks with text between them."""
        return self.start < self.end

    def at(self, start: int, end: int) -> Pair:
        """The same marks elsewhere."""
        return replace(self, start=start, end=end)

    @property
    def opening(self) -> str:
        """`<g1>`, or the whole of a standalone mark."""
        return f"<{self.name}/>" if self.name.startswith("x") else f"<{self.name}>"

    @property
    def closing(self) -> str:
        """`</g1>`, or nothing."""
        return "" if self.name.startswith("x") else f"</{self.name}>"


def lift(source: str) -> tuple[str, tuple[Pair, ...]]:
    """A source's text without marks, and where the marks stood in it.

    >>> text, (bold, note) = lift("At least <g1>73 percent</g1> more<x2/>")
    >>> text, text[bold.start : bold.end], note
    ('At least 73 percent more', '73 percent', Pair(name='x2', start=24, end=24))
    """
    text = ""
    opened: dict[str, int] = {}
    pairs: dict[str, Pair] = {}
    at = 0
    for run, is_mark in split(source):
        at += len(run)
        if not is_mark:
            text += run
            continue
        name = run.strip("</>")
        if not is_closing(run):
            opened[name] = len(text)
        if is_closing(run) or is_standalone(run):
            before, after = source[max(0, at - len(run) - 1) : at - len(run)], source[at : at + 1]
            word = (before + after).isspace() and is_standalone(run)
            pairs[name] = Pair(name, opened.get(name, len(text)), len(text), word)
    return text, tuple(pairs[name] for name in opened if name in pairs)


def spoken(text: str) -> str:
    """A source as it is best given to a model: dates without ordinal endings.

    >>> spoken("on 15th August 2021")
    'on 15 August 2021'
    """
    return re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text)


@dataclass(frozen=True, slots=True)
class Job:
    """One translated text that wants its marks back."""

    source: str
    """The source without marks, as `lift` gave it."""
    pairs: tuple[Pair, ...]
    target: str
    """The translation, without marks."""
    matches: tuple[Match, ...] = ()
    """Glossary terms in the source."""


def place(engine: Engine, jobs: Sequence[Job], *, source: str, target: str) -> list[str]:
    """The targets with every mark of their source put in. One scoring batch for all."""
    jobs = [_with_ordinals(job, target) for job in jobs]
    plans = [[_by_content(job, pair, target) for pair in job.pairs] for job in jobs]
    asked = [
        (number, index, Request(job.source, job.target, *anchor))
        for number, job in enumerate(jobs)
        for index, pair in enumerate(job.pairs)
        if plans[number][index] is None and (anchor := _anchor(job.source, pair))
    ]
    aligned = align(engine, [request for *_, request in asked], source=source, target=target)
    for (number, index, request), words in zip(asked, aligned, strict=True):
        pair = jobs[number].pairs[index]
        width = len(request.source[request.start : request.end].split())
        span = strongest(words, at_most=width + 1 if pair.encloses else 1)
        if span:
            plans[number][index] = pair.at(*span) if pair.encloses else pair.at(span[1], span[1])
    return [
        _insert(
            job.target,
            [plan or _by_proportion(job, pair) for plan, pair in zip(row, job.pairs, strict=True)],
        )
        for job, row in zip(jobs, plans, strict=True)
    ]


def _anchor(source: str, pair: Pair) -> tuple[int, int] | None:
    """The source words a mark goes by: those it encloses, or the one before a standalone mark."""
    if pair.encloses:
        return pair.start, pair.end
    word = re.search(r"\w+(?=\W*$)", source[: pair.start])
    return word.span() if word else None


def _by_content(job: Job, pair: Pair, language: str) -> Pair | None:
    """The place of a mark that needs no alignment: an edge, an ordinal, a term, a number."""
    before, after = job.source[: pair.start].strip(), job.source[pair.end :].strip()
    if not before and not after:
        return pair.at(0, len(job.target))
    if not pair.encloses and not (before and after):
        edge = len(job.target) if before else 0
        return pair.at(edge, edge)
    span = (
        _ordinal_span(job, pair, language)
        or _term_span(job, pair, language)
        or _number_span(job, pair, language)
    )
    return pair.at(*span) if span else None


def _ordinal(job: Job, pair: Pair) -> str:
    """The digits before `<g1>th</g1>`, or nothing."""
    number = re.search(r"\d+$", job.source[: pair.start])
    inner = job.source[pair.start : pair.end]
    return number[0] if number and inner in ("st", "nd", "rd", "th") else ""


def _with_ordinals(job: Job, language: str) -> Job:
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


def _by_proportion(job: Job, pair: Pair) -> Pair:
    """The words at the same share of the target; a guess a translator will mend."""
    scale = len(job.target) / max(1, len(job.source))
    words = [word.span() for word in re.finditer(r"\S+", job.target)] or [(0, 0)]
    _, end = min(words, key=lambda word: abs(word[1] - pair.end * scale))
    start, _ = min(words, key=lambda word: abs(word[0] - pair.start * scale))
    return pair.at(min(start, end), end) if pair.encloses else pair.at(end, end)


def _insert(target: str, pairs: Sequence[Pair]) -> str:
    """Write the marks into the target; a pair that crosses another is shrunk to nest."""
    nested: list[Pair] = []
    for pair in pairs:
        for other in nested:
            if other.start < pair.start < other.end < pair.end:
                pair = pair.at(pair.start, other.end)
            elif pair.start < other.start < pair.end < other.end:
                pair = pair.at(other.start, pair.end)
        nested.append(pair)
    # At one position: closings, inner first; then marks around nothing; then openings, outer first.
    events = []
    for number, pair in enumerate(nested):
        if pair.start == pair.end:
            mark = _spaced(target, pair) if pair.word else pair.opening + pair.closing
            events.append((pair.start, 1, 0, number, mark))
        else:
            events.append((pair.start, 2, -pair.end, number, pair.opening))
            events.append((pair.end, 0, -pair.start, -number, pair.closing))
    text, last = "", 0
    for position, *_, mark in sorted(events):
        text += target[last:position] + mark
        last = position
    return text + target[last:]


def _spaced(target: str, pair: Pair) -> str:
    """A mark that is a word, with the space a word has on either side."""
    before, after = target[max(0, pair.start - 1) : pair.start], target[pair.start : pair.start + 1]
    lead = " " if before and not before.isspace() else ""
    return lead + pair.opening + (" " if after.isalnum() else "")
