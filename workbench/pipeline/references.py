"""References, and translations to be held to them, read from whatever files they stand in.

A reference is a TSV file of English and translation, a text file with a translation a line (and,
where it is known, another one with its English), or a bilingual file, whose confirmed segments
count. A system's translations are a text file with one a line, in the same order, or a bilingual
file in any order, whose segments are found by their English; there a draft counts like any other.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from workbench import formats
from workbench.errors import Mismatch, UnknownFormat, UnknownLanguage, UnreadableFile
from workbench.inline import strip
from workbench.languages import find
from workbench.model import Document, State

_CONFIRMED = (State.TRANSLATED, State.REVIEWED, State.FINAL)
_HEADINGS = {"english", "source", "reference", "target", "translation"}
_TSV = (".tsv", ".tab")


@dataclass(frozen=True, slots=True)
class Reference:
    """What translations are compared with."""

    name: str
    language: str
    sources: tuple[str, ...]
    """The English; empty texts where it is not known."""
    texts: tuple[str, ...]

    @property
    def sourced(self) -> bool:
        """Whether the English is known: engines need it, and terms are found in it."""
        return any(self.sources)


def reference(name: str, data: bytes, *, to: str = "", english: bytes | None = None) -> Reference:
    """The reference in a file; `english` are the bytes of a file with its English, a line each.

    Raises Mismatch where the language is not known or the lines are not as many, UnreadableFile.
    """
    asked = find(to).code if to else ""
    if english is not None:
        pairs, told = _paired(name, data, english), ""
    elif name.lower().endswith(_TSV):
        pairs, told = _rows(formats.decode(data, name=name), name)
    elif (document := _bilingual(name, data)) is not None:
        told = document.target_language
        pairs = [
            (segment.source, segment.target)
            for segment in document.segments
            if segment.translate and segment.target and segment.state in _CONFIRMED
        ]
    elif "\t" in (text := formats.decode(data, name=name)):
        pairs, told = _rows(text, name)
    else:
        pairs, told = [("", line) for line in lines(text)], ""
    return _agreed(name, pairs, told, asked)


def _agreed(name: str, pairs: Sequence[tuple[str, str]], told: str, asked: str) -> Reference:
    if told and asked and told != asked:
        raise Mismatch(f"{name} is in {told}, not in {asked}. Leave --to away, or mend it.")
    if not pairs:
        raise UnreadableFile(
            f"{name} holds no confirmed translation to compare with."
            " Give a TSV file of English and reference, or a finished PO or XLIFF file."
        )
    if not (told or asked):
        raise Mismatch(f"{name} does not say its language. Name it: --to prs or --to ps.")
    return Reference(name, told or asked, *zip(*pairs, strict=True))


def translations(name: str, data: bytes, of: Reference) -> list[str]:
    """A translation in a file for each text of a reference.

    Raises Mismatch where one is missing: an empty one counts as a translation, and costs.
    """
    document = _bilingual(name, data)
    if document is None and not name.lower().endswith(_TSV):
        return lines(formats.decode(data, name=name))
    if document is not None:
        pairs = [(one.source, one.target) for one in document.segments]
    else:
        pairs = _rows(formats.decode(data, name=name), name)[0]
    return _found(name, pairs, of) if of.sourced else [target for _, target in pairs]


def _found(name: str, pairs: Sequence[tuple[str, str]], of: Reference) -> list[str]:
    """By the English; where it stands more than once, one after the other."""
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for source, target in pairs:
        waiting[_key(source)].append(target)
    missing = [source for source in of.sources if _key(source) not in waiting]
    if missing:
        raise Mismatch(
            f"{name} lacks {len(missing)} of the {len(of.sources)} segments of {of.name}, such as"
            f" {strip(missing[0])[:60]!r}. Give a translation of the same text."
        )
    found = []
    for source in of.sources:
        there = waiting[_key(source)]
        found.append(there[0] if len(there) == 1 else there.popleft())
    return found


def _key(source: str) -> str:
    return " ".join(strip(source).split())


def lines(text: str) -> list[str]:
    """The lines of a text, a translation each."""
    return text.removesuffix("\n").replace("\r\n", "\n").split("\n")


def _paired(name: str, data: bytes, english: bytes) -> list[tuple[str, str]]:
    sources = lines(formats.decode(english, name="the English"))
    texts = lines(formats.decode(data, name=name))
    if len(sources) != len(texts):
        raise Mismatch(
            f"{name} has {len(texts)} lines for {len(sources)} of English."
            " Give one translation a line, in the same order."
        )
    return list(zip(sources, texts, strict=True))


def _bilingual(name: str, data: bytes) -> Document | None:
    """The document of a catalogue, an XLIFF file or a table; None of anything else."""
    try:
        kind = formats.detect(name, data)
    except UnknownFormat:
        return None
    return kind.read(data, name=name) if kind.bilingual else None


def _rows(text: str, name: str) -> tuple[list[tuple[str, str]], str]:
    """The rows of a TSV file; a first row of headings may name the language."""
    pairs, told = [], ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if number == 1 and (heading := _heading(cells)) is not None:
            told = heading
            continue
        if len(cells) != 2 or not all(cells):
            raise UnreadableFile(
                f"{name}, line {number}: {len(cells)} cells. "
                "Write two a line, English and reference, with a tab between them."
            )
        pairs.append((cells[0], cells[1]))
    return pairs, told


def _heading(cells: Sequence[str]) -> str | None:
    """The language a row of headings names, empty when none; None for no headings."""
    if len(cells) != 2:
        return None
    if {cell.casefold() for cell in cells} <= _HEADINGS:
        return ""
    try:
        source, target = find(cells[0]).code, find(cells[1]).code
    except UnknownLanguage:
        return None
    return target if source == "en" else None
