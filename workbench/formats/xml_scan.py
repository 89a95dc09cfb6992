"""XML with its offsets: the elements of a file, each knowing where in the text it stands.

A parser tells what a file says, but not where; to write one target and touch nothing else, every
tag's place is needed. This scanner trusts its input to be well formed: `xml.parse` has seen to it.
Only the subtrees asked for are built, one at a time, so that a large file stays cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.errors import UnreadableFile
from workbench.formats.lines import Lines

_QUOTED = r"[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*"
_MARKUP = re.compile(
    rf"<(?:(/?)([^\s/>!?]+)({_QUOTED})>|!--.*?-->|\?.*?\?>|!\[CDATA\[.*?\]\]>"
    rf"|!DOCTYPE{_QUOTED}>)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
"""The sign itself comes last: what it makes is no reference."""
_REFERENCES = [(f"&{name};", char) for name, char in _NAMED.items()]
_NEWLINE = re.compile(r"\r\n?")

DEEPEST = 256
"""How many elements may lie in each other."""

COMMENT, INSTRUCTION, CDATA = "<!--", "<?", "<![CDATA["
"""What the nodes that are no elements have for a name."""


@dataclass(slots=True)
class Node:
    """An element, or a comment, instruction or CDATA section, with its offsets in the text."""

    name: str
    """The local name."""
    space: str
    """The namespace."""
    tag: str
    """The name as written, with its prefix."""
    start: int
    inner: int
    """After the opening tag."""
    close: int = -1
    """Where the closing tag begins; `inner` again where there is none."""
    end: int = -1
    raw: str = ""
    """The attributes as written."""
    children: Sequence[Node] = ()
    known: dict[str, str] | None = None
    """The attributes, once one was asked for."""

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag, `<x/>`."""
        return self.end == self.inner

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute, by its name as written."""
        if name not in self.raw:
            return default
        if self.known is None:
            self.known = {
                name: text_of(double or single)
                for name, double, single in ATTRIBUTE.findall(self.raw)
            }
        return self.known.get(name, default)

    def span(self, name: str) -> tuple[int, int] | None:
        """Where the value of an attribute stands, without its quotes."""
        for found in ATTRIBUTE.finditer(self.raw):
            if found[1] == name:
                start, end = found.span(2 if found[2] is not None else 3)
                offset = self.start + 1 + len(self.tag)
                return offset + start, offset + end
        return None

    def add(self, child: Node) -> None:
        """Put a child at the end."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]

    def child(self, name: str, space: str) -> Node | None:
        """The first child of a name."""
        return next((c for c in self.children if c.name == name and c.space == space), None)


def text_of(raw: str) -> str:
    """Written text as it reads: line breaks made one, references put in."""
    if "\r" in raw:
        raw = _NEWLINE.sub("\n", raw)
    if "&" not in raw:
        return raw
    if "&#" in raw:
        return REFERENCE.sub(_referred, raw)
    for reference, char in _REFERENCES:
        raw = raw.replace(reference, char)
    return raw


def _referred(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    return _NAMED[name] if name else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))


Spaces = Mapping[str, str]
"""Namespaces by prefix."""

Taking = Callable[[Node, Sequence[Node], Spaces], int]
"""Given the opening tag of a wanted element, those round it and the namespaces: where to go on if
the element is done with, else 0."""


def subtrees(
    text: str,
    wanted: str,
    name: str,
    *,
    taking: Taking | None = None,
    start: int = 0,
    declared: Spaces | None = None,
) -> Iterator[tuple[Node, list[Node]]]:
    """Each element of a local name, whole, with the elements it stands in, outermost first.

    First of all the root alone, so that its attributes are known; with `start` and the namespaces
    `declared` there, the element that begins there is the root. Raises UnreadableFile.
    """
    open_nodes: list[Node] = []
    spaces: list[Spaces] = [declared or {"xml": "xml"}]
    names: dict[str, tuple[str, str, str]] = {}
    kept = -1
    """How deep the wanted element lies that is being built."""
    end = start
    while found := _MARKUP.search(text, end):
        closing, tag, raw = found.groups()
        start, end = found.span()
        if tag is None:
            if kept >= 0 and (node := _other(text, start, end)):
                open_nodes[-1].add(node)
            continue
        if not closing:
            alone = raw.endswith("/")
            spaces.append(_declared(spaces[-1], raw) if "xmlns" in raw else spaces[-1])
            if tag not in names:
                prefix, _, local = tag.rpartition(":")
                names[tag] = tag, prefix, local
            tag, prefix, local = names[tag]
            node = Node(local, spaces[-1].get(prefix, ""), tag, start, end, -1, -1, raw)
            if kept >= 0:
                open_nodes[-1].add(node)
            elif local == wanted:
                if taking and not alone and (after := taking(node, open_nodes, spaces[-1])):
                    end = after
                    spaces.pop()
                    continue
                kept = len(open_nodes)
            if not open_nodes:
                yield node, []
            if len(open_nodes) >= DEEPEST:
                place = Lines.of(text).said(start)
                raise UnreadableFile(
                    f"{name} nests deeper than {DEEPEST} elements at {place}: no such file is"
                    " meant for people. Export it again."
                )
            open_nodes.append(node)
            if not alone:
                continue
        if not open_nodes or (closing and open_nodes[-1].tag != tag):
            raise UnreadableFile(f"{name} is not XML that can be followed. Export it again.")
        node = open_nodes.pop()
        spaces.pop()
        node.close, node.end = (start if closing else node.inner), end
        if kept == len(open_nodes):
            kept = -1
            yield node, open_nodes


def element_at(text: str, start: int, name: str, declared: Spaces) -> Node:
    """The whole element that begins at an offset, whose parent knows these namespaces."""
    whole = subtrees(text, "\0", name, start=start, declared=declared)
    root = next(whole)[0]
    found = subtrees(text, root.name, name, start=start, declared=declared)
    return next(node for node, _ in found if node.end >= 0)


def _declared(known: Spaces, raw: str) -> Spaces:
    own = {
        found[1].partition(":")[2]: text_of(found[2] if found[2] is not None else found[3])
        for found in ATTRIBUTE.finditer(raw)
        if found[1] == "xmlns" or found[1].startswith("xmlns:")
    }
    return {**known, **own}


def _other(text: str, start: int, end: int) -> Node | None:
    for kind in (COMMENT, INSTRUCTION, CDATA):
        if text.startswith(kind, start):
            return Node(kind, "", "", start, end, end, end)
    return None
