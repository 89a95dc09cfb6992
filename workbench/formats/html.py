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

from dataclasses import replace

from workbench.formats import splice
from workbench.formats.html_charset import decode, encode
from workbench.formats.html_reading import Page, Reading
from workbench.formats.inside import settled
from workbench.formats.keys import keys
from workbench.languages import find
from workbench.model import Document, Segment


def read(data: bytes, *, name: str) -> Document:
    """The page's segments, and its text as the skeleton. Raises UnreadableFile."""
    page, codec = decode(data, name=name)
    return Reading(page, codec, name, keys()).document()


def write(document: Document, *, font: str = "") -> bytes:
    """The page with its targets; outside the segments it is byte for byte what was read.

    With the address of a font or a style sheet, it is shown in that.
    """
    page: Page = document.skeleton
    written = [s for s in document.segments if s.translate and s.target not in ("", s.source)]
    edits, segments = settled(page, written, _rendered)
    if written and document.target_language:
        language = find(document.target_language)
        edits += page.root.localised(language)
        edits += page.root.shown_in(font, language) if font else []
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


def _rendered(segment: Segment, place: str) -> str:
    """The value of an attribute, in quotes where it has none."""
    text = splice.rendered(segment, place, escape)
    return text if place[-1] in "\"'" else f'"{text}"'
