"""Codes of XLIFF 2 that may not be moved: where a row begins, whether a target keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.validation.grammar import Fault, fault
from workbench.validation.tree import Element
from workbench.validation.xliff2_scope import CODES, Scope

Event = tuple[str, Element]
"""What a code is called here, its end with a slash before, and the code."""


def moved(scope: Scope) -> Iterator[Fault]:
    """Rows that begin without a beginning, and rows that a target tears apart."""
    rows: list[list[str]] = []
    for side in (0, 1):
        row: list[str] = []
        for name, code in _events(scope, side):
            reorder = code.get("canReorder", "yes")
            end = name.startswith("/")
            if reorder == "firstNo" and not end:
                row = [name]
                if side == 0:
                    rows.append(row)
            elif reorder not in ("no", "firstNo"):
                row = []
            elif row:
                row.append(name)
            elif not end and (side == 0 or name not in scope.sources):
                yield fault("fixed-without-first", code, "canReorder", id=code.get("id"))
    written = [name for name, _ in _events(scope, 1)]
    places = {name: place for place, name in enumerate(written)}
    codes = dict(_events(scope, 1))
    for row in rows:
        found = [places[name] for name in row if name in places]
        whole = len(found) == len(row)
        if whole and found != list(range(found[0], found[0] + len(found))):
            yield fault("fixed-codes-moved", codes[row[0]], id=", ".join(_spoken(row)))


def _spoken(row: list[str]) -> list[str]:
    return [name for name in row if not name.startswith("/")]


def _events(scope: Scope, side: int) -> Iterator[Event]:
    for part in scope.parts:
        text = part[side]
        if text is not None:
            yield from _within(text)


def _within(text: Element) -> Iterator[Event]:
    stack: list[Element | Event] = list(reversed(text.children))
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
        elif top.name == "ec":
            yield f"/{top.get('startRef') or top.get('id')}", top
        else:
            if top.name in CODES:
                yield top.get("id"), top
            if top.name == "pc":
                stack.append((f"/{top.get('id')}", top))
            stack.extend(reversed(top.children))
