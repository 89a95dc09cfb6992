"""XML from outside: read without entities, without the network, and never beyond bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from workbench.errors import WorkbenchError

_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "recover": False,
}


def parse(data: bytes, name: str, error: type[WorkbenchError]) -> etree._Element:
    """The root of a file. Raises `error` where it is not well formed or has entities of its own."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_HARDENED))
    except etree.XMLSyntaxError as fault:
        raise _malformed(fault, name, error) from fault
    if _declares(root) or b"<!ENTITY" in data or next(root.iter(etree.Entity), None) is not None:
        raise _entities(name, error)
    return root


def stream(
    file: BinaryIO, name: str, error: type[WorkbenchError], root: str, *tags: str
) -> Iterator[etree._Element]:
    """The elements with these tags as they end, each emptied when the next is asked for.

    For files too large to hold. Raises `error` as `parse` does, and where the root is another; by
    then the elements before the fault have been handed out.
    """
    parsed: Any = etree.iterparse(
        file,
        ("start", "end"),
        tag=(root, *tags),
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        **_HARDENED,
    )
    admitted = False
    try:
        for event, element in parsed:
            if not admitted:
                _admit(element.getroottree().getroot(), name, error, root)
                admitted = True
            if event == "end" and element.tag != root:
                if next(element.iter(etree.Entity), None) is not None:
                    raise _entities(name, error)
                yield element
                _forget(element)
        if not admitted:
            _admit(parsed.root, name, error, root)
    except etree.XMLSyntaxError as fault:
        raise _malformed(fault, name, error) from fault


def _admit(element: etree._Element, name: str, error: type[WorkbenchError], root: str) -> None:
    if _declares(element):
        raise _entities(name, error)
    if element.tag != root:
        raise error(f"{name} is XML, but no {root.upper()}. Export it from its tool as that.")


def _forget(element: etree._Element) -> None:
    """Free an element, and all that stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _declares(root: etree._Element) -> bool:
    document_type: Any = root.getroottree().docinfo.internalDTD
    return document_type is not None and bool(document_type.entities())


def _malformed(
    fault: etree.XMLSyntaxError, name: str, error: type[WorkbenchError]
) -> WorkbenchError:
    return error(f"{name} is no well-formed XML: {fault.msg}. Export it again from its own tool.")


def _entities(name: str, error: type[WorkbenchError]) -> WorkbenchError:
    return error(f"{name} uses entities of its own, which it does not need. Take them out.")
