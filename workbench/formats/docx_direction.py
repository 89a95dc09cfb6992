"""Right-to-left in Word: what paragraphs, runs, tables and sections need besides the text.

Alignment, indents and tabs need nothing: in a right-to-left paragraph Word takes their `left` for
the side where lines begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from workbench.formats.docx_atoms import Format
from workbench.formats.docx_styles import Styles
from workbench.formats.docx_xml import ORDER, Edit, Located, local
from workbench.languages import Language

_TWICE = (("b", "bCs"), ("i", "iCs"), ("sz", "szCs"))
_COVERING = frozenset(
    """arial|arial unicode ms|courier new|dejavu sans|microsoft sans serif|noto naskh arabic
    |noto nastaliq urdu|noto sans arabic|scheherazade new|segoe ui|tahoma|times new roman
    |majorbidi|minorbidi""".replace("\n    ", "").split("|")
)
"""Fonts with every letter of Pashto; the theme's own are chosen by Word for the language."""
_SERIFS = frozenset(
    """baskerville|book antiqua|cambria|constantia|garamond|georgia|palatino linotype
    |times|times new roman|majorhansi""".replace("\n    ", "").split("|")
)
_ARABIC = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
_LETTER = "A-Za-z\u00c0-\u024f"
_LATIN = re.compile(rf"\d{{0,9}}[{_LETTER}](?:[^{_ARABIC}]*[{_LETTER}0-9/])?")


def stretches(text: str) -> Iterator[tuple[str, bool]]:
    """A text by direction: (text, True where it is Latin and is to run from left to right).

    >>> list(stretches("به گزارش BBC News، ۲۰ نفر"))
    [('به گزارش ', False), ('BBC News', True), ('، ۲۰ نفر', False)]
    """
    last = 0
    for latin in _LATIN.finditer(text):
        if latin.start() > last:
            yield text[last : latin.start()], False
        yield latin.group(), True
        last = latin.end()
    if last < len(text):
        yield text[last:], False


def run_properties(
    look: Format, styles: Styles, paragraph_style: str, language: Language, prefix: str
) -> list[tuple[str, str]]:
    """A run's properties for text of a language: what they say of Latin script, said of its own."""
    properties = [(name, xml) for name, xml in look.properties if name not in ("cs", "lang")]
    effective = styles.effective(paragraph_style, look.style, dict(look.values))
    font = _font(effective.get("ascii", ""), effective.get("cs", ""))
    written = dict(look.properties)
    if font:
        _put(properties, "rFonts", _with(written, "rFonts", "cs", font, prefix))
    for plain, complex_ in _TWICE:
        wanted, there = effective.get(plain), effective.get(complex_)
        if wanted is not None and wanted != (there or ("" if plain == "sz" else "0")):
            said = "" if wanted == "1" and plain != "sz" else f' {prefix}val="{wanted}"'
            _put(properties, complex_, f"<{prefix}{complex_}{said}/>")
    _put(properties, "rtl", f"<{prefix}rtl/>")
    _put(properties, "lang", _with(written, "lang", "bidi", language.locale, prefix))
    return properties


def _font(latin: str, own: str) -> str:
    """A font for complex script where the one in force is Latin only, or none is; else empty."""
    if own.lower() in _COVERING or (own and own.lower() != latin.lower()):
        return ""
    return "Times New Roman" if latin.lower() in _SERIFS else "Arial"


def _with(written: dict[str, str], name: str, attribute: str, value: str, prefix: str) -> str:
    """A property, as it was written or new, with one attribute set."""
    tag = written.get(name, f"<{prefix}{name}/>")
    tag = re.sub(
        rf"\s+{re.escape(prefix)}{attribute}(?:theme)?\s*=\s*(\"[^\"]*\"|'[^']*')", "", tag
    )
    head = f"<{prefix}{name}"
    return f'{head} {prefix}{attribute}="{value}"{tag.removeprefix(head)}'


def _put(properties: list[tuple[str, str]], name: str, xml: str) -> None:
    """A property in its place among the others, or in the place of its like."""
    order = ORDER["rPr"]
    for index, (other, _) in enumerate(properties):
        if other == name:
            properties[index] = (name, xml)
            return
        if order.get(other, -1) > order[name]:
            properties.insert(index, (name, xml))
            return
    properties.append((name, xml))


def paragraph(part: Located, element: Any) -> list[Edit]:
    """Edits that make a paragraph right-to-left, and its mark with it (which numbers a list)."""
    bidi, mark = ("bidi", f"<{part.prefix}bidi/>"), f"<{part.prefix}rtl/>"
    properties = part.child(element, "pPr")
    new = ("rPr", f"<{part.prefix}rPr>{mark}</{part.prefix}rPr>")
    if properties is None:
        inside = f"<{part.prefix}pPr>{bidi[1]}{new[1]}</{part.prefix}pPr>"
        at = part.extents[element].inner
        return [Edit(at, at, inside)]
    run = part.child(properties, "rPr")
    if run is None:
        return part.put(properties, [bidi, new])
    return part.put(properties, [bidi]) + part.put(run, [("rtl", mark)])


def table(part: Located, element: Any) -> list[Edit]:
    """Edits that let a table begin at the right."""
    properties = part.child(element, "tblPr")
    if properties is None:
        return []
    return part.put(properties, [("bidiVisual", f"<{part.prefix}bidiVisual/>")])


def sections(part: Located) -> list[Edit]:
    """Edits that let the sections of the document begin at the right."""
    found: Sequence[Any] = [e for e in part.root.iter() if local(e) == "sectPr"]
    wanted = [("bidi", f"<{part.prefix}bidi/>")]
    return [
        edit
        for element in found
        if local(element.getparent()) != "sectPrChange"
        for edit in part.put(element, wanted)
    ]
