"""Text in Latin letters: English, a name, a date, or for `langdetect` to say.

An English article must not pay for `langdetect` (about 500 segments a second), so function words,
common words and English endings decide first, and nothing is imported until they do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_VOCABULARY = Path(__file__).with_name("english.txt")

_FUNCTION = frozenset(
    """the of and to in is was were that for with on as by at from be been am has have had
    are an it its this these those not which who whom whose will would can could should
    may might must their his her our your they them he she we you i but or if when while
    after before than then there where what how why also more most other some such into
    over about between against through during under without within because however
    although since until among only both each any all no nor so do does did being having
    said says very just even still yet never always often out up down off again further
    once here itself himself themselves it's don't doesn't isn't they're we're wasn't
    won't can't couldn't didn't toward towards upon across along despite per via""".split()
)
# Words of French, German, Spanish, Italian, Dutch, ... as well: they count for nothing alone.
_SHARED = frozenset("a in is was an on of as so me no do i he we had over will die per am".split())
_ENDINGS = re.compile(
    r"(?:tions?|sions?|ments?|ness|ings?|it(?:y|ies)|isms?|ists?|ships?|[ai]ble|ful|less|ous|ive"
    r"|ally|ly|ology|graphy|[ae]nces?|ages?|ied|ies|ured|[ai]ted|[iy][sz]ed|e?ans?|ians?|ight"
    r"|ough|ward|hood|wise|[eo]rs|ical|ish)$"
)
# Exonyms and the like: capitalised, yet no names to be left alone.
_PROPER = frozenset(
    """afghan afghans afghanistan pakistan pakistani india indian iran iranian china chinese
    russia russian america american britain british english europe european asia asian
    africa african arab arabic turkey turkish tajikistan uzbekistan turkmenistan
    kazakhstan saudi ok qatar emirates germany german france french japan japanese korea
    korean ukraine ukrainian israel israeli palestine palestinian syria syrian iraq iraqi
    egypt taliban muslim muslims islam islamic christian jewish sunni shia kabul herat
    kandahar mazar jalalabad kunduz balkh nangarhar helmand ghazni bamyan badakhshan
    islamabad peshawar tehran delhi moscow beijing washington london pashtun pashtuns
    pashto dari persian tajik uzbek hazara urdu un nations states united january february
    march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday president minister ministry""".split()
)
_NAMING = re.compile(
    r"\s*(?:authors?|by|written by|translated by|translator|edited by|editor|photos?|photo by"
    r"|photograph by|image by|reporter|reported by|reporting by|correspondent)"
    r"\b\s*[:\u2013\u2014-]?\s*(?=\S)",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "de da di van von der den bin ibn al ul ud ur el la le du dos e y and for dr mr mrs ms".split()
)
_DATE = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday
    friday saturday sunday mon tue tues wed thu thur thurs fri sat sun am pm gmt utc est
    edt pst cet ce ad bc ah st nd rd th""".split()
)
_LABELS = frozenset(
    """tel fax phone mobile email e mail website web url isbn issn doi id vol p pp km m cm mm
    kg g mg ml l usd afn eur gbp pkr mb gb kb tb px pt hz khz mhz kw mw v w x c f twitter
    facebook telegram instagram whatsapp youtube""".split()
)


def judge(words: Sequence[str], text: str) -> tuple[str, float, str]:
    """Language, confidence and reason for a text whose words are in Latin letters.

    >>> judge("The party agreed to talks".split(), "The party agreed to talks")
    ('en', 0.99, 'English words the, to')
    >>> judge(["Taut", "Bataut"], "Taut Bataut")[::2]
    ('other', 'a name alone')
    >>> judge(["June"], "11 June 2024")[::2]
    ('other', 'a date')
    """
    lowered = [word.lower().replace("\u2019", "'") for word in words]
    return _not_language(words, lowered, text) or english(words, lowered) or _guess(words, text)


