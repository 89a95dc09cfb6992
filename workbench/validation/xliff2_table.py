"""XLIFF 2.0, 2.1 and 2.2: what may stand in what, in the core and in the modules."""

from __future__ import annotations

_INLINE = "text cp|ph|pc|sc|ec|mrk|sm|em*"
_SPOT = "canCopy=yesno canDelete=yesno canReorder=reorder copyOf=nmtoken type=code subType=own"
_ONE = "dataRef=nmtoken disp equiv subFlows=nmtokens"
_TWO = (
    "dataRefStart=nmtoken dataRefEnd=nmtoken dispStart dispEnd equivStart equivEnd"
    " subFlowsStart=nmtokens subFlowsEnd=nmtokens"
)
_HOLDER = "canResegment=yesno translate=yesno srcDir=direction trgDir=direction xml:space=space *"
_MARK = "id!=nmtoken translate=yesno type=mark ref value *"

TABLE = {
    "xliff": (
        "file+",
        "version!=version srcLang!=language trgLang=language xml:space=space *",
    ),
    "file": ("skeleton? other* notes? unit|group+", f"id!=nmtoken original {_HOLDER}"),
    "skeleton": ("text other*", "href"),
    "group": ("other* notes? unit|group*", f"id!=nmtoken name type=own {_HOLDER}"),
    "unit": (
        "other* notes? originalData? segment|ignorable+",
        f"id!=nmtoken name type=own {_HOLDER}",
    ),
    "segment": ("source target?", "id=nmtoken canResegment=yesno state=state subState=own"),
    "ignorable": ("source target?", "id=nmtoken"),
    "notes": ("note+", ""),
    "note": ("text", "id=nmtoken appliesTo=side category priority=priority *"),
    "originalData": ("data+", ""),
    "data": ("text cp*", "id!=nmtoken dir=direction xml:space=preserve"),
    "source": (_INLINE, "xml:lang=language xml:space=space"),
    "target": (_INLINE, "xml:lang=language xml:space=space order=positive"),
    "cp": ("", "hex!=hex"),
    "ph": ("", f"id!=nmtoken {_SPOT} {_ONE} ~"),
    "pc": (_INLINE, f"id!=nmtoken canOverlap=yesno dir=direction {_SPOT} {_TWO} ~"),
    "sc": ("", f"id!=nmtoken canOverlap=yesno dir=direction isolated=yesno {_SPOT} {_ONE} ~"),
    "ec": (
        "",
        "id=nmtoken startRef=nmtoken canOverlap=yesno dir=direction isolated=yesno"
        f" {_SPOT} {_ONE} ~",
    ),
    "mrk": (_INLINE, _MARK),
    "sm": ("", _MARK),
    "em": ("", "startRef!=nmtoken"),
    "mtc:matches": ("mtc:match+", ""),
    "mtc:match": (
        "mda:metadata? originalData? source target other*",
        "id=nmtoken ref! matchQuality=percent matchSuitability=percent origin reference=yesno"
        " similarity=percent subType=own type=match *",
    ),
    "gls:glossary": ("gls:glossEntry+", ""),
    "gls:glossEntry": ("gls:term gls:translation* gls:definition? other*", "id=nmtoken ref *"),
    "gls:term": ("text", "source *"),
    "gls:translation": ("text", "id=nmtoken ref source *"),
    "gls:definition": ("text", "source *"),
    "mda:metadata": ("mda:metaGroup+", "id=nmtoken"),
    "mda:metaGroup": ("mda:metaGroup|mda:meta+", "id=nmtoken category appliesTo=sides"),
    "mda:meta": ("text", "type!"),
    "val:validation": ("val:rule+", "*"),
    "val:rule": (
        "",
        "isPresent occurs=positive isNotPresent startsWith endsWith existsInSource=yesno"
        " caseSensitive=yesno normalization=normal disabled=yesno *",
    ),
    "ctr:changeTrack": ("ctr:revisions+", ""),
    "ctr:revisions": ("ctr:revision+", "appliesTo!=nmtoken ref=nmtoken currentVersion=nmtoken *"),
    "ctr:revision": ("ctr:item+", "author datetime version=nmtoken *"),
    "ctr:item": (_INLINE, "property! *"),
    "res:resourceData": ("res:resourceItemRef* res:resourceItem*", ""),
    "res:resourceItemRef": ("", "id=nmtoken ref!=nmtoken *"),
    "res:resourceItem": (
        "res:source? res:target? res:reference*",
        "id=nmtoken mimeType context=yesno *",
    ),
    "res:source": ("text other*", "href xml:lang=language *"),
    "res:target": ("text other*", "href xml:lang=language *"),
    "res:reference": ("", "href! xml:lang=language *"),
    "slr:profiles": ("slr:normalization? other*", "generalProfile storageProfile"),
    "slr:normalization": ("", "general=normal storage=normal"),
    "slr:data": ("other*", "profile! *"),
}

NEWER = {
    **TABLE,
    "xliff": ("notes? mda:metadata? file+", TABLE["xliff"][1]),
    "note": ("text", "id=nmtoken appliesTo=side category priority=priority ref *"),
}
"""The same of 2.2."""

FOREIGN = {
    "fs:fs": "html",
    "fs:subFs": "",
    "slr:equivStorage": "",
    "slr:sizeInfo": "",
    "slr:sizeInfoRef": "nmtoken",
    "slr:sizeRestriction": "",
    "slr:storageRestriction": "",
}
"""What modules add to the elements of the core."""

MODULES = {
    "mtc:matches": ("unit",),
    "gls:glossary": ("unit",),
    "mda:metadata": ("xliff", "file", "group", "unit", "mtc:match"),
    "val:validation": ("file", "group", "unit"),
    "ctr:changeTrack": ("file", "group", "unit"),
    "res:resourceData": ("file", "group", "unit"),
    "slr:profiles": ("file",),
    "slr:data": ("file", "group", "unit"),
}
"""Where the outermost element of a module may stand."""
