"""The blocks of an article (paragraphs, headings, list items, cells), and sentences made one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.inline import MARK
from workbench.model import Document, Inline, Segment

Block = list[Segment]
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def blocks(document: Document) -> list[Block]:
    """The segments of each block: a paragraph, a heading, a list item, a table cell.

    A Word file has no lines: its blocks are counted, and that number is what they have for a line.
    """
    if document.format == "docx":
        return list(_paragraphs(document))
    text, spans = document.skeleton.text, document.skeleton.spans
    found: list[Block] = []
    end = 0
    for segment in document.segments:
        span = spans[segment.key]
        gap = text[end : span.start]
        divided = (
            gap.strip()
            or _BLANK_LINE.search(gap)
            or (document.format == "text" and gap.count("\n"))
        )
        if not found or divided or segment.note != found[-1][-1].note:
            found.append([])
        found[-1].append(segment)
        end = span.end
    return found


def _paragraphs(document: Document) -> Iterator[Block]:
    """Those of a Word file, whose paragraphs say which sentences they hold."""
    left = {segment.key: segment for segment in document.segments}
    number = 0
    for part in document.skeleton.parts:
        for paragraph in part.paragraphs:
            keys = [item.key for item in paragraph.items if hasattr(item, "key")]
            block = [left.pop(key) for key in keys if key in left]
            number += bool(block)
            if block:
                yield [replace(segment, line=number) for segment in block]


def joined(block: Sequence[Segment]) -> Segment:
    """One segment of several, its marks numbered through."""
    inlines: list[Inline] = []
    sources = []
    for segment in block:
        text, own = _shifted(segment, len(inlines))
        sources.append(text)
        inlines += own
    translate = any(segment.translate for segment in block)
    return replace(block[0], source=" ".join(sources), inlines=tuple(inlines), translate=translate)


def _shifted(segment: Segment, by: int) -> tuple[str, list[Inline]]:
    def shift(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: str(int(number.group()) + by), found.group())

    inlines = [replace(inline, number=inline.number + by) for inline in segment.inlines]
    return MARK.sub(shift, segment.source), inlines


def with_marks_of(source: Segment, targets: Sequence[Segment]) -> Segment:
    """A source segment with its translation as target, whose marks get the source's numbers."""
    target = joined(targets) if len(targets) != 1 else targets[0]
    numbers = dict(_matched(source.inlines, target.inlines))

    def renumber(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: str(numbers.get(int(n.group()), n.group())), found.group())

    return replace(source, target=MARK.sub(renumber, target.source))


def _matched(source: Sequence[Inline], target: Sequence[Inline]) -> Iterator[tuple[int, int]]:
    """(number in the target, number in the source) by the same markup, else the same meaning."""
    free, left = list(source), list(target)
    for same in (_markup, _meaning):
        pending, left = left, []
        for inline in pending:
            answer = next((other for other in free if same(other) == same(inline)), None)
            if answer is None:
                left.append(inline)
            else:
                free.remove(answer)
                yield inline.number, answer.number
    extra = max((inline.number for inline in source), default=0)
    for count, inline in enumerate(left, 1):
        yield inline.number, extra + count


def _markup(inline: Inline) -> tuple[object, ...]:
    return inline.kind, inline.open, inline.close


def _meaning(inline: Inline) -> tuple[object, ...]:
    return inline.kind, inline.meaning