def _not_language(
    words: Sequence[str], lowered: list[str], text: str
) -> tuple[str, float, str] | None:
    if len(words) > 16:
        return None
    if naming := _NAMING.match(text):
        named = re.findall(r"[^\W\d_]+", text[naming.end() :])
        if 0 < len(named) <= 8 and all(_is_name(word) for word in named):
            return "other", 0.95, "a byline"
    numbered = any(char.isdigit() for char in text)
    if numbered and all(word in _DATE for word in lowered):
        return "other", 0.98, "a date"
    if all(word in _LABELS or (numbered and word == "no") for word in lowered):
        return "other", 0.97, "a unit or a label of an address"
    if len(words) <= 3 and all(_is_acronym(word) for word in words):
        return "other", 0.95, "an acronym alone"
    return None


def _is_acronym(word: str) -> bool:
    if not word.isupper() or word == "OK":
        return False
    return len(word) <= 3 or (len(word) <= 5 and not _is_common(word.lower()))


def _is_name(word: str) -> bool:
    return word[0].isupper() or word.lower() in _PARTICLES


def _is_common(word: str) -> bool:
    """An English word; plurals and endings forgiven."""
    return (
        word in _FUNCTION
        or word in _PROPER
        or (len(word) > 2 and word in _vocabulary())
        or (word.endswith(("s", "'s")) and word.removesuffix("s").rstrip("'") in _vocabulary())
    )


def english(words: Sequence[str], lowered: Sequence[str]) -> tuple[str, float, str] | None:
    """English if enough of the words are English function words, or common, or end like it."""
    count = len(words)
    found = [word for word in lowered if word in _FUNCTION]
    strong = [word for word in found if word not in _SHARED]
    accented = sum(not word.isascii() for word in lowered)
    if accented * 3 > count and len(strong) * 4 < count:
        return None
    if len(strong) >= 2 and (len(found) >= 0.18 * count or len(set(strong)) >= 4):
        return "en", 0.99, f"English words {_listed(strong)}"
    common = [word for word in lowered if word not in _SHARED and _is_common(word)]
    looks = len(common) + 0.7 * sum(map(_ends_like_english, lowered))
    share = (looks + 0.5 * (len(found) - len(strong))) / count if looks or count == 1 else 0.0
    if share >= 0.4 or (strong and (share >= 0.3 or len(common) >= 4)):
        sure = min(0.97, 0.55 + 0.4 * share + 0.05 * len(strong))
        return "en", round(sure, 2), f"English words {_listed(strong or common or lowered)}"
    if common and count <= 4 and len(common) * 3 >= count and not accented:
        return "en", 0.6, f"English words {_listed(common)}"
    return None


def _ends_like_english(word: str) -> bool:
    return len(word) >= 6 and not _is_common(word) and bool(_ENDINGS.search(word))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(list(dict.fromkeys(words))[:3])


def _guess(words: Sequence[str], text: str) -> tuple[str, float, str]:
    """A name where all words are capitalised; else a language where `langdetect` is sure of one."""
    if len(words) <= 5 and all(_is_name(word) for word in words):
        return "other", 0.7, "a name alone"
    if len(words) <= 2 and all(word.isascii() for word in words):
        return "en", 0.4, "too short to tell: Latin letters"
    return langdetect_says(text)


def langdetect_says(text: str) -> tuple[str, float, str]:
    """What `langdetect` thinks, seeded: the same text always gets the same answer."""
    detector, error = _langdetect()
    try:
        best = detector(text[:1000])[0]
    except (error, IndexError):
        return "other", 0.5, "no language recognised"
    if best.prob < 0.7:
        return "other", 0.5, f"no language for sure; langdetect leans to {best.lang}"
    return best.lang, round(0.9 * best.prob, 2), "langdetect"


@cache
def _langdetect() -> tuple[Any, type[Exception]]:
    import langdetect

    langdetect.DetectorFactory.seed = 0
    return langdetect.detect_langs, langdetect.LangDetectException


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(_VOCABULARY.read_text(encoding="utf-8").split())
