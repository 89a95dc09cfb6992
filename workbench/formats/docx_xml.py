"""A part's XML with its places: each element of the tree knows where it stands in the text.

The tree says what an element is, the text is what is spliced. An edit is text in the place of a
span; a property is put where the schema wants it among its sisters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from workbench.errors import UnreadableFile
from workbench.formats import xml

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespace as Word writes it, and as the strict standard has it."""

_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"""|<(?P<close>/?)[^\s/>!?"']+[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""",
    re.DOTALL,
)
_ORDERS = {
    "rPr": """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
        noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect
        bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange""",
    "pPr": """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr
        suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct
        topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
        contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
        textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW
        jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption
        tblDescription tblPrChange""",
    "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc
        pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi
        rtlGutter docGrid printerSettings sectPrChange""",
}
ORDER = {
    parent: {name: place for place, name in enumerate(names.split())}
    for parent, names in _ORDERS.items()
}
"""For each kind of properties, the place of each of them in the schema's sequence."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where an element stands: its tags without, its content within."""

    start: int
    inner: int
    close: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to stand in the place of a span; at a point when the span is empty."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Located:
    """A part, parsed and placed."""

    text: str
    codec: str
    root: etree._Element
    extents: dict[Any, Extent]
    prefix: str
    """The one the part has for Word's namespace, with its colon."""

    @classmethod
    def parse(cls, data: bytes, name: str) -> Located:
        """Raises UnreadableFile where it is not well formed, or has a document type."""
        root = xml.parse(data, name, UnreadableFile)
        info: Any = root.getroottree().docinfo
        if info.doctype:
            raise UnreadableFile(
                f"{name} has a document type of its own, which Word never writes."
                " Open it in Word and save it again."
            )
        text, codec = decoded(data, info.encoding or "UTF-8", name)
        prefixes = [p for p, uri in root.nsmap.items() if uri in WORD and p]
        prefix = f"{prefixes[0]}:" if prefixes else ""
        return cls(text, codec, root, extents(text, root), prefix)

    def raw(self, element: etree._Element) -> str:
        """An element as it is written."""
        extent = self.extents[element]
        return self.text[extent.start : extent.end]

    def child(self, element: etree._Element, name: str) -> etree._Element | None:
        """The first child of a name in Word's namespace."""
        return next((child for child in element if local(child) == name), None)

    def put(self, element: etree._Element, wanted: Sequence[tuple[str, str]]) -> list[Edit]:
        """Edits that give an element of properties these (name, XML) in their right places."""
        extent = self.extents[element]
        order = ORDER[local(element)]
        if extent.inner == extent.end:
            tag = self.text[extent.start : extent.end - 2].rstrip()
            inside = "".join(text for _, text in wanted)
            return [Edit(extent.start, extent.end, f"{tag}>{inside}</{tag[1:].split()[0]}>")]
        edits = []
        for name, text in wanted:
            there = self.child(element, name)
            if there is not None:
                at = self.extents[there]
                edits.append(Edit(at.start, at.end, text))
                continue
            later = (c for c in element if order.get(local(c), -1) > order[name])
            after = next(later, None)
            point = extent.close if after is None else self.extents[after].start
            edits.append(Edit(point, point, text))
        return edits


def local(element: Any) -> str:
    """An element's name in Word's namespace; with its namespace when that is another."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    namespace, _, name = tag[1:].partition("}")
    return name if namespace in WORD else tag


def value(element: Any, name: str = "val") -> str:
    """An attribute in Word's namespace; empty when it is not there."""
    found = element.get(f"{{{WORD[0]}}}{name}") or element.get(f"{{{WORD[1]}}}{name}")
    return str(found or "")


def decoded(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    """The text and how to encode it again, to the very same bytes."""
    codec = "utf-16" if encoding.upper().startswith("UTF-16") else encoding
    for candidate in (codec, "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(candidate)
            if text.encode(candidate) == data:
                return text, candidate
        except (UnicodeError, LookupError):
            continue
    raise UnreadableFile(f"{name} is not in UTF-8. Open it in Word and save it again.")


def extents(text: str, root: etree._Element) -> dict[Any, Extent]:
    """The place of every element: tags come in the order of the tree, which is well formed."""
    elements: Iterable[Any] = root.iter(etree.Element)
    waiting = iter(elements)
    opened: list[tuple[Any, int, int]] = []
    extents: dict[Any, Extent] = {}
    for tag in _TAG.finditer(text):
        if tag["close"] is None:
            continue
        start, end = tag.span()
        if tag["close"]:
            element, begin, inner = opened.pop()
            extents[element] = Extent(begin, inner, start, end)
        elif text[end - 2] == "/":
            extents[next(waiting)] = Extent(start, end, end, end)
        else:
            opened.append((next(waiting), start, end))
    return extents
