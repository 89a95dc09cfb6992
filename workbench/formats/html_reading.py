"""One pass over a page: its tokens become segments, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter

from workbench.errors import UnreadableFile
from workbench.formats.html_attributes import texts
from workbench.formats.html_elements import FOREIGN, INLINE, MEANINGS, SEALED, UNSEEN, VOID
from workbench.formats.html_inline import OUTSIDE, Run, core, parts, text_pieces
from workbench.formats.html_root import Root
from workbench.formats.html_stack import Stack, translated
from workbench.formats.html_tokens import Token, tokens
from workbench.formats.inside import Home
from workbench.formats.pieces import Readout, read_out, without_false_marks
from workbench.formats.splice import MAX_LINE, Span, Spliced
from workbench.inline import MARK, is_closing, opening
from workbench.model import Document, InlineKind, Segment
from workbench.segmentation import split

_SEEN = ("input", "embed")
"""Elements without content that take room in a line, as pictures do."""


@dataclass(frozen=True, slots=True)
class Page(Spliced):
    """The skeleton of a page."""

    codec: str = "utf-8"
    root: Root = field(default_factory=lambda: Root(""))


@dataclass(frozen=True, slots=True)
class _Whole:
    """An element that is one mark with all that is in it, while it is open."""

    name: str
    level: int
    """How many elements are open around it."""
    start: int
    meaning: str


class Reading:
    """One pass over one page."""

    def __init__(self, page: str, codec: str, name: str, key: Callable[[str], str]) -> None:
        self.page, self.codec, self.name, self.key = page, codec, name, key
        self.segments: list[Segment] = []
        self.spans: dict[str, Span] = {}
        self.stack = Stack()
        self.run = Run(self.page)
        self.whole: _Whole | None = None
        self.root = Root(self.page)
        self._tags: dict[str, int] = {}
        """Where the tag of an attribute's segment begins, by key."""
        self._marks: list[tuple[int, int, str, int]] = []
        """Where each mark begins and ends in the page, of which segment it is, and its number."""
        self._line, self._counted = 1, 0

    def document(self) -> Document:
        begin = int(self.page.startswith("\ufeff"))
        for token in tokens(self.page, begin):
            if token.kind == "start":
                self.stack.make_room(token.name)
            self.root.see(token, len(self.stack))
            self._take(token)
        self._end_whole(len(self.page))
        self._flush()
        self._marks.sort(key=itemgetter(0))
        homes = {key: home for key in self._tags if (home := self._home(key))}
        skeleton = Page(self.page, self.spans, homes, self.codec, self.root)
        return Document(self.name, "html", tuple(self.segments), skeleton=skeleton)

    def _home(self, key: str) -> Home | None:
        """The mark that the tag of an attribute's segment is, or is a part of."""
        tag, span = self._tags[key], self.spans[key]
        index = bisect_right(self._marks, tag, key=itemgetter(0)) - 1
        if index < 0 or tag >= self._marks[index][1]:
            return None
        begin, _, segment, number = self._marks[index]
        return Home(segment, number, span.start - begin, span.end - begin)

    def _take(self, token: Token) -> None:
        if token.kind == "end":
            self.stack.close(token.name)
        if self.whole:
            if len(self.stack) > self.whole.level:
                self._within_whole(token)
                return
            ends_it = token.kind == "end" and token.name == self.whole.name
            ends_it = ends_it and len(self.stack) == self.whole.level
            self._end_whole(token.end if ends_it else token.start)
            if ends_it:
                return
        getattr(self, f"_{token.kind}")(token)

    def _within_whole(self, token: Token) -> None:
        """Inside a picture or a piece of code everything is part of it."""
        assert self.whole
        closed = token.closed and self.whole.name in FOREIGN
        if token.kind == "start" and token.name not in VOID and not closed:
            self.stack.push(token, self.page)

    def _end_whole(self, end: int) -> None:
        if self.whole:
            self.run.alone(self.whole.start, end, self.whole.meaning, seen=True)
            self.whole = None

    def _text(self, token: Token) -> None:
        if not self.stack.top.translate:
            self.run.alone(token.start, token.end, "html")
            return
        self.run.kind = self.run.kind or self.stack.top.kind
        self.run.text(token.start, token.end)
        if self.run.size > MAX_LINE:
            raise UnreadableFile(
                f"{self.name} has a paragraph of more than {MAX_LINE:,} characters: that is no"
                " article. Break its text into paragraphs."
            )

    def _rcdata(self, token: Token) -> None:
        if self.stack.top.translate:
            self.run.kind = "page title"
            self.run.text(token.start, token.end)
        self._flush()

    def _comment(self, token: Token) -> None:
        self.run.alone(token.start, token.end, "comment")

    def _raw(self, token: Token) -> None:
        self._speak(token)
        self.run.alone(token.start, token.end, "html")

    def _start(self, token: Token) -> None:
        name = token.name
        inline = name in INLINE or name in SEALED or name in UNSEEN
        if not inline:
            self._flush()
        self._speak(token)
        closed = token.closed and name in FOREIGN
        if name in VOID or closed:
            if inline:
                seen = name in _SEEN
                self.run.alone(token.start, token.end, MEANINGS.get(name, "html"), seen=seen)
            return
        around, level = self.stack.top.translate, len(self.stack)
        self.stack.push(token, self.page)
        if not inline:
            return
        if name in SEALED or (around and not self.stack.top.translate):
            meaning = MEANINGS.get(name, "html" if name in SEALED else "untranslated")
            self.whole = _Whole(name, level, token.start, meaning)
        else:
            self.run.open(token)

    def _end(self, token: Token) -> None:
        inline = token.name in INLINE or token.name in SEALED or token.name in UNSEEN
        if token.name == "br" or not inline:
            self._flush()
        if inline:
            self.run.close(token)

    def _speak(self, token: Token) -> None:
        """The attributes of a tag that hold text for people."""
        if not token.attributes or not translated(token, self.page, self.stack.top.translate):
            return
        for attribute, note in texts(token, self.page):
            start, end = attribute.value_start, attribute.value_end
            pieces = [*text_pieces(self.page, start, end, attribute=True)]
            whole = read_out(without_false_marks(self.page, pieces))
            size = len(whole.source)
            for span in split(whole.source, "en") if attribute.quote else [(0, size)]:
                self._add(whole, *span, f"attribute {attribute.quote}", note)
                self._tags[self.segments[-1].key] = token.start

    def _flush(self) -> None:
        """Cut what stands before a block tag into segments."""
        run = self.run
        if run.pieces:
            self.run = Run(self.page)
        if not any(piece.text.strip() for piece in run.pieces):
            return
        for part in parts(run.pieces):
            whole = read_out(without_false_marks(self.page, part))
            outside = frozenset(
                opening(inline)
                for inline in whole.inlines.values()
                if inline.kind is InlineKind.STANDALONE and inline.meaning in OUTSIDE
            )
            for span in split(whole.source, "en"):
                start, end = core(whole.source, *span, outside)
                self._add(whole, start, end, "", run.kind)

    def _add(self, whole: Readout, first: int, last: int, place: str, note: str) -> None:
        source, inlines = whole.sentence(first, last)
        if not MARK.sub("", source).strip():
            return
        start, end = whole.places[first][0], whole.places[last - 1][1]
        key = self.key(source)
        self.spans[key] = Span(start, end, place)
        line = self._line_of(start)
        self.segments.append(Segment(key, source, inlines=inlines, note=note, line=line))
        numbers: dict[str, int] = {}
        for mark in MARK.finditer(whole.source, first, last):
            if not is_closing(mark.group()):
                numbers[mark.group()] = len(numbers) + 1
                begin, finish = whole.places[mark.start()]
                self._marks.append((begin, finish, key, len(numbers)))

    def _line_of(self, offset: int) -> int:
        """The line of an offset; they come nearly in order, so that each line is counted once."""
        if offset >= self._counted:
            self._line += self.page.count("\n", self._counted, offset)
        else:
            self._line -= self.page.count("\n", offset, self._counted)
        self._counted = offset
        return self._line
