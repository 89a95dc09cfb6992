"""What a bilingual file holds beside its segments, and what a kind of file cannot hold of them.

For who converts one kind into another: what stays behind is counted and named, never dropped
silently. The file itself keeps all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from workbench.inline import MARK
from workbench.model import Document, Segment, State

_ELEMENT = re.compile(
    r"<(?:[\w.-]+:)?(alt-trans|match|glossEntry|skeleton|skl|metadata|metaGroup|phase|prop-group"
    r"|count-group|dataRef|revision|profileData)(?=[\s/>])"
)
_NOTE = re.compile(r"<note\b[^>]*>([^<]*)</note>")
_FILE = re.compile(r"<file(?=[\s>])")
_LINES = re.compile(r"^(#~|#\||#:|msgid_plural)", re.MULTILINE)
_WITHOUT_CODES = ("csv", "xlsx", "tmx")
_TRANSLATED_ONLY = ("po", "csv", "xlsx", "tmx")


def beyond(document: Document) -> Iterator[str]:
    """What stands in a file and in none of its segments, each kind as one sentence."""
    kind = document.format
    if kind == "xliff":
        yield from _in_xliff(document)
    elif kind == "po":
        found = Counter(line[1] for line in _LINES.finditer(document.skeleton.text))
        yield from _said(
            (
                found["#~"],
                "{count} obsolete line stays behind.|{count} obsolete lines stay behind.",
            ),
            (
                found["#:"],
                "{count} place in a program stays behind.|{count} places in programs stay behind.",
            ),
            (
                found["#|"],
                "{count} former message stays behind.|{count} former messages stay behind.",
            ),
            (
                found["msgid_plural"],
                "{count} plural becomes a segment a form.|{count} plurals become a segment a form.",
            ),
        )
    elif kind in ("csv", "xlsx"):
        others = document.skeleton.table.head.others
        yield from _said(
            (others, "{count} other column stays behind.|{count} other columns stay behind.")
        )


def _in_xliff(document: Document) -> Iterator[str]:
    text = document.skeleton.text
    found = Counter(element[1] for element in _ELEMENT.finditer(text))
    offered = found["alt-trans"] + found["match"]
    told = "\n".join(segment.note for segment in document.segments)
    notes = [unescape(note[1]).strip() for note in _NOTE.finditer(text)]
    unheard = sum(bool(note) and note not in told for note in notes) if len(notes) < 5000 else 0
    files = len(_FILE.findall(text)) - 1
    rest = found.total() - offered - found["glossEntry"]
    yield from _said(
        (offered, "{count} match stays behind.|{count} matches stay behind."),
        (
            found["glossEntry"],
            "{count} term of its glossary stays behind.|{count} terms of its glossary stay behind.",
        ),
        (unheard, "{count} note stays behind.|{count} notes stay behind."),
        (
            files,
            "{count} more file in it joins the first.|{count} more files in it join the first.",
        ),
        (rest, "{count} other part stays behind.|{count} other parts stay behind."),
    )


def unheld(document: Document, kind: str) -> Iterator[str]:
    """What of a document's segments a kind of file has no place for."""
    kept = [segment for segment in document.segments if segment.translate]
    bare = sum(bool(_marked(segment)) for segment in kept)
    origins = sum(bool(segment.origin) for segment in kept)
    yield from _said(
        (
            len(document.segments) - len(kept) if kind in _TRANSLATED_ONLY else 0,
            "{count} segment that is not to be translated is left out."
            "|{count} segments that are not to be translated are left out.",
        ),
        (
            sum(not segment.target for segment in kept) if kind == "tmx" else 0,
            "{count} segment without a translation is left out."
            "|{count} segments without a translation are left out.",
        ),
        (
            bare if kind in _WITHOUT_CODES else 0,
            "{count} segment has marks whose markup is not written: merge into the file it is of."
            "|{count} segments have marks whose markup is not written:"
            " merge into the file they are of.",
        ),
        (
            origins if kind in ("csv", "xlsx") else 0,
            "{count} origin of a draft is not written.|{count} origins of drafts are not written.",
        ),
    )


def _marked(segment: Segment) -> bool:
    return bool(segment.inlines) and bool(MARK.search(segment.source))


def _said(*counted: tuple[int, str]) -> Iterator[str]:
    """Sentences for what there is any of; singular and plural stand with a bar between them."""
    for count, sentences in counted:
        if count > 0:
            singular, _bar, plural = sentences.partition("|")
            yield (singular if count == 1 else plural).format(count=count)


def states(document: Document) -> dict[str, str]:
    """The states of what is not simply translated, by key: for a kind that has no states."""
    plain = (State.NEW, State.TRANSLATED)
    return {one.key: one.state.value for one in document.segments if one.state not in plain}
