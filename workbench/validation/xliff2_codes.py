"""Inline codes of XLIFF 2: ids, pairs, original data, copies, and what may not be moved or lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.validation.grammar import Fault, fault
from workbench.validation.tree import Element
from workbench.validation.values import TYPES
from workbench.validation.xliff2_order import moved
from workbench.validation.xliff2_scope import CODES, MARKS, Scope

_KINDS = {"pc": "pair", "sc": "pair", "ec": "end", "ph": "ph", "mrk": "mark", "sm": "mark"}
_SUBTYPES = {"lb": "fmt", "pb": "fmt", "b": "fmt", "i": "fmt", "u": "fmt", "var": "ui"}
"""The subtypes that the standard defines, and the type each belongs to."""
_DATA = {"dataRef", "dataRefStart", "dataRefEnd"}
_TWO_SIDED = (
    ("dataRef", "data-one-sided"),
    ("subFlows", "sub-flows-one-sided"),
    ("equiv", "equivalent-one-sided"),
)
"""What a code that encloses text says of both its ends."""
_ALIKE = (
    ("canCopy", "yes", "pair-can-copy"),
    ("canDelete", "yes", "pair-can-delete"),
    ("canOverlap", "yes", "pair-can-overlap"),
    ("type", "", "pair-type"),
    ("subType", "", "pair-sub-type"),
    ("copyOf", "", "pair-copy-of"),
)
"""What both ends of a pair must say alike, and what they say when they are silent."""


def faults(scope: Scope) -> Iterator[Fault]:
    """Every breach in the codes of one unit or match."""
    yield from _ids(scope)
    for side in (0, 1):
        elements = list(scope.side(side))
        yield from _pairs(elements, scope)
        for code in elements:
            if code.name in CODES:
                yield from _code(code, scope, elements)
            elif code.name == "cp":
                yield from _character(code)
    if scope.holder.name == "unit":
        yield from _deleted(scope)
        yield from moved(scope)


def _ids(scope: Scope) -> Iterator[Fault]:
    taken: set[str] = set()
    for segment in scope.segments:
        identity = segment.get("id")
        if identity and identity in taken:
            yield fault("duplicate-segment-id", segment, "id", id=identity)
        taken.add(identity)
    for element in scope.side(0):
        identity = element.get("id")
        if identity and identity in taken:
            yield fault("duplicate-code-id", element, "id", id=identity)
        taken.add(identity)
    yield from _target_ids(scope, taken)


def _target_ids(scope: Scope, taken: set[str]) -> Iterator[Fault]:
    """A code of a target has the id of the same code in its source, or one of its own."""
    beside = {
        (id(target), one.get("id"))
        for source, target in scope.parts
        if target is not None
        for one in source.all()
    }
    here: set[str] = set()
    for target, element in scope.targets():
        identity = element.get("id")
        known = scope.sources.get(identity) if identity else None
        if known is not None and _KINDS.get(known.name) != _KINDS.get(element.name):
            yield fault("code-differs", element, "id", id=identity, other=known.node.tag)
        elif known is not None and element.name in MARKS:
            yield from _mark_differs(element, known)
        foreign = identity in taken and (id(target), identity) not in beside
        if identity and (identity in here or foreign):
            yield fault("duplicate-target-code-id", element, "id", id=identity)
        here.add(identity)


def _mark_differs(element: Element, known: Element) -> Iterator[Fault]:
    for name in ("translate", "type"):
        if element.get(name) != known.get(name):
            yield fault("mark-differs", element, name, id=element.get("id"), name=name)


def _pairs(elements: Sequence[Element], scope: Scope) -> Iterator[Fault]:
    starts = {one.get("id"): one for one in elements if one.name == "sc" and one.get("id")}
    seen: set[str] = set()
    ended: set[str] = set()
    for element in elements:
        if element.name == "sc":
            seen.add(element.get("id"))
        elif element.name == "ec":
            start = element.get("startRef")
            yield from _end(element, starts.get(start), start in seen)
            if start in ended:
                yield fault("end-repeated", element, "startRef", id=start)
            if start:
                ended.add(start)
    for identity, start_code in starts.items():
        isolated = start_code.get("isolated") == "yes"
        if isolated and identity in ended:
            yield fault("isolated-start-has-end", start_code, "isolated", id=identity)
        elif not isolated and identity not in ended:
            yield fault("start-without-end", start_code, "id", id=identity)


def _end(end: Element, start: Element | None, before: bool) -> Iterator[Fault]:
    isolated = end.get("isolated") == "yes"
    identity, reference = end.get("id"), end.get("startRef")
    if identity and reference:
        yield fault("end-with-id-and-start", end, "startRef", id=reference)
    if isolated:
        if reference:
            yield fault("isolated-end-has-start", end, "startRef", id=reference)
        elif not identity:
            yield fault("isolated-end-without-id", end)
        return
    if not reference:
        yield fault("end-without-reference", end)
        return
    if start is None:
        yield fault("end-without-start", end, "startRef", id=reference)
        return
    if not before:
        yield fault("end-before-start", end, "startRef", id=reference)
    if "dir" in end.attributes:
        yield fault("end-direction", end, "dir", id=reference)
    for name in end.attributes:
        if name.startswith("fs:"):
            yield fault("end-style", end, name, id=reference)
    yield from _unlike(start, end)


def _unlike(start: Element, end: Element) -> Iterator[Fault]:
    identity = start.get("id")
    for name, silent, rule in _ALIKE:
        # an end that says nothing of what it is, is what its start is
        if name in ("type", "subType", "copyOf") and name not in end.attributes:
            continue
        if start.get(name, silent) != end.get(name, silent):
            yield fault(rule, end, name, id=identity)
    wanted = {"firstNo": "no"}.get(start.get("canReorder"), start.get("canReorder", "yes"))
    if end.get("canReorder", "yes") != wanted:
        yield fault("pair-can-reorder", end, "canReorder", id=identity, wanted=wanted)


def _code(code: Element, scope: Scope, elements: Sequence[Element]) -> Iterator[Fault]:
    identity = code.get("id") or code.get("startRef")
    for name, rule in (
        ("dataRef", "data-unknown"),
        ("dataRefStart", "data-start-unknown"),
        ("dataRefEnd", "data-end-unknown"),
    ):
        if name in code.attributes and code.get(name) not in scope.data:
            yield fault(rule, code, name, id=code.get(name))
    for name in ("subFlows", "subFlowsStart", "subFlowsEnd"):
        for flow in code.get(name).split():
            if flow not in scope.units and TYPES["nmtoken"].fits(flow):
                yield fault("sub-flow-unknown", code, name, id=flow)
    if code.get("canReorder") in ("no", "firstNo"):
        for name, rule in (("canCopy", "fixed-but-copied"), ("canDelete", "fixed-but-deleted")):
            if code.get(name) != "no":
                yield fault(rule, code, name if name in code.attributes else "", id=identity)
    for name, rule in _TWO_SIDED:
        found = [side for side in ("Start", "End") if f"{name}{side}" in code.attributes]
        if len(found) == 1:
            yield fault(rule, code, f"{name}{found[0]}", name=name)
    yield from _kind(code)
    if "copyOf" in code.attributes:
        yield from _copy(code, scope, elements)


def _kind(code: Element) -> Iterator[Fault]:
    subtype = code.get("subType")
    if not subtype:
        return
    if "type" not in code.attributes:
        yield fault("sub-type-without-type", code, "subType")
    prefix, _, name = subtype.partition(":")
    if prefix == "xlf":
        if name not in _SUBTYPES:
            yield fault("sub-type-unknown", code, "subType", value=subtype)
        elif code.get("type", _SUBTYPES[name]) != _SUBTYPES[name]:
            yield fault("sub-type-of-other", code, "subType", value=subtype, wanted=_SUBTYPES[name])


def _copy(code: Element, scope: Scope, elements: Sequence[Element]) -> Iterator[Fault]:
    copied = code.get("copyOf")
    known = scope.sources.get(copied) or next(
        (one for one in elements if one.get("id") == copied and one is not code), None
    )
    if known is None or known.name not in CODES:
        yield fault("copy-of-unknown", code, "copyOf", id=copied)
        return
    if known.get("canCopy") == "no":
        yield fault("copy-forbidden", code, "copyOf", id=copied)
    if _DATA & set(known.attributes):
        yield fault("copy-of-data", code, "copyOf", id=copied)
    if _DATA & set(code.attributes):
        yield fault("copy-with-data", code, "copyOf", id=copied)


def _character(code: Element) -> Iterator[Fault]:
    written = code.get("hex")
    try:
        number = int(written, 16)
    except ValueError:
        return
    legal = number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
    legal = legal and (number == 0x85 or not 0x7F <= number <= 0x9F)  # these are discouraged
    if legal or 0x10000 <= number <= 0x10FFFF:
        yield fault("character-needs-no-code", code, "hex", value=written)
    elif number > 0x10FFFF:
        yield fault("character-beyond-unicode", code, "hex", value=written)


def _deleted(scope: Scope) -> Iterator[Fault]:
    """Codes that may not be deleted, in a source that has a target, stand in some target."""
    kept = {one.get("id") or one.get("startRef") for one in scope.side(1)}
    for source, target in scope.parts:
        if target is None:
            continue
        for code in source.all(*CODES):
            identity = code.get("id") or code.get("startRef")
            if code.get("canDelete") == "no" and identity not in kept:
                yield fault("code-deleted", target, id=identity)
