"""Units of a plain shape, which most of a large file are, read by one pattern each.

What a unit's tags say (its marks, its state, whether it stays) is asked of the reader of any unit,
once for each shape, and kept only where the pattern gave the very same segment. Whatever depends
on more than the tags is left to that reader: placeholders, line breaks, copied sources, notes of
our own. A unit read so keeps no nodes; they are built when its target is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.formats.placeholders import LOOSE, may_hold
from workbench.formats.xliff_units import OWN_KEY, Place
from workbench.formats.xml_scan import Node, text_of
from workbench.inline import MARK
from workbench.model import Inline, Segment, State

_HOLDERS = "source|target|unit|trans-unit|segment|note|notes|alt-trans|seg-source"
_CONTENT = rf"([^<]*(?:<(?!/?(?:{_HOLDERS})[\s>/]|!|\?)[^<]*)*)"
_SIDES = rf"""\s*<source([^<>]*)>{_CONTENT}</source>\s*
    (?:<target([^<>]*)(?:(?<=/)>|>{_CONTENT}</target>)\s*)?"""
_OLD = re.compile(
    rf"{_SIDES}((?:<note(?:\s[^<>]*)?>[^<]*</note>\s*)*)()</trans-unit\s*>", re.VERBOSE
)
_NEW = re.compile(rf"\s*<segment([^<>]*)>{_SIDES}()</segment\s*>\s*</unit\s*>", re.VERBOSE)
_CODE = re.compile(
    r"(<(?:bpt|ept|ph|it)\b[^<>/]*>[^<]*</(?:bpt|ept|ph|it)\s*>|<[^<>]*>)",
)
_NOTE = re.compile(r">([^<]*)</note>")
_NAMED = {True: re.compile(r'\sname="([^"]*)"'), False: re.compile(r'\sresname="([^"]*)"')}
_MOST_SHAPES = 2000
"""Where nearly every unit has a shape of its own, there is nothing to gain."""

_Shaped = tuple[str | bool | tuple[str, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands round units, the same for all that follow each other."""

    chain: tuple[Node, ...]
    spaces: Mapping[str, str]
    """By prefix."""


@dataclass(frozen=True, slots=True)
class Plain:
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


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the pattern finds it."""

    start: int
    end: int
    line_at: int
    identity: str
    shaped: _Shaped
    source: Sequence[str]
    target: Sequence[str]
    """Of both the texts between the codes."""
    note: str

    def segment(self, shape: _Shape, key: str, line: int) -> Segment | None:
        """The segment, unless it may be one for the other reader."""
        source, target = _joined(self.source, shape.source), _joined(self.target, shape.target)
        if source == target:
            return None
        return Segment(
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

    def unit(self, start: int, inner: int, raw: str, inherited: tuple[str, ...]) -> Unit | None:
        """The unit whose opening tag stands there, if it is plain."""
        found = (_NEW if self.modern else _OLD).match(self.text, inner)
        if not found or (identified := _identified(raw, self.modern)) is None:
            return None
        groups = found.groups()
        if self.modern:
            says, source_tag, source, target_tag, target, notes = groups
        else:
            source_tag, source, target_tag, target, notes, says = groups
        pieces = _CODE.split(source)
        answers = _CODE.split(target) if target else [""]
        texts, replies = _texts(source, pieces), _texts(target or "", answers)
        if texts is None or replies is None:
            return None
        identity, rest = identified
        codes = (tuple(pieces[1::2]), tuple(answers[1::2]))
        shaped = (rest, says, source_tag, target_tag, bool(target), *codes, *inherited)
        note = "\n".join(" ".join(text_of(one).split()) for one in _NOTE.findall(notes))
        first = 2 if self.modern else 1
        place = found.start(first) - len("<source")
        if target_tag is not None:
            place = found.start(first + 2) - len("<target")
        return Unit(start, found.end(), place, identity, shaped, texts, replies, note)

    def shape(self, unit: Unit) -> _Shape | None:
        """What is known of a unit's shape; the first one of each is asked of the other reader."""
        shape = self.known.get(unit.shaped)
        new = shape is None and unit.shaped not in self.known
        self.asked = unit if new and len(self.known) < _MOST_SHAPES else None
        return shape

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
        fits = (len(source), len(target)) == (len(unit.source) - 1, len(unit.target) - 1)
        if fits and unit.segment(shape, read.key, read.line) == read:
            self.known[unit.shaped] = shape


def _identified(raw: str, modern: bool) -> tuple[str, str] | None:
    """A unit's id and its other attributes; nothing for one that the workbench exported."""
    start = raw.find(' id="') + 5
    end = raw.find('"', start)
    identity = raw[start:end]
    if start < 5 or not identity or "&" in identity:
        return None
    rest = raw[:start] + raw[end:]
    named = _NAMED[modern].search(rest) if "name=" in rest else None
    if named is None:
        return identity, rest
    if OWN_KEY.fullmatch(named[1]) or "&" in named[1]:
        return None
    return identity, rest[: named.start(1)] + rest[named.end(1) :]


def _texts(content: str, pieces: Sequence[str]) -> Sequence[str] | None:
    """The texts between the codes as they read; nothing where they need a closer look."""
    if "\n" in content or "\r" in content:
        return None
    texts = pieces[::2]
    if "&" in content:
        texts = [text_of(text) for text in texts]
    elif not ("%" in content or "{" in content):
        return texts
    if any("\n" in text or (may_hold(text) and LOOSE.search(text)) for text in texts):
        return None
    return texts


def _joined(texts: Sequence[str], marks: Sequence[str]) -> str:
    if not marks:
        return texts[0]
    parts = [texts[0]]
    for mark, text in zip(marks, texts[1:], strict=True):
        parts += (mark, text)
    return "".join(parts)
