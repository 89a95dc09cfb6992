"""XLIFF 2: what the specification asks of a document beyond its structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.validation import xliff2_codes, xliff2_marks, xliff2_modules
from workbench.validation.grammar import Fault, breaches, fault
from workbench.validation.tree import Element
from workbench.validation.xliff2_scope import Scope, match_scope, unit_scope
from workbench.validation.xliff2_table import FOREIGN, MODULES, NEWER, TABLE

_CORE = "urn:oasis:names:tc:xliff:document:"


def faults(root: Element) -> Iterator[Fault]:
    """Every breach in a file, in no order."""
    newer = root.node.space == f"{_CORE}2.2"
    yield from breaches(root, NEWER if newer else TABLE, FOREIGN)
    yield from _versions(root)
    yield from _unique(root.of("file"), "duplicate-file-id")
    for file in root.of("file"):
        yield from _file(file)
        units = frozenset(unit.get("id") for unit in file.all("unit"))
        for unit in file.all("unit"):
            yield from _unit(root, unit, units)
    for element in root.all(*MODULES):
        if element.parent is not None and element.parent.name not in MODULES[element.name]:
            yield fault("module-out-of-place", element, parent=element.parent.node.tag)
    yield from xliff2_modules.faults(root)
    yield from xliff2_marks.references(root)


def _versions(root: Element) -> Iterator[Fault]:
    version = root.get("version")
    if version and root.node.space.startswith(_CORE):
        newer = root.node.space == f"{_CORE}2.2"
        if newer is not (version == "2.2"):
            yield fault("version-and-namespace", root, "version", value=version)
    if "trgLang" not in root.attributes:
        for target in root.all("target"):
            if target.parent is not None and target.parent.name in ("segment", "ignorable"):
                yield fault("target-language-missing", root)
                return


def _file(file: Element) -> Iterator[Fault]:
    yield from _unique(file.all("group"), "duplicate-group-id")
    yield from _unique(file.all("unit"), "duplicate-unit-id")
    for skeleton in file.of("skeleton"):
        filled = skeleton.text >= 0 or bool(skeleton.children)
        if "href" in skeleton.attributes and filled:
            yield fault("skeleton-filled-and-elsewhere", skeleton, "href")
        if "href" not in skeleton.attributes and not filled:
            yield fault("skeleton-empty", skeleton)
    for notes in file.all("notes"):
        yield from _unique(notes.of("note"), "duplicate-note-id")
    for holder in file.all("file", "group", "unit"):
        yield from _extensions(holder)


def _extensions(holder: Element) -> Iterator[Fault]:
    """Elements of nobody's namespace: their ids must differ within what holds them."""
    seen: set[str] = set()
    for child in holder.children:
        if child.name.startswith("other:"):
            for element in child.all():
                for name in ("id", "xml:id"):
                    identity = element.get(name)
                    if identity and identity in seen:
                        yield fault("duplicate-extension-id", element, name, id=identity)
                    seen.add(identity)


def _unique(elements: Iterable[Element], rule: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in elements:
        identity = element.get("id")
        if identity and identity in seen:
            yield fault(rule, element, "id", id=identity)
        seen.add(identity)


def _unit(root: Element, unit: Element, units: frozenset[str]) -> Iterator[Fault]:
    scope = unit_scope(unit, units)
    if not unit.of("segment"):
        yield fault("unit-without-segment", unit)
    for data in unit.of("originalData"):
        yield from _unique(data.of("data"), "duplicate-data-id")
    for source, target in scope.parts:
        yield from _languages(root, source, target)
    for segment in unit.of("segment"):
        yield from _segment(segment)
    yield from _order(scope)
    yield from xliff2_codes.faults(scope)
    yield from xliff2_marks.faults(scope)
    for match in unit.all("mtc:match"):
        for data in match.of("originalData"):
            yield from _unique(data.of("data"), "duplicate-data-id")
        yield from xliff2_codes.faults(match_scope(match, units))


def _languages(root: Element, source: Element, target: Element | None) -> Iterator[Fault]:
    sides = [(source, "srcLang", "source-language-differs")]
    if target is not None:
        sides.append((target, "trgLang", "target-language-differs"))
        if (source.inherited("xml:space") or "default") != (
            target.inherited("xml:space") or "default"
        ):
            yield fault("space-differs", target, "xml:space")
    for side, name, rule in sides:
        wanted, found = root.get(name).lower(), side.inherited("xml:lang").lower()
        if found and wanted and found != wanted and not found.startswith(f"{wanted}-"):
            said = {"value": side.inherited("xml:lang"), "wanted": root.get(name)}
            yield fault(rule, side, "xml:lang", **said)


def _segment(segment: Element) -> Iterator[Fault]:
    if "subState" in segment.attributes and "state" not in segment.attributes:
        yield fault("sub-state-without-state", segment, "subState")
    targets = segment.of("target")
    filled = any(target.node.close > target.node.inner for target in targets)
    if segment.get("state") in ("translated", "reviewed", "final") and not filled:
        rule = "state-with-empty-target" if targets else "state-without-target"
        yield fault(rule, segment, "state", value=segment.get("state"))


def _order(scope: Scope) -> Iterator[Fault]:
    """Every target has its own place: the one it names, or else the one it stands at."""
    taken: dict[int, Element] = {}
    count = len(scope.parts)
    for number, (_, target) in enumerate(scope.parts, 1):
        if target is None:
            continue
        written = target.get("order")
        place = int(written) if written.isdecimal() and len(written) < 18 else number
        if place > count:
            yield fault("order-out-of-range", target, "order", value=written, count=str(count))
        elif place in taken:
            yield fault("duplicate-order", target, "order", value=str(place))
        taken[place] = target
