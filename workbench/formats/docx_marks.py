"""A sentence of a Word paragraph with numbered marks, and what each mark is written as.

The look most of a sentence has is its own and needs no mark; what differs is a pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from workbench.formats.docx_atoms import PLAIN, Atom, Chunk, Format, Kind
from workbench.inline import closing, opening
from workbench.model import Inline, InlineKind

_LOOKS = {
    "b": "bold",
    "i": "italic",
    "u": "underlined",
    "strike": "struck out",
    "dstrike": "struck out",
    "vertAlign": "superscript",
    "highlight": "highlighted",
    "color": "coloured",
    "rStyle": "style",
    "sz": "size",
}
_SIDES = (Kind.OPEN, Kind.CLOSE)


@dataclass(frozen=True, slots=True)
class Piece:
    """What a mark is written as, and how the text inside a pair looks."""

    opening: tuple[Chunk, ...] = ()
    closing: tuple[Chunk, ...] = ()
    format: Format = PLAIN


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph; its key is given by the reader."""

    source: str
    inlines: tuple[Inline, ...]
    format: Format
    pieces: Mapping[int, Piece]
    """By the number of the mark."""
    atoms: tuple[Atom, ...]
    """As it was read: for a sentence that stays."""
    key: str = ""


def partners(atoms: Sequence[Atom]) -> dict[int, int]:
    """For each pair, where it opens and where it closes."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, atom in enumerate(atoms):
        if atom.kind is Kind.OPEN:
            opened.append(index)
        elif atom.kind is Kind.CLOSE and opened:
            found[opened.pop()] = index
    return found


def sentence(core: Sequence[Atom]) -> Sentence:
    """The sentence, with its marks numbered."""
    making = _Making()
    look = _main(core)
    source = making.level(_gathered(core), look)
    return Sentence(source, tuple(making.inlines), look, making.pieces, tuple(core))


def _gathered(core: Sequence[Atom]) -> list[Atom]:
    """Neighbouring marks as one: a translator moves them together."""
    result: list[Atom] = []
    for gathers, group in groupby(core, _gathers):
        marks = list(group)
        if not gathers:
            result += marks
            continue
        known = (mark for mark in marks if mark.meaning not in ("bookmark", "comment"))
        chunks = tuple(chunk for mark in marks for chunk in mark.chunks)
        result.append(replace(next(known, marks[0]), chunks=chunks))
    return result


def _gathers(atom: Atom) -> bool:
    return atom.kind is Kind.MARK and atom.meaning != "literal"


def _main(atoms: Sequence[Atom]) -> Format:
    """The look most of the text has that is in no pair."""
    weights: Counter[frozenset[tuple[str, str]]] = Counter()
    looks: dict[frozenset[tuple[str, str]], Format] = {}
    texts = [pair for pair in _depths(atoms) if pair[0].kind is Kind.TEXT and pair[0].text.strip()]
    lowest = min((depth for _, depth in texts), default=0)
    for atom, depth in texts:
        if depth == lowest:
            weights[atom.format.key] += len(atom.text.strip())
            looks.setdefault(atom.format.key, atom.format)
    return looks[max(weights, key=lambda key: weights[key])] if weights else PLAIN


def _depths(atoms: Sequence[Atom]) -> Iterator[tuple[Atom, int]]:
    depth = 0
    for atom in atoms:
        depth += (atom.kind is Kind.OPEN) - (atom.kind is Kind.CLOSE)
        yield atom, depth


@dataclass(slots=True)
class _Making:
    """Numbers the marks of one sentence."""

    inlines: list[Inline] = field(default_factory=list)
    pieces: dict[int, Piece] = field(default_factory=dict)

    def level(self, atoms: Sequence[Atom], look: Format) -> str:
        """The text of atoms inside one pair, or none, whose own look is given."""
        text: list[str] = []
        closes = partners(atoms)
        index = 0
        while index < len(atoms):
            atom = atoms[index]
            if atom.kind is Kind.OPEN:
                end = closes[index] + 1
                text.append(self.pair(atoms[index:end]))
            elif _says(atom) and atom.format.key != look.key:
                end = _same(atoms, index)
                text.append(self.looking(atoms[index:end], look))
            else:
                end = index + 1
                text.append(self.plain(atom))
            index = end
        return "".join(text)

    def plain(self, atom: Atom) -> str:
        if atom.kind is Kind.TEXT:
            return atom.text
        literal = atom.meaning == "literal"
        label = atom.text if literal else atom.label
        piece = Piece(format=atom.format) if literal else Piece(atom.chunks)
        return self.mark(label, atom.meaning, piece, InlineKind.STANDALONE)

    def mark(self, label: str, meaning: str, piece: Piece, kind: InlineKind, end: str = "") -> str:
        inline = Inline(len(self.inlines) + 1, kind, label, end, meaning)
        self.inlines.append(inline)
        self.pieces[inline.number] = piece
        return opening(inline)

    def pair(self, whole: Sequence[Atom]) -> str:
        """An element that encloses text."""
        first, inner, last = whole[0], whole[1:-1], whole[-1]
        look = _main(inner)
        end = f"</{first.label[1:].split()[0].rstrip('/>')}>" if first.label[:1] == "<" else ""
        label = first.label.removesuffix("/>") + ">" if end else first.label
        piece = Piece(first.chunks, last.chunks, look)
        begin = self.mark(label, first.meaning, piece, InlineKind.PAIR, end)
        inline = self.inlines[-1]
        return begin + self.level(inner, look) + closing(inline)

    def looking(self, atoms: Sequence[Atom], base: Format) -> str:
        """A run of text that looks different; white space at its ends stays outside."""
        look = atoms[0].format
        first, last = atoms[0].text, atoms[-1].text
        lead = first[: len(first) - len(first.lstrip())]
        tail = last[len(last.rstrip()) :]
        label, meaning = _difference(look, base)
        begin = self.mark(label, meaning, Piece(format=look), InlineKind.PAIR)
        inline = self.inlines[-1]
        inner = "".join(map(self.plain, atoms))
        inner = inner[len(lead) : len(inner) - len(tail)]
        return lead + begin + inner + closing(inline) + tail


def _says(atom: Atom) -> bool:
    """Whether its look is worth a mark: that of white space or a lone full stop is not."""
    if atom.kind is not Kind.TEXT:
        return False
    text = atom.text.strip()
    raised = any(name == "vertAlign" for name, _ in atom.format.key)
    return len(text) > 3 or (bool(text) and raised) or any(char.isalnum() for char in text)


def _same(atoms: Sequence[Atom], start: int) -> int:
    """Behind the run of atoms that look like the first one, and end in text."""
    end = start + 1
    for index in range(start + 1, len(atoms)):
        atom = atoms[index]
        if atom.kind in _SIDES:
            break
        if not _says(atom):
            continue
        if atom.format.key != atoms[start].format.key:
            break
        end = index + 1
    return end


def _difference(look: Format, base: Format) -> tuple[str, str]:
    """How one look differs from another: as markup, and in a word."""
    here, there = dict(look.key), dict(base.key)
    names = [name for name in here if here[name] != there.get(name)]
    names.sort(key=lambda name: [*_LOOKS].index(name) if name in _LOOKS else len(_LOOKS))
    written = dict(look.properties)
    label = "".join(written.get(name, "") for name in names) or "<w:r>"
    meaning = _LOOKS.get(names[0], "formatting") if names else "plain"
    if names and names[0] == "vertAlign" and "subscript" in here["vertAlign"]:
        meaning = "subscript"
    return label, meaning
