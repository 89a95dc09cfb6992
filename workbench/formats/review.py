"""A review copy: source and target side by side, for people who read and do not edit files.

What both kinds of it (a page, a Word file) are laid from: the rows, with marks turned into looks,
and the findings as numbered notes. The document's `findings` are what is noted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise

from workbench import calendars
from workbench.i18n import _, ngettext, told
from workbench.inline import is_closing, is_standalone, split
from workbench.inline import number as mark_number
from workbench.languages import Language, find, known, translate_digits
from workbench.model import Document, Finding, Inline, InlineKind, Segment, Severity, State

Terms = Mapping[str, Sequence[tuple[str, str]]]

LOOKS = frozenset({"bold", "italic", "link", "code", "superscript", "subscript", "underlined"})
"""Meanings of a mark that a reader sees; other pairs leave no trace in a review copy."""
_PLAIN = ("literal", "escape", "entity")
_FOR_TRANSLATORS = ("term: ", "origin: ", "state: ", "<g", "<x")
_OPEN = (State.NEW, State.DRAFT, State.REJECTED)
_LONGEST = 40
"""Characters of markup beyond which it is named, not shown."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that looks alike throughout."""

    text: str
    looks: frozenset[str] = frozenset()
    """Of LOOKS; `aside` for what is no text: an image, a line break."""
    start: int = 0
    end: int = 0
    """Offsets in the text without its marks; what stands alone takes none of it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A finding, as a remark on a segment or on the whole file."""

    number: int
    """Counted through the copy, from 1."""
    heading: str
    text: str
    severity: Severity
    span: tuple[int, int] | None = None
    """In the target without its marks."""


