"""HTML in tokens, each with its place: every character of a page is in exactly one.

The rules are those of browsers (the HTML standard's tokenizer), so that what a reader sees as text
is text here: comments that never end, quotes that are never closed, `<` in the middle of a sentence
and scripts that write scripts come out as they would on the screen. Nothing is ever refused, and
every step goes forward: time is linear in the length of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workbench.formats.html_elements import FOREIGN, RAW

_MARKUP = re.compile(r"<(?=[A-Za-z!?/])")
_TAG = re.compile(r"</?([A-Za-z][^ \t\n\f\r/>]*+)")
_ATTRIBUTE = re.compile(
    r"[ \t\n\f\r/]*+(=?[^ \t\n\f\r/>=]*+)"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+|(?=>)))?"
)
_BLANK = re.compile(r"[ \t\n\f\r/]*+")
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT = re.compile(r"<!--|-->|<(/?)script(?=[ \t\n\f\r/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a tag; offsets in the page."""

    name: str
    """In lower case."""
    start: int
    name_end: int
    value_start: int
    """Of the value without its quotes."""
    value_end: int
    quote: str
    """`"`, `'`, or nothing; a value that is not there at all is empty."""

    @property
    def end(self) -> int:
        """Behind the closing quote."""
        return max(self.name_end, self.value_end + len(self.quote))


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a page."""

    kind: str
    """`text`, `start`, `end`, `comment` (doctypes and what browsers skip, too), `raw` (a script or
    the like from its first tag to its last), or `rcdata` (the text of a title)."""
    start: int
    end: int
    name: str = ""
    """Of a tag or a raw element, in lower case."""
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False
    """`<br/>`: it says that it encloses nothing."""


def tokens(text: str, begin: int = 0) -> Iterator[Token]:
    """The tokens of a page from an offset on, in order and without gaps.

    >>> [(t.kind, t.name) for t in tokens("<p>a < b<br/><script>'</p>'</script>")]
    [('start', 'p'), ('text', ''), ('start', 'br'), ('raw', 'script')]
    """
    position, written, foreign = begin, begin, 0
    while found := _MARKUP.search(text, position):
        start = found.start()
        token = _markup(text, start, bool(foreign))
        if token is None:
            position = start + 1
            continue
        if start > written:
            yield Token("text", written, start)
        if token.name in FOREIGN:
            foreign = max(0, foreign + (token.kind == "start" and not token.closed))
            foreign = max(0, foreign - (token.kind == "end"))
        if token.kind == "start" and token.name == "title" and not foreign:
            yield token
            end = _raw_end("title").search(text, token.end)
            title = Token("rcdata", token.end, end.start() if end else len(text), "title")
            if title.end > title.start:
                yield title
            position = written = title.end
            continue
        if token.kind == "start" and token.name in RAW and not (foreign and token.closed):
            token = _raw(text, token)
        yield token
        position = written = token.end
    if written < len(text):
        yield Token("text", written, len(text))


def _markup(text: str, start: int, foreign: bool) -> Token | None:
    """The tag or comment at a `<`, or None where it is but a character."""
    if tag := _TAG.match(text, start):
        return _tag(text, tag)
    if text.startswith("</", start):
        return None if start + 2 >= len(text) else _bogus(text, start)
    if text.startswith("<!--", start):
        for short in (">", "->"):
            if text.startswith(short, start + 4):
                return Token("comment", start, start + 4 + len(short))
        end = _COMMENT_END.search(text, start + 4)
        return Token("comment", start, end.end() if end else len(text))
    if foreign and text.startswith("<![CDATA[", start):
        close = text.find("]]>", start)
        return Token("comment", start, close + 3 if close >= 0 else len(text))
    return _bogus(text, start)


def _bogus(text: str, start: int) -> Token:
    close = text.find(">", start)
    return Token("comment", start, close + 1 if close >= 0 else len(text))


def _tag(text: str, tag: re.Match[str]) -> Token:
    """A tag with its attributes; one that the page ends in is skipped by browsers, and here."""
    kind = "end" if text[tag.start() + 1] == "/" else "start"
    if text.startswith(">", tag.end()):
        return Token(kind, tag.start(), tag.end() + 1, tag[1].lower())
    attributes: dict[str, Attribute] = {}
    position, size = tag.end(), len(text)
    found_end = position
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        if position >= size:
            return Token("comment", tag.start(), size)
        if text[position] == ">":
            break
        found = _ATTRIBUTE.match(text, position)
        assert found
        position = found_end = found.end()
        if found.start(2) < 0 and "=" in text[found.end(1) : position]:
            return Token("comment", tag.start(), size)  # a quote that is never closed
        attribute = _attribute(text, found)
        attributes.setdefault(attribute.name, attribute)
    closed = kind == "start" and text[position - 1] == "/" and found_end < position
    name = tag[1].lower()
    return Token(kind, tag.start(), position + 1, name, tuple(attributes.values()), closed)


def _attribute(text: str, found: re.Match[str]) -> Attribute:
    name_start, name_end = found.span(1)
    start, end = found.span(2)
    quote = text[start] if 0 <= start < end and text[start] in "\"'" else ""
    if start < 0:
        start = end = name_end
    elif quote:
        start, end = start + 1, end - 1
    return Attribute(text[name_start:name_end].lower(), name_start, name_end, start, end, quote)


def _raw(text: str, tag: Token) -> Token:
    """A start tag, all that is raw behind it, and its end tag as one token."""
    if tag.name == "plaintext":
        return Token("raw", tag.start, len(text), tag.name, tag.attributes)
    end = _script_end(text, tag.end) if tag.name == "script" else None
    if end is None and tag.name != "script":
        found = _raw_end(tag.name).search(text, tag.end)
        end = found.start() if found else None
    close = text.find(">", end) + 1 if end is not None else 0
    return Token("raw", tag.start, close or len(text), tag.name, tag.attributes)


def _script_end(text: str, start: int) -> int | None:
    """Where a script's end tag begins: not inside `<!-- <script> </script> -->`."""
    escaped = double = False
    for found in _SCRIPT.finditer(text, start):
        mark = found.group()
        if mark == "<!--":
            escaped = True
        elif mark == "-->":
            escaped = double = False
        elif not found[1]:
            double = escaped
        elif double:
            double = False
        else:
            return found.start()
    return None


@lru_cache(maxsize=16)
def _raw_end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE)
