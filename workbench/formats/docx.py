"""Word articles (.docx).

Extraction principles
1. Body, headers, footers, notes and comments are read, with their tables and text boxes; drawings'
   own texts, charts, code of fields and the document's properties stay as they are.
2. Paragraphs are cut into sentences, whatever runs Word has cut them into; looks that differ,
   links, notes' numbers, images, fields and bookmarks are marks.
3. Tracked changes: what was inserted is read, what was deleted is not; a translated paragraph comes
   out with the changes accepted.
4. A translated paragraph is right-to-left with fonts, sizes and language for its script, and so
   are its tables and the sections. All else keeps its bytes, in this part and in the others.
5. The text of a drawing stands twice in the file, for new Word and for old: it is one segment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from workbench.errors import UnreadableFile
from workbench.formats import docx_direction
from workbench.formats.docx_atoms import Atom
from workbench.formats.docx_marks import Sentence
from workbench.formats.docx_runs import atoms
from workbench.formats.docx_sentences import sentences
from workbench.formats.docx_styles import Styles, styles
from workbench.formats.docx_write import Paragraph, Part, Skeleton, write
from workbench.formats.docx_xml import Located, local, value
from workbench.formats.docx_zip import Package
from workbench.formats.keys import keys
from workbench.model import Document, Finding, InlineKind, Segment, Severity

__all__ = ["read", "write"]

_TYPES = "[Content_Types].xml"
_ROLES = {"document": "", "header": "header", "footer": "footer"}
_ROLES |= {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
"""The parts with text, in their order, and what a translator is told of each."""
_CONTENT = re.compile(r"wordprocessingml\.(?:(document|template)\.main|([a-z]+))\+xml$")
_STYLES = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def read(data: bytes, *, name: str) -> Document:
    """The article's segments. Raises UnreadableFile, in one sentence, on whatever is no article."""
    package = Package(data, name)
    reading = _Reading(package, name)
    for role, part in _parts(package, name):
        reading.part(part, role)
    return Document(
        name,
        "docx",
        tuple(reading.segments),
        skeleton=Skeleton(package, tuple(reading.parts), reading.styles),
        findings=tuple(reading.findings),
    )


def _parts(package: Package, name: str) -> list[tuple[str, str]]:
    """(role, part) of every part with text: the body, then the others as they are called."""
    found = []
    for kind, part in _declared(package, name):
        if kind in _ROLES and part in package:
            found.append((kind, part))
    if "document" not in (kind for kind, _ in found):
        raise UnreadableFile(
            f"{name} holds no Word document. Open it in Word and save it as .docx."
        )
    order = list(_ROLES)
    found.sort(key=lambda pair: (order.index(pair[0]), len(pair[1]), pair[1]))
    return [(_ROLES[kind], part) for kind, part in found]


def _declared(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """(kind, part) of what the list of content types says."""
    listed = Located.parse(package.read(_TYPES), f"{name} ({_TYPES})")
    for element in listed.root:
        part = str(element.get("PartName", "")).removeprefix("/")
        content = _CONTENT.search(str(element.get("ContentType", "")))
        if part and content:
            yield "document" if content[1] else content[2], part


class _Reading:
    """One pass over one file."""

    def __init__(self, package: Package, name: str) -> None:
        self.package, self.name = package, name
        self.key = keys()
        self.segments: list[Segment] = []
        self.parts: list[Part] = []
        self.findings: list[Finding] = []
        self.styles = Styles()
        for kind, part in _declared(package, name):
            if kind == "styles" and part in package:
                self.styles = styles(self.located(part))

    def located(self, part: str) -> Located:
        return Located.parse(self.package.read(part), f"{self.name} ({part})")

    def part(self, name: str, role: str) -> None:
        """Read one part."""
        part = self.located(name)
        if not part.prefix:
            self.report("unplaced-block", f"{name} has no name for Word's namespace: it stays.")
            return
        paragraphs: list[Paragraph] = []
        tables = {}
        twins: dict[Any, dict[Any, str]] = {}
        for element in part.root.iter():
            if local(element) == "tbl":
                edits = docx_direction.table(part, element)
                tables[part.extents[element].start] = tuple(edits)
            elif local(element) == "p":
                paragraphs += self.paragraph(part, element, role, twins)
        if (
            next((e for e in part.root.iter() if local(e) in ("ins", "del", "moveTo")), None)
            is not None
        ):
            message = f"{name} has tracked changes: they are read as accepted."
            self.report("tracked-changes", message)
        sections = [] if role else docx_direction.sections(part)
        self.parts.append(
            Part(
                name, part.text, part.codec, part.prefix, tuple(paragraphs), tables, tuple(sections)
            )
        )

    def report(self, check: str, message: str) -> None:
        self.findings.append(Finding(check, Severity.INFO, "", message))

    def paragraph(
        self, part: Located, element: Any, role: str, twins: dict[Any, dict[Any, str]]
    ) -> Iterator[Paragraph]:
        """The paragraph, when it has text."""
        extent = part.extents[element]
        if extent.inner == extent.end:
            return
        properties = part.child(element, "pPr")
        style = _style(part, properties)
        around = [*element.iterancestors()]
        note = self.note(part, properties, style, around, role)
        row = atoms(part, element)
        items = [self.kept(item, note, around, twins) for item in sentences(row)]
        if not any(isinstance(item, Sentence) for item in items):
            return
        start = extent.inner if properties is None else part.extents[properties].end
        tables = tuple(part.extents[outer].start for outer in around if local(outer) == "tbl")
        words = any(char.isalpha() for atom in row for char in atom.text)
        direction = docx_direction.paragraph(part, element)
        yield Paragraph(
            start,
            extent.close,
            style,
            tuple(items),
            tuple(direction),
            tables,
            bool(tables) and not words,
        )

    def kept(
        self, item: Atom | Sentence, note: str, around: list[Any], twins: dict[Any, dict[Any, str]]
    ) -> Atom | Sentence:
        """A sentence with its key, its segment made; the old twin of a drawing's has the same."""
        if isinstance(item, Atom):
            return item
        marks = tuple(inline.kind is InlineKind.PAIR for inline in item.inlines)
        said = (item.source, marks)
        for outer in around:
            if outer.tag == f"{_COMPATIBLE}Fallback":
                known = twins.get(outer.getparent(), {}).get(said)
                if known:
                    return replace(item, key=known)
        key = self.key(item.source)
        for outer in around:
            if outer.tag == f"{_COMPATIBLE}Choice":
                twins.setdefault(outer.getparent(), {})[said] = key
        self.segments.append(Segment(key, item.source, inlines=item.inlines, note=note))
        return replace(item, key=key)

    def note(self, part: Located, properties: Any, style: str, around: list[Any], role: str) -> str:
        """What a translator should know of a paragraph's place."""
        name = self.styles.names.get(style, style).lower()
        if name in ("title", "subtitle") or name.startswith("heading"):
            return "heading"
        inside = {local(outer) for outer in around}
        if "txbxContent" in inside:
            return "text box"
        if "tc" in inside:
            return "table cell"
        listed = properties is not None and part.child(properties, "numPr") is not None
        return role or ("list item" if listed else "")


def _style(part: Located, properties: Any) -> str:
    named = None if properties is None else part.child(properties, "pStyle")
    return "" if named is None else value(named)
