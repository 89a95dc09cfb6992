"""Content of XLIFF written: literal text escaped, marks as the codes they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbench.formats.xml_scan import ATTRIBUTE
from workbench.inline import is_closing, is_standalone, markup_of, split
from workbench.inline import number as mark_number
from workbench.model import Inline

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENCLOSING = re.compile(r"<(?:[^\s/>:]+:)?(?:g|pc|mrk)[\s>]")
_POINTABLE = re.compile(r"<((?:[^\s/>:]+:)?)(g|pc)(|\s.*)>", re.DOTALL)
_POINTS = {"g": ("bx", "ex"), "pc": ("sc", "ec")}
_OF_BOTH_ENDS = ("dataRef", "disp", "equiv", "subFlows")


def escape(text: str, *, point: bool = False) -> str:
    """Literal text in XML; a character XML cannot hold becomes a `cp`, where there is one."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace("\r", "&#13;")
    return _ILLEGAL.sub(
        lambda found: f'<cp hex="{ord(found.group()):04X}"/>' if point else "\ufffd", text
    )


def written(target: str, inlines: Sequence[Inline], own: Mapping[str, str], *, point: bool) -> str:
    """A target's content: well formed, wherever a translator put the marks.

    Where enclosing codes cross, they are written as points; one that can be written in no way
    stays as text, for somebody to see: it is never dropped.
    """
    markup = {**markup_of(inlines), **own}
    runs = list(split(target))
    loose = _loose([run for run, is_mark in runs if is_mark and run in markup], markup)
    parts: list[str] = []
    for run, is_mark in runs:
        if not is_mark or run not in markup:
            parts.append(escape(run, point=point))
        elif mark_number(run) in loose and not is_standalone(run):
            parts.append(_pointed(run, markup) or escape(run))
        else:
            parts.append(markup[run])
    return "".join(parts)


def _loose(marks: Sequence[str], markup: Mapping[str, str]) -> set[int]:
    """The numbers of enclosing codes that do not enclose: crossed, unclosed, or never opened."""
    loose: set[int] = set()
    opened: list[int] = []
    for mark in marks:
        number = mark_number(mark)
        if is_standalone(mark) or not _encloses(f"<g{number}>", markup):
            continue
        if not is_closing(mark):
            opened.append(number)
        elif opened and opened[-1] == number:
            opened.pop()
        else:
            loose.add(number)
            if number in opened:
                opened.remove(number)
    return loose | set(opened)


def _encloses(mark: str, markup: Mapping[str, str]) -> bool:
    return not markup.get(mark, "/>").endswith("/>") and bool(_ENCLOSING.match(markup[mark]))


def _pointed(mark: str, markup: Mapping[str, str]) -> str:
    """An enclosing code's half as a point of its own; empty where there is none."""
    found = _POINTABLE.fullmatch(markup[mark.replace("</", "<")])
    written = {one[1]: one.group() for one in ATTRIBUTE.finditer(found[3])} if found else {}
    if not found or "id" not in written:
        return ""
    first, second = _POINTS[found[2]]
    if not is_closing(mark):
        kept = [
            text.replace(name, name.removesuffix("Start"), 1)
            for name, text in written.items()
            if not (name.endswith("End") and name.removesuffix("End") in _OF_BOTH_ENDS)
        ]
        return " ".join([f"<{found[1]}{first}", *kept]) + "/>"
    identity = written["id"] if found[2] == "g" else f"startRef{written['id'][2:]}"
    data = written.get("dataRefEnd", "").replace("dataRefEnd", " dataRef", 1)
    return f"<{found[1]}{second} {identity}{data}/>"
