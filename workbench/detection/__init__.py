"""Which language a segment is in, how sure that is, and why.

Three stages, each only when the one before leaves something open: a gate on letters (a number, a
link, a date is no language), the language by script, and for Persian the variety, Dari or Iranian,
which is decided over the whole document: a single sentence often bears no mark of either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.detection import arabic, latin, letters, varieties

_DOCUMENT_CAP = 3.0
"""How far the document as a whole can outweigh a segment's own evidence, in log-odds."""


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
    """Foreign runs inside: (start, end, language), end exclusive."""


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
    """
    read = [letters.read(text) for text in texts]
    found = [_judge(one) for one in read]
    persian = {
        i: varieties.evidence(read[i].arabic) for i, d in enumerate(found) if d.language == "fa"
    }
    whole = sum(max(-2.0, min(2.0, odds)) for odds, _ in persian.values())
    for i, (odds, cues) in persian.items():
        found[i] = _variety(found[i], odds, cues, whole)
    return found


def _judge(read: letters.Letters) -> Detection:
    """Language by script; `fa` here means Persian of a variety not yet decided."""
    if not (read.arabic or read.latin or read.other):
        return Detection("other", 1.0, "no letters")
    if len(read.other) > max(len(read.arabic), len(read.latin)):
        return Detection(*latin.langdetect_says(read.text))
    if len(read.arabic) >= len(read.latin):
        return Detection(*arabic.judge(read.arabic))
    return Detection(*latin.judge(read.latin, read.text))


def _variety(found: Detection, own: float, cues: list[str], whole: float) -> Detection:
    """Settle Dari or Iranian Persian from the segment's evidence and the document's."""
    total = own + max(-_DOCUMENT_CAP, min(_DOCUMENT_CAP, whole - own))
    language = "prs" if total >= 0 else "fa"
    sure = 1 / (1 + math.exp(-abs(total)))
    if cues and (own >= 0) == (total >= 0):
        reason = f"{'Dari' if own >= 0 else 'Iranian Persian'} words {', '.join(cues[:3])}"
    elif abs(whole) > 0.5:
        reason = f"{found.reason}; inherits the document's variety"
    else:
        reason = f"{found.reason}; no mark of Dari or Iranian Persian"
    return replace(
        found, language=language, confidence=round(found.confidence * sure, 2), reason=reason
    )
