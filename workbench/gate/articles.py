"""A pair of files opened: aligned, with the places and comments of the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from workbench.formats.lines import Lines
from workbench.gate import pairs
from workbench.gate.bilingual import Place, Position
from workbench.inline import strip
from workbench.model import Document, Finding, Segment

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_REACH = 400
"""How far markup may stretch between two characters of a text."""


def opened(
    source: Document, target: Document
) -> tuple[list[Segment], list[Place], list[tuple[str, ...]], list[Finding]]:
    """The answered segments, their places, the comments before them, and what does not fit."""
    aligned, findings = pairs.align(source, target)
    if target.format == "docx":
        return _numbered(aligned, findings)
    lines = Lines.of(target.skeleton.text)
    comments = dict(_comments(target)) if target.format in ("markdown", "html") else {}
    segments, places, beside = [], [], []
    for pair in aligned:
        segments.append(pairs.answered(pair))
        places.append(_place(pair.targets, target, lines))
        beside.append(comments.get(pair.targets[0].key, ()))
    return segments, places, beside, [replace(f, line=max(f.line, 1)) for f in findings]


def _numbered(
    aligned: Sequence[pairs.Pair], findings: Sequence[Finding]
) -> tuple[list[Segment], list[Place], list[tuple[str, ...]], list[Finding]]:
    """Of Word files, whose places are the numbers of their blocks."""
    segments = [pairs.answered(pair) for pair in aligned]
    places = [Place((segment.line, 1)) for segment in segments]
    return (
        segments,
        places,
        [()] * len(segments),
        [replace(f, line=max(f.line, 1)) for f in findings],
    )


def _place(targets: Sequence[Segment], target: Document, lines: Lines) -> Place:
    spans = [target.skeleton.spans[segment.key] for segment in targets]
    text = " ".join(strip(segment.source) for segment in targets)
    chars = partial(_positions, text, lines, spans[0].start, spans[-1].end)
    return Place(lines.position(spans[0].start), chars)


def _positions(text: str, lines: Lines, start: int, end: int) -> list[Position]:
    """Where each character stands in the raw text: markup and escapes between them are skipped."""
    positions = []
    at = start
    for char in text:
        found = lines.text.find(char, at, min(end, at + _REACH))
        if found < 0 and char == " ":  # a line break that reads as a space
            found = at
        at = found if found >= 0 else at
        positions.append(lines.position(at))
        at += 1
    return positions


def _comments(target: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each segment of a block, the comments between it and the block before."""
    end = 0
    for block in pairs.blocks(target):
        spans = [target.skeleton.spans[segment.key] for segment in block]
        found = _COMMENT.findall(target.skeleton.text[end : spans[0].start])
        comments = tuple(" ".join(comment.split()) for comment in found)
        for segment in block:
            yield segment.key, comments
        end = spans[-1].end
