"""Fields of Word: page numbers, dates, links, made of a beginning, a code, a result and an end.

A field with its code is one mark, whatever it shows; one that links is a pair round its text.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbench.formats.docx_atoms import Atom, Kind

_DEEP = 8
"""Fields within fields that are read; Word's own go three deep."""


def links(code: str) -> bool:
    """Whether a field's code makes a link of its text."""
    return code.split()[:1] == ["HYPERLINK"]


def whole(found: Sequence[Atom], depth: int = 0) -> list[Atom]:
    """Fields made whole: one mark each, or a pair round the text of one that links.

    One that begins or ends in another paragraph is left in parts, and so is one that crosses a
    pair: they stay where they are.
    """
    ends = _ends(found) if depth < _DEEP else {}
    result: list[Atom] = []
    index = 0
    while index < len(found):
        atom = found[index]
        end = ends.get(index)
        if end is None:
            result.append(_half(atom) if atom.kind is Kind.FIELD else atom)
            index += 1
            continue
        result += _field(found[index : end + 1], depth + 1)
        index = end + 1
    return result


def _half(atom: Atom) -> Atom:
    """A part of a field that begins or ends elsewhere."""
    return Atom(Kind.MARK, atom.chunks, "", atom.format, "field", "<w:fldChar/>", whole=False)


def _field(parts: Sequence[Atom], nesting: int) -> list[Atom]:
    """One field, from its first atom to its last."""
    depth, code, middle = 0, "", 0
    for index, atom in enumerate(parts):
        if atom.kind is not Kind.FIELD:
            continue
        depth += (atom.meaning == "begin") - (atom.meaning == "end")
        if depth == 1 and atom.meaning == "code" and not middle:
            code += atom.text
        if depth == 1 and atom.meaning == "separate" and not middle:
            middle = index
    label = f"{{ {' '.join(code.split())[:80]} }}"
    if not (middle and links(code)):
        chunks = tuple(chunk for atom in parts for chunk in atom.chunks)
        return [Atom(Kind.MARK, chunks, format=parts[0].format, meaning="field", label=label)]
    opening = tuple(chunk for atom in parts[: middle + 1] for chunk in atom.chunks)
    closing = parts[-1].chunks
    return [
        Atom(Kind.OPEN, opening, meaning="link", label=label),
        *whole(parts[middle + 1 : -1], nesting),
        Atom(Kind.CLOSE, closing, meaning="link"),
    ]


def _ends(found: Sequence[Atom]) -> dict[int, int]:
    """For each field that begins and ends here, within the same pairs: where it ends."""
    ends: dict[int, int] = {}
    opened: list[tuple[int, tuple[int, ...]]] = []
    pairs: list[int] = []
    for index, atom in enumerate(found):
        if atom.kind is Kind.OPEN:
            pairs.append(index)
        elif atom.kind is Kind.CLOSE:
            pairs.pop()
        elif atom.kind is Kind.FIELD and atom.meaning == "begin":
            opened.append((index, tuple(pairs[-1:])))
        elif atom.kind is Kind.FIELD and atom.meaning == "end" and opened:
            begin, around = opened.pop()
            if around == tuple(pairs[-1:]):
                ends[begin] = index
    return ends
