"""A paragraph's atoms cut into sentences.

Marks and pairs at the very edges of a sentence stay outside it, where they are. A tab ends a
segment, and so does a line break, unless the next line goes on in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.formats.docx_atoms import Atom, Kind
from workbench.formats.docx_marks import Sentence, partners, sentence
from workbench.inline import MARK
from workbench.segmentation import split


def sentences(atoms: Sequence[Atom]) -> list[Atom | Sentence]:
    """The paragraph in order: its sentences, and the atoms between them."""
    result: list[Atom | Sentence] = []
    for part in _parts(_protected(atoms)):
        for run, is_sentence in _cut(part):
            if not is_sentence:
                result += run
                continue
            before, core, after = _trimmed(run)
            said = any(atom.kind is Kind.TEXT and atom.text.strip() for atom in core)
            result += [*before, *([sentence(core)] if said else core), *after]
    return result


def _protected(atoms: Sequence[Atom]) -> Iterator[Atom]:
    """Text that only looks like a mark becomes one, so that it comes back as it was."""
    for atom in atoms:
        last = 0
        for false in MARK.finditer(atom.text) if atom.kind is Kind.TEXT else ():
            yield replace(atom, text=atom.text[last : false.start()])
            yield replace(atom, kind=Kind.MARK, text=false.group(), meaning="literal")
            last = false.end()
        if not last:
            yield atom
        elif last < len(atom.text):
            yield replace(atom, text=atom.text[last:])


def _parts(atoms: Iterator[Atom]) -> Iterator[list[Atom]]:
    """Cut at breaks; one inside a pair, or within a sentence, is a mark instead."""
    found = list(atoms)
    goes_on = _goes_on(found)
    part: list[Atom] = []
    depth = 0
    for atom, on in zip(found, goes_on, strict=True):
        depth += (atom.kind is Kind.OPEN) - (atom.kind is Kind.CLOSE)
        if atom.kind is not Kind.BREAK:
            part.append(atom)
        elif depth or (on and atom.meaning == "line break" and part):
            if part and part[-1].kind is Kind.TEXT and not part[-1].text.endswith(" "):
                part[-1] = replace(part[-1], text=part[-1].text + " ")
            part.append(replace(atom, kind=Kind.MARK))
        else:
            yield part
            yield [atom]
            part = []
    yield part


def _goes_on(atoms: Sequence[Atom]) -> list[bool]:
    """For each atom, whether the text behind it begins with a small letter."""
    result = []
    small = False
    for atom in reversed(atoms):
        result.append(small)
        if atom.kind is Kind.TEXT and atom.text.strip():
            small = atom.text.lstrip()[0].islower()
        elif atom.kind is Kind.BREAK:
            small = False
    return result[::-1]


def _cut(part: Sequence[Atom]) -> Iterator[tuple[list[Atom], bool]]:
    """The part in runs: True for a sentence, False for what stands between two."""
    texts = list(_read_out(part))
    spans = split("".join(texts), "en")
    cuts = [(edge, not index) for span in spans for index, edge in enumerate(span)]
    run: list[Atom] = []
    inside, position = False, 0
    waiting = iter([*cuts, (-1, False)])
    edge, begins = next(waiting)
    for atom, text in zip(part, texts, strict=True):
        begin, end = 0, len(text)
        while position + begin <= edge < position + end or (edge == position + begin and text):
            at = edge - position
            if at > begin:
                run.append(replace(atom, text=atom.text[begin:at]))
            yield run, inside
            run, inside, begin = [], begins, at
            edge, begins = next(waiting)
        if atom.kind is Kind.TEXT and begin:
            run.append(replace(atom, text=atom.text[begin:]))
        else:
            run.append(atom)
        position += end
    yield run, inside


def _read_out(part: Sequence[Atom]) -> Iterator[str]:
    """Each atom as it stands in the text that is cut into sentences."""
    opened: list[int] = []
    for number, atom in enumerate(part, 1):
        if atom.kind is Kind.TEXT:
            yield atom.text
        elif atom.kind is Kind.OPEN:
            opened.append(number)
            yield f"<g{number}>"
        elif atom.kind is Kind.CLOSE:
            yield f"</g{opened.pop()}>"
        else:
            yield f"<x{number}/>" if atom.kind is Kind.MARK else ""


def _trimmed(run: Sequence[Atom]) -> tuple[list[Atom], list[Atom], list[Atom]]:
    """What stays before a sentence, the sentence, and what stays behind it."""
    silent = [atom for atom in run if atom.kind is Kind.SILENT]
    atoms = [atom for atom in run if atom.kind is not Kind.SILENT]
    closes = partners(atoms)
    begin, end = 0, len(atoms)
    while begin < end:
        if _edge(atoms[begin]):
            begin += 1
        elif _edge(atoms[end - 1]):
            end -= 1
        elif closes.get(begin) == end - 1:
            begin, end = begin + 1, end - 1
        else:
            break
    core = atoms[begin:end]
    before, after = silent + atoms[:begin], atoms[end:]
    if core and core[0].kind is Kind.TEXT and core[0].text[0].isspace():
        text = core[0].text
        rest = text.lstrip()
        before.append(replace(core[0], text=text[: len(text) - len(rest)]))
        core[0] = replace(core[0], text=rest)
    if core and core[-1].kind is Kind.TEXT and core[-1].text[-1].isspace():
        text = core[-1].text
        rest = text.rstrip()
        after.insert(0, replace(core[-1], text=text[len(rest) :]))
        core[-1] = replace(core[-1], text=rest)
    return before, core, after


def _edge(atom: Atom) -> bool:
    """Whether it stays outside where a sentence begins or ends: a footnote's number, not a page's.

    A whole field is a word of the sentence; half a field must stay where it is.
    """
    if atom.kind is Kind.TEXT:
        return not atom.text.strip()
    word = atom.meaning in ("literal", "hidden") or (atom.meaning == "field" and atom.whole)
    return atom.kind is Kind.MARK and not word
