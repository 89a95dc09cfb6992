"""Inline Markdown with positions: which characters of a block are text, and which are markup.

markdown-it-py says what is emphasis, a link, code; it does not say where. Every inline rule knows
its place while it runs, so each is wrapped to write the place down on the tokens it makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from workbench.formats.markdown_footnotes import with_footnotes
from workbench.formats.pieces import Piece, alone, run, without_false_marks
from workbench.model import Inline, InlineKind

Rule = Callable[[StateInline, bool], bool]

_DELIMITERS = {"emphasis", "strikethrough"}
_MEANINGS = {"em": "italic", "strong": "bold", "s": "struck out", "link": "link"}
_MEANINGS |= {"code": "code", "image": "image", "sup": "superscript", "sub": "subscript"}
_MEANINGS |= {"b": "bold", "i": "italic", "a": "link"}
_WIDTHS = {"strong": 2, "em": 1, "s": 2}
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")


def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, whose inline tokens know where they stand."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    with_footnotes(markdown)
    for rule in markdown.inline.ruler.__rules__:
        markdown.inline.ruler.at(rule.name, _located(rule.name, rule.fn))
    return markdown


def _located(name: str, rule: Rule) -> Rule:
    """The rule, writing `at` (start, end) on its tokens, and on a link's end where it begins."""

    def located(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if silent:
            return rule(state, silent)
        if name in _DELIMITERS and state.pending and state.src[start] in "*_~":
            state.pushPending()
        made = len(state.tokens)
        if not rule(state, silent):
            return False
        place = start
        for token in state.tokens[made:]:
            if name in _DELIMITERS:
                token.meta["at"] = (place, place + len(token.content))
                place += len(token.content)
            elif token.type != "text" and "at" not in token.meta:
                token.meta["at"] = (start, state.pos)
        if name == "link":
            label_end = state.md.helpers.parseLinkLabel(state, start)
            state.tokens[-1].meta["at"] = (label_end, state.pos)
            opened = (one for one in state.tokens[made:] if one.type == "link_open")
            state.tokens[-1].attrs = next(opened).attrs
        elif name == "image":
            end = state.md.helpers.parseLinkLabel(state, start + 1)
            state.tokens[-1].meta["label"] = (start + 2, end)
        return True

    return located


def pieces(token: Token) -> list[Piece]:
    """The content of an inline token in pieces, in order, without gaps."""
    scan = _Scan(token.content)
    for child in token.children or []:
        scan.take(child)
    found = list(_with_text(token.content, sorted(scan.found, key=lambda p: (p.start, p.end))))
    return without_false_marks(token.content, _without_footnotes(found))


def _without_footnotes(found: Sequence[Piece]) -> list[Piece]:
    """Footnote references taken out of the text."""
    result: list[Piece] = []
    for piece in found:
        if piece.inline is not None or piece.end - piece.start != len(piece.text):
            result.append(piece)
            continue
        start = piece.start
        for reference in _FOOTNOTE.finditer(piece.text, start - piece.start):
            at = piece.start + reference.start()
            result += [*run(piece, start, at), alone(reference.group(), at, "footnote")]
            start = piece.start + reference.end()
        result += run(piece, start, piece.end)
    return result


def _with_text(content: str, found: Sequence[Piece]) -> Iterator[Piece]:
    last = 0
    for piece in found:
        if piece.start > last:
            yield Piece(last, piece.start, content[last : piece.start])
        if piece.start >= last:
            yield piece
            last = piece.end
    if last < len(content):
        yield Piece(last, len(content), content[last:])


@dataclass(slots=True)
class _Scan:
    """Goes through the tokens once, matching what opens with what closes."""

    content: str
    found: list[Piece] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    """(kind, index in `found`) of what is still open."""
    in_autolink: bool = False

    def take(self, token: Token) -> None:
        start, end = token.meta.get("at", (0, 0))
        kind, _, side = token.type.rpartition("_")
        if token.type == "text_special":
            self._special(start, end, token.content)
        elif token.type in ("softbreak", "hardbreak"):
            start = len(self.content[:start].rstrip(" "))
            if token.type == "softbreak":
                self.found.append(Piece(start, end, " "))
            else:
                self._alone(start, end, "line break", side="break")
        elif token.info == "auto":
            self.in_autolink = not self.in_autolink
            if self.in_autolink:
                self._alone(start, end, "link")
        elif token.type in ("code_inline", "image"):
            self._alone(start, end, token.type.removesuffix("_inline"))
        elif token.type == "html_inline":
            self._tag(start, end)
        elif kind in _WIDTHS:
            # `strong` sits on the inner character of its opening `**`.
            start -= kind == "strong" and side == "open"
            self._side(kind, side, start, start + _WIDTHS[kind])
        elif kind == "link":
            self._side(kind, side, start, start + 1 if side == "open" else end)

    def _special(self, start: int, end: int, text: str) -> None:
        self.found.append(Piece(start, end, text))

    def _alone(self, start: int, end: int, meaning: str, *, side: str = "alone") -> None:
        markup = self.content[start:end]
        inline = Inline(0, InlineKind.STANDALONE, markup, "", _MEANINGS.get(meaning, meaning))
        self.found.append(Piece(start, end, "", inline, side))

    def _tag(self, start: int, end: int) -> None:
        """An HTML tag: half of a pair if its partner is on the same level, else alone."""
        tag = _TAG.match(self.content, start)
        if tag and not tag[1]:
            self.opened.append((f"<{tag[2].lower()}", len(self.found)))
            self._alone(start, end, "html")
        elif tag and self.opened and self.opened[-1][0] == f"<{tag[2].lower()}":
            self._close(self.opened.pop(), start, end)
        else:
            self._alone(start, end, "html")

    def _side(self, kind: str, side: str, start: int, end: int) -> None:
        if side == "open":
            self.opened.append((kind, len(self.found)))
            self.found.append(Piece(start, end, "", None, "alone"))
            return
        while self.opened and self.opened[-1][0] != kind:
            self.opened.pop()  # a tag left open inside stays alone
        if self.opened:
            self._close(self.opened.pop(), start, end)

    def _close(self, opened: tuple[str, int], start: int, end: int) -> None:
        kind, index = opened
        opening = self.found[index]
        name = kind.lstrip("<")
        inline = Inline(
            0,
            InlineKind.PAIR,
            self.content[opening.start : opening.end],
            self._closing(kind, opening.end, start, end),
            _MEANINGS.get(name, name),
        )
        self.found[index] = replace(opening, inline=inline, side="open")
        self.found.append(Piece(start, end, "", inline, "close"))

    def _closing(self, kind: str, inner: int, start: int, end: int) -> str:
        """The closing markup; `[text]` and `[text][]` name their reference, lest it be lost."""
        markup = self.content[start:end]
        if kind == "link" and markup in ("]", "][]"):
            return f"][{self.content[inner:start]}]"
        return markup
