"""Which language a segment is in, how sure that is, and why.

Three stages, each only when the one before leaves something open: a gate on letters (a number, a
link, a date is no language), the language by script, and for Persian the variety, Dari or Iranian,
which is decided over the whole document: a single sentence often bears no mark of either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.detection import arabic, latin, letters, spans, varieties

_DOCUMENT_CAP = 3.0
"""How far the rest of the document can outweigh a segment's own evidence, in log-odds."""
_SEGMENT_CAP = 2.5
"""How much one segment can say about the document."""
_SPACING_CAP = 1.2
"""The same for the habit of spaces over the whole document: it is house style."""
_SURE = 0.75
"""Log-odds from which a segment's own words settle its variety."""

_TAJIK = frozenset("ғӣқӯҳҷ")


@dataclass(frozen=True, slots=True)
class Detection:
    """The answer for one segment."""

    language: str
    """Canonical code (en prs fa ps ur ar), another ISO 639 code, or `other`: no language."""
    confidence: float
    """How sure, 0 to 1."""
    reason: str
    """The cues, for people."""
    spans: tuple[tuple[int, int, str], ...] = ()
    """Runs of another language inside: (start, end, language), end exclusive."""


def detect(text: str) -> Detection:
    """The language of one text on its own.

    >>> detect("The Taliban government agreed to cooperate.").language
    'en'
    >>> detect("پوهنتون کابل اعلان کرد").language, detect("د کابل پوهنتون اعلان وکړ").language
    ('prs', 'ps')
    >>> detect("11.06.2024")
    Detection(language='other', confidence=1.0, reason='no letters', spans=())
    """
    return detect_all([text])[0]


def detect_all(texts: Sequence[str]) -> list[Detection]:
    """The languages of a document's segments, in order.

    A Persian segment without marks of its own takes the variety of the document, and says so.

    >>> [one.language for one in detect_all(["پولیس در شفاخانه بود.", "او رفت.", "By Ali Reza"])]
    ['prs', 'prs', 'other']
    """
    read = [letters.read(text) for text in texts]
    found = [_judge(one) for one in read]
    persian = [index for index, one in enumerate(found) if one.language == "fa"]
    marks = {index: varieties.evidence(read[index].arabic) for index in persian}
    whole = _whole(list(marks.values()))
    for index, own in marks.items():
        found[index] = _variety(found[index], own, whole)
    return [_with_spans(one, text) for one, text in zip(found, read, strict=True)]


def _with_spans(found: Detection, read: letters.Letters) -> Detection:
    runs = spans.foreign(read, found.language) if found.language != "other" else ()
    return replace(found, spans=(*found.spans, *runs)) if runs else found


def _judge(read: letters.Letters) -> Detection:
    """Language by script; `fa` here means Persian of a variety not yet decided."""
    if not (read.arabic or read.latin or read.other):
        return Detection("other", 1.0, "no letters")
    if len(read.other) > max(len(read.arabic), len(read.latin)):
        if len(letters_found := set("".join(read.other).lower()) & _TAJIK) >= 2:
            return Detection("tg", 0.85, f"Tajik letters {' '.join(sorted(letters_found))}")
        return Detection(*latin.langdetect_says(read.text))
    if len(read.arabic) >= len(read.latin):
        words, quoted = spans.quotations(read)
        return Detection(*arabic.judge(words, read.text), quoted)
    return Detection(*latin.judge(read.latin, read.text))


def _clip(value: float, most: float) -> float:
    return most if value > most else -most if value < -most else value


def _whole(marks: Sequence[varieties.Evidence]) -> float:
    """What all Persian segments together say: log-odds for Dari."""
    words = sum(_clip(own.words, _SEGMENT_CAP) for own in marks)
    return words + _clip(sum(own.spacing for own in marks), _SPACING_CAP)


def _variety(found: Detection, own: varieties.Evidence, whole: float) -> Detection:
    """Settle Dari or Iranian Persian from the segment's evidence and the rest of the document's."""
    rest = whole - _clip(own.words, _SEGMENT_CAP)
    if abs(rest) <= _SPACING_CAP:
        rest = 0.0 if abs(own.total) >= abs(rest) else rest
    odds = own.total + _clip(rest, _DOCUMENT_CAP)
    language = "prs" if odds >= 0 else "fa"
    name = "Dari" if odds >= 0 else "Iranian Persian"
    if own.cues and (own.words >= 0) == (odds >= 0) and abs(own.words) >= _SURE:
        reason = f"{name} words {'، '.join(own.cues[:3])}"
    elif abs(own.total) < abs(rest):
        reason = f"{found.reason}; inherits the document's variety, {name}"
    elif odds:
        reason = f"{found.reason}; leans to {name}"
    else:
        reason = f"{found.reason}; no mark of Dari or Iranian Persian"
    sure = found.confidence / (1 + math.exp(-abs(odds)))
    return Detection(language, round(sure, 2), reason, found.spans)
