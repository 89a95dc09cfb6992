"""The modules of XLIFF 2: glossary, matches, metadata, validation, changes, resources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.validation.grammar import Fault, fault
from workbench.validation.tree import Element

_TESTS = ("isPresent", "isNotPresent", "startsWith", "endsWith")
_IN_SOURCE = ("isPresent", "startsWith", "endsWith")
_ATTRIBUTES = {
    "note": {"id", "appliesTo", "category", "priority"},
    "source": {"xml:lang", "xml:space"},
    "target": {"xml:lang", "xml:space", "order"},
    "segment": {"id", "canResegment", "state", "subState"},
}
"""Of which attributes a change can tell, by what it applies to."""


def faults(root: Element) -> Iterator[Fault]:
    """Every breach in the modules of a file."""
    for element in root.all():
        if "fs:subFs" in element.attributes and "fs:fs" not in element.attributes:
            yield fault("style-without-element", element, "fs:subFs")
        if "slr:sizeInfo" in element.attributes and "slr:sizeInfoRef" in element.attributes:
            yield fault("size-said-twice", element, "slr:sizeInfoRef")
    for element in root.all(*_CHECKS):
        yield from _CHECKS[element.name](element)


def _matches(matches: Element) -> Iterator[Fault]:
    yield from _unique(matches.of("mtc:match"), "duplicate-match-id")


def _match(match: Element) -> Iterator[Fault]:
    if "xml:lang" in match.attributes:
        yield fault("match-language", match, "xml:lang")
    if "subType" in match.attributes and "type" not in match.attributes:
        yield fault("sub-type-without-type", match, "subType")
    reference, unit = match.get("ref"), match.above("unit")
    if not reference or unit is None:
        return
    if not reference.startswith("#"):
        yield fault("match-reference", match, "ref", value=reference)
        return
    prefix, _, name = reference.rpartition("/")[2].lstrip("#").rpartition("=")
    spans = {
        one.get("id")
        for holder in unit.of("segment", "ignorable")
        for one in holder.all("segment", "ignorable", "mrk", "sm", "pc", "sc", "ph", "ec")
    }
    if prefix not in ("", "t") or name not in spans:
        yield fault("match-reference", match, "ref", value=reference)


def _glossary(glossary: Element) -> Iterator[Fault]:
    yield from _unique(
        list(glossary.all("gls:glossEntry", "gls:translation")), "duplicate-glossary-id"
    )


def _entry(entry: Element) -> Iterator[Fault]:
    if not entry.of("gls:translation", "gls:definition"):
        yield fault("glossary-entry-empty", entry)


def _metadata(metadata: Element) -> Iterator[Fault]:
    groups = list(metadata.all("mda:metadata", "mda:metaGroup"))
    yield from _unique(groups, "duplicate-metadata-id")


def _rule(rule: Element) -> Iterator[Fault]:
    tests = [name for name in _TESTS if name in rule.attributes]
    own = [name for name in rule.attributes if name.startswith("other:")]
    if len(tests) + len(own) != 1:
        yield fault("validation-rule-tests", rule, count=str(len(tests) + len(own)))
    present = [name for name in tests if name in _IN_SOURCE]
    if rule.get("existsInSource") == "yes" and len(present) != 1:
        yield fault("validation-exists-in-source", rule, "existsInSource")
    if "occurs" in rule.attributes and not tests:
        yield fault("validation-occurs", rule, "occurs")


def _revisions(revisions: Element) -> Iterator[Fault]:
    holder = revisions.parent.parent if revisions.parent is not None else None
    applies, reference = revisions.get("appliesTo"), revisions.get("ref")
    found = [one for one in holder.all(applies) if one is not holder] if holder else []
    if reference and holder is not None:
        known = {one.get("id") for one in holder.all()}
        if reference not in known:
            yield fault("change-of-nothing", revisions, "ref", id=reference)
    elif len(found) > 1 and all(one.get("id") for one in found):
        yield fault("change-without-reference", revisions, name=applies)
    versions = {one.get("version") for one in revisions.of("ctr:revision")}
    current = revisions.get("currentVersion")
    if current and current not in versions:
        yield fault("change-version-unknown", revisions, "currentVersion", id=current)


def _revision(revision: Element) -> Iterator[Fault]:
    counts = Counter(item.get("property") for item in revision.of("ctr:item"))
    revisions = revision.parent or revision
    applies, reference = revisions.get("appliesTo"), revisions.get("ref")
    holder = revisions.parent.parent if revisions.parent is not None else None
    known = next(
        (
            set(one.attributes)
            for one in (holder.all(applies) if holder else ())
            if reference and one.get("id") == reference
        ),
        _ATTRIBUTES.get(applies),
    )
    for item in revision.of("ctr:item"):
        name = item.get("property")
        if counts[name] > 1:
            counts[name] = 0
            yield fault("change-said-twice", item, "property", name=name)
        elif name != "content" and known is not None and name not in known:
            yield fault("change-of-no-attribute", item, "property", name=name, other=applies)


def _resource(reference: Element) -> Iterator[Fault]:
    file, wanted = reference.above("file"), reference.get("ref")
    items = [
        item.get("id")
        for data in (file.of("res:resourceData") if file is not None else ())
        for item in data.of("res:resourceItem")
    ]
    if wanted and wanted not in items:
        yield fault("resource-unknown", reference, "ref", id=wanted)


def _resources(resources: Element) -> Iterator[Fault]:
    found = resources.of("res:resourceItem", "res:resourceItemRef")
    yield from _unique(found, "duplicate-resource-id")


def _item(item: Element) -> Iterator[Fault]:
    for side in item.of("res:source", "res:target"):
        inside = bool(side.children) or side.text >= 0
        if inside and "href" in side.attributes:
            yield fault("resource-here-and-elsewhere", side, "href")
        if not inside and "href" not in side.attributes:
            yield fault("resource-empty", side)


def _unique(elements: list[Element], rule: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in elements:
        identity = element.get("id")
        if identity and identity in seen:
            yield fault(rule, element, "id", id=identity)
        seen.add(identity)


_CHECKS = {
    "mtc:matches": _matches,
    "mtc:match": _match,
    "gls:glossary": _glossary,
    "gls:glossEntry": _entry,
    "mda:metadata": _metadata,
    "val:rule": _rule,
    "ctr:revisions": _revisions,
    "ctr:revision": _revision,
    "res:resourceData": _resources,
    "res:resourceItemRef": _resource,
    "res:resourceItem": _item,
}
