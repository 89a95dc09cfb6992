"""How a run looks in the end: document defaults, styles upon styles, and its own properties.

Word keeps size, weight, slant and font twice, for Latin script and for complex scripts. What a
style says of the one and not of the other has to be said again where text changes script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.formats.docx_xml import Located, local, value

Values = Mapping[str, str]
"""By property: `b`, `bCs`, `i`, `iCs` ("1" or "0"), `sz`, `szCs`, `ascii`, `cs` (a font)."""

_SWITCHES = ("b", "bCs", "i", "iCs")
_OFF = ("0", "false", "off")
_DEEP = 20
"""Styles upon styles that are followed; a ring of them ends here."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document."""

    names: Mapping[str, str] = field(default_factory=dict)
    """By id, in lower case: `heading 1`."""
    defaults: Values = field(default_factory=dict)
    own: Mapping[str, Values] = field(default_factory=dict)
    based_on: Mapping[str, str] = field(default_factory=dict)
    paragraph: str = ""
    """The style of a paragraph that names none."""

    def effective(self, paragraph: str, run: str, direct: Values) -> dict[str, str]:
        """What holds for a run: the nearer wins."""
        found = dict(self.defaults)
        for style in (*self._chain(paragraph or self.paragraph), *self._chain(run)):
            found |= self.own.get(style, {})
        return found | dict(direct)

    def _chain(self, style: str) -> list[str]:
        """A style after those it is based on."""
        chain: list[str] = []
        while style and style not in chain and len(chain) < _DEEP:
            chain.append(style)
            style = self.based_on.get(style, "")
        return chain[::-1]


def styles(part: Located) -> Styles:
    """The styles a styles part holds."""
    names, own, based_on, default = {}, {}, {}, ""
    defaults: Values = {}
    for element in part.root:
        if local(element) == "docDefaults":
            inner = part.child(element, "rPrDefault")
            defaults = _of(part, inner)
        if local(element) != "style":
            continue
        style = value(element, "styleId")
        own[style] = _of(part, element)
        for child in element:
            if local(child) == "name":
                names[style] = value(child).lower()
            elif local(child) == "basedOn":
                based_on[style] = value(child)
        if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true"):
            default = style
    return Styles(names, defaults, own, based_on, default)


def values(properties: Any) -> dict[str, str]:
    """What run properties say of the things Word keeps twice."""
    return dict(_values(properties))


def _of(part: Located, holder: Any) -> Values:
    properties = None if holder is None else part.child(holder, "rPr")
    return {} if properties is None else values(properties)


def _values(properties: Any) -> Iterator[tuple[str, str]]:
    for child in properties:
        name = local(child)
        if name in _SWITCHES:
            yield name, "0" if value(child) in _OFF else "1"
        elif name in ("sz", "szCs") and value(child):
            yield name, value(child)
        elif name == "rFonts":
            for kind in ("ascii", "cs"):
                # Word prefers the theme's font where both are named; it spells one of them small.
                themed = value(child, f"{kind}Theme") or value(child, f"{kind}theme")
                if themed or value(child, kind):
                    yield kind, themed or value(child, kind)
