"""Annotations of XLIFF 2: their pairs, what a comment says, and where references lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workbench.validation.grammar import Fault, fault
from workbench.validation.tree import Element
from workbench.validation.xliff2_scope import Scope

_ORDER = {"f": 0, "g": 1, "u": 2}
"""The prefixes of what holds other things, in the order they must come."""
_LEAVES = {"n": "note", "d": "data", "t": "target"}
_MODULES = {
    "gls": ("gls:glossEntry", "gls:translation"),
    "mtc": ("mtc:match",),
    "mda": ("mda:metadata", "mda:metaGroup"),
    "res": ("res:resourceItem", "res:resourceItemRef"),
    "ctr": (),
    "slr": (),
    "val": (),
    "fs": (),
    "its": (),
    "itsm": (),
    "tbx": (),
}
"""The prefixes of the modules, and which of their elements have ids to be found by."""
_NAME = re.compile(r"[\w.:\u00b7-]+")


def faults(scope: Scope) -> Iterator[Fault]:
    """Annotations of one unit whose ends do not fit, and comments that say nothing."""
    notes = {
        note.get("id") for holder in scope.holder.of("notes") for note in holder.of("note")
    } - {""}
    for side in (0, 1):
        elements = list(scope.side(side))
        yield from _pairs(elements)
        for mark in elements:
            if mark.name in ("mrk", "sm"):
                yield from _mark(mark, scope.holder, notes)


def _pairs(elements: Sequence[Element]) -> Iterator[Fault]:
    starts = {one.get("id"): one for one in elements if one.name == "sm"}
    seen: set[str] = set()
    ended: set[str] = set()
    for element in elements:
        if element.name == "sm":
            seen.add(element.get("id"))
        elif element.name == "em":
            reference = element.get("startRef")
            if reference not in starts:
                yield fault("mark-end-without-start", element, "startRef", id=reference)
            elif reference not in seen:
                yield fault("mark-end-before-start", element, "startRef", id=reference)
            elif reference in ended:
                yield fault("mark-end-repeated", element, "startRef", id=reference)
            ended.add(reference)
    for identity, start in starts.items():
        if identity not in ended:
            yield fault("mark-start-without-end", start, "id", id=identity)


def _mark(mark: Element, unit: Element, notes: set[str]) -> Iterator[Fault]:
    kind = mark.get("type", "generic")
    if kind == "comment":
        yield from _comment(mark, unit, notes)
    elif kind == "mtc:match" and "ref" in mark.attributes:
        yield fault("match-mark-with-reference", mark, "ref")
    elif kind == "generic" and not set(mark.attributes) - {"id", "type"}:
        yield fault("mark-says-nothing", mark)


def _comment(mark: Element, unit: Element, notes: set[str]) -> Iterator[Fault]:
    reference, value = "ref" in mark.attributes, "value" in mark.attributes
    if reference and value:
        yield fault("comment-with-both", mark, "ref")
    elif not reference and not value:
        yield fault("comment-without-text", mark)
    elif reference and not _own_note(mark.get("ref"), unit, notes):
        yield fault("comment-without-note", mark, "ref", value=mark.get("ref"))


def _own_note(reference: str, unit: Element, notes: set[str]) -> bool:
    """Whether a reference leads to a note of the unit it stands in."""
    *above, leaf = reference.removeprefix("#").lstrip("/").split("/")
    if not reference.startswith("#") or leaf.partition("=")[0] != "n":
        return False
    for selector in above:
        kind, _, identity = selector.partition("=")
        holder = {"u": unit, "g": unit.above("group"), "f": unit.above("file")}.get(kind)
        if holder is None or holder.get("id") != identity:
            return False
    # nothing but the unit may be named alone: a note of the file would be `f=.../n=...`
    deepest = above[-1].partition("=")[0] if above else "u"
    return deepest == "u" and leaf.partition("=")[2] in notes


def references(root: Element) -> Iterator[Fault]:
    """References within the file that are not written as they must be, or lead nowhere."""
    files = {file.get("id"): file for file in root.of("file")}
    named: dict[int, Mapping[str, Mapping[str, Element]]] = {}
    for element in root.all("mrk", "sm", "gls:glossEntry", "gls:translation", "mtc:match"):
        reference = element.get("ref")
        if reference.startswith("#"):
            rule = _broken(reference[1:])
            if rule:
                yield fault(rule, element, "ref", value=reference)
            elif element.name != "mtc:match" and not _leads(reference[1:], element, files, named):
                yield fault("reference-to-nothing", element, "ref", value=reference)


def _broken(fragment: str) -> str:
    """The rule of writing that a fragment breaks; empty where it breaks none."""
    selectors = fragment.removeprefix("/").split("/")
    order, leaf = -1, False
    for selector in selectors:
        prefix, equals, identity = selector.rpartition("=")
        if not _NAME.fullmatch(identity) or (equals and not _NAME.fullmatch(prefix)):
            return "reference-syntax"
        if leaf:
            return "reference-beyond-leaf"
        if equals and prefix in _ORDER:
            if _ORDER[prefix] == order:
                return "reference-prefix-twice"
            if _ORDER[prefix] < order:
                return "reference-order"
            order = _ORDER[prefix]
        elif equals and prefix not in _LEAVES and prefix not in _MODULES:
            return "reference-prefix-short" if len(prefix) < 2 else "reference-prefix-unknown"
        else:
            leaf = True
    return ""


def _leads(
    fragment: str,
    element: Element,
    files: Mapping[str, Element],
    named: dict[int, Mapping[str, Mapping[str, Element]]],
) -> bool:
    """Whether a well-written fragment leads to something in the file."""
    place = element.above("unit")
    for selector in fragment.removeprefix("/").split("/"):
        prefix, _, identity = selector.rpartition("=")
        if prefix == "f":
            place = files.get(identity)
        elif prefix in ("g", "u"):
            holder = place if place is not None and place.name == "file" else element.above("file")
            kind = {"g": "group", "u": "unit"}[prefix]
            place = _index(holder, named).get(kind, {}).get(identity) if holder else None
        else:
            return place is None or _holds(place, prefix, identity, named)
        if place is None:
            return False
    return True


def _holds(
    place: Element,
    prefix: str,
    identity: str,
    named: dict[int, Mapping[str, Mapping[str, Element]]],
) -> bool:
    if prefix in _MODULES and not _MODULES[prefix]:
        return True
    index = _index(place, named)
    if prefix in _MODULES:
        return any(identity in index.get(kind, {}) for kind in _MODULES[prefix])
    if prefix == "n":
        return any(note.get("id") == identity for one in place.of("notes") for note in one.children)
    if prefix == "d":
        return identity in index.get("data", {})
    inline = ("segment", "ignorable", "ph", "pc", "sc", "ec", "mrk", "sm")
    return any(identity in index.get(kind, {}) for kind in inline)


def _index(
    place: Element, named: dict[int, Mapping[str, Mapping[str, Element]]]
) -> Mapping[str, Mapping[str, Element]]:
    """What lies in a file or unit, by name and id; made once."""
    if id(place) not in named:
        found: dict[str, dict[str, Element]] = {}
        for element in place.all():
            if element.get("id"):
                found.setdefault(element.name, {}).setdefault(element.get("id"), element)
        named[id(place)] = found
    return named[id(place)]
