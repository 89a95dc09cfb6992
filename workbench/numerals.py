"""Numbers in two scripts: which of a source's figures stand in its target.

Western, Persian and Arabic digits are the same number, whatever its separators (1,200 ۱٬۲۰۰ ۱۲۰۰;
3.5 ۳٫۵). 40,000 may be written ۴۰ هزار, and a small number as a word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from workbench.languages import translate_digits

_NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,/:]\d+)*")
_THOUSANDS = {
    3: ("هزار", "زر", "زره", "زرو"),
    6: ("میلیون", "ملیون", "میلیونه", "میلیونو", "مېلیونه"),
    9: ("میلیارد", "ملیارد", "میلیارده"),
}
_WORDS = {
    "0": "صفر",
    "1": "یک یکی یکم یو یوه یوې اول اوله اولې اولنی نخست لومړی لومړۍ لومړي لومړنی لمړی",
    "2": "دو دوم دوه دوې دوو دویم دوهم دوېم",
    "3": "سه سوم درې دریو درېیم دریم درېو درېم",
    "4": "چهار چهارم چار څلور څلورو څلورم",
    "5": "پنج پنجم پنځه پنځو پنځم",
    "6": "شش ششم شپږ شپږو شپږم",
    "7": "هفت هفتم اووه اوه اوو اووم اووۀ",
    "8": "هشت هشتم اته اتو اتم",
    "9": "نه نُه نهم نهه نهو نهم نهۀ",
    "10": "ده دهم لس لسو لسم",
    "11": "یازده یازدهم یوولس یوولسم یولس یولسم",
    "12": "دوازده دوازدهم دولس دوولس دولسم دوولسم",
    "13": "سیزده سیزدهم دیارلس دیارلسم",
    "14": "چهارده چهاردهم څوارلس څوارلسم",
    "15": "پانزده پانزدهم پنځلس پنځلسم",
    "16": "شانزده شانزدهم شپاړس شپاړسم",
    "17": "هفده هفدهم اوولس اوولسم اولس اولسم",
    "18": "هجده هژده هجدهم هژدهم اتلس اتلسم",
    "19": "نزده نوزده نزدهم نوزدهم نولس نولسم نونس نورلس نورلسم",
    "20": "بیست بیستم شل شلو شلم ویشت وېشت ويشت ویشتم وېشتم",
    "30": "سی سی‌ام دېرش دیرش دېرشو دیرشو دېرشم",
    "40": "چهل څلوېښت څلویښت څلوېښتو څلویښتو",
    "50": "پنجاه پنځوس پنځوسو",
    "60": "شصت شپېته شپیته شپېتو شپیتو",
    "70": "هفتاد اویا اویاوو",
    "80": "هشتاد اتیا اتیاوو",
    "90": "نود نوي نوی نویو",
    "100": "صد سل سلو سوه سوو",
    "1000": "هزار زر زرو",
}
_LONGEST = 12
"""Digits of a number that anybody spells out."""
_LAKH = frozenset("لاک لک لکه لکو لاکه کروړ کروړه کرور".split())
"""Counting as in the south: two and a half lakh are 250,000."""
_ENDINGS = ("ین", "ه", "ې", "و", "ۍ", "ی")
"""Of Dari and Pashto ordinals: یازدهمین, نولسمه."""
_COUNTED = re.compile(
    "(?<=.)(?:ساله|روزه|ماهه|ساعته|نفره|نفری|گانه|طبقه|منزله|کلن|کلنه|کلنې|کلنی|کلنو|ورځنی|ورځنۍ)$"
)
"""What a number may be written with as one word: چهارساله, څلورکلن."""
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_SUM = re.compile(
    r"(?<![\d.])(\d+)[ \u200c]?(هزار|زرو?|زره|میلیون|ملیون|مېلیونه|میلیونه|میلیونو)"
    r"[ \u200c]?ا?و (\d+)(?![\d.])"
)
"""A number in two figures: ۱۱ هزار و ۷۰۰."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands."""

    value: str
    """Western digits, `.` for decimals, no thousands separators."""
    start: int
    end: int
    """Offsets in the text as given (end exclusive)."""


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in order.

    >>> [number.value for number in numbers("۱٬۲۰۰ تن، 15th, ۳٫۵ and 11.06.2024, F16")]
    ['1200', '15', '3.5', '11.06.2024']
    """
    western = translate_digits(text, "en").translate(_SEPARATORS)
    western = re.sub(r"(?<=\d)،(?=\d{3}(?!\d))", ",", western)
    western = re.sub(r"(?<=\d)[xX](?=\d)", "×", western)
    return [Number(_plain(n.group()), n.start(), n.end()) for n in _NUMBER.finditer(western)]


_YEHS = str.maketrans("يى", "یی")
_SEPARATORS = str.maketrans({"٬": ",", "٫": "."})


def missing(source: str, target: str) -> list[Number]:
    """The numbers of a source that its target does not have, in figures or in words.

    >>> [n.value for n in missing("40,000 men and 2 guns in 1979", "۴۰ هزار مرد و دو تفنگ")]
    ['1979']
    """
    left = Counter(number.value for number in numbers(target))
    words = set(re.findall(r"[^\W\d_]+", target.translate(_YEHS)))
    words |= {
        word.removesuffix(end) for word in words for end in _ENDINGS if word.endswith("م" + end)
    }
    words |= {word.removesuffix("یم") for word in words if len(word) > 4}
    # Numbers are joined by و in one word, بیست‌وهفتم, and to what they count.
    words |= {word[1:] for word in words if word[0] == "و" and len(word) > 3}
    words |= {_COUNTED.sub("", word) for word in words}
    words |= {word[:-1] for word in words if word[-1] == "م" and len(word) > 3}
    left.update(_sums(target))
    absent = []
    for number in numbers(source):
        if left[number.value] > 0:
            left[number.value] -= 1
        elif not _in_words(number.value, left, words):
            absent.append(number)
    return absent


def _sums(text: str) -> list[str]:
    """Numbers that are told in two figures.

    >>> _sums("۱۱ هزار و ۷۰۰ تن")
    ['11700']
    """
    found = _SUM.finditer(translate_digits(text, "en").translate(_YEHS))
    zeros = {name: count for count, names in _THOUSANDS.items() for name in names}
    return [str(int(n[1]) * 10 ** zeros[n[2]] + int(n[3])) for n in found if n[2] in zeros]


def surplus(source: str, target: str) -> list[Number]:
    """The numbers of a target that its source does not have."""
    left = Counter(number.value for number in numbers(source))
    left.subtract(number.value for number in numbers(target))
    return [number for number in numbers(target) if left[number.value] < 0]


def written(value: str, language: str) -> str:
    """A number as the house writes it: ۲٬۴۰۰ and ۴۱٫۵, from 2,400 and 41.5.

    >>> written("2,400", "prs"), written("41.5", "ps"), written("11.06.2024", "prs")
    ('۲٬۴۰۰', '۴۱٫۵', '۱۱.۰۶.۲۰۲۴')
    """
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d+", value):
        value = value.replace(",", "٬").replace(".", "٫")
    return translate_digits(value, language)


_WORD = re.compile(r"\S+")
_BETWEEN = re.compile(r"(?<=[0-9])[٬٫](?=[0-9])")
_ADDRESS = re.compile(r"[A-Za-z@]|//")


def own(text: str, language: str) -> str:
    """A text with its numbers as the house writes them; names and addresses keep theirs.

    >>> own("2,400 تن، 41.5 F16 a.com/3", "prs")
    '۲٬۴۰۰ تن، ۴۱٫۵ F16 a.com/3'
    """

    def word(found: re.Match[str]) -> str:
        said = found.group()
        if _ADDRESS.search(said):
            return said
        return _NUMBER.sub(lambda number: written(western(number.group()), language), said)

    return _WORD.sub(word, text)


def western(text: str) -> str:
    """A text with its numbers in Western digits.

    >>> western("۲٬۴۰۰ تن، ۴۱٫۵")
    '2,400 تن، 41.5'
    """
    latin = translate_digits(text, "en")
    return _BETWEEN.sub(lambda sign: _SEPARATORS_WESTERN[sign.group()], latin)


_SEPARATORS_WESTERN = {"٬": ",", "٫": "."}


def _plain(number: str) -> str:
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number)
    return number.replace(",", "") if grouped else number


def _in_words(value: str, left: Counter[str], words: set[str]) -> bool:
    if _said(value, words):
        return True
    hour, minutes = value.partition(":")[::2]
    if minutes == "00" and _said(hour, words):
        return True
    if left[value.replace(".", ":")] > 0 and _CLOCK.fullmatch(value):
        return True
    parts = value.split("/")
    if len(parts) == 2 and all(left[part] > 0 or _said(part, words) for part in parts):
        return True
    if len(value) == 2 and "0" not in value and value.isdigit():
        if _said(value[0] + "0", words):
            return _said(value[1], words)
        ones, tens = (
            _WORDS[digit].translate(_YEHS).split() for digit in (value[1], value[0] + "0")
        )
        if words & {one + ten for one in ones for ten in tens}:  # یوویشت
            return True
    for zeros, names in _THOUSANDS.items():
        short = value.removesuffix("0" * zeros)
        if value.isdigit() and short != value and left[short] > 0 and words & set(names):
            return True
    if not value.isdigit() or len(value) > _LONGEST:
        return False
    return (len(value) > 5 and value.endswith("000") and bool(words & _LAKH)) or (
        len(value) > 2 and (_spelt(int(value), words) or _year(int(value), words))
    )


def _year(value: int, words: set[str]) -> bool:
    """Whether a year is said by its hundreds: nineteen hundred and seventy."""
    hundreds, rest = divmod(value, 100)
    said = 10 < hundreds < 20 and _spelt(hundreds, words) and _said("100", words)
    return said and _spelt(rest, words)


def _spelt(value: int, words: set[str]) -> bool:
    """Whether the words have each part of a number: four thousand, six hundred."""
    for zeros, names in (*reversed(_THOUSANDS.items()), (2, tuple(_WORDS["100"].split()))):
        count, rest = divmod(value, 10**zeros)
        if count:
            if not words & set(names) or (count > 1 and not _spelt(count, words)):
                return False
            value = rest
    tens = str(value // 10 * 10)
    return (
        not value
        or _said(str(value), words)
        or (_said(tens, words) and _said(str(value % 10), words))
    )


def _said(value: str, words: set[str]) -> bool:
    return bool(words & set(_WORDS.get(value, "").translate(_YEHS).split()))
