"""gettext catalogues: an article's segments for a PO editor, and a catalogue read back.

An exported entry has the segment's key as its context, so that a sentence that stands twice can be
translated twice; what the marks stand for, the terms to use and where the draft came from are
comments for the translator. A draft is `fuzzy`: a PO tool will not take it for finished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polib

from workbench import __version__
from workbench.errors import UnknownLanguage, UnreadableFile
from workbench.formats.encoding import decode
from workbench.formats.keys import keys
from workbench.inline import closing, opening
from workbench.languages import find
from workbench.model import Document, Segment, State

Terms = Mapping[str, Sequence[tuple[str, str]]]

_MARKER = "state: "
_KEPT = {State.REVIEWED, State.FINAL}


class _Lines(str):
    """A text whose lines end at line breaks only: polib would also cut at U+2028 and its like."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return re.split(r"\r\n?|\n", self)


def export(document: Document, *, terms: Terms) -> bytes:
    """A catalogue of what is to be translated, with its drafts. Always the same bytes."""
    language = find(document.target_language)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.header = f"{document.name} in {language.name}. A fuzzy entry is a machine draft."
    catalogue.metadata = {
        "Project-Id-Version": document.name,
        "PO-Revision-Date": "1970-01-01 00:00+0000",
        "Last-Translator": "workbench (machine draft)",
        "Language-Team": language.name,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language.gettext or language.code,
        "Plural-Forms": language.plural_forms,
        "X-Generator": f"workbench {__version__}",
        "X-Source-Language": document.source_language,
    }
    for segment in document.segments:
        if segment.translate:
            catalogue.append(_entry(document, segment, terms.get(segment.key, ())))
    return str(catalogue).encode("utf-8") + b"\n"


def _entry(document: Document, segment: Segment, terms: Sequence[tuple[str, str]]) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=segment.key,
        msgid=segment.source,
        msgstr=segment.target,
        comment="\n".join(_notes(segment, terms)),
        occurrences=[(document.name.replace(" ", "_"), str(segment.line))] if segment.line else [],
        flags=["fuzzy"] if segment.target and segment.state is State.DRAFT else [],
    )


def _notes(segment: Segment, terms: Sequence[tuple[str, str]]) -> Iterator[str]:
    if segment.note:
        yield segment.note
    for source, target in dict.fromkeys(terms):
        yield f"term: {source} = {target}"
    for inline in segment.inlines:
        meaning = f" ({inline.meaning})" if inline.meaning else ""
        yield f"{opening(inline)}{closing(inline)}: {inline.open}{inline.close}{meaning}"
    if segment.origin:
        yield f"origin: {segment.origin}"
    if segment.state in _KEPT:
        yield f"{_MARKER}{segment.state}"


def read(data: bytes, *, name: str) -> Document:
    """The catalogue's entries as segments. Raises UnreadableFile, naming the line at fault."""
    text = decode(data, name=name).removeprefix("\ufeff")
    try:
        catalogue = polib.pofile(_Lines(text + "\n"), wrapwidth=0)
    except (OSError, ValueError, UnicodeError) as error:
        reason = str(error).replace(text, name)[:200]
        raise UnreadableFile(
            f"{name} is no valid catalogue: {reason}. Check it with: msgfmt -c {name}"
        ) from error
    live = [entry for entry in catalogue if not entry.obsolete]
    if len(live) + bool(catalogue.metadata) < len(re.findall(r"(?m)^[ \t]*msgid[ \t]", text)):
        raise UnreadableFile(
            f"{name} has entries that cannot be read. Check it with: msgfmt -c {name}"
        )
    key = keys()
    segments = tuple(
        Segment(
            key=entry.msgctxt or key(entry.msgid),
            source=entry.msgid,
            target=entry.msgstr,
            state=_state(entry),
            origin=_origin(entry),
            note=entry.comment,
            line=entry.linenum or 0,
        )
        for entry in live
    )
    return Document(
        name,
        "po",
        segments,
        source_language=catalogue.metadata.get("X-Source-Language", "en"),
        target_language=_language(catalogue.metadata.get("Language", "")),
        skeleton=catalogue,
    )


def write(document: Document) -> bytes:
    """The catalogue with the document's targets and states in it."""
    catalogue: polib.POFile = document.skeleton
    # One context may stand over many messages: only with its message is it a key.
    by_key = {(segment.key, segment.source): segment for segment in document.segments}
    key = keys()
    for entry in catalogue:
        if entry.obsolete:
            continue
        segment = by_key.get((entry.msgctxt or key(entry.msgid), entry.msgid))
        if segment and segment.target != entry.msgstr:
            entry.msgstr = segment.target
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.flags += ["fuzzy"] if segment.state is State.DRAFT else []
    return str(catalogue).encode("utf-8") + b"\n"


def _state(entry: polib.POEntry) -> State:
    if not entry.msgstr:
        return State.NEW
    if "fuzzy" in entry.flags:
        return State.DRAFT
    noted = _noted(entry, _MARKER)
    return State(noted) if noted in set(_KEPT) else State.TRANSLATED


def _origin(entry: polib.POEntry) -> str:
    return _noted(entry, "origin: ") if "fuzzy" in entry.flags else ""


def _noted(entry: polib.POEntry, label: str) -> str:
    notes = [line for line in entry.comment.splitlines() if line.startswith(label)]
    return notes[-1].removeprefix(label) if notes else ""


def _language(code: str) -> str:
    try:
        return find(code).code
    except UnknownLanguage:
        return code
