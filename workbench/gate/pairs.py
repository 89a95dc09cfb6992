"""An article and its translation as two files: `x.md` and `x.prs.md`, aligned by their structure.

A translation keeps the blocks of its article, so the n-th block answers the n-th. Where a block has
as many sentences on both sides they are paired one by one, else the block is taken as a whole.
Where the number of blocks differs, the headings divide both; a part that still differs is reported
and left unchecked rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.i18n import english, said
from workbench.inline import MARK
from workbench.model import Document, Finding, Inline, Segment, Severity

_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def structure() -> None:
    """The translation does not have the blocks or the sentences of its article.

    A block with more or fewer sentences is checked as a whole, which is often right: translators
    join and split sentences. A part with more or fewer blocks is not checked at all.
    """


@dataclass(frozen=True, slots=True)
class Pair:
    """A source segment and the segments of the translation that answer it."""

    source: Segment
    targets: tuple[Segment, ...]


Block = list[Segment]


def align(source: Document, target: Document) -> tuple[list[Pair], list[Finding]]:
    """Pairs in order, and what does not fit."""
    pairs: list[Pair] = []
    findings: list[Finding] = []
    mine, theirs = blocks(source), blocks(target)
    parts, other = _parts(mine), _parts(theirs)
    if len(mine) == len(theirs) or len(parts) != len(other):
        parts, other = [mine], [theirs]
    for part, answer in zip(parts, other, strict=True):
        if len(part) != len(answer):
            findings.append(_uneven(source, part, answer))
            continue
        for block, translated in zip(part, answer, strict=True):
            if len(block) == len(translated):
                pairs += [Pair(s, (t,)) for s, t in zip(block, translated, strict=True)]
            else:
                whole = joined(block)
                pairs.append(Pair(whole, tuple(translated)))
                if whole.translate:
                    findings.append(_regrouped(whole, block, translated))
    return pairs, findings


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
    left = {segment.key: segment for segment in document.segments}
    number = 0
    for keys in document.skeleton.paragraphs():
        block = [left.pop(key) for key in keys if key in left]
        number += bool(block)
        if block:
            yield [replace(segment, line=number) for segment in block]


def _parts(found: Sequence[Block]) -> list[list[Block]]:
    """The blocks from each heading to the next."""
    parts: list[list[Block]] = [[]]
    for block in found:
        if block[0].note == "heading":
            parts.append([])
        parts[-1].append(block)
    return parts


def _uneven(source: Document, part: Sequence[Block], answer: Sequence[Block]) -> Finding:
    line = answer[0][0].line if answer else 1
    counts = len(answer), len(part), source.name
    if part:
        message = said(
            "{} blocks answer {} blocks of {} from “{}” on: this part is not checked."
            " Give the translation the blocks of its article.",
            *counts,
            MARK.sub("", part[0][0].source)[:60],
        )
    else:
        message = said(
            "{} blocks answer {} blocks of {}: this part is not checked."
            " Give the translation the blocks of its article.",
            *counts,
        )
    return Finding("structure", Severity.ERROR, "", english(message), None, line, message)


def _regrouped(whole: Segment, block: Block, translated: Block) -> Finding:
    message = said(
        "{} sentences answer {}: the block is checked as a whole.", len(translated), len(block)
    )
    line = translated[0].line
    return Finding("structure", Severity.INFO, whole.key, english(message), None, line, message)


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


def answered(pair: Pair) -> Segment:
    """The source segment with its translation as target, whose marks get the source's numbers."""
    target = joined(pair.targets) if len(pair.targets) != 1 else pair.targets[0]
    numbers = dict(_matched(pair.source.inlines, target.inlines))

    def renumber(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda n: str(numbers.get(int(n.group()), n.group())), found.group())

    return replace(pair.source, target=MARK.sub(renumber, target.source), line=pair.targets[0].line)


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
