"""Marks in TMX: `<g1>` as `<bpt>` and `<ept>`, `<x1/>` as `<ph>`, and other tools' codes as marks.

Codes are numbered as they come in the source. In the target a code has the number that its twin
has in the source: the one with the same `x`, or the same `i` where there is no `x`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from workbench.inline import is_closing, is_standalone, split
from workbench.inline import marks as marks_in
from workbench.inline import number as mark_number


def fill(seg: etree._Element, text: str) -> None:
    """A text with marks into a `<seg>`; a mark without its other half is written as `<it>`."""
    alone = _unpaired(text)
    for run, is_mark in split(text):
        if not is_mark:
            _append(seg, run)
            continue
        number = str(mark_number(run))
        if is_standalone(run):
            code = etree.SubElement(seg, "ph", x=number)
        elif run in alone:
            code = etree.SubElement(seg, "it", pos="end" if is_closing(run) else "begin", x=number)
        elif is_closing(run):
            code = etree.SubElement(seg, "ept", i=number)
        else:
            code = etree.SubElement(seg, "bpt", i=number, x=number)
        code.text = run


def _unpaired(text: str) -> set[str]:
    """Marks of pairs that do not stand exactly once each, the opening one first."""
    found: dict[int, list[str]] = {}
    for mark in marks_in(text):
        if not is_standalone(mark):
            found.setdefault(mark_number(mark), []).append(mark)
    return {
        mark
        for number, marks in found.items()
        if marks != [f"<g{number}>", f"</g{number}>"]
        for mark in marks
    }


def _append(seg: etree._Element, text: str) -> None:
    if len(seg):
        seg[-1].tail = (seg[-1].tail or "") + text
    else:
        seg.text = (seg.text or "") + text


@dataclass(slots=True)
class Marks:
    """The numbers of one unit's codes, given in its source and found again in its targets."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    free: int = 1

    def read(self, seg: etree._Element | None) -> str:
        """The text of a `<seg>` with its codes as marks; empty without one."""
        if seg is None:
            return ""
        runs: list[str] = []
        self._walk(seg, runs, {}, [0])
        return "".join(runs).strip()

    def _walk(
        self, parent: etree._Element, runs: list[str], opened: dict[str, int], count: list[int]
    ) -> None:
        runs.append(parent.text or "")
        for child in parent:
            tag: Any = child.tag
            if tag == "hi":
                self._walk(child, runs, opened, count)
            elif tag in ("bpt", "ept", "it", "ph", "ut"):
                runs.append(self._mark(child, opened, count))
            runs.append(child.tail or "")

    def _mark(self, code: etree._Element, opened: dict[str, int], count: list[int]) -> str:
        own = (code.text or "").strip()
        i, x = code.get("i", ""), code.get("x", "")
        if code.tag == "ept" and i in opened:
            return f"</g{opened.pop(i)}>"
        if code.tag == "bpt":
            opened[i] = self._number(("g", x or i), own)
            return f"<g{opened[i]}>"
        if code.tag == "it" and marks_in(own) == [own]:
            self.taken.add(mark_number(own))
            return own
        count[0] += 1
        return f"<x{self._number((str(code.tag), x or i or f'#{count[0]}'), own)}/>"

    def _number(self, key: tuple[str, str], own: str) -> int:
        """The number of a code: its twin's, the one written in it, or the next that is free."""
        if key not in self.numbers:
            written = mark_number(own) if marks_in(own) == [own] else 0
            if not written or written in self.taken:
                while self.free in self.taken:
                    self.free += 1
                written = self.free
            self.taken.add(written)
            self.numbers[key] = written
        return self.numbers[key]
