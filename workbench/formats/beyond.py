"""What a bilingual file holds beside its segments, and what a kind of file cannot hold of them.

For who converts one kind into another: what stays behind is counted and named, never dropped
silently. The file itself keeps all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from workbench.i18n import Said, said
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


def beyond(document: Document) -> Iterator[Said]:
    """What stands in a file and in none of its segments, each kind as one sentence."""
    kind = document.format
    if kind == "xliff":
        yield from _in_xliff(document)
    elif kind == "po":
        found = Counter(line[1] for line in _LINES.finditer(document.skeleton.text))
        yield from _said(
            (
                found["#~"],
                said("{} obsolete line stays behind."),
                said("{} obsolete lines stay behind."),
            ),
            (
                found["#:"],
                said("{} place in a program stays behind."),
                said("{} places in programs stay behind."),
            ),
            (
                found["#|"],
                said("{} former message stays behind."),
                said("{} former messages stay behind."),
            ),
            (
                found["msgid_plural"],
                said("{} plural becomes a segment a form."),
                said("{} plurals become a segment a form."),
            ),
        )
    elif kind in ("csv", "xlsx"):
        others = document.skeleton.table.head.others
        yield from _said(
            (others, said("{} other column stays behind."), said("{} other columns stay behind."))
        )


def _in_xliff(document: Document) -> Iterator[Said]:
    text = document.skeleton.text
    found = Counter(element[1] for element in _ELEMENT.finditer(text))
    offered = found["alt-trans"] + found["match"]
    told = "\n".join(segment.note for segment in document.segments)
    notes = [unescape(note[1]).strip() for note in _NOTE.finditer(text)]
    unheard = sum(bool(note) and note not in told for note in notes) if len(notes) < 5000 else 0
    files = len(_FILE.findall(text)) - 1
    rest = found.total() - offered - found["glossEntry"]
    yield from _said(
        (offered, said("{} match stays behind."), said("{} matches stay behind.")),
        (
            found["glossEntry"],
            said("{} term of its glossary stays behind."),
            said("{} terms of its glossary stay behind."),
        ),
        (unheard, said("{} note stays behind."), said("{} notes stay behind.")),
        (
            files,
            said("{} more file in it joins the first."),
            said("{} more files in it join the first."),
        ),
        (rest, said("{} other part stays behind."), said("{} other parts stay behind.")),
    )


def unheld(document: Document, kind: str) -> Iterator[Said]:
    """What of a document's segments a kind of file has no place for."""
    kept = [segment for segment in document.segments if segment.translate]
    bare = sum(bool(_marked(segment)) for segment in kept)
    origins = sum(bool(segment.origin) for segment in kept)
    yield from _said(
        (
            len(document.segments) - len(kept) if kind in _TRANSLATED_ONLY else 0,
            said("{} segment that is not to be translated is left out."),
            said("{} segments that are not to be translated are left out."),
        ),
        (
            sum(not segment.target for segment in kept) if kind == "tmx" else 0,
            said("{} segment without a translation is left out."),
            said("{} segments without a translation are left out."),
        ),
        (
            bare if kind in _WITHOUT_CODES else 0,
            said("{} segment has marks whose markup is not written: merge into the file it is of."),
            said(
                "{} segments have marks whose markup is not written:"
                " merge into the file they are of."
            ),
        ),
        (
            origins if kind in ("csv", "xlsx") else 0,
            said("{} origin of a draft is not written."),
            said("{} origins of drafts are not written."),
        ),
    )


def _marked(segment: Segment) -> bool:
    return bool(segment.inlines) and bool(MARK.search(segment.source))


def _said(*counted: tuple[int, Said, Said]) -> Iterator[Said]:
    """Sentences for what there is any of, each for one and for more."""
    for count, singular, plural in counted:
        if count > 0:
            yield said((singular if count == 1 else plural)[0], count)


def states(document: Document) -> dict[str, str]:
    """The states of what is not simply translated, by key: for a kind that has no states."""
    plain = (State.NEW, State.TRANSLATED)
    return {one.key: one.state.value for one in document.segments if one.state not in plain}
