"""A source cut into what a sentence model can take, and put together again.

A starter model has seen sentences of up to 70 words. A paragraph in one unit, a table's row, a
heading in capitals or a run of emoji makes it lose the thread. So a text is cut at sentence ends,
cells and emoji, a sentence that is too long at its clauses, and each piece is translated alone;
what stands between pieces comes through as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench import segmentation
from workbench.languages import find
from workbench.lexicon import recased
from workbench.numerals import own

LONGEST = 60
"""Words of a sentence beyond which it is cut at a clause."""
_APART = re.compile(
    "\\s*(?:[|\t\n\u2022\u25aa\u25cf]"
    "|[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\u20e3\U0001f000-\U0001faff]*)+"
    "\\s*"
)
"""What separates cells, and emoji: no model has anything to say of them."""
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_LETTERS = re.compile(r"[A-Za-z]")
_CUTS = (
    re.compile(r"[;:\u2014\u2013](?=\s)"),
    re.compile(r",(?=\s+(?:and|but|or|so|while|which|who|where|when|although|because|after|as)\b)"),
    re.compile(r",(?=\s)"),
    re.compile(r"(?<=\w)(?=\s+(?:and|but|or|that|which|who|because|when|while|if|after)\b)"),
    re.compile(r"(?<=\S)(?=\s)"),
)
"""Where a long sentence may be cut, best first."""
_LOOSE_END = re.compile(r"[\s.,;:،؛؟?!۔\u2014\u2013]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: to be translated, or to be kept."""

    text: str
    translate: bool = True
    clause: str = ""
    """The mark it was cut behind inside a sentence, or a space; nothing for a whole sentence."""


def pieces(text: str, longest: int = LONGEST) -> list[Piece]:
    """The parts of an English text; joined, they are all of it.

    >>> [piece.text for piece in pieces("Rain fell. Roads closed. | 12")]
    ['Rain fell.', ' ', 'Roads closed.', ' | ', '12']
    """
    found: list[Piece] = []
    last = 0
    for apart in _APART.finditer(text):
        found += _sentences(text[last : apart.start()], longest)
        found.append(Piece(apart.group(), translate=False))
        last = apart.end()
    return found + _sentences(text[last:], longest)


def _sentences(text: str, longest: int) -> list[Piece]:
    if not text.strip():
        return [Piece(text, translate=False)] if text else []
    found: list[Piece] = []
    last = 0
    for start, end in segmentation.split(text, "en"):
        if start > last:
            found.append(Piece(text[last:start], translate=False))
        found += _clauses(text[start:end], longest)
        last = end
    return [*found, Piece(text[last:], translate=False)] if last < len(text) else found


def _clauses(sentence: str, longest: int, ends: str = "") -> list[Piece]:
    """The sentence, halved as often as it is too long; `ends` is what it was itself cut behind."""
    if len(sentence.split()) <= longest:
        return [Piece(sentence, bool(re.search(r"[^\W\d_]", _ADDRESS.sub("", sentence))), ends)]
    at = _middle(sentence)
    first, rest = sentence[:at].rstrip(), sentence[at:].lstrip()
    cut = first[-1] if first[-1] in ",;:\u2014\u2013" else " "
    return _clauses(first, longest, cut) + _clauses(rest, longest, ends)


def _middle(sentence: str) -> int:
    """Where to cut: the best kind of place in the middle half, and of these the most central."""
    for kind in _CUTS:
        places = [found.end() for found in kind.finditer(sentence)]
        middle = [place for place in places if 0.2 < place / len(sentence) < 0.8]
        if middle:
            return min(middle, key=lambda place: abs(place - len(sentence) / 2))
    return len(sentence) // 2


def spoken(piece: Piece) -> str:
    """A piece as the model is to read it: a clause as a sentence, capitals as in running text."""
    text = piece.text
    if piece.clause:
        text = _LOOSE_END.sub("", text) + "."
    letters = _LETTERS.findall(text)
    shouted = sum(letter.isupper() for letter in letters) > 0.8 * len(letters)
    return recased(text) if shouted and len(text.split()) > 2 else text


def joined(parts: Sequence[Piece], translations: Sequence[str], target: str) -> str:
    """The text of all parts: translations in order, and what was kept between them."""
    marks = dict(find(target).punctuation)
    text = ""
    translated = iter(translations)
    for part in parts:
        if not part.translate:
            text += own(part.text, target)
        elif part.clause:
            mark = marks.get(part.clause, part.clause).strip()
            text += _LOOSE_END.sub("", next(translated)) + mark + " "
        else:
            text += next(translated)
    return text
