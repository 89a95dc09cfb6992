"""Dates as they are written: Gregorian in English, either calendar in Dari and Pashto.

Months are known in the Afghan spellings and in those of Iran, so that a check can tell a month that
is wrong from one that is spelt after another house.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.calendars import MONTHS
from workbench.languages import translate_digits

_ENGLISH = (
    "january february march april may june july august september october november december"
).split()
_GREGORIAN = (
    "جنوری جنورۍ جنوي ژانویه",
    "فبروری فبرورۍ فروری فوریه فیبروری",
    "مارچ مارس",
    "اپریل اپرېل آپریل آوریل اپرایل",
    "می مئ مې مه مۍ",
    "جون ژوئن ژوين",
    "جولای جولائی جولایی جولاۍ ژوئیه جولایه",
    "اگست اګست آگست آګست اوت اګسټ اگوست اگسټ آگوست",
    "سپتمبر سپټمبر سپتامبر سپتمبرې سېپټمبر سپټامبر سیپتمبر",
    "اکتوبر اکټوبر اکتبر آکتوبر اکتوبرې",
    "نومبر نوامبر نومبرې نوومبر",
    "دسمبر ډسمبر دسامبر ډیسمبر دیسمبر ډېسمبر",
)
IRANIAN = dict(
    zip(
        "ژانویه فوریه مارس آوریل ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر".split(),
        (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12),
        strict=True,
    )
)
"""Gregorian months as Iran writes them; مه (May) is a word of many uses and left out."""
_ONE_YEH = str.maketrans("يىېۍكګډټ", "یییی" + "کگدت")
_NOISE = re.compile("[\u064b-\u0652\u0640\u0654\u0670\u200c]")


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a text; day or year may be missing (0)."""

    year: int
    month: int
    day: int
    start: int
    end: int


def loose(word: str) -> str:
    """A word with one yeh, one kaf and plain letters for Pashto's ټ ډ ګ.

    >>> loose("فبروري") == loose("فبروری"), loose("سپټمبر") == loose("سپتمبر")
    (True, True)
    """
    return _NOISE.sub("", word.translate(_ONE_YEH))


_MONTH_OF = {
    loose(name): number for number, names in enumerate(_GREGORIAN, 1) for name in names.split()
}
_EVERYDAY = {"تیر", "مهر", "دی", "آذر", "بهمن"}
"""Months of Iran that are words of another use."""
_SOLAR_OF = {
    loose(name): number
    for names in MONTHS.values()
    for number, name in enumerate(names, 1)
    if name not in _EVERYDAY
}
_SOLAR_OF |= {"غوایی": 2, "غوی": 2, "چنگاش": 4, "سلواغی": 11}
_NAMES = "|".join(f"{name}|{name[:3]}" for name in _ENGLISH) + "|sept"
_DAY = r"[0-3]?[0-9])(?:st|nd|rd|th)?"
_OF = r"\s{1,3}(?:of\s{1,3})?"
_FULL_YEAR = r"1[0-9]{3}|20[0-9]{2})\b"
_DAY_FIRST = rf"\b(?P<d1>{_DAY}{_OF}(?P<m1>{_NAMES})\b\.?(?:,?{_OF}(?P<y1>{_FULL_YEAR})?"
_MONTH_FIRST = (
    rf"\b(?P<m2>{_NAMES})\b\.?\s{{1,3}}(?P<d2>{_DAY}\b(?![\d,]?\d)(?:,?{_OF}(?P<y2>{_FULL_YEAR})?"
)
_MONTH_YEAR = rf"\b(?P<m3>{_NAMES})\b\.?,?{_OF}(?P<y3>{_FULL_YEAR}"
_IN_ENGLISH = re.compile(f"{_DAY_FIRST}|{_MONTH_FIRST}|{_MONTH_YEAR}", re.IGNORECASE)
_LETTER = "\u0620-\u065f\u0670-\u06d3\u06d5\u06fa-\u06ff\u200c"
_NUMBER = r"(?<![0-9.,/:])[0-9]{1,4}(?![0-9.,/:]?[0-9])"
_ORDINAL = r"\s?(?:مه|م|مین|ام|نیته|ته)?"
_BETWEEN = (
    rf"{_ORDINAL}[،,]?\s{{1,3}}(?:(?:د|په|کال|سال|ماه|میاشتی|میاشت|تاریخ|ل|ه|ش|نیته|هجری|لمریز|شمسی)"
    r"\s{1,3}){0,3}"
)


