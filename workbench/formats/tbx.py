"""TBX, the exchange format of termbases: version 2 (Basic, `martif`) and version 3 (ISO 30042).

A concept's preferred form is `preferredTerm-admn-sts`, other allowed ones are admitted, forms to
avoid are deprecated. Class, case rule and status have no category of their own in TBX-Basic: they
stand as labelled notes, and come back. Entities are refused, and no DTD is ever loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workbench.errors import BadGlossary, UnknownLanguage
from workbench.formats.xml import parse
from workbench.glossary.exchange import case_of, new_id, refuse_formula
from workbench.languages import find
from workbench.model import Term

_V3 = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = "administrativeStatus"
_PREFERRED, _ADMITTED, _AVOIDED = (
    f"{word}Term-admn-sts" for word in ("preferred", "admitted", "deprecated")
)
_BAD = {_AVOIDED, "supersededTerm-admn-sts", "obsoleteTerm", "deprecatedTerm"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LABELS = ("class", "case", "status")


@dataclass(frozen=True, slots=True)
class _Dialect:
    """The names of one version."""

    space: str
    root: str
    header: str
    entry: str
    language: str
    term: str

    def tag(self, name: str) -> str:
        return f"{{{self.space}}}{name}" if self.space else name


_DIALECTS = {
    2: _Dialect("", "martif", "martifHeader", "termEntry", "langSet", "tig"),
    3: _Dialect(_V3, "tbx", "tbxHeader", "conceptEntry", "langSec", "termSec"),
}


def write(terms: Sequence[Term], *, version: int = 2) -> bytes:
    """The terms as TBX-Basic. Always the same bytes for the same terms."""
    dialect = _DIALECTS[version]
    space: Any = {None: dialect.space} if dialect.space else None
    root = etree.Element(dialect.tag(dialect.root), nsmap=space, type="TBX-Basic")
    if version == 3:
        root.set("style", "dca")
    root.set(_LANG, "en")
    header = _add(root, dialect, dialect.header)
    source = _add(_add(header, dialect, "fileDesc"), dialect, "sourceDesc")
    _add(source, dialect, "p", "The glossary of the translation workbench.")
    if version == 2:
        encoding = _add(_add(header, dialect, "encodingDesc"), dialect, "p", "TBXBasicXCSV02.xcs")
        encoding.set("type", "XCSURI")
    body = _add(_add(root, dialect, "text"), dialect, "body")
    for term in terms:
        _entry(body, dialect, term)
    etree.indent(root)
    doctype = b'<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n' if version == 2 else b""
    xml: bytes = etree.tostring(root, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + doctype + xml + b"\n"


def _add(parent: etree._Element, dialect: _Dialect, name: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, dialect.tag(name))
    if text:
        child.text = _ILLEGAL.sub("\ufffd", text)
    return child


def _entry(body: etree._Element, dialect: _Dialect, term: Term) -> None:
    entry = _add(body, dialect, dialect.entry)
    entry.set("id", term.id if re.match(r"[A-Za-z]", term.id) else f"_{term.id}")
    if term.kind:
        _add(entry, dialect, "descrip", term.kind.split(";")[0]).set("type", "subjectField")
    if term.source:
        _add(entry, dialect, "admin", term.source).set("type", "source")
    for label, value in zip(_LABELS, (term.kind, term.case, term.status), strict=True):
        if value:
            _add(entry, dialect, "note", f"{label}: {value}")
    if term.note:
        _add(entry, dialect, "note", term.note)
    _language(entry, dialect, "en", term.en, term.en_also, ())
    for code, preferred in term.forms.items():
        _language(
            entry, dialect, code, preferred, term.also.get(code, ()), term.avoid.get(code, ())
        )


def _language(
    entry: etree._Element,
    dialect: _Dialect,
    code: str,
    preferred: str,
    also: Sequence[str],
    avoid: Sequence[str],
) -> None:
    section = _add(entry, dialect, dialect.language)
    section.set(_LANG, find(code).tag)
    rows = [(preferred, _PREFERRED), *((form, _ADMITTED) for form in also)]
    for form, status in [*rows, *((form, _AVOIDED) for form in avoid)]:
        group = _add(section, dialect, dialect.term)
        _add(group, dialect, "term", form)
        _add(group, dialect, "termNote", status).set("type", _STATUS)


def read(data: bytes, *, name: str) -> list[Term]:
    """The concepts that have an English term. Raises BadGlossary."""
    root = _parsed(data, name)
    taken: set[str] = set()
    terms = []
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        term = _term(entry, taken, name)
        if term:
            taken.add(term.id)
            terms.append(term)
    if not terms:
        raise BadGlossary(
            f"{name} holds no concept with an English term. Export it again with English as one of"
            " its languages."
        )
    return terms


def _parsed(data: bytes, name: str) -> etree._Element:
    root = parse(data, name, BadGlossary)
    if etree.QName(root).localname not in ("martif", "tbx", "TBX"):
        raise BadGlossary(f"{name} is XML, but no TBX. Export it from its tool as TBX-Basic.")
    return root


def _term(entry: etree._Element, taken: set[str], name: str) -> Term | None:
    by_language = {code: list(forms) for code, forms in _languages(entry)}
    english = [form for form, status in by_language.pop("en", []) if status not in _BAD]
    if not english:
        return None
    notes, labels = _notes(entry)
    line: Any = entry.sourceline
    forms: dict[str, str] = {}
    also: dict[str, tuple[str, ...]] = {}
    avoid: dict[str, tuple[str, ...]] = {}
    for code, found in by_language.items():
        good = sorted(
            (row for row in found if row[1] not in _BAD), key=lambda row: row[1] != _PREFERRED
        )
        if good:
            forms[code] = good[0][0]
            also[code] = tuple(form for form, _ in good[1:])
            avoid[code] = tuple(form for form, status in found if status in _BAD)
    every = [*english, *forms.values(), *(f for group in also.values() for f in group)]
    refuse_formula([*every, *notes], f"{name}, line {line}")
    identity = entry.get("id", "").lstrip("_")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identity) or identity in taken:
        identity = new_id(english[0], taken)
    source = next((a.text or "" for a in entry.iterfind("{*}admin[@type='source']")), name)
    return Term(
        identity,
        english[0],
        tuple(english[1:]),
        forms,
        also,
        avoid,
        labels.get("class", ""),
        labels.get("case", "") or case_of(english[0]),
        "proposed",
        "; ".join(notes),
        source,
    )


def _languages(entry: etree._Element) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    for section in entry.iterchildren("{*}langSet", "{*}langSec"):
        try:
            code = find(section.get(_LANG, "")).code
        except UnknownLanguage:
            continue
        if code in ("en", "prs", "ps"):
            yield code, _forms(section)


def _forms(section: etree._Element) -> Iterator[tuple[str, str]]:
    """(form, administrative status) of each term of a language."""
    for group in section.iter("{*}tig", "{*}termGrp", "{*}termSec"):
        term = group.find("{*}term")
        text = _text(term) if term is not None else ""
        notes = [n for n in group.iterfind("{*}termNote") if n.get("type") == _STATUS]
        if text:
            yield text.replace("|", " "), (notes[0].text or "").strip() if notes else ""


def _notes(entry: etree._Element) -> tuple[list[str], dict[str, str]]:
    notes: list[str] = []
    labels: dict[str, str] = {}
    for note in entry.iterchildren("{*}note"):
        text = _text(note)
        label, _, value = text.partition(": ")
        if label in _LABELS and label not in labels:
            labels[label] = value
        elif text:
            notes.append(text)
    return notes, labels


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
