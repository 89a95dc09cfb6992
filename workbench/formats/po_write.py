"""Writing a catalogue back by its differences: a message nobody changed stays byte for byte.

Of a message that changed, the strings of its `msgstr` are written anew, wrapped as its file is,
and `fuzzy` is set or taken away. Comments, references, previous texts and their order stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import UnknownLanguage
from workbench.formats.po_charset import encode, named
from workbench.formats.po_read import FUZZY, KEPT, STATE, Catalogue, Place, flags, is_header
from workbench.formats.po_scan import Entry, Field, Span
from workbench.formats.splice import Edit, spliced
from workbench.inline import restore
from workbench.languages import find
from workbench.model import Document, Segment, State

_WIDTH = 79
_NO_CHARSET = "charset=CHARSET"
_NO_LANGUAGE = re.compile(r"Language:[ \t]*(?=\\n)")
_NO_PLURALS = re.compile(r"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;")
_BROKEN = re.compile(
    r'^[^#"\r\n]*+"(?:[^"\\\r\n]|\\[^\r\n])++(?<!\\n)"[ \t]*+\r?\n[ \t]*+"', re.MULTILINE
)
"""A text that goes on in the next line, though no line of its own ends there."""
_LONG = re.compile(rf'^[^#"\r\n]*+"[^\r\n]{{{_WIDTH + 1},}}"', re.MULTILINE)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b"}
_ESCAPED |= {"\f": "\\f", "\v": "\\v", "\a": "\\a"}
_TABLE = str.maketrans(_ESCAPED)


def write(document: Document) -> bytes:
    """The catalogue with the document's targets and states in it."""
    catalogue: Catalogue = document.skeleton
    edits: list[Edit] = []
    changed = _changed(document)
    if not changed:
        return encode(catalogue.text, catalogue.charset)
    writing = _Writing(catalogue)
    for index, pairs in changed.items():
        edits += writing.edits(catalogue.entries[index], pairs)
    if not edits:
        return encode(catalogue.text, catalogue.charset)
    text = spliced(catalogue.text, [*edits, *_header(catalogue, document.target_language)])
    if catalogue.charset == "utf-8" and not text.isascii() and _NO_CHARSET in text[:65536]:
        text = named(text, "UTF-8")
    return encode(text, catalogue.charset)


def _changed(document: Document) -> dict[int, list[tuple[Place, Segment]]]:
    """The messages of which a segment is another than was read, each with all its segments."""
    places: Mapping[str, Place] = document.skeleton.places
    changed: dict[int, list[tuple[Place, Segment]]] = {}
    for segment in document.segments:
        place = places.get(segment.key)
        if place is not None and segment is not place.read and segment.translate:
            read = place.read
            if (segment.target, segment.state) != (read.target, read.state):
                changed[place.entry] = []
    for segment in document.segments if changed else ():
        place = places.get(segment.key)
        if place is not None and place.entry in changed and segment.translate:
            changed[place.entry].append((place, segment))
    return changed


def _header(catalogue: Catalogue, code: str) -> Iterator[Edit]:
    """What a template's header leaves open: gettext refuses a translation without it."""
    entry = next((one for one in catalogue.entries if is_header(catalogue.text, one)), None)
    try:
        language = find(code)
    except UnknownLanguage:
        return
    if entry is None:
        return
    fills = {
        _NO_LANGUAGE: f"Language: {language.gettext or language.code}",
        _NO_PLURALS: f"Plural-Forms: {language.plural_forms}",
    }
    for pattern, filled in fills.items():
        found = pattern.search(catalogue.text, entry.fields["msgstr"].start, entry.end)
        if found:
            yield Edit(*found.span(), filled)


