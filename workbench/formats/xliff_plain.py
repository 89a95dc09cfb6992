"""Units of a plain shape, which most of a large file are, read by one pattern each.

What a unit's tags say (its marks, its state, whether it stays) is asked of the reader of any unit,
once for each shape, and kept only where the pattern gave the very same segment. Whatever depends
on more than the tags is left to that reader: placeholders, line breaks, copied sources, notes of
our own. A unit read so keeps no nodes; they are built when its target is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.formats.placeholders import LOOSE
from workbench.formats.xliff_units import OWN_KEY, Place
from workbench.formats.xml_scan import Node, text_of
from workbench.inline import MARK
from workbench.model import Inline, Segment, State, segment

_HOLDERS = "source|target|unit|trans-unit|segment|note|notes|alt-trans|seg-source"
_CONTENT = rf"([^<\r\n]*+(?:<(?!/?(?:{_HOLDERS})[\s>/]|!|\?)[^<\r\n]*+)*+)"
"""Of one line: what a line break in it means, the other reader knows."""
_OPENING = r"""\s*+<{name}(|\s[^<>]*?)\sid="([^"<>&]++)"([^<>]*+)(?<!/)>"""
_SIDES = rf"""\s*+<source([^<>]*+)>{_CONTENT}</source>\s*+
    (?:<target([^<>]*+)(?:(?<=/)>|>{_CONTENT}</target>)\s*+)?"""
_OLD = re.compile(
    rf"""{_OPENING.format(name="trans-unit")}()
    {_SIDES}((?:<note(?:\s[^<>]*+)?>[^<]*+</note>\s*+)*+)</trans-unit\s*+>""",
    re.VERBOSE,
)
_NEW = re.compile(
    rf"""{_OPENING.format(name="unit")}\s*+<segment([^<>]*+)>
    {_SIDES}()</segment\s*+>\s*+</unit\s*+>""",
    re.VERBOSE,
)
_SOURCE_TAG, _TARGET_TAG = 5, 7
_CODE = re.compile(
    r"(<(?:bpt|ept|ph|it)\b[^<>/]*>[^<]*</(?:bpt|ept|ph|it)\s*>|<[^<>]*>)",
)
_NOTE = re.compile(r">([^<]*)</note>")
_NAMED = {True: re.compile(r'\sname="([^"]*)"'), False: re.compile(r'\sresname="([^"]*)"')}
_MOST_SHAPES = 2000
"""Where nearly every unit has a shape of its own, there is nothing to gain."""

_Shaped = tuple[
    tuple[str, str], str, str, str | None, bool, tuple[tuple[str, ...], ...], tuple[str, ...]
]


class Around(NamedTuple):
    """What stands round units, the same for all that follow each other."""

    chain: tuple[Node, ...]
    spaces: Mapping[str, str]
    """By prefix."""
    inherited: tuple[str, ...] = ()
    """What a unit takes over: `translate`, `xml:space`."""


class Plain(NamedTuple):
    """A unit that was read by pattern, with all that is needed to read it again."""

    start: int
    around: Around
    read: Segment


@dataclass(frozen=True, slots=True)
class _Shape:
    """What units say whose tags are alike."""

    source: Sequence[str]
    target: Sequence[str]
    """The marks of both, in their order."""
    state: State
    translate: bool
    inlines: tuple[Inline, ...]


class Unit(NamedTuple):
    """A unit as the pattern finds it."""

    start: int
    end: int
    line_at: int
    identity: str
    shaped: _Shaped
    source: list[str]
    target: list[str]
    """Of both the texts, with room for marks between them."""
    note: str

    def segment(self, shape: _Shape, key: str, line: int) -> Segment | None:
        """The segment, unless it may be one for the other reader."""
        pieces, answers = self.source, self.target
        pieces[1::2], answers[1::2] = shape.source, shape.target
        source, target = "".join(pieces), "".join(answers)
        if source == target:
            return None
        return segment(
            key,
            source,
            target,
            shape.state,
            "",
            shape.inlines,
            translate=shape.translate,
            note=self.note,
            line=line,
        )


@dataclass(slots=True)
class Shapes:
    """The shapes of a file's units, as far as they are known."""

    text: str
    modern: bool
    known: dict[_Shaped, _Shape | None] = field(default_factory=dict)
    asked: Unit | None = None
    """The unit whose shape the other reader is to tell."""

    def units(self, start: int, inherited: tuple[str, ...]) -> Iterator[tuple[Unit, _Shape]]:
        """The plain units of known shapes that follow each other from an offset on."""
        match, known = (_NEW if self.modern else _OLD).match, self.known
        tag = len("<unit" if self.modern else "<trans-unit")
        self.asked = None
        while found := match(self.text, start):
            before, identity, after, says, source_tag, source, target_tag, target, notes = (
                found.groups()
            )
            pieces, answers = _cut(source), _cut(target) if target else [""]
            named = "name=" in before or "name=" in after
            rest = _unnamed(before, after, self.modern) if named else (before, after)
            if pieces is None or answers is None or rest is None:
                return
            codes = tuple(pieces[1::2]), tuple(answers[1::2])
            shaped = (rest, says, source_tag, target_tag, not target, codes, inherited)
            line_at = found.start(_SOURCE_TAG if target_tag is None else _TARGET_TAG) - 1
            note = _said(notes) if notes else ""
            at, start = found.start(1) - tag, found.end()
            unit = Unit(at, start, line_at, identity, shaped, pieces, answers, note)
            shape = known.get(shaped)
            if shape is None:
                new = shaped not in known and len(known) < _MOST_SHAPES
                self.asked = unit if new else None
                return
            yield unit, shape

    def learn(self, node: Node, places: Sequence[Place]) -> None:
        """What the other reader made of a unit, if it was asked for its shape."""
        unit, self.asked = self.asked, None
        if unit is None or unit.start != node.start:
            return
        self.known[unit.shaped] = None
        if len(places) != 1 or places[0].unknown:
            return
        read = places[0].read
        source, target = MARK.findall(read.source), MARK.findall(read.target)
        shape = _Shape(source, target, read.state, read.translate, read.inlines)
        fits = (len(source), len(target)) == (len(unit.source) // 2, len(unit.target) // 2)
        if fits and unit.segment(shape, read.key, read.line) == read:
            self.known[unit.shaped] = shape


def _unnamed(before: str, after: str, modern: bool) -> tuple[str, str] | None:
    """A unit's attributes but for its name; nothing for one that the workbench exported."""
    rest = f"{before}\0{after}"
    found = _NAMED[modern].search(rest)
    if found is None:
        return before, after
    if OWN_KEY.fullmatch(found[1]) or "&" in found[1]:
        return None
    before, _, after = (rest[: found.start(1)] + rest[found.end(1) :]).partition("\0")
    return before, after


def _cut(content: str) -> list[str] | None:
    """The texts as they read, and the codes between them; nothing where a closer look is needed."""
    pieces = _CODE.split(content) if "<" in content else [content]
    odd = "%" in content or "{" in content
    if "&" in content:
        pieces[::2] = [text_of(text) if "&" in text else text for text in pieces[::2]]
        odd = odd or "&#" in content or "&lt;" in content
    if odd and any("\n" in text or LOOSE.search(text) for text in pieces[::2]):
        return None
    return pieces


def _said(notes: str) -> str:
    said = [" ".join(text_of(note).split()) for note in _NOTE.findall(notes)]
    return said[0] if len(said) == 1 else "\n".join(said)
