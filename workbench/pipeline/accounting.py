"""The account of work that is done: what drafts were worth and who did how much, in some days.

Counted are the confirmed segments of the desk that began as a draft, the last draft before a person
came against the text that stands now. A draft belongs to the day on which somebody first confirmed
it, by this machine's calendar, and to that person; what they wrote from nothing is nobody's draft.
Documents that were deleted are left out. The same desk gives the same figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from workbench import calendars, evaluation
from workbench.errors import WorkbenchError
from workbench.evaluation import Effort
from workbench.languages import find

if TYPE_CHECKING:
    from workbench.store import Edited, Store, StoredDocument, Worker

WAYS = ("engine", "document", "person")
"""What drafts are put together by."""
MADE = ("", "memory", "glossary")
"""Makers of drafts that are no engine; the first came with the file."""
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SOLAR = 1700
"""Years before this are Solar Hijri."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to another, both counted; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        early = self.since is not None and day < self.since
        return not early and not (self.until is not None and day > self.until)

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """Its first moment, and the first after it."""
        after = self.until + timedelta(days=1) if self.until else None
        return _midnight(self.since), _midnight(after)


EVER = Span()


@dataclass(frozen=True, slots=True)
class Group:
    """Drafts that have an engine, a document or a person in common."""

    name: str
    """The engine with what it says of itself, the document or the person; see MADE."""
    language: str
    """What a document is translated into; empty for the other ways."""
    drafts: tuple[Edited, ...]

    def effort(self) -> Effort:
        """What people did with them."""
        return evaluation.effort((one.draft, one.target) for one in self.drafts)


@dataclass(frozen=True, slots=True)
class Line:
    """One group, counted."""

    name: str
    language: str
    words: int
    """Of the sources."""
    effort: Effort


@dataclass(frozen=True, slots=True)
class Account:
    """All of it for one span."""

    since: date | None
    until: date | None
    documents: int
    whole: Line
    by: dict[str, tuple[Line, ...]]
    """For each of the ways asked for: the most drafts first."""
    workers: tuple[Worker, ...]


def account(
    store: Store, *, span: Span = EVER, to: str = "", ways: Sequence[str] = WAYS
) -> Account:
    """The account of the whole desk, or of what is translated into one language."""
    code = find(to).code if to else ""
    documents = [one for one in store.documents() if code in ("", one.target_language)]
    drafts = edited(store, (one.id for one in documents), span)
    since, until = span.moments()
    workers = store.workers((one.id for one in documents), since=since, until=until)
    return Account(
        span.since,
        span.until,
        len(documents),
        _line(Group("", code, tuple(drafts))),
        {way: tuple(map(_line, groups(drafts, way, documents))) for way in ways},
        tuple(workers),
    )


def edited(store: Store, documents: Iterable[int], span: Span = EVER) -> list[Edited]:
    """The drafts of documents that somebody confirmed in a span."""
    return [
        one
        for number in documents
        for one in store.edited(number)
        if span.holds(one.at.astimezone().date())
    ]


def groups(drafts: Iterable[Edited], way: str, documents: Sequence[StoredDocument]) -> list[Group]:
    """The drafts by engine, document or person: the most first, of equals by name."""
    parts: dict[tuple[str, str, int], list[Edited]] = defaultdict(list)
    named = {one.id: (one.name, one.target_language, one.id) for one in documents}
    for one in drafts:
        if way == "document":
            parts[named[one.document]].append(one)
        else:
            parts[maker(one.origin) if way == "engine" else one.author, "", 0].append(one)
    ordered = sorted(parts.items(), key=lambda part: (-len(part[1]), part[0]))
    return [Group(name, language, tuple(part)) for (name, language, _), part in ordered]


def maker(origin: str) -> str:
    """Who made a draft, without what varies from one to the next; empty: it came with the file.

    >>> maker("argos en-prs 0.3 beam 4; terms 2"), maker("memory 0.93")
    ('argos en-prs 0.3 beam 4', 'memory')
    """
    return re.sub(r"^(memory) [\d.]+$", r"\1", origin.split(";")[0].strip())


def day(text: str) -> date:
    """A day as people type it, in the Gregorian or the Solar Hijri calendar. Raises WorkbenchError.

    >>> day("2021-08-15"), day("1400-5-24")
    (datetime.date(2021, 8, 15), datetime.date(2021, 8, 15))
    """
    found = _DATE.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError(text)
        parts = int(found[1]), int(found[2]), int(found[3])
        return calendars.to_gregorian(*parts) if parts[0] < _SOLAR else date(*parts)
    except ValueError:
        raise WorkbenchError(
            f"There is no day {text!r}. Write year-month-day, such as 2026-03-21 or 1405-1-1."
        ) from None


def _line(group: Group) -> Line:
    words = sum(one.words for one in group.drafts)
    return Line(group.name, group.language, words, group.effort())


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time()).astimezone() if day else None
