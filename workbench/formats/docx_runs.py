"""A Word paragraph as a row of atoms: text with its formatting, marks, pairs, breaks.

Word cuts text into runs for reasons of its own (spelling, revisions, who typed when); here the
reasons are forgotten and only what a reader sees, or what must come back, is left:

- Text of runs that look alike is one atom, whatever the runs were.
- What was deleted is left out, what was inserted is read; proofing marks are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from workbench.formats.docx_atoms import PLAIN, Atom, Chunk, Format, Kind
from workbench.formats.docx_fields import links, whole
from workbench.formats.docx_styles import values
from workbench.formats.docx_xml import Located, local, value

_UNSEEN = frozenset(
    """lang noProof rtl cs bCs iCs szCs rPrChange webHidden kern specVanish w spacing snapToGrid
    ins del moveFrom moveTo eastAsianLayout""".split()
)
"""Properties that do not make text look different, or not enough to be worth a mark."""
_SEEN_FONTS = ("ascii", "asciiTheme")
_DROPPED = frozenset(
    "proofErr del moveFrom lastRenderedPageBreak softHyphen delText rPr pPr".split()
)
_DROPPED |= frozenset("smartTagPr customXmlPr sdtPr sdtEndPr delInstrText".split())
_THROUGH = frozenset("ins moveTo smartTag customXml dir bdo".split())
_SILENT = frozenset(
    """permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart
    customXmlMoveToRangeEnd""".split()
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[^\s@]+@[\w.-]+\.\w+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_MEANINGS = {
    "bookmarkStart": "bookmark",
    "bookmarkEnd": "bookmark",
    "commentRangeStart": "comment",
    "commentRangeEnd": "comment",
    "commentReference": "comment",
    "annotationRef": "comment",
    "footnoteReference": "footnote",
    "endnoteReference": "footnote",
    "footnoteRef": "footnote",
    "endnoteRef": "footnote",
    "drawing": "image",
    "pict": "image",
    "object": "image",
    "sym": "symbol",
    "fldSimple": "field",
    "pgNum": "field",
}


def atoms(part: Located, paragraph: Any) -> list[Atom]:
    """The paragraph's atoms in order; pairs are balanced, fields are whole."""
    return _joined(_addresses(whole(list(_Paragraph(part).walk(paragraph)))))


class _Paragraph:
    """Goes through one paragraph."""

    def __init__(self, part: Located) -> None:
        self.part = part
        self.silenced: set[str] = set()

    def walk(self, parent: Any) -> Iterator[Atom]:
        for child in parent:
            name = local(child)
            if not name or name in _DROPPED:
                continue
            if name == "r":
                yield from self.run(child)
            elif name in _THROUGH:
                yield from self.walk(child)
            elif name == "hyperlink":
                yield from self.pair(child, child, "link")
            elif name == "sdt" and (content := self.part.child(child, "sdtContent")) is not None:
                yield from self.pair(child, content, "control")
            elif name == "fldSimple" and links(value(child, "instr")):
                yield from self.pair(child, child, "link")
            else:
                yield self.alone(child, name)

    def pair(self, outer: Any, inner: Any, meaning: str) -> Iterator[Atom]:
        """An element that encloses text, with what is written before and behind the text."""
        around, within = self.part.extents[outer], self.part.extents[inner]
        label = _label(self.part, outer)
        opening, closing = (
            Chunk("", around.start, within.inner),
            Chunk("", within.close, around.end),
        )
        yield Atom(Kind.OPEN, (opening,), meaning=meaning, label=label)
        yield from self.walk(inner)
        yield Atom(Kind.CLOSE, (closing,), meaning=meaning)

    def alone(self, element: Any, name: str) -> Atom:
        extent = self.part.extents[element]
        kind = Kind.SILENT if name in _SILENT or self.unseen(element, name) else Kind.MARK
        label = _label(self.part, element)
        chunk = Chunk("", extent.start, extent.end)
        return Atom(kind, (chunk,), meaning=_MEANINGS.get(name, _short(name)), label=label)

    def unseen(self, element: Any, name: str) -> bool:
        """Whether it is the bookmark where Word left the cursor."""
        if name == "bookmarkStart" and value(element, "name") == "_GoBack":
            self.silenced.add(value(element, "id"))
        return name in ("bookmarkStart", "bookmarkEnd") and value(element, "id") in self.silenced

    def run(self, run: Any) -> Iterator[Atom]:
        extent = self.part.extents[run]
        if extent.inner == extent.end:
            return
        properties = self.part.child(run, "rPr")
        look = _format(self.part, properties)
        hidden = any(name == "vanish" for name, _ in look.key)
        before = self.part.text[extent.start : extent.inner]
        before += "" if properties is None else self.part.raw(properties)
        after = self.part.text[extent.close : extent.end]
        for child in run:
            name = local(child)
            if not name or name in _DROPPED:
                continue
            at = self.part.extents[child]
            atom = _content(self.part, child, name)
            if hidden and atom.kind is Kind.TEXT:
                atom = replace(atom, kind=Kind.MARK, meaning="hidden", label="hidden")
            yield replace(atom, chunks=(Chunk(before, at.start, at.end, after),), format=look)


