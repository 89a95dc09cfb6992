"""An article and its translation as two files: `x.md` and `x.prs.md`, aligned by their structure.

A translation keeps the blocks of its article, so the n-th block answers the n-th. Where a block has
as many sentences on both sides they are paired one by one, else the block is taken as a whole.
Where the number of blocks differs, the headings divide both; a part that still differs is reported
and left unchecked rather than guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.i18n import english, said
from workbench.inline import MARK
from workbench.model import Document, Finding, Segment, Severity
from workbench.pipeline.blocks import Block, blocks, joined, with_marks_of

__all__ = ["Pair", "align", "answered", "blocks", "structure"]


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


def align(source: Document, target: Document) -> tuple[list[Pair], list[Finding]]:
    """Pairs in order, and what does not fit."""
    pairs: list[Pair] = []
    findings: list[Finding] = []
    mine, theirs = _blocks(source), _blocks(target)
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


def _blocks(document: Document) -> list[Block]:
    """The blocks, those of a Word file with their number for a line, since it has none."""
    found = blocks(document)
    if document.format != "docx":
        return found
    return [[replace(s, line=number) for s in block] for number, block in enumerate(found, 1)]


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


def answered(pair: Pair) -> Segment:
    """The source segment with its translation as target, whose marks get the source's numbers."""
    return replace(with_marks_of(pair.source, pair.targets), line=pair.targets[0].line)
