"""Reading XLIFF 1.x and 2.x: its units as segments, and its text, with their places, kept.

What is not valid but can be read is read. Entities and external files are refused: a text file
needs neither. A unit the workbench exported has its segment's key; another's key is its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.errors import UnknownLanguage, UnreadableFile
from workbench.formats import xliff_units, xml
from workbench.formats.keys import keys
from workbench.formats.lines import Lines, Walk
from workbench.formats.xliff_plain import Around, Plain, Shapes
from workbench.formats.xliff_units import OWN_KEY, Place, inherited
from workbench.formats.xml_scan import Node, Spaces, element_at, subtrees
from workbench.languages import find
from workbench.model import Document, Finding, Segment, Severity

CORE = "urn:oasis:names:tc:xliff:document:2.0"
_MODERN = "urn:oasis:names:tc:xliff:document:2."
_OLD = "urn:oasis:names:tc:xliff:document:1."


@dataclass(frozen=True, slots=True)
class Bitext:
    """The skeleton of an XLIFF file."""

    text: str
    encoding: str
    modern: bool
    """2.x rather than 1.x."""
    head: Node
    """What names the languages: `xliff`, or in 1.x the first `file`."""
    places: Mapping[str, Place | Plain]
    """By segment key, in the order of the segments."""

    def place(self, key: str) -> Place:
        """A segment's place; of a unit read by pattern it is found now."""
        found = self.places[key]
        if isinstance(found, Place):
            return found
        chain = found.around.chain
        node = element_at(self.text, found.start, "", found.around.spaces)
        reader = xliff_units.new if self.modern else xliff_units.old
        lines = Lines(self.text, (0,))
        return replace(next(reader(lines, node, chain, key)), read=found.read)

    def changed(self, segment: Segment) -> bool:
        """Whether a segment is another than the one that was read, as far as a file says it."""
        read = self.places[segment.key].read
        return (segment.target, segment.state) != (read.target, read.state)


def read(data: bytes, *, name: str) -> Document:
    """The segments of an XLIFF file. Raises UnreadableFile, naming the line at fault."""
    xml.admit(data, name, UnreadableFile)
    text, encoding = xml.decoded(data, name=name)
    return _Reading(text, encoding, name).document()


class _Reading:
    """One pass over one file."""

    def __init__(self, text: str, encoding: str, name: str) -> None:
        self.text, self.encoding, self.name = text, encoding, name
        self.lines = Walk(text)
        self.places: dict[str, Place | Plain] = {}
        self.findings: list[Finding] = []
        self.key = keys()
        self.files: list[Node] = []
        self.ids: dict[int, dict[str, int]] = {}
        """Where each id first stands, by the number of the file."""

    def document(self) -> Document:
        root = next(subtrees(self.text, "", self.name), (None, []))[0]
        if root is None or root.name != "xliff":
            raise UnreadableFile(
                f"{self.name} is XML, but no XLIFF. Give a file that a CAT tool exported."
            )
        modern = root.space.startswith(_MODERN) or (
            not root.space.startswith(_OLD) and root.get("version").startswith("2")
        )
        self._units(root, modern)
        file = self.files[0] if self.files else root
        head = root if modern else file
        names = ("srcLang", "trgLang") if modern else ("source-language", "target-language")
        source, target = (_canonical(head.get(name)) for name in names)
        segments = tuple([place.read for place in self.places.values()])
        skeleton = Bitext(self.text, self.encoding, modern, head, self.places)
        findings = tuple(self.findings)
        return Document(
            self.name, "xliff", segments, source or "en", target, skeleton, findings=findings
        )

    def _units(self, root: Node, modern: bool) -> None:
        wanted = "unit" if modern else "trans-unit"
        read = xliff_units.new if modern else xliff_units.old
        self.shapes = Shapes(self.text, modern)
        self.root, self.around = root, Around((), {})
        for node, chain in subtrees(self.text, wanted, self.name, taking=self._plain):
            if not chain or node.space != root.space:
                continue
            self._in_file(chain)
            places = list(read(self.lines, node, chain, self._key(node, modern)))
            self.shapes.learn(node, places)
            for place in places:
                self._add(place)

    def _in_file(self, chain: Sequence[Node]) -> None:
        file = next((one for one in chain if one.name == "file"), chain[0])
        if not self.files or self.files[-1] is not file:
            self.files.append(file)

    def _plain(self, node: Node, chain: Sequence[Node], spaces: Spaces) -> int:
        """Where to go on after the units that could be read by pattern, else 0."""
        if not chain or node.space != self.root.space or node.tag != node.name:
            return 0
        if not self.around.chain or self.around.chain[-1] is not chain[-1]:
            self._in_file(chain)
            told = tuple(inherited(name, chain) for name in ("translate", "xml:space"))
            self.around = Around(tuple(chain), spaces, told)
        end, around, places, line = 0, self.around, self.places, self.lines.line
        number = len(self.files)
        ids, prefix = self.ids.setdefault(number, {}), "" if number == 1 else f"{number}:"
        for unit, shape in self.shapes.units(node.start, around.inherited):
            key = prefix + unit.identity
            if key in places or unit.identity in ids:
                break
            segment = unit.segment(shape, key, line(unit.line_at))
            if segment is None:
                break
            ids[unit.identity] = unit.start
            places[key] = Plain(unit.start, around, segment)
            end = unit.end
        return end

    def _key(self, node: Node, modern: bool) -> str:
        """What a unit is called; a file after the first one puts its number before."""
        identity = node.get("id")
        name = node.get("name" if modern else "resname")
        if xliff_units.is_own(node) or (not modern and OWN_KEY.fullmatch(name)):
            return name
        number = len(self.files)
        line, column = self.lines.position(node.start)
        if not identity:
            return f"line-{line}" if column < 2 else f"line-{line}-{column}"
        first = self.ids.setdefault(number, {}).setdefault(identity, node.start)
        if first != node.start:
            other = self.lines.line(first)
            self._report("duplicate-id", f"the id {identity!r} is that of line {other} too", node)
        return identity if number == 1 else f"{number}:{identity}"

    def _add(self, place: Place) -> None:
        key = place.read.key
        while key in self.places:
            key = self.key(key)
            place = replace(place, read=replace(place.read, key=key))
        self.places[key] = place
        for code in place.unknown:
            message = f"<{code.tag}> is no code of XLIFF: it is kept as it is"
            self._report("unknown-code", message, code, key)

    def _report(self, check: str, message: str, node: Node, key: str = "") -> None:
        line, column = self.lines.position(node.start)
        severity = Severity.INFO if key else Severity.WARNING
        said = f"In line {line}, column {column}, {message}."
        self.findings.append(Finding(check, severity, key, said, None, line))


def _canonical(code: str) -> str:
    try:
        return find(code).code if code else ""
    except UnknownLanguage:
        return code