def _content(part: Located, child: Any, name: str) -> Atom:
    """One child of a run, without its place."""
    if name == "t":
        return Atom(Kind.TEXT, text=_text(child))
    if name == "noBreakHyphen":
        return Atom(Kind.TEXT, text="\u2011")
    if name in ("tab", "ptab"):
        return Atom(Kind.BREAK, meaning="tab", label="<w:tab/>")
    if name in ("br", "cr"):
        meaning = "line break" if value(child, "type") in ("", "textWrapping") else "page break"
        return Atom(Kind.BREAK, meaning=meaning, label="<w:br/>")
    if name == "fldChar":
        return Atom(Kind.FIELD, meaning=value(child, "fldCharType"))
    if name == "instrText":
        return Atom(Kind.FIELD, text=child.text or "", meaning="code")
    drawn = name.startswith("{") and any(
        local(inner) in ("drawing", "pict", "object") for inner in child.iter()
    )
    meaning = "image" if drawn else _MEANINGS.get(name, _short(name))
    return Atom(Kind.MARK, meaning=meaning, label=_label(part, child))


def _text(element: Any) -> str:
    """What Word shows of a `w:t`: white space at its ends only where it is to be preserved."""
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    preserved = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if preserved else text.strip(" ")


def _format(part: Located, properties: Any) -> Format:
    if properties is None:
        return PLAIN
    kept, key, style = [], set(), ""
    for child in properties:
        name = local(child)
        if not name or name in ("rPrChange", "ins", "del", "moveFrom", "moveTo"):
            continue
        kept.append((name, part.raw(child)))
        if name == "rStyle":
            style = value(child)
        if name == "rFonts":
            key |= {(kind, value(child, kind)) for kind in _SEEN_FONTS if value(child, kind)}
        elif name not in _UNSEEN:
            key.add((name, _said(part, child)))
    return Format(tuple(kept), frozenset(key), style, tuple(values(properties).items()))


def _said(part: Located, element: Any) -> str:
    """A property's value, so that `<w:b/>` and `<w:b w:val="1"/>` are the same."""
    if len(element):
        return part.raw(element)
    said = sorted((str(name), str(text)) for name, text in element.attrib.items())
    if len(said) == 1 and said[0][0].endswith("}val") and said[0][1] in ("1", "true", "on"):
        return ""
    return " ".join(f"{name.rpartition('}')[2]}={text}" for name, text in said)


def _label(part: Located, element: Any) -> str:
    """An element's opening tag, short enough to be shown."""
    extent = part.extents[element]
    tag = part.text[extent.start : extent.inner]
    if len(tag) <= 120 and "\n" not in tag:
        return tag if tag.endswith("/>") or not len(element) else tag[:-1] + "/>"
    return tag.split(None, 1)[0].rstrip("/>") + "/>"


def _short(name: str) -> str:
    return name.rpartition("}")[2]


def _addresses(found: Sequence[Atom]) -> list[Atom]:
    """A link that shows an address is one mark: nobody translates an address."""
    result: list[Atom] = []
    begin = -1
    for atom in found:
        result.append(atom)
        if atom.kind is Kind.OPEN:
            begin = len(result) - 1
        elif atom.kind is Kind.CLOSE and begin >= 0:
            link = result[begin:]
            shown = "".join(inner.text for inner in link)
            plain = all(inner.kind is Kind.TEXT for inner in link[1:-1])
            if plain and link[0].meaning == "link" and _ADDRESS.fullmatch(shown.strip()):
                chunks = tuple(chunk for inner in link for chunk in inner.chunks)
                result[begin:] = [Atom(Kind.MARK, chunks, meaning="link", label=shown.strip())]
            begin = -1
    return result


def _joined(found: Sequence[Atom]) -> list[Atom]:
    """Neighbouring text that looks alike as one atom; silent atoms do not part it."""
    result: list[Atom] = []
    silent: list[Atom] = []
    texts: list[Atom] = []

    def flush() -> None:
        if texts:
            result.append(replace(texts[0], text="".join(atom.text for atom in texts)))
        result.extend(silent)
        texts.clear()
        silent.clear()

    for atom in found:
        if atom.kind is Kind.SILENT:
            silent.append(atom)
        elif atom.kind is not Kind.TEXT:
            flush()
            result.append(atom)
        elif atom.text:
            if not texts or texts[0].format.key != atom.format.key:
                flush()
            texts.append(atom)
    flush()
    return result
