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
_DATE = frozenset(
    """جنوری جنوري فبروری فبروري مارچ اپریل اپرېل می مۍ جون جولای اگست اګست سپتمبر سپټمبر
    اکتوبر اکټوبر نومبر دسمبر ډسمبر ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر
    اکتبر نوامبر دسامبر حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت وری غویی
    غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب فروردین اردیبهشت خرداد تیر مرداد
    شهریور مهر آبان آذر دی بهمن اسفند شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه
    يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر ه ش م ق هـ""".split()
)
_TELLING = {"ps": re.compile("[ټډړږښڼځڅ]"), "ur": re.compile("[ٹڈڑںے]"), "ar": re.compile("[ةأإ]")}


def judge(words: Sequence[str], text: str = "") -> tuple[str, float, str]:
    """Language, confidence and reason; `fa` stands for Persian of either variety.

    `text` is looked at for digits only: a month beside a number is a date.

    >>> judge("چو کشور نېاشد تن من مېباد".split())[0]
    'fa'
    >>> judge("د پوهنې وزارت وویل".split())[0]
    'ps'
    >>> judge("کوردستان وڵاتێکی جوانە".split())[::2]
    ('ckb', 'Kurdish letters ڵ ێ')
    """
    if len(words) <= 4 and all(word in _DATE for word in words) and re.search(r"\d", text):
        return "other", 0.97, "a date"
    joined = "".join(words)
    if _FOREIGN.search(joined) and (neighbour := _neighbour(joined)):
        return neighbour
    plain = ngrams.plain(words)
    if not plain:
        return "other", 1.0, "no letters"
    weighed = [ngrams.WORDS[word] for word in plain]
    chances = ngrams.chances(ngrams.total(weighed))
    surest = max(chances)
    best = chances.index(surest)
    leads = {
        word: one[5]
        for word, one in zip(plain, weighed, strict=True)
        if one[5] > 1 and one[4] == best
    }
    code = ngrams.CLASSES[best]
    return code, round(min(0.99, surest), 2), _reason(code, leads, joined)


def _neighbour(joined: str) -> tuple[str, float, str] | None:
    """A language next door, if its own letters are more than a slip."""
    for code, name, own in _NEIGHBOURS:
        found = [letter for letter in joined if letter in own]
        if len(set(found)) >= 2 and len(found) * 25 >= len(joined):
            return code, 0.85, f"{name} letters {' '.join(sorted(set(found))[:4])}"
    return None


def _reason(code: str, leads: dict[str, float], joined: str) -> str:
    """The words that weigh most for the answer, and letters only that language has."""
    cues = sorted(leads, key=leads.__getitem__)[:-4:-1]
    parts = [f"words {'، '.join(cues)}"] if cues else []
    if code in _TELLING and (letters := set(_TELLING[code].findall(joined))):
        parts.append(f"letters {' '.join(sorted(letters)[:4])}")
    return f"{NAMES[code]} {'; '.join(parts)}" if parts else f"{NAMES[code]} spelling"
