"""Reading gettext catalogues: every message a segment, every plural form one of its own.

A message exported by the workbench has its segment's key as context and the marks in its text; in
any other, placeholders become marks. What is obsolete, and the header, stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workbench.errors import UnknownLanguage
from workbench.formats import po_charset
from workbench.formats.keys import keys
from workbench.formats.lines import Walk
from workbench.formats.placeholders import Messages, may_hold
from workbench.formats.po_plain import (
    CONTEXT,
    SOURCE,
    TARGET,
    Entries,
    Plain,
    messages,
    said,
)
from workbench.formats.po_scan import Entry, text_of
from workbench.languages import find
from workbench.model import (
    PLURAL_FORM,
    Document,
    Finding,
    Inline,
    Segment,
    Severity,
    State,
    segment,
)

STATE = "state: "
KEPT = {State.REJECTED, State.REVIEWED, State.FINAL}
"""States that gettext has no word for: a comment says them."""
FUZZY = {State.DRAFT, State.REJECTED}
"""States with work left, which gettext marks as `fuzzy`."""

_OWN_KEY = re.compile(r"[0-9a-f]{8}(-\d+)?")
_MOST_FORMS = 6
_MOST_KNOWN = 5000
_FOR_PEOPLE = ("", " ", ".", "\t")


class Place(NamedTuple):
    """Where a segment's translation stands."""

    entry: int
    keyword: str
    """`msgstr`, or `msgstr[1]`: which need not be there yet."""
    read: Segment
    """The segment as it was read: only what differs from it is written."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The skeleton of a catalogue."""

    text: str
    charset: str
    entries: Sequence[Entry]
    places: Mapping[str, Place]
    """By segment key, in the order of the segments."""


def read(data: bytes, *, name: str) -> Document:
    """The catalogue's messages as segments. Raises UnreadableFile, naming line and column."""
    text, charset = po_charset.decode(data, name=name)
    found = list(messages(text, name))
    header = _header(text, found)
    forms = re.search(r"nplurals\s*=\s*(\d+)", header.get("Plural-Forms", ""))
    reading = _Reading(text, min(int(forms[1][:3]), _MOST_FORMS) if forms else 0)
    places = reading.places(found)
    starts = [one if isinstance(one, Entry) else one.start() for one in found]
    return Document(
        name,
        "po",
        tuple([place.read for place in places.values()]),
        source_language=header.get("X-Source-Language", "") or "en",
        target_language=_language(header.get("Language", "")),
        skeleton=Catalogue(text, charset, Entries(text, name, starts), places),
        findings=tuple(reading.findings),
    )


def _header(text: str, found: Sequence[Plain | Entry]) -> dict[str, str]:
    """The fields of the header."""
    for one in found:
        if isinstance(one, Entry):
            told = text_of(text, one.fields.get("msgstr")) if is_header(text, one) else None
        else:
            told = said(one[TARGET]) if one[CONTEXT] is None and not said(one[SOURCE]) else None
        if told is not None:
            pairs = (line.partition(":") for line in told.splitlines())
            return {key.strip(): value.strip() for key, _, value in pairs}
    return {}


def is_header(text: str, entry: Entry) -> bool:
    """Whether it is no message: the header, or another one without a text."""
    found = entry.fields.get("msgid")
    written = found is not None and any(start < end for start, end in found.strings)
    return "msgctxt" not in entry.fields and not (written and text_of(text, found))


def flags(text: str, entry: Entry) -> list[str]:
    """`fuzzy`, `c-format` and the like."""
    return _flags([text[start:end] for start, end in entry.comments])


def notes(text: str, entry: Entry) -> list[str]:
    """What programmers and translators wrote beside a message."""
    return _notes([text[start:end] for start, end in entry.comments])


def _flags(comments: Iterable[str]) -> list[str]:
    found = [line for line in comments if line.startswith("#,")]
    return [flag.strip() for line in found for flag in line[2:].split(",")] if found else found


def _notes(comments: Iterable[str]) -> list[str]:
    return [line[2:].strip() for line in comments if line[1:2] in _FOR_PEOPLE and line[2:]]


class _Beside(NamedTuple):
    """What the comments of a message say of its segments."""

    formatted: bool = False
    fuzzy: bool = False
    notes: Sequence[str] = ()
    note: str = ""
    kept: str = ""
    origin: str = ""

    @classmethod
    def told(cls, comments: Sequence[str]) -> _Beside:
        marked, beside = _flags(comments), _notes(comments)
        return cls(
            _formatted(marked),
            "fuzzy" in marked,
            beside,
            "\n".join(beside),
            _noted(beside, STATE),
            _noted(beside, "origin: ") if "fuzzy" in marked else "",
        )


_NOTHING = _Beside()


