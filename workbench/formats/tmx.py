"""TMX 1.4b, the exchange format of translation memories, in and out, a unit at a time.

A mark `<g1>` is written as `<bpt>` and `<ept>`, `<x2/>` as `<ph>`, with the mark itself as their
content, which is how OmegaT writes its own. Of another tool's codes the number is kept and the
markup is not: a memory is for recalling text into segments that have their markup. Languages are
kept in canonical codes; a unit in several languages becomes several. Entities are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO

from lxml import etree

from workbench import __version__
from workbench.errors import UnknownLanguage, UnreadableFile
from workbench.formats.tmx_marks import Marks, fill
from workbench.formats.xml import stream
from workbench.languages import find
from workbench.model import Unit

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = "%Y%m%dT%H%M%SZ"
_ORIGIN = "origin"
"""The type of the property that says where a unit came from."""
MAX_PROPERTIES = 20
_OWN = "tu:"
"""Before the name of an attribute of a unit that is kept as a property."""
_ATTRIBUTES = (
    "tuid",
    "usagecount",
    "lastusagedate",
    "creationtool",
    "creationtoolversion",
    "segtype",
    "datatype",
    "o-tmf",
    "o-encoding",
)
"""Those that say nothing to the workbench, and something to the tool that wrote them."""


def write(
    units: Iterable[Unit], file: BinaryIO, *, source_language: str = "en", codes: bool = True
) -> int:
    """Write the units; how many they were. Always the same bytes for the same units.

    Without `codes` the marks stand as text, for a tool that drops the codes of other tools.
    """
    header = etree.Element(
        "header",
        creationtool="workbench",
        creationtoolversion=__version__,
        segtype="sentence",
        adminlang="en",
        srclang=find(source_language).tag,
        datatype="plaintext",
    )
    header.set("o-tmf", "workbench")
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n')
    file.write(b'<tmx version="1.4">\n' + etree.tostring(header) + b"\n<body>\n")
    count = 0
    for unit in units:
        file.write(etree.tostring(_tu(unit, source_language, codes), encoding="UTF-8") + b"\n")
        count += 1
    file.write(b"</body>\n</tmx>\n")
    return count


def _tu(unit: Unit, source_language: str, codes: bool) -> etree._Element:
    tu = etree.Element("tu")
    if unit.source_language != source_language:
        tu.set("srclang", find(unit.source_language).tag)
    for name, text in (("creationid", unit.creator), ("changeid", unit.author)):
        if text:
            tu.set(name, _legal(text))
    for name, moment in (("creationdate", unit.created), ("changedate", unit.changed)):
        if moment:
            tu.set(name, moment.astimezone(UTC).strftime(_DATE))
    if unit.note:
        etree.SubElement(tu, "note").text = _legal(unit.note)
    origin = ((_ORIGIN, unit.origin),) if unit.origin else ()
    for name, text in (*origin, *unit.properties):
        if name.removeprefix(_OWN) in _ATTRIBUTES and name.startswith(_OWN):
            tu.set(name.removeprefix(_OWN), _legal(text))
            continue
        etree.SubElement(tu, "prop", type=_legal(name)).text = _legal(text)
    for code, text in (
        (unit.source_language, unit.source),
        (unit.target_language, unit.target),
    ):
        tuv = etree.SubElement(tu, "tuv")
        tuv.set(_LANG, find(code).tag)
        seg = etree.SubElement(tuv, "seg")
        if codes:
            fill(seg, _legal(text))
        else:
            seg.text = _legal(text)
    return tu


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def read(file: BinaryIO, *, name: str, skipped: Counter[str] | None = None) -> Iterator[Unit]:
    """The units of a file, one after the other, in languages the workbench knows.

    What holds nothing to recall is counted in `skipped` by its reason. Raises UnreadableFile, when
    the file breaks off in its middle after the units before that.
    """
    skipped = Counter() if skipped is None else skipped
    srclang = "en"
    for element in stream(file, name, UnreadableFile, "tmx", "header", "tu"):
        if element.tag == "header":
            srclang = element.get("srclang", "en")
        else:
            yield from _units(element, element.get("srclang") or srclang, name, skipped)


def _units(tu: etree._Element, srclang: str, name: str, skipped: Counter[str]) -> Iterator[Unit]:
    variants = [(_language(tuv, skipped), tuv) for tuv in tu.iterchildren("tuv")]
    wanted = _code(srclang) or "en"
    source = next((tuv for code, tuv in variants if code == wanted), None)
    if source is None:
        skipped["no source"] += 1
        return
    marks = Marks()
    text = marks.read(source.find("seg"))
    if not text:
        skipped["empty"] += 1
        return
    for code, tuv in variants:
        if tuv is source or not code:
            continue
        target = marks.read(tuv.find("seg"))
        if target and code != wanted:
            yield _unit(tu, tuv, name, (text, target, wanted, code))
        else:
            skipped["empty" if not target else "same language"] += 1


def _unit(
    tu: etree._Element, tuv: etree._Element, name: str, words: tuple[str, str, str, str]
) -> Unit:
    def own(attribute: str) -> str:
        return tuv.get(attribute) or tu.get(attribute) or ""

    notes = [text for note in _both(tu, tuv, "note") if (text := _plain(note))]
    properties = [(prop.get("type", ""), _plain(prop)) for prop in _both(tu, tuv, "prop")]
    origin = next((text for kind, text in properties if kind == _ORIGIN), name)
    properties += [(f"{_OWN}{key}", tu.get(key, "")) for key in _ATTRIBUTES if tu.get(key)]
    kept = [row for row in properties if row[0] not in ("", _ORIGIN)][:MAX_PROPERTIES]
    return Unit(
        *words,
        origin=origin,
        creator=own("creationid"),
        created=_date(own("creationdate")),
        author=own("changeid"),
        changed=_date(own("changedate")),
        note="\n".join(notes),
        properties=tuple(kept),
    )


def _both(tu: etree._Element, tuv: etree._Element, tag: str) -> Iterator[etree._Element]:
    yield from tu.iterchildren(tag)
    yield from tuv.iterchildren(tag)


def _plain(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def _date(text: str) -> datetime | None:
    """A moment as TMX writes it; None for what is no date, such as the 31st of Hut."""
    try:
        return datetime.strptime(text, _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _language(tuv: etree._Element, skipped: Counter[str]) -> str:
    given = tuv.get(_LANG) or tuv.get("lang") or ""
    code = _code(given)
    if not code:
        skipped[f"language {given[:20]!r}"] += 1
    return code


def _code(tag: str) -> str:
    """The canonical code; of a tag nobody knows, that of its language without the region."""
    for part in (tag, re.split("[-_]", tag)[0]):
        try:
            return find(part).code
        except UnknownLanguage:
            continue
    return ""