@dataclass(frozen=True, slots=True)
class Row:
    """A segment as it is read."""

    number: int
    state: str
    """In words."""
    kind: str
    """The state's name, or `stays`."""
    source: tuple[Run, ...]
    target: tuple[Run, ...]
    spoken: Language
    """What the source is in: the document's language, or another one of text that stays."""
    place: str = ""
    """What the segment is in the document, or was said of it: heading, caption."""
    notes: tuple[Note, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """All that stands in a review copy."""

    name: str
    source: Language
    target: Language
    facts: tuple[tuple[str, str], ...]
    """(what, how much) of the head."""
    done: float
    """Share of the segments that a person has confirmed."""
    general: tuple[Note, ...]
    """Notes on the whole file."""
    rows: tuple[Row, ...]


def lay(
    document: Document,
    *,
    terms: Terms,
    day: date | None = None,
    named: Callable[[str], str] | None = None,
) -> Copy:
    """The copy of a document; `named` gives a check its name for people."""
    noted = _noted(document, named or str)
    rows = tuple(
        _row(number, segment, document, noted, terms)
        for number, segment in enumerate(document.segments, 1)
    )
    wanted = [segment.state for segment in document.segments if segment.translate]
    confirmed = sum(state not in _OPEN for state in wanted)
    return Copy(
        document.name,
        find(document.source_language),
        find(document.target_language or "prs"),
        tuple(_facts(document, wanted, day)),
        confirmed / len(wanted) if wanted else 0.0,
        tuple(noted.get("", ())),
        rows,
    )


def state_names() -> dict[State, str]:
    """The states in words."""
    return {
        State.NEW: _("new"),
        State.DRAFT: _("draft"),
        State.REJECTED: _("rejected"),
        State.TRANSLATED: _("translated"),
        State.REVIEWED: _("reviewed"),
        State.FINAL: _("final"),
    }


def severity_names() -> dict[Severity, str]:
    """The severities in words."""
    return {
        Severity.ERROR: _("error"),
        Severity.WARNING: _("warning"),
        Severity.INFO: _("remark"),
    }


def _facts(
    document: Document, wanted: Sequence[State], day: date | None
) -> Iterator[tuple[str, str]]:
    if day:
        yield _("Date"), day.isoformat()
        if document.target_language in calendars.MONTHS:
            yield _("Solar Hijri"), _solar(day, document.target_language)
    counts = Counter(wanted)
    states = state_names()
    shares = [f"{states[state]} {counts[state]}" for state in State if counts[state]]
    total = ngettext("{count} segment", "{count} segments", len(wanted)).format(count=len(wanted))
    yield _("Progress"), f"{total}: {' · '.join(shares)}" if shares else total
    severities = severity_names()
    found = Counter(finding.severity for finding in document.findings)
    said = [f"{severities[one]} {found[one]}" for one in Severity if found[one]]
    yield _("Findings"), " · ".join(said) or _("none")


def _solar(day: date, language: str) -> str:
    """A day in the solar calendar, as a newspaper of the language dates itself."""
    year, month, number = calendars.to_solar(day)
    return translate_digits(f"{number} {calendars.MONTHS[language][month - 1]} {year}", language)


def _noted(document: Document, named: Callable[[str], str]) -> dict[str, list[Note]]:
    """Notes by segment key, in the order of the document; those of no segment under the empty."""
    by_key: dict[str, list[Finding]] = defaultdict(list)
    keys = {segment.key for segment in document.segments}
    for finding in document.findings:
        by_key[finding.key if finding.key in keys else ""].append(finding)
    numbers = count(1)
    return {
        key: [_note(next(numbers), one, named) for one in by_key.get(key, ())]
        for key in ("", *(segment.key for segment in document.segments))
    }


def _note(number: int, finding: Finding, named: Callable[[str], str]) -> Note:
    text = told(finding.said, finding.message)
    return Note(number, named(finding.check), text, finding.severity, finding.span)


def _row(
    number: int,
    segment: Segment,
    document: Document,
    noted: Mapping[str, Sequence[Note]],
    terms: Terms,
) -> Row:
    notes = tuple(noted[segment.key])
    source = tuple(runs(segment.source, segment.inlines))
    own = find(document.source_language)
    if not segment.translate:
        own = known(segment.language) or own
        return Row(number, _("stays"), "stays", source, source, own, _place(segment.note), notes)
    borders = [edge for note in notes if note.span for edge in note.span]
    target = tuple(cut(runs(segment.target, segment.inlines), borders))
    found = tuple(dict.fromkeys(terms.get(segment.key, ())))
    state = State.NEW if not segment.target else segment.state
    said = state_names()[state]
    return Row(number, said, state.value, source, target, own, _place(segment.note), notes, found)


def runs(text: str, inlines: Iterable[Inline]) -> Iterator[Run]:
    """A text with its marks turned into looks; whatever they do, each run stands for itself.

    A catalogue does not say what its marks stand for: of such ones, pairs leave no trace.

    >>> bold = Inline(1, InlineKind.PAIR, "**", "**", "bold")
    >>> [(run.text, *run.looks) for run in runs("a <g1>b</g1> <g2>", [bold])]
    [('a ',), ('b', 'bold'), (' ',), ('<g2>',)]
    """
    known = {inline.number: inline for inline in inlines}
    opened: list[Inline] = []
    offset = 0
    for piece, is_mark in split(text):
        inline = known.get(mark_number(piece)) if is_mark else None
        looks = frozenset(one.meaning for one in opened if one.meaning in LOOKS)
        if is_mark and not known:
            if is_standalone(piece):
                yield Run(piece, looks | {"aside"}, offset, offset)
        elif inline is None or is_standalone(piece) != (inline.kind is InlineKind.STANDALONE):
            yield Run(piece, looks, offset, offset + (0 if is_mark else len(piece)))
        elif is_standalone(piece):
            yield Run(_shown(inline), looks | {_alone(inline)}, offset, offset)
        elif is_closing(piece):
            opened = [one for one in opened if one is not inline]
        else:
            opened.append(inline)
        offset += 0 if is_mark else len(piece)


def _alone(inline: Inline) -> str:
    return "" if inline.meaning in _PLAIN else "code" if inline.meaning == "code" else "aside"


def _shown(inline: Inline) -> str:
    """What a reader sees of a mark that stands alone."""
    if inline.meaning in _PLAIN:
        return inline.open
    markup = inline.open.strip()
    named = markup.startswith("<") or len(markup) > _LONGEST or not markup
    return f"[{inline.meaning or _('mark')}]" if named else markup


def _place(note: str) -> str:
    """What a note says of the segment, without what a catalogue's comment tells a translator."""
    lines = [line for line in note.splitlines() if not line.startswith(_FOR_TRANSLATORS)]
    return " · ".join(lines)


def cut(found: Iterable[Run], borders: Iterable[int]) -> Iterator[Run]:
    """Runs cut where a note begins or ends, so that what it is about can be shown."""
    edges = sorted(set(borders))
    for run in found:
        inner = [edge for edge in edges if run.start < edge < run.end]
        if not inner:
            yield run
        for start, end in pairwise([run.start, *inner, run.end] if inner else []):
            text = run.text[start - run.start : end - run.start]
            yield Run(text, run.looks, start, end)


def notes_on(run: Run, notes: Iterable[Note]) -> list[Note]:
    """The notes whose span a run lies in."""
    end = max(run.end, run.start + 1)
    return [note for note in notes if note.span and note.span[0] < end and run.start < note.span[1]]
