"""XLIFF 1.2 strict, for tools that read no 2.x.

A unit a segment, its marks as `bpt` and `ept` or `ph` round the markup they stand for, which may
stand anywhere in a target. 1.2 has no place for terms: they are notes, as are line and origin. A
draft has a state that begins with `needs-`, so that no tool takes it for finished.

It is only made here; what a tool gives back is read as `xliff`, like any XLIFF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from workbench.formats.xliff_units import OLD, SENT_BACK
from workbench.formats.xliff_write import OLD_STATES
from workbench.inline import is_closing, is_standalone, split
from workbench.inline import number as mark_number
from workbench.languages import find
from workbench.model import Document, Inline, InlineKind, Segment, State

__all__ = ["export"]

Terms = Mapping[str, Sequence[tuple[str, str]]]

_NAMESPACES: Any = {None: OLD}
_DATATYPES = {"markdown": "x-markdown", "html": "html", "text": "plaintext", "docx": "x-docx"}
_PAIRS = {"bold": "bold", "italic": "italic", "underlined": "underlined", "link": "link"}
_PAIRS |= {"superscript": "x-superscript", "subscript": "x-subscript"}
_ALONE = {"image": "image", "line break": "lb", "code": "x-code", "footnote": "x-footnote"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML = "{http://www.w3.org/XML/1998/namespace}"


def export(document: Document, *, terms: Terms, offered: bool = False) -> bytes:
    """The document as XLIFF 1.2. Always the same bytes for the same document.

    With `offered` a target holds the source, and the translation is an alternative beside it.
    """
    root = etree.Element(_core("xliff"), nsmap=_NAMESPACES, version="1.2")
    file = etree.SubElement(root, _core("file"), original=document.name)
    file.set("source-language", find(document.source_language).tag)
    file.set("target-language", find(document.target_language).tag)
    file.set("datatype", _DATATYPES.get(document.format, "plaintext"))
    body = etree.SubElement(file, _core("body"))
    for segment in document.segments:
        unit = _unit(document, segment, terms.get(segment.key, ()))
        if offered and segment.translate:
            _offer(unit, segment)
        body.append(unit)
    _indent(root)
    xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return xml + b"\n"


def _core(name: str) -> str:
    return f"{{{OLD}}}{name}"


def _unit(document: Document, segment: Segment, terms: Sequence[tuple[str, str]]) -> etree._Element:
    unit = etree.Element(_core("trans-unit"), id=f"u{segment.key}", resname=segment.key)
    unit.set(f"{_XML}space", "preserve")
    known = {inline.number: inline for inline in segment.inlines}
    if not segment.translate:
        unit.set("translate", "no")
    _fill(etree.SubElement(unit, _core("source")), segment.source, known)
    if segment.target:
        target = etree.SubElement(unit, _core("target"))
        if segment.translate:
            unit.set("approved", "yes" if segment.state in (State.REVIEWED, State.FINAL) else "no")
            target.set("state", OLD_STATES[segment.state])
            if segment.state is State.REJECTED:
                target.set("state-qualifier", SENT_BACK[0])
        _fill(target, segment.target, known)
    for author, text in _notes(document, segment, terms):
        note = etree.SubElement(unit, _core("note"))
        note.set("from", author)
        note.text = _legal(text)
    return unit


def _offer(unit: etree._Element, segment: Segment) -> None:
    """The source as target, and what was the target as an alternative and as a note."""
    source, target = unit[0], unit.find(_core("target"))
    if target is not None:
        note = etree.SubElement(unit, _core("note"))
        note.set("from", "draft")
        note.text = _legal(segment.target)
        etree.SubElement(unit, _core("alt-trans"), origin="workbench").append(target)
    copied = deepcopy(source)
    copied.tag = _core("target")
    copied.set("state", OLD_STATES[State.NEW])
    unit.insert(1, copied)
    unit.attrib.pop("approved", "")


def _notes(
    document: Document, segment: Segment, terms: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    if segment.note:
        yield "context", segment.note
    for source, target in dict.fromkeys(terms):
        yield "term", f"{source} = {target}"
    if segment.line:
        yield "line", f"{document.name}:{segment.line}"
    if segment.origin:
        yield "origin", segment.origin


def _fill(element: etree._Element, text: str, known: Mapping[int, Inline]) -> None:
    """Text with marks into an element; a mark the segment does not have stays as text."""
    for run, is_mark in split(text):
        inline = known.get(mark_number(run)) if is_mark else None
        if inline is None or is_standalone(run) is not (inline.kind is InlineKind.STANDALONE):
            _append(element, run)
        elif inline.kind is InlineKind.STANDALONE:
            code = etree.SubElement(element, _core("ph"), id=str(inline.number))
            code.set("ctype", _ALONE.get(inline.meaning, "x-code"))
            code.text = _legal(inline.open)
        elif is_closing(run):
            code = etree.SubElement(element, _core("ept"), id=str(inline.number))
            code.text = _legal(inline.close)
        else:
            code = etree.SubElement(element, _core("bpt"), id=str(inline.number))
            code.set("ctype", _PAIRS.get(inline.meaning, "x-pair"))
            code.text = _legal(inline.open)


def _append(element: etree._Element, text: str) -> None:
    text = _legal(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _legal(text: str) -> str:
    """Text without the characters XML cannot hold: 1.2, unlike 2.x, has no way to name them."""
    return _ILLEGAL.sub("\ufffd", text)


def _indent(root: etree._Element) -> None:
    """Two spaces a level down to what a unit holds; sources and targets stay as they are."""
    depths = {"xliff": 1, "file": 2, "body": 3, "trans-unit": 4, "alt-trans": 5}
    for element in root.iter(*map(_core, depths)):
        depth = depths[etree.QName(element).localname]
        element.text = "\n" + "  " * depth
        for child in element:
            child.tail = "\n" + "  " * depth
        if len(element):
            element[-1].tail = "\n" + "  " * (depth - 1)
        else:
            element.text = None
