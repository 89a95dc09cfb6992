"""Targets into a Word file: the runs of translated paragraphs are laid anew, nothing else is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from workbench.formats import docx_direction
from workbench.formats.docx_atoms import Atom, Chunk, Format, Kind
from workbench.formats.docx_marks import Sentence
from workbench.formats.docx_styles import Styles
from workbench.formats.docx_xml import Edit
from workbench.formats.docx_zip import Package
from workbench.inline import is_closing, is_standalone, number, split
from workbench.languages import Language, find
from workbench.model import Document, InlineKind

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with text: where its content stands, and what it is made of."""

    start: int
    end: int
    """Behind its properties, and before its closing tag."""
    style: str
    items: tuple[Atom | Sentence, ...]
    direction: tuple[Edit, ...]
    """What makes it right-to-left."""
    tables: tuple[int, ...] = ()
    """The tables it stands in."""
    figures: bool = False
    """Whether it is a cell without words, which lies as the cells around it do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part with paragraphs."""

    name: str
    text: str
    codec: str
    prefix: str
    paragraphs: tuple[Paragraph, ...]
    tables: Mapping[int, tuple[Edit, ...]]
    """What makes each table begin at the right."""
    sections: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A Word file as read."""

    package: Package
    parts: tuple[Part, ...]
    styles: Styles


def write(document: Document) -> bytes:
    """The file with its targets; the very bytes that were read when there is none."""
    skeleton: Skeleton = document.skeleton
    targets = {
        segment.key: segment.target
        for segment in document.segments
        if segment.translate and segment.target
    }
    if not targets:
        return skeleton.package.data
    language = find(document.target_language or "prs")
    changed = {}
    for part in skeleton.parts:
        text = _Writing(part, skeleton.styles, targets, language).text()
        if text != part.text:
            changed[part.name] = text.encode(part.codec, "xmlcharrefreplace")
    return skeleton.package.replaced(changed)


class _Writing:
    """One part written with its targets."""

    def __init__(
        self, part: Part, styles: Styles, targets: Mapping[str, str], language: Language
    ) -> None:
        self.part, self.targets, self.language = part, targets, language
        self.rtl = language.direction == "rtl"
        translated = [p for p in part.paragraphs if self.is_translated(p)]
        edits: list[Edit | Paragraph] = [*translated]
        if self.rtl:
            turned = {table for p in translated for table in p.tables}
            edits += [edit for table in turned for edit in part.tables[table]]
            for paragraph in part.paragraphs:
                beside = paragraph.figures and paragraph.tables[0] in turned
                if beside or self.is_translated(paragraph):
                    edits += paragraph.direction
            edits += part.sections
        self.edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
        self.starts = [edit.start for edit in self.edits]

        @lru_cache(maxsize=4096)
        def properties(look: Format, style: str, turned: bool) -> str:
            found = list(look.properties)
            if turned:
                found = docx_direction.run_properties(look, styles, style, language, part.prefix)
            inside = "".join(xml for _, xml in found)
            return f"<{part.prefix}rPr>{inside}</{part.prefix}rPr>" if inside else ""

        self.properties = properties

    def is_translated(self, paragraph: Paragraph) -> bool:
        return any(isinstance(i, Sentence) and i.key in self.targets for i in paragraph.items)

    def text(self) -> str:
        """The whole part."""
        return self.rendered(0, len(self.part.text))

    def rendered(self, begin: int, end: int) -> str:
        """A span of the part with the edits inside it: what stands in a text box is among them.

        An insertion at its very beginning belongs to what stands around it.
        """
        out: list[str] = []
        start = begin
        index = bisect_left(self.starts, begin)
        while index < len(self.edits) and self.edits[index].start < end:
            edit = self.edits[index]
            index += 1
            if begin < edit.end <= end:
                out.append(self.part.text[start : edit.start])
                out.append(edit.text if isinstance(edit, Edit) else self.paragraph(edit))
                start = edit.end
                index = max(index, bisect_left(self.starts, start))
        return "".join(out) + self.part.text[start:end]

    def paragraph(self, paragraph: Paragraph) -> str:
        """A paragraph's content, laid anew."""
        row = _Row(self, paragraph.style)
        for item in paragraph.items:
            if isinstance(item, Atom):
                row.atom(item, turned=self.rtl)
            elif item.key in self.targets:
                row.target(item, " ".join(self.targets[item.key].splitlines()))
            else:
                for atom in item.atoms:
                    row.atom(atom, turned=False)
        return row.finished()


