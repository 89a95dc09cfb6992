"""XML from outside: read without entities, without the network, and never beyond bounds."""

from __future__ import annotations

from typing import Any

from lxml import etree

from workbench.errors import WorkbenchError


def parse(data: bytes, name: str, error: type[WorkbenchError]) -> etree._Element:
    """The root of a file. Raises `error` where it is not well formed or has entities of its own."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        line, column = fault.position
        reason = str(fault.msg).splitlines()[0].partition(", line ")[0].strip()
        where = f"line {line}, column {column}"
        raise error(
            f"{name} is no well-formed XML: {where}: {reason}. Export it again from its own tool."
        ) from fault
    document_type: Any = root.getroottree().docinfo.internalDTD
    declared = document_type is not None and bool(document_type.entities())
    if declared or b"<!ENTITY" in data or next(root.iter(etree.Entity), None) is not None:
        raise error(f"{name} uses entities of its own, which it does not need. Take them out.")
    return root