def _pattern(table: dict[str, int]) -> re.Pattern[str]:
    names = "|".join(sorted(table, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<a>{_NUMBER}){_BETWEEN})?(?:(?P<b>{_NUMBER}){_BETWEEN})?"
        rf"(?<![{_LETTER}])(?P<m>{names})(?![{_LETTER}])"
        rf"(?:{_BETWEEN}(?P<c>{_NUMBER}))?(?:{_BETWEEN}(?P<e>{_NUMBER}))?"
    )


_GREGORIAN_DATE, _SOLAR_DATE = _pattern(_MONTH_OF), _pattern(_SOLAR_OF)


def in_english(text: str) -> list[Written]:
    """The Gregorian dates of an English text that have a month by name and a day or a year.

    >>> [(d.year, d.month, d.day) for d in in_english("15 August 2021, Aug. 16 and May 1990")]
    [(2021, 8, 15), (0, 8, 16), (1990, 5, 0)]
    """
    found = []
    for each in _IN_ENGLISH.finditer(text):
        parts = each.groupdict()
        name = next(parts[key] for key in ("m1", "m2", "m3") if parts[key])
        if not name[0].isupper():
            continue
        day = int(parts["d1"] or parts["d2"] or 0)
        year = int(parts["y1"] or parts["y2"] or parts["y3"] or 0)
        month = next(n for n, full in enumerate(_ENGLISH, 1) if full.startswith(name.lower()[:3]))
        if day <= 31:
            found.append(Written(year, month, day, *each.span()))
    return found


def solar(text: str) -> list[Written]:
    """The Solar Hijri dates of a text in Dari or Pashto: a month by name beside a number.

    >>> [(d.year, d.month, d.day) for d in solar("۲۴ اسد ۱۴۰۰ و د ۱۴۰۰ کال د زمري ۲۴مه")]
    [(1400, 5, 24), (1400, 5, 24)]
    """
    return list(_dates(text, _SOLAR_DATE, _SOLAR_OF, 1200, 1500))


def gregorian(text: str) -> list[Written]:
    """The Gregorian dates of a text in Dari or Pashto.

    >>> [(d.year, d.month, d.day) for d in gregorian("۱۵ اگست ۲۰۲۱ او د ۲۰۲۱ کال د مۍ ۳مه")]
    [(2021, 8, 15), (2021, 5, 3)]
    """
    return list(_dates(text, _GREGORIAN_DATE, _MONTH_OF, 1500, 2200))


def months(words: Iterable[str]) -> set[int]:
    """The Gregorian months among words, whoever spells them; in Pashto with an ending.

    >>> sorted(months(["اگست", "ژانویه", "کتاب", "نومبره"]))
    [1, 8, 11]
    """
    folded = {loose(word) for word in words}
    folded |= {word.removesuffix("ه") for word in folded if len(word) > 4}
    return {_MONTH_OF[word] for word in folded if word in _MONTH_OF}


def _dates(
    text: str, pattern: re.Pattern[str], table: dict[str, int], first: int, last: int
) -> Iterator[Written]:
    for found in pattern.finditer(translate_digits(text, "en").translate(_ONE_YEH)):
        numbers = [int(found[key]) for key in "abce" if found[key]]
        year = next((n for n in numbers if first <= n <= last), 0)
        day = next((n for n in numbers if 1 <= n <= 39), 0)
        if year or day:
            yield Written(year, table[found["m"]], day, *found.span())
