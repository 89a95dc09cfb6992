"""HTML pages.

Extraction principles
1. Scripts, styles, code, comments, pictures, addresses and whatever says `translate="no"` or
   `class="notranslate"` stay as they are.
2. What stands between two block tags is cut into sentences; a line break ends one, unless it is
   inside a pair. Inline tags are marks; those at the edges of a sentence stay outside it.
3. The page's title and description, and attributes that hold text for people (`alt`, `title`,
   `placeholder`, `aria-label`), are segments of their own.
4. White space is read as browsers show it, references as what they mean; a target is escaped so
   that it means itself. A target that equals its source leaves the page as it was.
5. A translated page says its language and direction on `<html>`, a piece of one on what is
   outermost in it. Nothing else is touched: the page is never put together anew from what was
   understood of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.formats import splice
from workbench.formats.html_charset import encode
from workbench.formats.html_reading import Page, Reading
from workbench.formats.splice import Span
from workbench.languages import find
from workbench.model import Document, Segment


def read(data: bytes, *, name: str) -> Document:
    """The page's segments, and its text as the skeleton. Raises UnreadableFile."""
    return Reading(data, name).document()


def write(document: Document, *, font: str = "") -> bytes:
    """The page with its targets; outside the segments it is byte for byte what was read.

    With the address of a font or a style sheet, it is shown in that.
    """
    page: Page = document.skeleton
    written = [s for s in document.segments if s.translate and s.target not in ("", s.source)]
    texts = {s.key: s for s in written if not page.spans[s.key].place.startswith("attribute")}
    edits, inside = _attributes(page, [s for s in written if s.key not in texts], texts)
    if written and document.target_language:
        language = find(document.target_language)
        edits += page.root.localised(language)
        edits += page.root.shown_in(font, language) if font else []
    texts |= {key: _with_attributes(texts[key], changes) for key, changes in inside.items()}
    segments = tuple(texts.values())
    data = splice.write(replace(document, segments=segments), escape, also=edits)
    return data if page.codec == "utf-8" else encode(data.decode("utf-8"), page.codec)


def escape(text: str, place: str) -> str:
    """A target's text so that it reads as itself, with no more references than needed.

    >>> escape('AT&T <b> "x"', ""), escape('5 > 3 "x"', 'attribute "')
    ('AT&amp;T &lt;b> "x"', '5 > 3 &quot;x&quot;')
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    if place.startswith("attribute"):
        text = text.replace("'", "&#39;") if place.endswith("'") else text.replace('"', "&quot;")
    return text


@dataclass(frozen=True, slots=True)
class _Change:
    """An attribute's new value in a tag that is itself a mark of a segment."""

    number: int
    start: int
    end: int
    """Offsets in the tag."""
    text: str


def _attributes(
    page: Page, written: Sequence[Segment], texts: dict[str, Segment]
) -> tuple[list[tuple[Span, str]], dict[str, list[_Change]]]:
    """New values of attributes: in the page, and by segment in the tags of those written anew."""
    edits: list[tuple[Span, str]] = []
    inside: dict[str, list[_Change]] = {}
    for segment in written:
        span = page.spans[segment.key]
        text = splice.rendered(segment, span.place, escape)
        text = text if span.place[-1] in "\"'" else f'"{text}"'
        home = page.homes.get(segment.key)
        if home and home.segment in texts:
            change = _Change(home.number, span.start - home.start, span.end - home.start, text)
            inside.setdefault(home.segment, []).append(change)
        else:
            edits.append((span, text))
    return edits, inside


def _with_attributes(segment: Segment, changes: Sequence[_Change]) -> Segment:
    """A segment whose marks stand for tags with new values in them."""
    markup = {inline.number: inline.open for inline in segment.inlines}
    for change in sorted(changes, key=lambda change: -change.start):
        tag = markup[change.number]
        markup[change.number] = tag[: change.start] + change.text + tag[change.end :]
    inlines = tuple(replace(inline, open=markup[inline.number]) for inline in segment.inlines)
    return replace(segment, inlines=inlines)
