"""XML from outside: read without entities, without the network, and never beyond bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers.expat import XML_PARAM_ENTITY_PARSING_NEVER, ExpatError, ParserCreate

from lxml import etree

from workbench.errors import UnreadableFile, WorkbenchError
from workbench.formats.encoding import decode, wide

_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_XML_CODECS = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso[-_]8859[-_]\d{1,2}|(windows|cp)-?\d{3,4}|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift[-_]jis|euc-(jp|kr)"
)
_LARGE = 8 << 20
"""Bytes beyond which a parser refuses a long text, unless it is told to trust the file."""
_HARDENED: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "recover": False,
}


def parse(
    data: bytes, name: str, error: type[WorkbenchError], *, large: bool = False
) -> etree._Element:
    """The root of a file. Raises `error` where it is not well formed or has entities of its own.

    With `large` a text may be longer than ten million characters, in a file that cannot hold
    entities: an office file that a CAT tool put into its own.
    """
    large = large and len(data) > _LARGE and _plain(data)
    parser = etree.XMLParser(**(_HARDENED | {"huge_tree": large}))
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise _malformed(fault, name, error) from fault
    document_type: Any = root.getroottree().docinfo.internalDTD
    declared = document_type is not None and b"<!ENTITY" in data
    if _declares(root) or declared or next(root.iter(etree.Entity), None) is not None:
        raise _entities(name, error, _entity_place(data))
    return root


def admit(data: bytes, name: str, error: type[WorkbenchError]) -> None:
    """Raise `error` where `parse` would, without a tree where a large file needs none."""
    if len(data) > _LARGE and _plain(data):
        parser = ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(XML_PARAM_ENTITY_PARSING_NEVER)
        try:
            parser.Parse(data, True)
        except ExpatError:
            pass  # the other parser has the last word, and says what is wrong in its own
        else:
            return
    parse(data, name, error, large=True)


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
    line, column = fault.position
    reason = str(fault.msg).splitlines()[0].partition(", line ")[0].strip()
    return error(
        f"{name} is no well-formed XML: line {line}, column {column}: {reason}."
        " Export it again from its own tool."
    )


def _entities(name: str, error: type[WorkbenchError], place: str = "") -> WorkbenchError:
    return error(f"{name} uses entities of its own{place}, which it does not need. Take them out.")


def _entity_place(data: bytes) -> str:
    """Where the first entity is declared, for a sentence; nothing where that is not plain."""
    at = data.find(b"<!ENTITY")
    if at < 0:
        return ""
    newline = b"\n"
    line = data.count(newline, 0, at) + 1
    return f" in line {line}, column {at - data.rfind(newline, 0, at)}"


def _plain(data: bytes) -> bool:
    """Whether it is UTF-8 without a document type, by its bytes."""
    found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    unicode = not found or found[1].lower() in (b"utf-8", b"utf8")
    return unicode and b"<!DOCTYPE" not in data and b"\0" not in data


def decoded(data: bytes, *, name: str) -> tuple[str, str]:
    """The text of an XML file and the encoding it declares, so that it can be written back.

    >>> decoded(b"<a/>", name="a.xlf")
    ('<a/>', 'utf-8')

    Raises UnreadableFile where the bytes are not what they are said to be.
    """
    found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    encoding = found[1].decode("ascii").lower() if found else "utf-8"
    other = wide(data)
    if other.startswith("UTF-16"):
        encoding = other.lower()
    if encoding in ("utf-8", "utf8", "utf-16", "utf16") or not _XML_CODECS.fullmatch(encoding):
        encoding = "utf-8"
    if encoding == "utf-8":
        return decode(data, name=name), encoding
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(
            f"{name} says that it is {encoding}, and is not. Export it again as UTF-8."
        ) from error
    if text.encode(encoding, "replace") != data:
        raise UnreadableFile(
            f"{name} is {encoding} in a way that could not be written back exactly."
            " Export it again as UTF-8."
        )
    return text, encoding
