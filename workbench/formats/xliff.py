"""XLIFF: an article's segments as XLIFF 2.1 for a CAT tool; any XLIFF read and written back.

Exported: a unit a segment, its marks as `pc` and `ph` with their markup as original data, the terms
to use as the glossary module, notes for the translator, text that stays as `translate="no"`. A
draft has the state `initial`, so that no tool takes it for finished.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from lxml import etree

from workbench.formats.xliff_read import CORE, read
from workbench.formats.xliff_units import REJECTED
from workbench.formats.xliff_write import write
from workbench.inline import is_closing, misnested, split
from workbench.inline import number as mark_number
from workbench.languages import find
from workbench.model import Document, Inline, InlineKind, Segment, State

__all__ = ["export", "read", "write"]

Terms = Mapping[str, Sequence[tuple[str, str]]]

GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
_NAMESPACES: Any = {None: CORE, "gls": GLOSSARY}
_STATES = {
    State.NEW: "initial",
    State.DRAFT: "initial",
    State.REJECTED: "initial",
    State.TRANSLATED: "translated",
    State.REVIEWED: "reviewed",
    State.FINAL: "final",
}
_SUBTYPES = {"bold": "xlf:b", "italic": "xlf:i"}
_TYPES = {"bold": "fmt", "italic": "fmt", "superscript": "fmt", "subscript": "fmt"}
_TYPES |= {"link": "link", "image": "image"}
_TOKEN = re.compile(r"[\w.:-]+", re.ASCII)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def export(document: Document, *, terms: Terms) -> bytes:
    """The document as XLIFF 2.1. Always the same bytes for the same document."""
    target = find(document.target_language)
    root = etree.Element(_core("xliff"), nsmap=_NAMESPACES)
    root.set("version", "2.1")
    root.set("srcLang", find(document.source_language).tag)
    root.set("trgLang", target.tag)
    file = etree.SubElement(root, _core("file"), id="f1", original=document.name)
    file.set("srcDir", "ltr")
    file.set("trgDir", target.direction)
    for segment in document.segments:
        file.append(_unit(document, segment, terms.get(segment.key, ())))
    _indent(root)
    xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml + b"\n"


def _core(name: str) -> str:
    return f"{{{CORE}}}{name}"


def _unit(document: Document, segment: Segment, terms: Sequence[tuple[str, str]]) -> etree._Element:
    unit = etree.Element(_core("unit"), id=_identity(segment.key), name=_legal(segment.key))
    if not segment.translate:
        unit.set("translate", "no")
    if terms:
        unit.append(_glossary(terms))
    notes = [("line", f"{document.name}:{segment.line}")] if segment.line else []
    notes += [("context", segment.note)] if segment.note else []
    notes += [("origin", segment.origin)] if segment.origin else []
    if notes:
        parent = etree.SubElement(unit, _core("notes"))
        for category, text in notes:
            etree.SubElement(parent, _core("note"), category=category).text = _legal(text)
    if segment.inlines:
        data = etree.SubElement(unit, _core("originalData"))
        for identity, markup in _original(segment.inlines):
            _fill(etree.SubElement(data, _core("data"), id=identity), markup, {})
    _sides(etree.SubElement(unit, _core("segment"), id="s1"), segment, document)
    return unit


def _identity(key: str) -> str:
    """A unit's id: the key as a token that may stand there; the key itself is its name.

    >>> _identity("8d79c106-2"), _identity("menu/open[1]")
    ('u8d79c106-2', 'u.18a6805d')
    """
    if _TOKEN.fullmatch(key):
        return f"u{key}"
    return f"u.{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _glossary(terms: Sequence[tuple[str, str]]) -> etree._Element:
    glossary = etree.Element(f"{{{GLOSSARY}}}glossary")
    for source, target in dict.fromkeys(terms):
        entry = etree.SubElement(glossary, f"{{{GLOSSARY}}}glossEntry")
        etree.SubElement(entry, f"{{{GLOSSARY}}}term").text = _legal(source)
        etree.SubElement(entry, f"{{{GLOSSARY}}}translation").text = _legal(target)
    return glossary


def _original(inlines: Sequence[Inline]) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        yield f"d{inline.number}", inline.open
        if inline.kind is InlineKind.PAIR:
            yield f"e{inline.number}", inline.close


def _sides(parent: etree._Element, segment: Segment, document: Document) -> None:
    if segment.translate and segment.target:
        parent.set("state", _STATES[segment.state])
        if segment.state is State.DRAFT:
            parent.set("subState", "workbench:draft")
        elif segment.state is State.REJECTED:
            parent.set("subState", REJECTED)
    sides = [("source", segment.source, document.source_language)]
    if segment.target:
        sides.append(("target", segment.target, document.target_language))
    known = {inline.number: inline for inline in segment.inlines}
    for name, text, language in sides:
        side = etree.SubElement(parent, _core(name))
        side.set("{http://www.w3.org/XML/1998/namespace}lang", find(language).tag)
        side.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        _fill(side, text, known)


def _fill(element: etree._Element, text: str, known: Mapping[int, Inline]) -> None:
    """Text with marks into an element: `pc` where marks nest, `sc` and `ec` where they cross."""
    nests = not misnested(text)
    current = element
    for run, is_mark in split(text):
        number = mark_number(run) if is_mark else 0
        if number not in known:
            _append(current, run)
        elif is_closing(run):
            if nests:
                parent = current.getparent()
                assert parent is not None
                current = parent
            else:
                etree.SubElement(current, _core("ec"), startRef=str(number), dataRef=f"e{number}")
        else:
            code = _code(current, known[number], nests)
            current = code if code.tag == _core("pc") else current


def _code(parent: etree._Element, inline: Inline, nests: bool) -> etree._Element:
    number = str(inline.number)
    if inline.kind is InlineKind.STANDALONE:
        code = etree.SubElement(parent, _core("ph"), id=number, dataRef=f"d{number}")
        code.set("equiv", _legal(inline.open) if inline.meaning in ("code", "literal") else "")
    elif nests:
        code = etree.SubElement(parent, _core("pc"), id=number)
        code.set("dataRefStart", f"d{number}")
        code.set("dataRefEnd", f"e{number}")
    else:
        code = etree.SubElement(parent, _core("sc"), id=number, dataRef=f"d{number}")
    if inline.meaning in _TYPES:
        code.set("type", _TYPES[inline.meaning])
    if inline.meaning in _SUBTYPES:
        code.set("subType", _SUBTYPES[inline.meaning])
    return code


def _append(element: etree._Element, text: str) -> None:
    """Text at the end of an element; a character XML cannot hold becomes `<cp hex="..."/>`."""
    last = 0
    for illegal in _ILLEGAL.finditer(text):
        _append_plain(element, text[last : illegal.start()])
        etree.SubElement(element, _core("cp"), hex=f"{ord(illegal.group()):04X}")
        last = illegal.end()
    _append_plain(element, text[last:])


def _append_plain(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _indent(root: etree._Element) -> None:
    """Two spaces a level down to the segments; their text and codes stay as they are."""
    holders = {
        _core(name) for name in ("xliff", "file", "unit", "notes", "originalData", "segment")
    }
    holders |= {f"{{{GLOSSARY}}}glossary", f"{{{GLOSSARY}}}glossEntry"}
    for element in root.iter(*holders):
        depth = sum(1 for _ in element.iterancestors())
        if len(element):
            element.text = "\n" + "  " * (depth + 1)
            for child in element:
                child.tail = "\n" + "  " * (depth + 1)
            element[-1].tail = "\n" + "  " * depth
