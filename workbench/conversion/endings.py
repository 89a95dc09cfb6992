"""What hangs on a Persian word, and how it is written on another one.

Ezafe, indefinite ی and plural ان look different after a consonant, after ا or و, after the silent ه
and after ی: دارو has داروی, بیمارستان has nothing to show. An ending is therefore read as what it
means on the one word, and written anew on the other.
"""

from __future__ import annotations

from functools import cache

ZWNJ = "\u200c"
KASRA = "\u0650"
HAMZA = "\u0654"

CONSONANT, VOWEL, SILENT, YEH = range(4)
"""How a word ends."""

_PLURALS = ("ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان")
_PERSONS = ("م", "ت", "ش", "مان", "تان", "شان")
_COPULAS = ("اند", "ام", "ایم", "اید")

_WRITTEN: dict[str, tuple[tuple[str, ...], ...]] = {
    "ezafe": ((KASRA,), ("ی", ZWNJ + "ی"), (HAMZA, ZWNJ + "ی"), (KASRA,)),
    "one": (("ی",), ("یی", "ئی"), (ZWNJ + "ای", "ئی"), (ZWNJ + "ای", "یی", "ئی")),
    "people": (("ان",), ("یان",), (ZWNJ + "گان", "گان"), ("ان",)),
    "a people": (("انی",), ("یانی",), (ZWNJ + "گانی", "گانی"), ("انی",)),
    "ones": (
        ("ی" + ZWNJ + "ها", "یها"),
        ("یی" + ZWNJ + "ها", "ییها"),
        (ZWNJ + "ای" + ZWNJ + "ها",),
        (ZWNJ + "ای" + ZWNJ + "ها",),
    ),
    "ones of": (
        ("ی" + ZWNJ + "های", "یهای"),
        ("یی" + ZWNJ + "های", "ییهای"),
        (ZWNJ + "ای" + ZWNJ + "های",),
        (ZWNJ + "ای" + ZWNJ + "های",),
    ),
    "one people": ((), ("ییان",), (ZWNJ + "ایان",), (ZWNJ + "ایان",)),
}
"""By meaning: the spellings after each kind of word, the one to write first."""


def kind(word: str) -> int:
    """How a word ends, as far as its spelling shows.

    >>> [kind(word) for word in ("شفاخانه", "دادگاه", "دارو", "والی", "موتر")]
    [2, 0, 1, 3, 0]
    """
    if word.endswith("ه") and not word.endswith(("اه", "وه")):
        return SILENT
    if word.endswith(("ا", "و")):
        return VOWEL
    return YEH if word.endswith("ی") else CONSONANT


def carried(ending: str, source: int, target: str) -> str | None:
    r"""The target word with what hung on a source word of that kind; None when it is no ending.

    >>> [carried(ending, CONSONANT, "شفاخانه") for ending in ("ها", "ی", "", "چی")]
    ['شفاخانه\u200cها', 'شفاخانه\u200cای', 'شفاخانه', None]
    """
    if not ending:
        return target
    read = _readings(source).get(ending)
    if read is None:
        return None
    meaning, joint, rest = read
    there = kind(target)
    if meaning == "ezafe" and there in (CONSONANT, YEH):
        return target + (ending if ending == KASRA else "")
    if meaning == "one people" and there == CONSONANT:
        return target + "یان"
    if meaning:
        return target + _WRITTEN[meaning][there][0]
    if rest in _PERSONS:
        return target + _person(rest, there, joint)
    return target + (ZWNJ if there is SILENT or rest in _COPULAS else joint) + rest


def _person(person: str, there: int, joint: str) -> str:
    if there == CONSONANT:
        return joint + ("ا" if joint and len(person) == 1 else "") + person
    if there == VOWEL:
        return "ی" + person
    return ZWNJ + ("ا" if len(person) == 1 else "") + person


@cache
def _readings(source: int) -> dict[str, tuple[str, str, str]]:
    """By spelling after a word of that kind: a meaning; or how it is joined, and what is."""
    found: dict[str, tuple[str, str, str]] = {}
    for meaning, spellings in _WRITTEN.items():
        for spelling in spellings[source]:
            found.setdefault(spelling, (meaning, "", ""))
    for joint in ("", ZWNJ):
        found |= {joint + plural: ("", joint, plural) for plural in _PLURALS}
    found |= {ZWNJ + copula: ("", ZWNJ, copula) for copula in _COPULAS}
    for person in _PERSONS:
        if source in (CONSONANT, VOWEL):
            joined = person if source == CONSONANT else "ی" + person
            found.setdefault(joined, ("", "", person))
        apart = ZWNJ + ("ا" if len(person) == 1 else "") + person
        found.setdefault(apart, ("", ZWNJ, person))
    return found
