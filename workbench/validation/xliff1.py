"""XLIFF 1.2: what may stand in what, and the constraints that a table cannot say.

Held to what 1.2 calls transitional, as nearly every tool writes it; what strict leaves out of that
is a warning. XLIFF 1.1 and 1.0 are held to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.validation.grammar import Fault, breaches, fault
from workbench.validation.tree import Element

_TEXT = "text g|x|bx|ex|bpt|ept|ph|it|mrk|other*"
_CODE = "id! xid equiv-text ts"
_LAYOUT = (
    "resname extradata extype help-id menu menu-option menu-name coord font css-style style exstyle"
    " size-unit maxwidth minwidth maxheight minheight maxbytes minbytes charclass ts *"
)
_UNIT = (
    "id! approved=yesno translate=yesno reformat xml:space=space datatype phase-name restype"
    f" {_LAYOUT}"
)
_BESIDE = "context-group|count-group|prop-group|note|alt-trans|other*"

TABLE = {
    "xliff": ("file|other+", "version!=oldversion xml:lang=language *"),
    "file": (
        "header? body other*",
        "original! source-language!=language datatype! tool-id tool date xml:space=space ts"
        " category target-language=language product-name product-version build-num *",
    ),
    "header": (
        "skl? phase-group? glossary|reference|count-group|prop-group|note|tool|other*",
        "",
    ),
    "skl": ("internal-file|external-file", ""),
    "glossary": ("text internal-file|external-file|other*", ""),
    "reference": ("text internal-file|external-file|other*", ""),
    "internal-file": ("text other*", "form crc"),
    "external-file": ("", "href! crc uid"),
    "note": ("text", "xml:lang=language priority=priority from annotates"),
    "phase-group": ("phase+", ""),
    "phase": (
        "note*",
        "phase-name! process-name! company-name tool-id tool date job-id contact-name"
        " contact-email contact-phone",
    ),
    "count-group": ("count*", "name!"),
    "count": ("text", "count-type phase-name unit"),
    "context-group": ("context+", "name crc purpose"),
    "context": ("text", "context-type! match-mandatory=yesno crc"),
    "prop-group": ("prop+", "name"),
    "prop": ("text", "prop-type! xml:lang=language"),
    "tool": ("text other*", "tool-id! tool-name! tool-version tool-company *"),
    "body": ("group|trans-unit|bin-unit|other*", ""),
    "group": (
        "context-group|count-group|prop-group|note|other* group|trans-unit|bin-unit*",
        "id datatype xml:space=space restype translate=yesno reformat merged-trans=yesno"
        f" {_LAYOUT}",
    ),
    "trans-unit": (f"source seg-source? target? {_BESIDE}", _UNIT),
    "source": (_TEXT, "xml:lang=language ts *"),
    "seg-source": (_TEXT, "xml:lang=language ts *"),
    "target": (
        _TEXT,
        "state=oldstate state-qualifier=qualifier phase-name xml:lang=language resname coord font"
        " css-style style exstyle equiv-trans=yesno ts *",
    ),
    "alt-trans": (
        "source? seg-source? target+ context-group|prop-group|note|other*",
        "mid match-quality tool-id tool crc xml:lang=language datatype xml:space=space restype"
        f" origin phase-name alttranstype {_LAYOUT}",
    ),
    "bin-unit": (
        "bin-source bin-target? context-group|count-group|prop-group|note|trans-unit|other*",
        "id! mime-type! approved=yesno translate=yesno reformat restype resname phase-name ts *",
    ),
    "bin-source": ("internal-file|external-file", "ts *"),
    "bin-target": (
        "internal-file|external-file",
        "mime-type state=oldstate state-qualifier=qualifier phase-name restype resname ts *",
    ),
    "g": (_TEXT, f"{_CODE} ctype clone=yesno *"),
    "x": ("", f"{_CODE} ctype clone=yesno *"),
    "bx": ("", f"{_CODE} rid ctype clone=yesno *"),
    "ex": ("", f"{_CODE} rid *"),
    "ph": ("text sub*", f"{_CODE} ctype crc assoc *"),
    "bpt": ("text sub*", f"{_CODE} rid ctype crc *"),
    "ept": ("text sub*", f"{_CODE} rid crc *"),
    "it": ("text sub*", f"{_CODE} pos!=position rid ctype crc *"),
    "sub": (_TEXT, "datatype ctype xid ts *"),
    "mrk": (_TEXT, "mtype! mid comment ts *"),
}
_PAIRED = {"bpt": ("bpt", True), "ept": ("bpt", False), "bx": ("bx", True), "ex": ("bx", False)}
_CODES = ("g", "x", "bx", "ex", "bpt", "ept", "ph", "it")


def faults(root: Element) -> Iterator[Fault]:
    """Every breach in a file, in no order."""
    yield from breaches(root, TABLE, {})
    for file in root.of("file"):
        yield from _file(file)
    for element in root.all("prop-group"):
        yield fault("left-out-of-strict", element, name="<prop-group>")
    for element in root.all():
        if "ts" in element.attributes and ":" not in element.name:
            yield fault("left-out-of-strict", element, "ts", name="ts")


def _file(file: Element) -> Iterator[Fault]:
    phases = {one.get("phase-name") for one in file.all("phase")}
    tools = {one.get("tool-id") for one in file.all("tool")}
    seen: set[str] = set()
    for element in file.all():
        name = element.get("phase-name")
        if name and name not in phases:
            yield fault("phase-unknown", element, "phase-name", id=name)
        name = element.get("tool-id")
        if name and name not in tools:
            yield fault("tool-unknown", element, "tool-id", id=name)
        if element.name in ("trans-unit", "bin-unit"):
            identity = element.get("id")
            if identity and identity in seen:
                yield fault("duplicate-unit-id", element, "id", id=identity)
            seen.add(identity)
        if element.name == "trans-unit":
            yield from _unit(file, element)


def _unit(file: Element, unit: Element) -> Iterator[Fault]:
    sources, targets = unit.of("source"), unit.of("target")
    for side in (*sources, *unit.of("seg-source"), *targets):
        yield from _codes(side)
    for sides, name, rule in (
        (sources, "source-language", "source-language-differs"),
        (targets, "target-language", "target-language-differs"),
    ):
        for side in sides:
            found, wanted = side.get("xml:lang"), file.get(name)
            if wanted and found and not f"{found.lower()}-".startswith(f"{wanted.lower()}-"):
                yield fault(rule, side, "xml:lang", value=found, wanted=wanted)
    yield from _segments(unit.of("seg-source"), targets)
    if sources and targets:
        known = {_name(code) for code in sources[0].all(*_CODES)}
        for code in targets[0].all(*_CODES):
            if code.get("id") and _name(code) not in known:
                yield fault("code-not-in-source", code, "id", id=code.get("id"))


def _name(code: Element) -> tuple[str, str]:
    return code.name, code.get("id")


def _segments(segmented: Sequence[Element], targets: Sequence[Element]) -> Iterator[Fault]:
    known: set[str] = set()
    for number, side in enumerate((*segmented, *targets)):
        here: set[str] = set()
        for mark in side.all("mrk"):
            identity = mark.get("mid")
            if mark.get("mtype") != "seg" or not identity:
                continue
            if identity in here:
                yield fault("duplicate-segment-id", mark, "mid", id=identity)
            elif number and segmented and identity not in known:
                yield fault("segment-not-in-source", mark, "mid", id=identity)
            here.add(identity)
        known |= here


def _codes(side: Element) -> Iterator[Fault]:
    """Ids of codes that stand twice, and ends that have no beginning, or the other way round."""
    opened: dict[tuple[str, str], Element] = {}
    seen: set[tuple[str, str]] = set()
    for code in side.all(*_CODES):
        name = _name(code)
        if name in seen and name[1] and code.get("clone") != "yes":
            yield fault("code-id-repeated", code, "id", id=name[1])
        seen.add(name)
        if code.name in _PAIRED:
            family, opens = _PAIRED[code.name]
            pair = family, code.get("rid") or code.get("id")
            if opens:
                opened[pair] = code
            elif opened.pop(pair, None) is None:
                yield fault("code-end-alone", code, id=pair[1])
    for (_, identity), code in opened.items():
        yield fault("code-start-alone", code, id=identity)
