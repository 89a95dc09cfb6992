"""Marks written into a text, every one once and well nested."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.projection.lifting import Pair


def insert(target: str, pairs: Sequence[Pair]) -> str:
    """Write the marks into the target; a pair that crosses another is shrunk to nest."""
    nested: list[Pair] = []
    for pair in pairs:
        for other in nested:
            if other.start < pair.start < other.end < pair.end:
                pair = pair.at(pair.start, other.end)
            elif pair.start < other.start < pair.end < other.end:
                pair = pair.at(other.start, pair.end)
        nested.append(pair)
    # At one position: closings, inner first; then marks around nothing; then openings, outer first.
    events = []
    for number, pair in enumerate(nested):
        if pair.start == pair.end:
            mark = _spaced(target, pair) if pair.word else pair.opening + pair.closing
            events.append((pair.start, 1, 0, number, mark))
        else:
            events.append((pair.start, 2, -pair.end, number, pair.opening))
            events.append((pair.end, 0, -pair.start, -number, pair.closing))
    text, last = "", 0
    for position, *_, mark in sorted(events):
        text += target[last:position] + mark
        last = position
    text += target[last:]
    for pair in nested:
        if pair.glued:
            text = text.replace(pair.opening + " ", pair.opening, 1)
    return text


def _spaced(target: str, pair: Pair) -> str:
    """A mark that is a word, with the space a word has on either side."""
    before, after = target[max(0, pair.start - 1) : pair.start], target[pair.start : pair.start + 1]
    lead = " " if before and not before.isspace() else ""
    return lead + pair.opening + (" " if after.isalnum() else "")
