"""The parts of a workbook: where its sheets and texts are, and a sheet's cells by row."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from workbench.errors import UnreadableFile
from workbench.formats import docx_xml, table, xml
from workbench.formats.docx_xml import Extent
from workbench.formats.docx_zip import Package
from workbench.formats.splice import Edit, spliced

MAX_SHEET = 32 << 20
"""Bytes of a sheet: some hundred thousand rows."""
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows."""

    text: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """Where things are in a workbook."""

    sheets: tuple[str, ...]
    """Parts, in the order of their tabs."""
    texts: tuple[str, ...]
    """Those that cells share."""

    @classmethod
    def of(cls, package: Package) -> Book:
        """Raises UnreadableFile where the parts do not hang together."""
        main = next(iter(_related(package, "", "/officeDocument").values()), "xl/workbook.xml")
        sheets = _related(package, main, "/worksheet")
        root = _parsed(package, main)
        identities = [
            value
            for sheet in _named(root, "sheet")
            for name, value in sheet.items()
            if etree.QName(name).localname == "id" and etree.QName(name).namespace
        ]
        shared = next(iter(_related(package, main, "/sharedStrings").values()), "")
        texts = _named(_parsed(package, shared), "si") if shared else ()
        return cls(
            tuple(sheets[one] for one in identities if sheets.get(one, "") in package),
            tuple(_text(item) for item in texts),
        )


def _related(package: Package, part: str, kind: str) -> dict[str, str]:
    """The parts a part refers to as a kind, by their ids."""
    folder, file = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in package:
        return {}
    found = {}
    for relation in _named(_parsed(package, name), "Relationship"):
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            found[relation.get("Id", "")] = target.lstrip("/")
    return found


def _parsed(package: Package, part: str) -> etree._Element:
    data = package.read(part)
    if len(data) > MAX_SHEET:
        raise table.too_large(package.name)
    where = f"{package.name} ({part})"
    root = xml.parse(data, where, UnreadableFile)
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise UnreadableFile(
            f"{where} has a document type of its own, which Excel never writes."
            " Open it in Excel and save it again."
        )
    return root


def _named(root: etree._Element, name: str) -> Iterator[Any]:
    return root.iter(f"{{*}}{name}")


def _text(item: Any) -> str:
    """The text of a shared string or of one in its cell, its stretches of one look joined."""
    pieces = []
    for child in item:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [text.text or "" for text in child if _is(text, "t")]
    return _decoded("".join(pieces))


def _is(element: Any, name: str) -> bool:
    return isinstance(element.tag, str) and etree.QName(element).localname == name


def _decoded(text: str) -> str:
    """Characters that XML cannot hold stand in a workbook as `_x000D_`."""
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def stored(text: str) -> str:
    r"""A text as a workbook holds it.

    >>> stored("a\x01 _x0041_"), _decoded(stored("a\x01 _x0041_"))
    ('a_x0001_ _x005F_x0041_', 'a\x01 _x0041_')
    """
    text = _UNSTORABLE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    return _IMPOSSIBLE.sub("\ufffd", text)


def rows(package: Package, part: str, texts: Sequence[str]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a sheet that hold anything, each with its number."""
    last = count = 0
    for row in _named(_parsed(package, part), "row"):
        last = _number(row.get("r", ""), last + 1)
        cells: list[Cell] = []
        for element in (child for child in row if _is(child, "c")):
            place = _column(element.get("r", ""), len(cells))
            if len(cells) <= place < table.MAX_COLUMNS:
                cells += [Cell()] * (place - len(cells)) + [_cell(element, texts)]
        count += len(cells)
        if count > table.MAX_CELLS:
            raise table.too_large(package.name)
        if any(cell.text for cell in cells):
            yield last, cells


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else otherwise


def _column(reference: str, otherwise: int) -> int:
    """The place of a column, from 0.

    >>> _column("A7", 3), _column("AB1", 3), _column("", 3)
    (0, 27, 3)
    """
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return otherwise
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def letters(place: int) -> str:
    """The name of a column.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        name = chr(ord("A") + rest) + name
        place -= 1
    return name


def _cell(element: Any, texts: Sequence[str]) -> Cell:
    value, formula, inline = "", False, ""
    for child in element:
        if _is(child, "v"):
            value = child.text or ""
        elif _is(child, "f"):
            formula = True
        elif _is(child, "is"):
            inline = _text(child)
    kind = element.get("t", "n")
    if kind == "s":
        place = _number(value.strip(), len(texts))
        return Cell(texts[place] if place < len(texts) else "", formula)
    return Cell(inline if kind == "inlineStr" else _decoded(value), formula)


def written(package: Package, part: str, changes: Iterable[tuple[int, int, str]]) -> bytes:
    """A sheet with other texts in some of its cells: (row number, column, text)."""
    data = package.read(part)
    root = _parsed(package, part)
    info: Any = root.getroottree().docinfo
    text, codec = docx_xml.decoded(data, info.encoding or "UTF-8", package.name)
    places = docx_xml.extents(text, root)
    wanted: dict[int, dict[int, str]] = {}
    for number, column, said in changes:
        wanted.setdefault(number, {})[column] = said
    edits: list[Edit] = []
    last = 0
    for row in _named(root, "row"):
        last = _number(row.get("r", ""), last + 1)
        for column, said in sorted(wanted.pop(last, {}).items()):
            edits.append(_edit(row, places, column, f"{letters(column)}{last}", said))
    return spliced(text, edits).encode(codec, "xmlcharrefreplace")


def _edit(row: Any, places: dict[Any, Extent], column: int, reference: str, said: str) -> Edit:
    """The edit that puts a text into a cell, or a new cell where there is none."""
    prefix = f"{row.prefix}:" if row.prefix else ""
    style = ""
    start = end = places[row].close
    count = 0
    for cell in (child for child in row if _is(child, "c")):
        place = _column(cell.get("r", ""), count)
        count = place + 1
        if place >= column:
            start = places[cell].start
            end = places[cell].end if place == column else start
            style = f' s="{int(cell.get("s"))}"' if place == column and _styled(cell) else ""
            break
    content = escape(stored(said))
    return Edit(
        start,
        end,
        f'<{prefix}c r="{reference}"{style} t="inlineStr"><{prefix}is>'
        f'<{prefix}t xml:space="preserve">{content}</{prefix}t></{prefix}is></{prefix}c>',
    )


def _styled(cell: Any) -> bool:
    return bool(str(cell.get("s", "")).isdecimal())