class _Reading:
    """One pass over the messages."""

    def __init__(self, text: str, forms: int) -> None:
        self.text, self.forms = text, forms
        self.lines = Walk(text)
        self.key = keys()
        self.findings: list[Finding] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.messages = Messages()
        self.known: dict[tuple[str, ...], _Beside] = {}
        self.found: dict[str, Place] = {}

    def places(self, found: Iterable[Plain | Entry]) -> dict[str, Place]:
        for index, one in enumerate(found):
            if isinstance(one, Entry):
                self._entry(index, one)
            else:
                self._plain(index, one)
        return self.found

    def _plain(self, index: int, found: Plain) -> None:
        comments, context, source, target = found.groups()
        source = said(source)
        if context is not None:
            context = said(context)
        elif not source:
            return
        beside = self._beside(comments.split("\n")) if comments else _NOTHING
        base = self._key(context, source, found.start(SOURCE))
        place = index, "msgstr", found.start(TARGET)
        self._add(place, base, _is_own(context), beside, source, said(target), beside.note)

    def _entry(self, index: int, entry: Entry) -> None:
        text, fields = self.text, entry.fields
        if is_header(text, entry):
            return
        context = text_of(text, fields["msgctxt"]) if "msgctxt" in fields else None
        singular = text_of(text, fields["msgid"])
        beside = self._beside([text[start:end] for start, end in entry.comments])
        base = self._key(context, singular, fields["msgid"].start)
        for keyword in self._keywords(entry):
            first = keyword in ("msgstr", "msgstr[0]")
            source = singular if first else text_of(text, fields["msgid_plural"])
            target = text_of(text, fields.get(keyword))
            note = beside.note
            if "[" in keyword:
                note = "\n".join([*beside.notes, f"{PLURAL_FORM} {keyword[7:-1]}"])
            place = index, keyword, fields.get(keyword, fields["msgid"]).start
            self._add(place, base, _is_own(context), beside, source, target, note)

    def _beside(self, comments: Iterable[str]) -> _Beside:
        """What the comments say, found out once for all messages that have the same."""
        asked = tuple([line.rstrip("\r") for line in comments if line[1:2] != ":"])
        if asked not in self.known:
            told = _Beside.told(asked)
            if len(self.known) > _MOST_KNOWN:
                return told
            self.known[asked] = told
        return self.known[asked]

    def _key(self, context: str | None, source: str, start: int) -> str:
        """What the message's segments are called; whoever stands twice is reported."""
        line = self.lines.line(start)
        first = self.seen.setdefault((context, source), line)
        if first != line:
            told = f"This message stands in line {first} already. Take one of them out."
            self.findings.append(Finding("duplicate-id", Severity.WARNING, "", told, None, line))
        if context is None:
            base = self.key(source)
        else:
            base = context if _is_own(context) else self.key(f"{context}\x04{source}")
        while base in self.found or f"{base}[0]" in self.found:
            base = self.key(base)
        return base

    def _add(
        self,
        place: tuple[int, str, int],
        base: str,
        own: bool,
        beside: _Beside,
        source: str,
        target: str,
        note: str,
    ) -> None:
        inlines: tuple[Inline, ...] = ()
        if not own and (may_hold(source) or may_hold(target)):
            formatted = beside.formatted
            source, target, inlines = self.messages.marked(source, target, formatted=formatted)
        index, keyword, start = place
        key = base + keyword[6:]
        read = segment(
            key,
            source,
            target,
            _state(target, beside),
            beside.origin,
            inlines,
            translate=True,
            note=note,
            line=self.lines.line(start),
        )
        self.found[key] = Place(index, keyword, read)

    def _keywords(self, entry: Entry) -> list[str]:
        """The translations it has and, of a plural, those its header asks for."""
        present = entry.translations
        if "msgid_plural" not in entry.fields:
            return present
        asked = [f"msgstr[{form}]" for form in range(self.forms)]
        return sorted({*present, *asked}, key=lambda keyword: int(keyword[7:-1]))


def _formatted(marked: Sequence[str]) -> bool:
    return any(flag.endswith("-format") and not flag.startswith("no-") for flag in marked)


def _is_own(context: str | None) -> bool:
    """Whether the workbench exported the message."""
    return context is not None and bool(_OWN_KEY.fullmatch(context))


def _state(target: str, beside: _Beside) -> State:
    if not target:
        return State.NEW
    plain = State.DRAFT if beside.fuzzy else State.TRANSLATED
    kept = State(beside.kept) if beside.kept in KEPT else plain
    return kept if (kept in FUZZY) is (plain in FUZZY) else plain


def _noted(beside: Sequence[str], label: str) -> str:
    found = [line for line in beside if line.startswith(label)]
    return found[-1].removeprefix(label) if found else ""


def _language(code: str) -> str:
    try:
        return find(code).code if code else ""
    except UnknownLanguage:
        return code
