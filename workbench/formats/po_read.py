"""Reading gettext catalogues: every message a segment, every plural form one of its own.

A message exported by the workbench has its segment's key as context and the marks in its text; in
any other, placeholders become marks. What is obsolete, and the header, stay in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import UnknownLanguage
from workbench.formats import po_charset
from workbench.formats.keys import keys
from workbench.formats.lines import Lines
from workbench.formats.placeholders import Placeholders
from workbench.formats.po_scan import Entry, scan, text_of
from workbench.languages import find
from workbench.model import Document, Finding, Segment, Severity, State

STATE = "state: "
KEPT = {State.REJECTED, State.REVIEWED, State.FINAL}
"""States that gettext has no word for: a comment says them."""
FUZZY = {State.DRAFT, State.REJECTED}
"""States with work left, which gettext marks as `fuzzy`."""

_OWN_KEY = re.compile(r"[0-9a-f]{8}(-\d+)?")
_MOST_FORMS = 6


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
    entries = scan(text, name)
    header = _header(text, entries)
    found = re.search(r"nplurals\s*=\s*(\d+)", header.get("Plural-Forms", ""))
    reading = _Reading(text, entries, min(int(found[1][:3]), _MOST_FORMS) if found else 0)
    places = reading.places()
    return Document(
        name,
        "po",
        tuple(place.read for place in places.values()),
        source_language=header.get("X-Source-Language", "") or "en",
        target_language=_language(header.get("Language", "")),
        skeleton=Catalogue(text, charset, entries, places),
        findings=tuple(reading.findings),
    )


def _header(text: str, entries: Sequence[Entry]) -> dict[str, str]:
    """The fields of the header."""
    for entry in entries:
        if is_header(text, entry):
            lines = text_of(text, entry.fields.get("msgstr")).splitlines()
            pairs = (line.partition(":") for line in lines)
            return {key.strip(): value.strip() for key, _, value in pairs}
    return {}


def is_header(text: str, entry: Entry) -> bool:
    """Whether it is no message: the header, or another one without a text."""
    found = entry.fields.get("msgid")
    written = found is not None and any(start < end for start, end in found.strings)
    return "msgctxt" not in entry.fields and not (written and text_of(text, found))


def flags(text: str, entry: Entry) -> list[str]:
    """`fuzzy`, `c-format` and the like."""
    lines = (text[start:end] for start, end in entry.comments)
    return [flag.strip() for line in lines if line.startswith("#,") for flag in line[2:].split(",")]


def notes(text: str, entry: Entry) -> list[str]:
    """What programmers and translators wrote beside a message."""
    lines = (text[start:end] for start, end in entry.comments)
    return [line[2:].strip() for line in lines if line[1:2] in ("", " ", ".", "\t") and line[2:]]


class _Reading:
    """One pass over the messages."""

    def __init__(self, text: str, entries: Sequence[Entry], forms: int) -> None:
        self.text, self.entries, self.forms = text, entries, forms
        self.lines = Lines.of(text)
        self.key = keys()
        self.findings: list[Finding] = []
        self.seen: dict[tuple[str, str], int] = {}

    def places(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for index, entry in enumerate(self.entries):
            if is_header(self.text, entry):
                continue
            context = text_of(self.text, entry.fields.get("msgctxt"))
            source = text_of(self.text, entry.fields["msgid"])
            base = self._key(entry, context, source)
            while base in places or f"{base}[0]" in places:
                base = self.key(base)
            for keyword, segment in self._segments(entry, base, context, source):
                places[segment.key] = Place(index, keyword, segment)
        return places

    def _key(self, entry: Entry, context: str, source: str) -> str:
        self._told(entry, context if "msgctxt" in entry.fields else "\0", source)
        if _OWN_KEY.fullmatch(context):
            return context
        return self.key(f"{context}\x04{source}" if "msgctxt" in entry.fields else source)

    def _told(self, entry: Entry, context: str, source: str) -> None:
        """Report a message that stands twice: gettext takes no such catalogue."""
        line = self.lines.position(entry.fields["msgid"].start)[0]
        first = self.seen.setdefault((context, source), line)
        if first != line:
            message = f"This message stands in line {first} already. Take one of them out."
            self.findings.append(Finding("duplicate-id", Severity.WARNING, "", message, None, line))

    def _segments(
        self, entry: Entry, base: str, context: str, singular: str
    ) -> Iterator[tuple[str, Segment]]:
        text = self.text
        own = bool(_OWN_KEY.fullmatch(context))
        marked = flags(text, entry)
        beside = notes(text, entry)
        plural = "msgid_plural" in entry.fields
        for keyword in self._keywords(entry, plural):
            first = keyword in ("msgstr", "msgstr[0]")
            source = singular if first else text_of(text, entry.fields["msgid_plural"])
            target = text_of(text, entry.fields.get(keyword))
            placeholders = Placeholders(_formatted(marked))
            if not own:
                source, target = placeholders.source(source), placeholders.target(target)
            told = [f"context: {context}"] if context and not own else []
            told += [f"plural form {keyword[7:-1]}"] if plural else []
            where = entry.fields.get(keyword, entry.fields["msgid"])
            yield (
                keyword,
                Segment(
                    key=base + keyword.removeprefix("msgstr"),
                    source=source,
                    target=target,
                    state=_state(target, marked, beside),
                    origin=_noted(beside, "origin: ") if "fuzzy" in marked else "",
                    inlines=tuple(placeholders.inlines),
                    note="\n".join(
                        [*beside, *([f"plural form {keyword[7:-1]}"] if plural else [])]
                    ),
                    line=self.lines.position(where.start)[0],
                ),
            )

    def _keywords(self, entry: Entry, plural: bool) -> list[str]:
        """The translations it has and, of a plural, those its header asks for."""
        present = entry.translations
        if not plural:
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