@dataclass(slots=True)
class _Writing:
    """How this catalogue is laid out."""

    catalogue: Catalogue
    newline: str = "\n"
    width: int = 0

    def __post_init__(self) -> None:
        self.newline = "\r\n" if "\r\n" in self.catalogue.text else "\n"
        self.width = _WIDTH if _wraps(self.catalogue.text) else 0

    def edits(self, entry: Entry, pairs: Sequence[tuple[Place, Segment]]) -> Iterator[Edit]:
        """What has to change in a message."""
        for place, segment in pairs:
            if segment.target != place.read.target:
                target = restore(segment.target, segment.inlines, str)
                yield self._translation(entry, place.keyword, _framed(segment.source, target))
        before = {place.read.state for place, _ in pairs}
        after = {segment.state if segment.target else State.NEW for _, segment in pairs}
        if before != after:
            yield from self._flagged(entry, bool(FUZZY & after))
            yield from self._noted(entry, after)

    def _translation(self, entry: Entry, keyword: str, target: str) -> Edit:
        text = self.catalogue.text
        field = entry.fields.get(keyword)
        if field is None:
            indent = self._indent(entry.fields[entry.translations[0]].start)
            strings = self._strings(f"{keyword} ", target, indent)
            return Edit(entry.end, entry.end, f"{self.newline}{indent}{keyword} {strings}")
        start, end = field.strings[0][0] - 1, field.strings[-1][1] + 1
        kept = re.findall(r"#[^\r\n]*", _between(text, field))
        indent = self._indent(field.strings[1][0] - 1) if len(field.strings) > 1 else ""
        lead = text[field.start : start]
        strings = self._strings(lead, target, indent or self._indent(field.start))
        return Edit(start, end, self.newline.join([strings, *kept]))

    def _indent(self, offset: int) -> str:
        """The white space a line begins with, up to an offset in it."""
        text = self.catalogue.text
        start = offset
        while start and text[start - 1] in " \t":
            start -= 1
        return text[start:offset] if not start or text[start - 1] in "\r\n" else ""

    def _strings(self, lead: str, target: str, indent: str) -> str:
        """A text as quoted strings: one line if it fits, else one a line of its own."""
        single = target.translate(_TABLE)
        rows = _rows(target) if "\n" in target else [single]
        fits = not self.width or len(lead) + len(single) + 2 <= self.width
        if len(rows) == 1 and fits:
            return f'"{single}"'
        if self.width:
            rows = [part for row in rows for part in _wrapped(row, self.width - 2 - len(indent))]
        return (self.newline + indent).join(['""', *(f'"{row}"' for row in rows)])

    def _flagged(self, entry: Entry, fuzzy: bool) -> Iterator[Edit]:
        text = self.catalogue.text
        if fuzzy is ("fuzzy" in flags(text, entry)):
            return
        lines = [span for span in entry.comments if text.startswith("#,", span[0])]
        if fuzzy and lines:
            yield Edit(lines[0][0] + 2, lines[0][0] + 2, " fuzzy,")
        elif fuzzy:
            previous = (s for s, _ in entry.comments if text.startswith("#|", s))
            at = next(previous, next(iter(entry.fields.values())).start)
            yield Edit(at, at, f"#, fuzzy{self.newline}{self._indent(at)}")
        else:
            yield from (edit for span in lines for edit in self._unflagged(span))

    def _unflagged(self, span: Span) -> Iterator[Edit]:
        """`fuzzy` out of a line of flags, and the line with it when it held nothing else."""
        text = self.catalogue.text
        line = text[span[0] : span[1]]
        kept = re.sub(r",[ \t]*fuzzy[ \t]*(?=,|$)", "", line)
        if kept == "#":
            yield Edit(span[0], _line_end(text, span[1]), "")
        elif kept != line:
            yield Edit(*span, kept if kept.startswith("#,") else "#," + kept[1:].lstrip(","))

    def _noted(self, entry: Entry, after: set[State]) -> Iterator[Edit]:
        """A comment of ours that tells the state says the new one, or goes."""
        text = self.catalogue.text
        state = next(iter(after)) if len(after) == 1 else State.DRAFT
        for start, end in entry.comments:
            line = text[start:end]
            if line[:2] in ("#.", "# ") and line[2:].strip().startswith(STATE):
                if state in KEPT:
                    yield Edit(start, end, f"{line[:2]} {STATE}{state}".replace("#  ", "# "))
                else:
                    yield Edit(start, _line_end(text, end), "")


def _framed(source: str, target: str) -> str:
    r"""A target that begins and ends with a line break as its source does: gettext asks for that.

    >>> _framed("Read.\n", "بخوانید.")
    'بخوانید.\n'
    """
    if not target.strip("\n"):
        return target
    first, last = source.startswith("\n"), source.endswith("\n")
    framed = target if target.startswith("\n") is first else "\n" * first + target.lstrip("\n")
    return framed if framed.endswith("\n") is last else framed.rstrip("\n") + "\n" * last


def _line_end(text: str, end: int) -> int:
    """Where the next line begins."""
    found = re.compile(r"\r\n?|\n").match(text, end)
    return found.end() if found else end


def _between(text: str, field: Field) -> str:
    """What stands between the strings of a field."""
    pairs = zip(field.strings, field.strings[1:], strict=False)
    return "".join(text[before[1] + 1 : after[0] - 1] for before, after in pairs)


def _rows(target: str) -> list[str]:
    """A text cut after its line breaks, escaped."""
    parts = re.findall(r"[^\n]*\n|[^\n]+", target)
    return [part.translate(_TABLE) for part in parts]


def _wrapped(row: str, width: int) -> Iterator[str]:
    """A row cut after spaces, so that its parts are not wider, where that can be done.

    >>> list(_wrapped("one two three", 8))
    ['one two ', 'three']
    """
    part = ""
    for word in re.findall(r"[^ ]*(?: +|$)", row):
        if part and len(part) + len(word) > width:
            yield part
            part = ""
        part += word
    if part:
        yield part


def _wraps(text: str) -> bool:
    """Whether long texts are broken in a catalogue, as gettext does unless told otherwise."""
    return bool(_BROKEN.search(text)) or not _LONG.search(text)