@dataclass(slots=True)
class _Row:
    """The runs of one paragraph, as they are laid; neighbours that look alike become one."""

    writing: _Writing
    style: str
    laid: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    properties: str = ""

    def finished(self) -> str:
        self.flush()
        return "".join(self.laid)

    def flush(self) -> None:
        if not self.waiting:
            return
        prefix = self.writing.part.prefix
        text = _escaped("".join(self.waiting))
        space = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
        self.laid.append(
            f"<{prefix}r>{self.properties}<{prefix}t{space}>{text}</{prefix}t></{prefix}r>"
        )
        self.waiting = []

    def say(self, text: str, look: Format, *, turned: bool) -> None:
        """Text in a look; `turned` when it is to run from right to left but for Latin in it."""
        if not text:
            return
        for stretch, latin in docx_direction.stretches(text) if turned else ((text, True),):
            properties = self.writing.properties(look, self.style, not latin)
            if properties != self.properties:
                self.flush()
            self.properties = properties
            self.waiting.append(stretch)

    def lay(self, chunks: Sequence[Chunk]) -> None:
        """Markup as it was."""
        self.flush()
        for chunk in chunks:
            inside = self.writing.rendered(chunk.start, chunk.end)
            self.laid += [chunk.before, inside, chunk.after]

    def atom(self, atom: Atom, *, turned: bool) -> None:
        if atom.kind is Kind.TEXT or atom.meaning == "literal":
            self.say(atom.text, atom.format, turned=turned)
        else:
            self.lay(atom.chunks)

    def target(self, sentence: Sentence, target: str) -> None:
        """A sentence's target, its marks as what they stand for.

        Whatever a target does with its marks, the part stays well formed, and what stands alone
        (an image, a footnote) comes out once: where it is lost, at the end of the sentence.
        """
        turned = self.writing.rtl
        known = {inline.number: inline for inline in sentence.inlines}
        used: set[int] = set()
        opened: list[int] = []
        for run, is_mark in split(target):
            mark = number(run) if is_mark else 0
            inline = known.get(mark)
            if inline is None or is_standalone(run) != (inline.kind is InlineKind.STANDALONE):
                self.say(run, self.look(sentence, opened), turned=turned)
            elif is_closing(run):
                while mark in opened:
                    self.lay_closing(sentence, opened.pop())
            elif mark not in used:
                used.add(mark)
                if inline.kind is InlineKind.PAIR:
                    self.lay_opening(sentence, mark)
                    opened.append(mark)
                elif inline.meaning == "literal":
                    self.say(inline.open, self.look(sentence, opened), turned=turned)
                else:
                    self.lay(sentence.pieces[mark].opening)
        while opened:
            self.lay_closing(sentence, opened.pop())
        for mark, inline in known.items():
            if mark not in used and inline.kind is InlineKind.STANDALONE:
                self.lay(sentence.pieces[mark].opening)

    def look(self, sentence: Sentence, opened: Sequence[int]) -> Format:
        return sentence.pieces[opened[-1]].format if opened else sentence.format

    def lay_opening(self, sentence: Sentence, mark: int) -> None:
        if sentence.pieces[mark].opening:
            self.lay(sentence.pieces[mark].opening)

    def lay_closing(self, sentence: Sentence, mark: int) -> None:
        if sentence.pieces[mark].closing:
            self.lay(sentence.pieces[mark].closing)


def _escaped(text: str) -> str:
    text = _ILLEGAL.sub("", text).replace("\t", " ")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
