"""What the memory knows of a document, before any machine is asked.

A segment whose very source was translated before takes that translation, as a draft: somebody
answered for it, but not here. One that is only like something known is left to the engine, and its
origin says that there is a match to look at: `argos en-prs 0.2 beam 4; memory 0.82`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.model import Segment, State, Unit

if TYPE_CHECKING:
    from workbench.store import Store

WORTH_SHOWING = 75
"""The least likeness of a match that a translator is told of."""


def recall(
    memory: Store, segments: Sequence[Segment], source_language: str, target_language: str
) -> dict[str, Segment]:
    """The segments whose source is known, with its translation, by key."""
    sources = list(dict.fromkeys(segment.source for segment in segments))
    known = memory.recall(sources, source_language, target_language)
    return {
        segment.key: replace(
            segment,
            target=known[segment.source].target,
            state=State.DRAFT,
            origin=_origin(known[segment.source]),
        )
        for segment in segments
        if segment.source in known
    }


def _origin(unit: Unit) -> str:
    who = unit.author or unit.creator
    return "; ".join(part for part in ("memory 1.00", unit.origin, who) if part)


def likeness(
    memory: Store, segments: Sequence[Segment], source_language: str, target_language: str
) -> dict[str, int]:
    """How alike the best match of each segment is, by key; those without one are left out."""
    found: dict[str, int] = {}
    for source in dict.fromkeys(segment.source for segment in segments):
        for match in memory.matches(
            source, source_language, target_language, limit=1, floor=WORTH_SHOWING
        ):
            found[source] = match.score
    return {segment.key: found[segment.source] for segment in segments if segment.source in found}


def with_likeness(drafts: Sequence[Segment], scores: Mapping[str, int]) -> list[Segment]:
    """The drafts, each with the likeness of its best match in its origin."""
    return [
        replace(draft, origin=f"{draft.origin}; memory {scores[draft.key] / 100:.2f}")
        if draft.key in scores and draft.target
        else draft
        for draft in drafts
    ]
