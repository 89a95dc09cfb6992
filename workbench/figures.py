"""Figures in machine translation: a number the model got wrong gives way to the source's.

A small model writes ۳٫۳ فیصد for 73 percent and is fluent about it. Where a source's number is
missing and a number of the target has nothing to come from, the one belongs in the place of the
other: at once when there is one of each, else by asking the model which depends on which (see
`alignment`). What cannot be told apart stays, and the `missing-number` check says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.alignment import Request, Word, align
from workbench.model import Engine
from workbench.numerals import Number, missing, surplus, written

_OTHERS = ("7", "48", "930")
"""What a number is exchanged for to see which figure depends on it."""


def mend(
    engine: Engine, sources: Sequence[str], targets: Sequence[str], *, source: str, target: str
) -> list[tuple[str, int]]:
    """Each target with its figures mended, and how many were. One scoring batch for all."""
    faults = [
        (missing(text, draft), surplus(text, draft)) if draft else ([], [])
        for text, draft in zip(sources, targets, strict=True)
    ]
    asked = [
        (index, number, Request(sources[index], targets[index], number.start, number.end, _OTHERS))
        for index, (absent, spare) in enumerate(faults)
        if spare and len(absent) + len(spare) > 2
        for number in absent
    ]
    aligned = align(engine, [request for *_, request in asked], source=source, target=target)
    pairs: list[list[tuple[Number, Number]]] = [
        [(absent[0], spare[0])] if len(absent) == len(spare) == 1 else []
        for absent, spare in faults
    ]
    for (index, number, _), words in zip(asked, aligned, strict=True):
        taken = {spare.start for _, spare in pairs[index]}
        free = [spare for spare in faults[index][1] if spare.start not in taken]
        if (place := _likeliest(free, words)) is not None:
            pairs[index].append((number, place))
    return [
        (_exchanged(sources[index], draft, pairs[index], target), len(pairs[index]))
        for index, draft in enumerate(targets)
    ]


def _likeliest(free: Sequence[Number], words: Sequence[Word]) -> Number | None:
    """The spare figure that depends most on the missing one; None when none does."""
    drops = [
        (
            max(
                (w.drop for w in words if w.start < spare.end and spare.start < w.end), default=0.0
            ),
            i,
        )
        for i, spare in enumerate(free)
    ]
    best = max(drops, default=(0.0, 0))
    return free[best[1]] if best[0] > 0.5 else None


def _exchanged(
    source: str, draft: str, pairs: Sequence[tuple[Number, Number]], language: str
) -> str:
    for number, place in sorted(pairs, key=lambda pair: -pair[1].start):
        figure = written(source[number.start : number.end], language)
        draft = draft[: place.start] + figure + draft[place.end :]
    return draft
