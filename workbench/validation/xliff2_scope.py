"""Where the ids of codes must differ in XLIFF 2: the texts of a unit, or of one match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.validation.tree import Element

CODES = ("ph", "pc", "sc", "ec")
MARKS = ("mrk", "sm", "em")


@dataclass(slots=True)
class Scope:
    """The texts of one unit."""

    holder: Element
    parts: Sequence[tuple[Element, Element | None]]
    """Each source with its target."""
    segments: Sequence[Element] = ()
    """What holds them, in a unit."""
    data: frozenset[str] = frozenset()
    """The ids of the original data."""
    units: frozenset[str] = frozenset()
    """The ids of all units of the file."""
    sources: dict[str, Element] = field(default_factory=dict)
    """The inline elements of the sources, by id."""

    def side(self, which: int) -> Iterator[Element]:
        """Every inline element of the sources (0) or of the targets (1), in order."""
        for part in self.parts:
            text = part[which]
            if text is not None:
                yield from (one for one in text.all() if one is not text)

    def targets(self) -> Iterator[tuple[Element, Element]]:
        """Every inline element of the targets, with its target."""
        for _, target in self.parts:
            if target is not None:
                yield from ((target, one) for one in target.all() if one is not target)


def unit_scope(unit: Element, units: frozenset[str]) -> Scope:
    """The scope of a unit."""
    segments = unit.of("segment", "ignorable")
    return _scope(unit, segments, segments, units)


def match_scope(match: Element, units: frozenset[str]) -> Scope:
    """The scope of a match."""
    return _scope(match, [match], [], units)


def _scope(
    holder: Element,
    rows: Sequence[Element],
    segments: Sequence[Element],
    units: frozenset[str],
) -> Scope:
    parts = []
    for row in rows:
        sources, targets = row.of("source"), row.of("target")
        if sources:
            parts.append((sources[0], targets[0] if targets else None))
    data = frozenset(
        one.get("id") for original in holder.of("originalData") for one in original.of("data")
    )
    scope = Scope(holder, parts, segments, data, units)
    for element in scope.side(0):
        if element.get("id"):
            scope.sources.setdefault(element.get("id"), element)
    return scope
