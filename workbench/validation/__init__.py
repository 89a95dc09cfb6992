"""Whether a file keeps to the standard of its format: the work of `workbench validate`.

Reading takes what can be read; this is strict. XLIFF 1.2 and 2.x, PO and TMX each have a table of
what may stand where and the constraints that a table cannot say; every breach has its line, its
column and the name of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import files
from workbench.errors import UnknownFormat, UnreadableFile
from workbench.formats import po_charset, xml
from workbench.formats.lines import Lines
from workbench.report.located import Located, Rule, Verdict
from workbench.validation import po, tmx, xliff1, xliff2
from workbench.validation.rules import RULES
from workbench.validation.tree import Element, tree

if TYPE_CHECKING:
    from workbench.validation.grammar import Fault

__all__ = ["RULES", "faults", "validate"]

_PLACE = re.compile(r"\bline (\d+)(?:, column (\d+))?")


def validate(paths: Sequence[Path]) -> Verdict:
    """What breaks the standard in each file. Raises UnreadableFile where there is none."""
    found: list[Located] = []
    for path in dict.fromkeys(paths):
        found += faults(files.read(path), name=str(path))
    names = tuple(path.as_posix() for path in dict.fromkeys(paths))
    rules = tuple(Rule(name, severity, text) for name, (text, severity) in RULES.items())
    return Verdict(names, tuple(found), rules)


def faults(data: bytes, *, name: str) -> list[Located]:
    """What breaks the standard in one file, in the order of the file."""
    try:
        text, found = _found(data, name)
    except UnreadableFile as error:
        return [_unreadable(name, str(error))]
    lines = Lines.of(text)
    ordered = sorted(dict.fromkeys(_said(fault) for fault in found))
    return [_located(name, lines, *one) for one in ordered]


def _said(fault: Fault) -> tuple[int, str, str]:
    sentence = RULES[fault.rule][0].format_map(fault.said)
    return fault.at, fault.rule, sentence


def _found(data: bytes, name: str) -> tuple[str, list[Fault]]:
    """The text of a file, and its faults."""
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n\0").startswith(b"<"):
        text, _ = po_charset.decode(data, name=name)
        return text, list(po.faults(text, name))
    xml.parse(data, name, UnreadableFile, large=True)
    text, _ = xml.decoded(data, name=name)
    root = tree(text, name)
    check = _check(root)
    if check is None:
        raise UnknownFormat(
            f"{name} is no kind of file that can be validated. Name an XLIFF, PO or TMX file."
        )
    return text, list(check(root))


def _check(root: Element) -> Callable[[Element], Iterator[Fault]] | None:
    if root.name == "tmx":
        return tmx.faults
    if root.name != "xliff":
        return None
    older = "document:1." in root.node.space or root.get("version").startswith("1")
    return xliff1.faults if older else xliff2.faults


def _located(name: str, lines: Lines, at: int, rule: str, sentence: str) -> Located:
    line, column = lines.position(at)
    return _finding(name, line, column, rule, sentence)


def _unreadable(name: str, message: str) -> Located:
    place = _PLACE.search(message)
    line, column = (int(one or 1) for one in place.groups()) if place else (1, 1)
    return _finding(name, line, column, "not-readable", message)


def _finding(name: str, line: int, column: int, rule: str, sentence: str) -> Located:
    mark = sha256(f"{rule}\n{sentence}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    file = Path(name).as_posix()
    return Located(file, line, column, rule, RULES[rule][1], sentence, mark)
