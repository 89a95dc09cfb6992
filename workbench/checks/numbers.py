"""Whether the figures of the source stand in the target."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.languages import translate_digits
from workbench.model import Finding, Severity

_NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,/:]\d+)*")
_THOUSANDS = {
    3: ("هزار", "زره"),
    6: ("میلیون", "ملیون", "مېلیون", "میلیونه"),
    9: ("میلیارد", "ملیارد"),
}
_WORDS = {
    "0": ("صفر",),
    "1": ("یک", "یو", "یوه", "اول", "لومړی", "لومړۍ"),
    "2": ("دو", "دوه", "دوم", "دوهم", "دویم"),
    "3": ("سه", "درې", "سوم", "درېیم", "دریم"),
    "4": ("چهار", "څلور", "چهارم", "څلورم"),
    "5": ("پنج", "پنځه", "پنجم", "پنځم"),
    "6": ("شش", "شپږ", "ششم", "شپږم"),
    "7": ("هفت", "اووه", "هفتم", "اووم"),
    "8": ("هشت", "اته", "هشتم", "اتم"),
    "9": ("نه", "نُه", "نهه", "نهم"),
    "10": ("ده", "لس", "دهم", "لسم"),
    "12": ("دوازده", "دولس"),
    "15": ("پانزده", "پنځلس"),
    "20": ("بیست", "شل"),
    "100": ("صد", "سل"),
    "1000": ("هزار", "زر"),
}


def missing_number(subject: Subject) -> Iterator[Finding]:
    """A number of the source does not stand in the target.

    Western, Persian and Arabic digits are the same number, whatever its separators; 40,000 may be
    written ۴۰ هزار, and a small number as a word.
    """
    if not subject.target.strip():
        return
    given = Counter(numbers(subject.target))
    for number, count in Counter(numbers(subject.source)).items():
        short = count - given[number]
        if short > 0 and not _written_otherwise(number, subject.target):
            message = f"The number {number} is missing."
            yield subject.finding("missing-number", Severity.ERROR, message)


def numbers(text: str) -> list[str]:
    """The numbers of a text with western digits, `.` for decimals and no thousands separators.

    >>> numbers("۱٬۲۰۰ تن، 15th, ۳٫۵ and 11.06.2024, F16")
    ['1200', '15', '3.5', '11.06.2024']
    """
    western = translate_digits(text, "en").replace("٬", ",").replace("٫", ".")
    western = re.sub(r"(?<=\d)،(?=\d{3}(?!\d))", ",", western)
    return [_plain(number) for number in _NUMBER.findall(western)]


def _plain(number: str) -> str:
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        return number.replace(",", "")
    return number


def _written_otherwise(number: str, target: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", target))
    if any(word in words for word in _WORDS.get(number, ())):
        return True
    given = numbers(target)
    for zeros, names in _THOUSANDS.items():
        if number.isdigit() and number.endswith("0" * zeros) and number[:-zeros] in given:
            return any(name in words for name in names)
    return False
