"""Reading XLIFF 1.x and 2.x: its units as segments, and its text, with their places, kept.

What is not valid but can be read is read. Entities and external files are refused: a text file
needs neither. A unit the workbench exported has its segment's key; another's key is its id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.errors import UnknownLanguage, UnreadableFile
from workbench.formats import xliff_units, xml
from workbench.formats.keys import keys
from workbench.formats.lines import Lines
from workbench.formats.xliff_units import OWN_KEY, Place
from workbench.formats.xml_scan import Node, subtrees
from workbench.languages import find
from workbench.model import Document, Finding, Severity

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
    places: Mapping[str, Place]
    """By segment key, in the order of the segments."""


def read(data: bytes, *, name: str) -> Document:
    """The segments of an XLIFF file. Raises UnreadableFile, naming the line at fault."""
    xml.parse(data, name, UnreadableFile, large=True)
    text, encoding = xml.decoded(data, name=name)
    return _Reading(text, encoding, name).document()


class _Reading:
    """One pass over one file."""

    def __init__(self, text: str, encoding: str, name: str) -> None:
        self.text, self.encoding, self.name = text, encoding, name
        self.lines = Lines.of(text)
        self.places: dict[str, Place] = {}
        self.findings: list[Finding] = []
        self.key = keys()
        self.files: list[Node] = []
        self.ids: dict[tuple[int, str], int] = {}

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
        segments = tuple(place.read for place in self.places.values())
        skeleton = Bitext(self.text, self.encoding, modern, head, self.places)
        findings = tuple(self.findings)
        return Document(
            self.name, "xliff", segments, source or "en", target, skeleton, findings=findings
        )

    def _units(self, root: Node, modern: bool) -> None:
        wanted = "unit" if modern else "trans-unit"
        for node, chain in subtrees(self.text, wanted, self.name):
            if not chain or node.space != root.space:
                continue
            file = next((one for one in chain if one.name == "file"), chain[0])
            if not self.files or self.files[-1] is not file:
                self.files.append(file)
            base = self._key(node, modern)
            for place in (xliff_units.new if modern else xliff_units.old)(
                self.lines, node, chain, base
            ):
                self._add(place)

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
        first = self.ids.setdefault((number, identity), line)
        if first != line:
            self._report("duplicate-id", f"the id {identity!r} is that of line {first} too", node)
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
