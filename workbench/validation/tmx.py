"""TMX 1.4: what may stand in what, and the constraints that its document type cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from workbench.validation.grammar import Fault, breaches, fault
from workbench.validation.tree import Element

_TEXT = "text bpt|ept|ph|it|hi|ut*"
_MADE = (
    "o-encoding datatype usagecount=number lastusagedate=moment creationtool creationtoolversion"
    " creationdate=moment creationid changedate=moment changeid o-tmf"
)
_SAID = "xml:lang=language o-encoding lang=language"

TABLE = {
    "tmx": ("header body", "version!=tmxversion"),
    "header": (
        "note|prop|ude*",
        "creationtool! creationtoolversion! segtype!=segtype o-tmf! adminlang!=language srclang!"
        " datatype! o-encoding creationdate=moment creationid changedate=moment changeid",
    ),
    "body": ("tu*", ""),
    "note": ("text", _SAID),
    "prop": ("text", f"type! {_SAID}"),
    "ude": ("map+", "name! base"),
    "map": ("", "unicode! code ent subst"),
    "tu": ("note|prop* tuv+", f"tuid segtype=segtype srclang {_MADE}"),
    "tuv": ("note|prop* seg", f"xml:lang=language lang=language {_MADE}"),
    "seg": (_TEXT, ""),
    "bpt": ("text sub*", "i!=number x=number type"),
    "ept": ("text sub*", "i!=number"),
    "it": ("text sub*", "pos!=edge x=number type"),
    "ph": ("text sub*", "x=number assoc type"),
    "hi": (_TEXT, "x=number type"),
    "ut": ("text sub*", "x=number"),
    "sub": (_TEXT, "datatype type"),
}


def faults(root: Element) -> Iterator[Fault]:
    """Every breach in a file, in no order."""
    yield from breaches(root, TABLE, {})
    spoken = next((header.get("srclang") for header in root.of("header")), "")
    seen: set[str] = set()
    for unit in root.all("tu"):
        identity = unit.get("tuid")
        if identity and identity in seen:
            yield fault("duplicate-unit-id", unit, "tuid", id=identity)
        seen.add(identity)
        yield from _unit(unit, unit.get("srclang") or spoken)


def _unit(unit: Element, spoken: str) -> Iterator[Fault]:
    languages: Counter[str] = Counter()
    for variant in unit.of("tuv"):
        language = variant.get("xml:lang") or variant.get("lang")
        if not language:
            yield fault("attribute-missing", variant, name="xml:lang")
            continue
        languages[language.lower()] += 1
        if languages[language.lower()] > 1:
            yield fault("language-twice", variant, "xml:lang", value=language)
        for segment in variant.of("seg"):
            yield from _codes(segment)
    wanted = spoken.lower()
    if wanted and wanted != "*all*" and languages and not _among(wanted, languages):
        yield fault("source-missing", unit, wanted=spoken)


def _among(wanted: str, languages: Counter[str]) -> bool:
    """Whether a language is there, in itself or in another country's form."""
    base = wanted.partition("-")[0]
    return any(language.partition("-")[0] == base for language in languages)


def _codes(segment: Element) -> Iterator[Fault]:
    opened: dict[str, Element] = {}
    seen: set[str] = set()
    for code in segment.all("bpt", "ept"):
        identity = code.get("i")
        if code.name == "bpt":
            if identity in seen:
                yield fault("code-id-repeated", code, "i", id=identity)
            seen.add(identity)
            opened[identity] = code
        elif opened.pop(identity, None) is None:
            yield fault("code-end-alone", code, id=identity)
    for identity, code in opened.items():
        yield fault("code-start-alone", code, id=identity)
