"""An XML file as elements that know their parent and place; namespaces have short names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.errors import UnreadableFile
from workbench.formats.xml_scan import ATTRIBUTE, CDATA, Node, subtrees, text_of

SPACES = {
    "xml": "xml",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "urn:oasis:names:tc:xliff:document:2.0": "",
    "urn:oasis:names:tc:xliff:document:2.2": "",
    "urn:oasis:names:tc:xliff:document:1.2": "",
    "urn:oasis:names:tc:xliff:document:1.1": "",
    "urn:oasis:names:tc:xliff:matches:2.0": "mtc",
    "urn:oasis:names:tc:xliff:glossary:2.0": "gls",
    "urn:oasis:names:tc:xliff:metadata:2.0": "mda",
    "urn:oasis:names:tc:xliff:validation:2.0": "val",
    "urn:oasis:names:tc:xliff:changetracking:2.0": "ctr",
    "urn:oasis:names:tc:xliff:changetracking:2.1": "ctr",
    "urn:oasis:names:tc:xliff:resourcedata:2.0": "res",
    "urn:oasis:names:tc:xliff:sizerestriction:2.0": "slr",
    "urn:oasis:names:tc:xliff:fs:2.0": "fs",
    "http://www.w3.org/2005/11/its": "its",
    "urn:oasis:names:tc:xliff:itsm:2.1": "itsm",
}
"""What the namespaces of the standards are called here; those of nobody here are `other`."""

_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(slots=True, eq=False)
class Element:
    """One element, its attributes by their names, those of modules with a prefix: `fs:fs`."""

    name: str
    """With the short name of its namespace, where that is none of the core: `gls:term`."""
    node: Node
    attributes: Mapping[str, str]
    written: Mapping[str, str]
    """The same names as the file has them."""
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    text: int = -1
    """Where the first text stands that is more than space."""

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    def place(self, attribute: str = "") -> int:
        """The offset of the element, or of the value of an attribute it has."""
        span = self.node.span(self.written[attribute]) if attribute in self.written else None
        return span[0] if span else self.node.start

    def all(self, *names: str) -> Iterator[Element]:
        """It and what lies in it, in order, of these names if any are given."""
        stack = [self]
        while stack:
            element = stack.pop()
            if not names or element.name in names:
                yield element
            stack.extend(reversed(element.children))

    def of(self, *names: str) -> list[Element]:
        """The children of these names."""
        return [child for child in self.children if child.name in names]

    def above(self, *names: str) -> Element | None:
        """The nearest element round it of one of these names."""
        element = self.parent
        while element is not None and element.name not in names:
            element = element.parent
        return element

    def inherited(self, attribute: str) -> str:
        """An attribute of it, or of the nearest element round it that has it."""
        element: Element | None = self
        while element is not None:
            if attribute in element.attributes:
                return element.attributes[attribute]
            element = element.parent
        return ""


def tree(text: str, name: str) -> Element:
    """The root of a well-formed file. Raises UnreadableFile."""
    first = next(subtrees(text, "", name), None)
    if first is None:
        raise UnreadableFile(f"{name} holds no element. Export it again.")
    root = first[0]
    for node, chain in subtrees(text, root.name, name):
        if not chain and node.end >= 0:
            root = node
    return _built(text, root, None, {"xml": "xml"})


def _built(text: str, node: Node, parent: Element | None, spaces: Mapping[str, str]) -> Element:
    pairs = [
        (found[1], text_of(found[2] if found[2] is not None else found[3]))
        for found in ATTRIBUTE.finditer(node.raw)
    ]
    own = {
        name.partition(":")[2]: uri
        for name, uri in pairs
        if name == "xmlns" or name.startswith("xmlns:")
    }
    spaces = {**spaces, **own} if own else spaces
    attributes: dict[str, str] = {}
    written: dict[str, str] = {}
    for name, value in pairs:
        if not (name == "xmlns" or name.startswith("xmlns:")):
            called = _called(name, spaces)
            attributes[called], written[called] = value, name
    element = Element(_prefixed(SPACES.get(node.space, ""), node), node, attributes, written)
    element.parent = parent
    at = node.inner
    for child in (*node.children, None):
        end = child.start if child else node.close
        if element.text < 0 and end > at and (blank := _SPACE.match(text, at, end)).end() < end:  # type: ignore[union-attr]
            element.text = blank.end()  # type: ignore[union-attr]
        if child is None:
            break
        at = child.end
        if child.name == CDATA and element.text < 0:
            element.text = child.start
        if child.tag:
            element.children.append(_built(text, child, element, spaces))
    return element


def _prefixed(short: str, node: Node) -> str:
    if node.space and node.space not in SPACES:
        return f"other:{node.name}"
    return f"{short}:{node.name}" if short else node.name


def _called(name: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, local = name.partition(":")
    if not colon:
        return name
    space = SPACES.get(spaces.get(prefix, ""), "other")
    return f"{space}:{local}" if space != "other" else f"other:{name}"
