"""Reading XLIFF 2.x and 1.2: units as segments, inline codes as marks.

Codes are numbered in the order of the source and matched in the target by their id, so that a
translator may move them. Entities and external files are refused: a text file needs neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workbench.errors import UnknownLanguage, UnreadableFile
from workbench.formats.encoding import decode
from workbench.formats.xml import parse
from workbench.languages import find
from workbench.model import Document, Inline, InlineKind, Segment, State

CORE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACES = (CORE, "urn:oasis:names:tc:xliff:document:2.2")

_PAIRS = {"pc", "g"}
_OPENING, _CLOSING = {"sc", "bpt", "bx"}, {"ec", "ept", "ex"}
_STANDALONE = {"ph", "x", "it"}
_STATES = {
    "translated": State.TRANSLATED,
    "reviewed": State.REVIEWED,
    "final": State.FINAL,
    "needs-review-translation": State.DRAFT,
    "signed-off": State.FINAL,
}


def read(data: bytes, *, name: str) -> Document:
    """The segments of an XLIFF file. Raises UnreadableFile, naming the line at fault."""
    decode(data, name=name)
    root = parse(data, name, UnreadableFile)
    space = etree.QName(root).namespace or ""
    if etree.QName(root).localname != "xliff":
        raise UnreadableFile(f"{name} is XML, but no XLIFF. Give a file that a CAT tool exported.")
    if space in _SPACES:
        languages = root.get("srcLang", ""), root.get("trgLang", "")
        segments = tuple(_units(root, space))
    else:
        file = root.find(f"{{{space}}}file" if space else "file")
        first = root if file is None else file
        languages = first.get("source-language", ""), first.get("target-language", "")
        segments = tuple(_old_units(root, space))
    source, target = map(_canonical, languages)
    return Document(name, "xliff", segments, source or "en", target, skeleton=root)


def _canonical(code: str) -> str:
    try:
        return find(code).code if code else ""
    except UnknownLanguage:
        return code


def _units(root: etree._Element, space: str) -> Iterator[Segment]:
    for unit in root.iter(f"{{{space}}}unit"):
        stays = unit.get("translate") == "no"
        origin = "".join(
            note.text or ""
            for note in unit.iterfind(f"{{{space}}}notes/{{{space}}}note")
            if note.get("category") == "origin"
        )
        parts = unit.findall(f"{{{space}}}segment")
        key = unit.get("name") or unit.get("id") or ""
        for part in parts:
            own = key if len(parts) == 1 else f"{key}/{part.get('id', parts.index(part))}"
            source, target = part.find(f"{{{space}}}source"), part.find(f"{{{space}}}target")
            yield _segment(own, source, target, part.get("state", ""), origin, stays)


def _old_units(root: etree._Element, space: str) -> Iterator[Segment]:
    prefix = f"{{{space}}}" if space else ""
    for unit in root.iter(f"{prefix}trans-unit"):
        source, target = unit.find(f"{prefix}source"), unit.find(f"{prefix}target")
        state = (target.get("state", "") if target is not None else "") or (
            "final" if unit.get("approved") == "yes" else ""
        )
        key = unit.get("resname") or unit.get("id") or ""
        yield _segment(key, source, target, state, "", unit.get("translate") == "no")


def _segment(
    key: str,
    source: etree._Element | None,
    target: etree._Element | None,
    state: str,
    origin: str,
    stays: bool,
) -> Segment:
    marks = _Marks()
    read_source = marks.text(source)
    read_target = marks.text(target)
    if not read_target:
        reached = State.NEW
    else:
        reached = _STATES.get(state, State.DRAFT if state == "initial" else State.TRANSLATED)
    return Segment(
        key,
        read_source,
        read_target,
        reached,
        origin if reached is State.DRAFT else "",
        tuple(marks.inlines.values()),
        translate=not stays,
        line=_line(target) or _line(source),
    )


def _character(code: str) -> str:
    """The character a `cp` stands for; the replacement character where it stands for none."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _line(element: etree._Element | None) -> int:
    line = None if element is None else element.sourceline
    return line if isinstance(line, int) else 0


@dataclass(slots=True)
class _Marks:
    """Numbers codes by their id; the target's codes get the numbers of the source's."""

    inlines: dict[str, Inline] = field(default_factory=dict)

    def text(self, element: etree._Element | None) -> str:
        return "" if element is None else "".join(self._runs(element))

    def _runs(self, element: etree._Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            yield from self._child(child) if isinstance(child.tag, str) else ()
            yield child.tail or ""

    def _child(self, child: etree._Element) -> Iterator[str]:
        kind = etree.QName(child).localname
        identity = child.get("startRef") or child.get("rid") or child.get("id") or kind
        if kind == "cp":
            yield _character(child.get("hex", ""))
        elif kind in _PAIRS:
            number = self._number(identity, InlineKind.PAIR)
            yield f"<g{number}>"
            yield from self._runs(child)
            yield f"</g{number}>"
        elif kind in _OPENING:
            yield f"<g{self._number(identity, InlineKind.PAIR)}>"
        elif kind in _CLOSING:
            yield f"</g{self._number(identity, InlineKind.PAIR)}>"
        elif kind in _STANDALONE:
            yield f"<x{self._number(identity, InlineKind.STANDALONE)}/>"
        else:
            yield from self._runs(child)

    def _number(self, identity: str, kind: InlineKind) -> int:
        if identity not in self.inlines:
            number = len(self.inlines) + 1
            self.inlines[identity] = Inline(number, kind, "", "", "")
        return self.inlines[identity].number
