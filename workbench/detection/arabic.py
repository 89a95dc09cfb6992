"""Text in Arabic letters: Persian (Dari or Iranian), Pashto, Urdu, Arabic, or a neighbour.

The model of `ngrams` decides among the four. No letter decides alone: ې ۍ ګ are mistyped in
Persian often enough (a well-known masthead has «چو کشور نېاشد»), and the model is trained on such
mistakes. Languages it does not know show themselves by letters that none of the four has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.detection import ngrams

NAMES = {"fa": "Persian", "ps": "Pashto", "ur": "Urdu", "ar": "Arabic"}
_NEIGHBOURS = (
    ("sd", "Sindhi", "ڪڻڳٻڀٿٺٽڄڃڦڊڏڌڱڇ"),
    ("ug", "Uyghur", "ۇۈۋڭ"),
    ("ckb", "Kurdish", "ێڕڵۆڤ"),
    ("ks", "Kashmiri", "ٲٳۄؠۆ"),
)
_FOREIGN = re.compile(f"[{''.join(own for _, _, own in _NEIGHBOURS)}]")
_TELLING = {"ps": re.compile("[ټډړږښڼځڅ]"), "ur": re.compile("[ٹڈڑںے]"), "ar": re.compile("[ةأإ]")}


def judge(words: Sequence[str]) -> tuple[str, float, str]:
    """Language, confidence and reason; `fa` stands for Persian of either variety.

    >>> judge("چو کشور نېاشد تن من مېباد".split())[0]
    'fa'
    >>> judge("د پوهنې وزارت وویل".split())[0]
    'ps'
    >>> judge("کوردستان وڵاتێکی جوانە".split())[::2]
    ('ckb', 'Kurdish letters ڵ ێ')
    """
    joined = "".join(words)
    if _FOREIGN.search(joined) and (neighbour := _neighbour(joined)):
        return neighbour
    plain = ngrams.plain(words)
    if not plain:
        return "other", 1.0, "no letters"
    chances = ngrams.chances(ngrams.total(plain))
    best = max(range(4), key=chances.__getitem__)
    code = ngrams.CLASSES[best]
    return code, round(min(0.99, chances[best]), 2), _reason(code, best, plain, joined)


def _neighbour(joined: str) -> tuple[str, float, str] | None:
    """A language next door, if its own letters are more than a slip."""
    for code, name, own in _NEIGHBOURS:
        found = [letter for letter in joined if letter in own]
        if len(set(found)) >= 2 and len(found) * 25 >= len(joined):
            return code, 0.85, f"{name} letters {' '.join(sorted(set(found))[:4])}"
    return None


def _reason(code: str, best: int, words: Sequence[str], joined: str) -> str:
    """The words that weigh most for the answer, and letters only that language has."""
    lead: dict[str, float] = {}
    for word in words:
        weights = ngrams.weigh(word)
        lead[word] = weights[best] - max(weights[:best] + weights[best + 1 :])
    cues = sorted((word for word in lead if lead[word] > 1), key=lambda word: -lead[word])[:3]
    parts = [f"words {'، '.join(cues)}"] if cues else []
    if code in _TELLING and (letters := sorted(set(_TELLING[code].findall(joined)))):
        parts.append(f"letters {' '.join(letters[:4])}")
    return f"{NAMES[code]} {'; '.join(parts)}" if parts else f"{NAMES[code]} spelling"
