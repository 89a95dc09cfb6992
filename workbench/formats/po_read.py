"""Reading gettext catalogues: every message a segment, every plural form one of its own.

A message exported by the workbench has its segment's key as context and the marks in its text; in
any other, placeholders become marks. What is obsolete, and the header, stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import UnknownLanguage
from workbench.formats import po_charset
from workbench.formats.keys import keys
from workbench.formats.lines import Lines
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
from workbench.model import Document, Finding, Inline, Segment, Severity, State

STATE = "state: "
KEPT = {State.REJECTED, State.REVIEWED, State.FINAL}
"""States that gettext has no word for: a comment says them."""
FUZZY = {State.DRAFT, State.REJECTED}
"""States with work left, which gettext marks as `fuzzy`."""

_OWN_KEY = re.compile(r"[0-9a-f]{8}(-\d+)?")
_MOST_FORMS = 6
_FOR_PEOPLE = ("", " ", ".", "\t")


@dataclass(frozen=True, slots=True)
class Place:
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


@dataclass(frozen=True, slots=True)
class _Message:
    """What is alike in all segments of one message."""

    entry: int
    context: str | None
    source: str
    comments: Sequence[str]
    plural: bool = False

    @property
    def own(self) -> bool:
        """Whether the workbench exported it."""
        return self.context is not None and bool(_OWN_KEY.fullmatch(self.context))


class _Reading:
    """One pass over the messages."""

    def __init__(self, text: str, forms: int) -> None:
        self.text, self.forms = text, forms
        self.lines = Lines.of(text)
        self.key = keys()
        self.findings: list[Finding] = []
        self.seen: dict[tuple[str | None, str], int] = {}
        self.messages = Messages()
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
        if not source and context is None:
            return
        message = _Message(
            index,
            None if context is None else said(context),
            source,
            [line.rstrip("\r") for line in comments.split("\n")] if comments else (),
        )
        base = self._key(message, found.start(SOURCE))
        self._add(message, base, "msgstr", source, said(target), found.start(TARGET))

    def _entry(self, index: int, entry: Entry) -> None:
        text, fields = self.text, entry.fields
        if is_header(text, entry):
            return
        plural = "msgid_plural" in fields
        message = _Message(
            index,
            text_of(text, fields["msgctxt"]) if "msgctxt" in fields else None,
            text_of(text, fields["msgid"]),
            [text[start:end] for start, end in entry.comments],
            plural,
        )
        base = self._key(message, fields["msgid"].start)
        for keyword in self._keywords(entry):
            first = keyword in ("msgstr", "msgstr[0]")
            source = message.source if first else text_of(text, fields["msgid_plural"])
            where = fields.get(keyword, fields["msgid"])
            target = text_of(text, fields.get(keyword))
            self._add(message, base, keyword, source, target, where.start)

    def _key(self, message: _Message, start: int) -> str:
        """What the message's segments are called; whoever stands twice is reported."""
        line = self.lines.position(start)[0]
        first = self.seen.setdefault((message.context, message.source), line)
        if first != line:
            told = f"This message stands in line {first} already. Take one of them out."
            self.findings.append(Finding("duplicate-id", Severity.WARNING, "", told, None, line))
        if message.context is None:
            base = self.key(message.source)
        elif message.own:
            base = message.context
        else:
            base = self.key(f"{message.context}\x04{message.source}")
        while base in self.found or f"{base}[0]" in self.found:
            base = self.key(base)
        return base

    def _add(
        self, message: _Message, base: str, keyword: str, source: str, target: str, start: int
    ) -> None:
        comments = message.comments
        marked, beside = (_flags(comments), _notes(comments)) if comments else ((), ())
        inlines: tuple[Inline, ...] = ()
        if not message.own and (may_hold(source) or may_hold(target)):
            source, target, inlines = self.messages.marked(
                source, target, formatted=_formatted(marked)
            )
        told = [f"plural form {keyword[7:-1]}"] if message.plural else []
        key = base + keyword[6:]
        segment = Segment(
            key,
            source,
            target,
            _state(target, marked, beside),
            _noted(beside, "origin: ") if "fuzzy" in marked else "",
            inlines,
            note="\n".join([*beside, *told]),
            line=self.lines.position(start)[0],
        )
        self.found[key] = Place(message.entry, keyword, segment)

    def _keywords(self, entry: Entry) -> list[str]:
        """The translations it has and, of a plural, those its header asks for."""
        present = entry.translations
        if "msgid_plural" not in entry.fields:
            return present
        asked = [f"msgstr[{form}]" for form in range(self.forms)]
        return sorted({*present, *asked}, key=lambda keyword: int(keyword[7:-1]))


def _formatted(marked: Sequence[str]) -> bool:
    return any(flag.endswith("-format") and not flag.startswith("no-") for flag in marked)


def _state(target: str, marked: Sequence[str], beside: Sequence[str]) -> State:
    if not target:
        return State.NEW
    plain = State.DRAFT if "fuzzy" in marked else State.TRANSLATED
    noted = _noted(beside, STATE)
    kept = State(noted) if noted in KEPT else plain
    return kept if (kept in FUZZY) is (plain in FUZZY) else plain


def _noted(beside: Sequence[str], label: str) -> str:
    found = [line for line in beside if line.startswith(label)]
    return found[-1].removeprefix(label) if found else ""


def _language(code: str) -> str:
    try:
        return find(code).code if code else ""
    except UnknownLanguage:
        return code
