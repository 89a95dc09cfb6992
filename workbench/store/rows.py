"""What comes out of the tables and goes in: rows as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import RowMapping

from workbench.model import Segment, State


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the desk lists it."""

    id: int
    name: str
    format: str
    source_language: str
    target_language: str
    created: datetime
    states: dict[State, int]
    """How many of the segments to translate are in each state; states with none are left out."""
    stamp: int
    """Grows with every change to the document's segments: a key for caches."""
    words: int = 0
    """Of the sources that nobody has confirmed yet."""
    editor: str = ""
    """Who changed it last; machines are not named."""
    edited: datetime | None = None
    due: date | None = None
    assigned: str = ""


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A segment as it stands, with the revision an edit of it has to name."""

    key: str
    position: int
    source: str
    target: str
    state: State
    origin: str
    translate: bool
    revision: int
    locked: bool = False
    """Nobody changes it until somebody unlocks it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A segment found by its text, and the document it stands in."""

    document: int
    name: str
    target_language: str
    segment: StoredSegment


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one segment."""

    revision: int
    author: str
    at: datetime
    old_target: str
    new_target: str
    old_state: State
    new_state: State


@dataclass(frozen=True, slots=True)
class Replaced:
    """A draft as it stood before, and the revision that took its place."""

    key: str
    target: str
    state: State
    origin: str
    revision: int


def row(document_id: int, position: int, segment: Segment) -> dict[str, Any]:
    return {
        "document": document_id,
        "key": segment.key,
        "position": position,
        "source": segment.source,
        "target": segment.target,
        "state": segment.state.value,
        "origin": segment.origin,
        "translate": segment.translate,
        "revision": 0,
    }


def stored_segment(row: RowMapping) -> StoredSegment:
    return StoredSegment(
        key=row["key"],
        position=row["position"],
        source=row["source"],
        target=row["target"],
        state=State(row["state"]),
        origin=row["origin"],
        translate=row["translate"],
        revision=row["revision"],
        locked=row["locked"],
    )


def hit(row: RowMapping) -> Hit:
    return Hit(row["document"], row["name"], row["target_language"], stored_segment(row))


def revision_of(row: RowMapping) -> Revision:
    return Revision(
        revision=row["revision"],
        author=row["author"],
        at=datetime.fromisoformat(row["at"]),
        old_target=row["old_target"],
        new_target=row["new_target"],
        old_state=State(row["old_state"]),
        new_state=State(row["new_state"]),
    )


def now() -> str:
    return written(datetime.now(UTC))


def written(moment: datetime) -> str:
    """A moment as the database keeps it: in UTC, so that later ones sort after."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
