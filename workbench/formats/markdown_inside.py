"""Texts inside the markup of a paragraph: what pictures show, what pictures and links are titled.

They are no part of the sentence round them, and yet a reader sees or hears them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from workbench.formats.html_attributes import texts
from workbench.formats.html_inline import text_pieces
from workbench.formats.html_stack import translated
from workbench.formats.html_tokens import tokens
from workbench.formats.pieces import read_out, without_false_marks

_TITLE = re.compile(
    r"""[ \t\n](?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\))[ \t\n]*\)$""",
    re.DOTALL,
)
_SPOKEN = ("text", "text_special", "code_inline")


@dataclass(frozen=True, slots=True)
class Inside:
    """One text in the markup."""

    start: int
    end: int
    """Offsets in the content (end exclusive)."""
    text: str
    place: str
    note: str


def inside(token: Token, kind: str) -> Iterator[Inside]:
    """The texts in the markup of an inline token, in order; `kind` is that of its block."""
    for child in token.children or []:
        start, end = child.meta.get("at", (0, 0))
        if child.type == "image":
            yield from _shown(token.content, child, kind)
            label_end = child.meta["label"][1]
            yield from _titled(token.content, child, label_end, end, kind)
        elif child.type == "link_close" and child.info != "auto":
            yield from _titled(token.content, child, start, end, kind)
        elif child.type == "html_inline":
            yield from _said(token.content, start, end)


def _shown(content: str, image: Token, kind: str) -> Iterator[Inside]:
    """What a picture shows; not where that names its reference as well."""
    start, end = image.meta["label"]
    if content[end : image.meta["at"][1]] not in ("]", "][]"):
        text = " ".join(_spoken(image).split())
        yield Inside(start, end, text, f"image {kind}", "image description")


def _spoken(token: Token) -> str:
    """What is left of an image's description where it is read out: no markup."""
    children = token.children or []
    return "".join(
        child.content if child.type in _SPOKEN else " " if "break" in child.type else _spoken(child)
        for child in children
    )


def _titled(content: str, token: Token, start: int, end: int, kind: str) -> Iterator[Inside]:
    found = _TITLE.search(content, start, end)
    title = str(token.attrs.get("title", ""))
    if not found or not title:
        return
    group = next(number for number in (1, 2, 3) if found[number] is not None)
    if unescapeAll(found[group]) == title:
        quote = {1: '"', 2: "'", 3: ")"}[group]
        text = " ".join(title.split())
        yield Inside(*found.span(group), text, f"title {kind} {quote}", "title")


def _said(content: str, start: int, end: int) -> Iterator[Inside]:
    """The attributes of an HTML tag that hold text for people."""
    tag = next(tokens(content[start:end]), None)
    if tag is None or tag.kind != "start" or not translated(tag, content[start:end], True):
        return
    for attribute, note in texts(tag, content[start:end]):
        first, last = start + attribute.value_start, start + attribute.value_end
        pieces = [*text_pieces(content, first, last, attribute=True)]
        text = read_out(without_false_marks(content, pieces)).source
        yield Inside(first, last, text, f"html attribute {attribute.quote}", note)
