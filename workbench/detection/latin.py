"""Text in Latin letters: English, a name, a date, or for `langdetect` to say.

An English article must not pay for `langdetect` (about 500 segments a second), so function words,
common words and English endings decide first, and nothing is imported until they do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

_FUNCTION = frozenset(
    """the of and to in is was were that for with on as by at from be been has have had are
    an it its this these those not which who whom whose will would can could should may
    might must their his her our your they them he she we you i but or if when while after
    before than then there where what how why also more most other some such into over
    about between against through during under without within because however although
    since until among only both each any all no nor so do does did being having said says
    very just even still yet never always often out up down off again further once here
    itself himself themselves it's don't doesn't isn't they're we're wasn't won't can't
    couldn't didn't toward towards upon across along despite per via""".split()
)
# Also words of French, German, Spanish, Italian, Dutch, ... : they count for less.
_SHARED = frozenset("a in is was an on of as so me no do i he we had over will die".split())
_ENDINGS = re.compile(
    r"(?:tion|tions|sion|sions|ment|ments|ness|ing|ings|ity|ities|ism|isms|ist|ists|ship|ships|able|ible"
    r"|ful|less|ous|ive|ally|ly|ology|graphy|ance|ence|ances|ences|ages|age|ies|eed|ured|ated|ized|ised"
    r"|ean|ian|ians|ight|ough|ward|hood|wise|land|ers|ors|ts|cts|ks|ths|ys|cks|ed|es|ic|al|ish|th|ck|sh)$"
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
    """tel fax phone mobile email e mail website web url isbn issn doi id no vol pp km m cm
    mm kg g mg ml l usd afn eur gbp pkr mb gb kb tb px pt hz khz mhz kw mw v w x c f""".split()
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
    return _not_language(words, lowered, text) or _english(words, lowered) or _guess(words, text)


def _not_language(
    words: Sequence[str], lowered: list[str], text: str
) -> tuple[str, float, str] | None:
    if all(word in _DATE for word in lowered) and _has_digit(text):
        return "other", 0.98, "a date"
    if all(word in _LABELS for word in lowered):
        return "other", 0.97, "a unit or a label of an address"
    if len(words) <= 3 and all(_is_acronym(word) for word in words):
        return "other", 0.95, "an acronym alone"
    if naming := _NAMING.match(text):
        named = re.findall(r"[^\W\d_]+", text[naming.end() :])
        if 0 < len(named) <= 8 and all(_is_name(word) for word in named):
            return "other", 0.95, "a byline"
    return None


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _is_acronym(word: str) -> bool:
    return word.isupper() and (len(word) <= 3 or (len(word) <= 6 and word.lower() not in _FUNCTION))


def _is_name(word: str) -> bool:
    return word[0].isupper() or word.lower() in _PARTICLES


def _english(words: Sequence[str], lowered: list[str]) -> tuple[str, float, str] | None:
    """English if enough of the words are English function words, or look English."""
    found = [word for word in lowered if word in _FUNCTION]
    strong = [word for word in found if word not in _SHARED]
    shares = (len(strong) + 0.3 * (len(found) - len(strong))) / len(words)
    if len(strong) >= 2 and shares >= 0.15:
        return "en", 0.99, f"English words {_listed(strong)}"
    if any(not word.isascii() for word in lowered):
        return None
    ends = [word for word in lowered if len(word) >= 5 and _ENDINGS.search(word)]
    if (strong and shares >= 0.1) or len(ends) * 2 >= len(words):
        cue = f"English words {_listed(strong)}" if strong else f"English endings: {_listed(ends)}"
        return "en", 0.9 if strong else 0.75, cue
    return None


def _listed(words: Sequence[str]) -> str:
    return ", ".join(list(dict.fromkeys(words))[:3])


def _guess(words: Sequence[str], text: str) -> tuple[str, float, str]:
    """A name where every word is capitalised; a language where `langdetect` is sure of one."""
    if len(words) <= 4 and all(_is_name(word) for word in words):
        return "other", 0.7, "a name alone"
    return langdetect_says(text)


def langdetect_says(text: str) -> tuple[str, float, str]:
    """What `langdetect` thinks, seeded: the same text always gets the same answer."""
    detector, error = _langdetect()
    try:
        best = detector(text)[0]
    except (error, IndexError):
        return "other", 0.5, "no language recognised"
    if best.prob < 0.6:
        return "other", 0.5, f"no language for sure; langdetect leans to {best.lang}"
    return best.lang, round(0.9 * best.prob, 2), "langdetect"


@cache
def _langdetect():  # type: ignore[no-untyped-def]
    import langdetect

    langdetect.DetectorFactory.seed = 0
    return langdetect.detect_langs, langdetect.LangDetectException
