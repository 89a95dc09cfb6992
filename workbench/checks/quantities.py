"""Whether quantities keep their sign, unit and size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from workbench import dates
from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.languages import translate_digits
from workbench.model import Finding, Severity
from workbench.numerals import numbers, surplus

_PERCENT = re.compile(r"\d\s?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_PERCENT_SAID = (
    "٪",
    "%",
    "فیصد",
    "درصد",
    "سلنه",
    "سلنې",
    "سلنو",
    "سلنی",
    "صدم",
    "په سلو",
    "در صد",
    "فيصد",
    "في صد",
    "فی صد",
    "سلمه",
    "په سلو کې",
    "سلیزه",
)
_CURRENCIES: tuple[tuple[str, str], ...] = (
    (r"\$\s?\d|\bdollars?\b", "دالر دلار ډالر $ USD"),
    (r"€\s?\d|\beuros?\b", "یورو ایرو یوروی € EUR"),
    (r"£\s?\d|\bpounds? sterling\b", "پوند پونډ پاوند پاونډ £ GBP"),
    (r"\brupees?\b", "روپیه روپی روپۍ کلدار کلدارې"),
    (r"\bafghanis\b|\b[Aa]fn\b", "افغانی افغانۍ افغاني"),
)
_UNITS: tuple[tuple[str, str], ...] = (
    (
        r"km|kilomet(?:er|re)s?",
        "کیلومتر کیلو_متر کیلومیټر کیلو_میټر کیلومتره کیلومټر کلومتر کلومیټر km KM",
    ),
    (r"kg|kilograms?|kilos?", "کیلوگرام کیلو کیلوګرام کیلوګرامه kg"),
    (r"miles?", "مایل میل مایله میله میلو"),
    (
        r"mm|millimet(?:er|re)s?",
        "میلیمتر ملیمتر میلی_متر ملی_متر ملي_متر میليمتر ملی_میټر mm ملي_میټر",
    ),
    (
        r"cm|centimet(?:er|re)s?",
        "سانتیمتر سانتی_متر سانتي_متر سانتیميټر سانتي_میټر سانتي_مټر cm سانټي سانتی",
    ),
    (r"m|met(?:er|re)s?", "_متر _متره _مترو _متری _میټر _مېټر _مټر _میټره _متري _ميټر _m)"),
    (r"feet|foot|ft", "فوت فټ فوټ فت فُت پا قدم"),
    (r"acres?", "جریب جریبه اکر ایکر هکتار ايکړ ایکړ"),
    (r"°(?! ?C)|degrees?(?! Celsius)", "درجه درجې درجو °"),
    (r"hectares?", "هکتار هکتاره هکټار هېکټار هیکټار جریب"),
    (r"tons?|tonnes?", "تن ټن ټنه تُن ټنو"),
    (r"lit(?:er|re)s?", "لیتر لیټر لیتره لېتر لېټر"),
    (
        r"°C|degrees? Celsius",
        "سانتیگراد سانتی_گراد سلسیوس سیلسیوس سانتيګراد سانتي ګراد سانتیګراد درجه C",
    ),
)
_RANGE = re.compile(r"(?<![\w.,/:-])(\d{1,7})\s?[-–—]\s?(\d{1,7})(?![\w.,/:-]?\d|[\w])")
_GROUPED = re.compile(r"(?<![\d٬,،.])\d{1,3}(?:،\d{3})+(?![\d،])")
_BAD_GROUP = re.compile(r"(?<![\d٬,،.])\d{1,3}(?:٬\d{3})*٬(?:\d{1,2}|\d{4,})(?![\d٬])")
_ENGLISH_ENDING = re.compile(r"(?<![0-9۰-۹])[0-9۰-۹]{1,9}(?:st|nd|rd|th|s)(?![A-Za-z0-9])")
_WESTERN = re.compile(r"(?<![\w@#/.:+\-])[0-9][0-9.,]*(?![\w@/:\-]|[.,][0-9])")
_NAMED = re.compile(r"[A-Za-z]{2,}-?$")
_ARABIC = re.compile("[\u0620-\u06d3]")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()
_VALUES = {word: str(n) for n, word in enumerate(_SMALL)}
_VALUES |= {word: str(n) for n, word in enumerate(_ORDINALS)}
_VALUES |= {word: str(10 * n) for n, word in enumerate(_TENS, 2)}
_VALUES |= {
    "hundred": "100",
    "thousand": "1000",
    "dozen": "12",
    "once": "1",
    "twice": "2",
    "half": "50",
    "a": "1",
    "an": "1",
    "single": "1",
    "pair": "2",
    "century": "100",
    "decade": "10",
    "both": "2",
    "double": "2",
    "quarter": "25",
    "noon": "12",
    "midnight": "12",
    "million": "1000000",
}


_PARTS = {
    "quarter": ("0.25", "0.75", "75"),
    "quarters": ("0.25", "0.75", "75"),
    "half": ("0.5",),
    "third": ("0.33", "33"),
    "thirds": ("0.67", "0.66", "66", "67"),
    "fifth": ("0.2", "20"),
    "tenth": ("0.1",),
}
"""What a part may be told as."""


def extra_number(subject: Subject) -> Iterator[Finding]:
    """A number stands in the target that the source has neither in figures nor in words.

    Figures that come of converting a date, a clock or a scale (2.5 million, 1990s) are right, and
    single digits are let pass: they number lists and notes. So is the number of a name in Latin
    letters (COVID-19), which another check looks at.
    """
    if not subject.answered:
        return
    found = [n for n in surplus(subject.source, subject.target) if len(n.value) > 1]
    if not found or dates.solar(subject.target):
        return
    spoken = _said(subject.source)
    for number in found:
        if _NAMED.search(subject.target[: number.start][-12:]):
            continue
        if number.value not in spoken and not _derived(number.value, spoken, subject.source):
            written = subject.target[number.start : number.end]
            message = said("The number {} is not in the source.", written)
            span = (number.start, number.end)
            yield subject.finding("extra-number", Severity.WARNING, message, span)


def _said(source: str) -> set[str]:
    """The numbers of an English text: figures, figures glued to letters, and words."""
    words = re.findall(r"[a-z]+", source.lower())
    spoken = {_VALUES[word] for word in words if word in _VALUES}
    spoken |= {
        str(int(_VALUES[one]) + int(_VALUES[other]))
        for one, other in pairwise(words)
        if one in _TENS and other in _VALUES
    }
    spoken |= set(re.findall(r"\d+", source)) | {n.value for n in numbers(source)}
    spoken |= {part for said, parts in _PARTS.items() if said in words for part in parts}
    return spoken | set(re.findall(r"\d+", source.replace(",", "")))


def _derived(value: str, spoken: set[str], source: str) -> bool:
    """Whether a figure is a part, a multiple or a conversion of what the source says."""
    parts = re.findall(r"\d+", value)
    if all(part.lstrip("0") in spoken or part in spoken for part in parts):
        return True
    if not value.isdigit():
        return (
            any(float(value) == float(n) for n in spoken if _decimal(n))
            if _decimal(value)
            else False
        )
    plain = value.rstrip("0")
    scaled = any(n.replace(".", "").strip("0") == plain.strip("0") for n in spoken)
    shorter = any(n.endswith(value) or n.startswith(value) for n in spoken if len(n) == 4)
    clock = bool(re.search(r"\d\s?(?:pm|p\.m|am|a\.m)", source, re.IGNORECASE))
    ends = any(value.endswith(n) for n in spoken if len(n) == 2)
    return scaled or shorter or clock or (ends and len(value) == 4)


def _decimal(value: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:\.\d+)?", value))


def lost_percent(subject: Subject) -> Iterator[Finding]:
    """The source has a percentage, the target neither a percent sign nor its word.

    فیصد, درصد, سلنه, ٪ and % will do.
    """
    if not subject.answered or not _PERCENT.search(subject.source_prose):
        return
    if not any(form in subject.target for form in _PERCENT_SAID):
        message = said("The percentage has lost its sign: write فیصد or سلنه, or ٪")
        yield subject.finding("lost-percent", Severity.WARNING, message)


def lost_currency(subject: Subject) -> Iterator[Finding]:
    """The source names a currency that the target does not.

    Sign, code and word are the same, in Afghan and Iranian spelling.
    """
    yield from _named(subject, "lost-currency", _CURRENCIES, r"{}")


def lost_unit(subject: Subject) -> Iterator[Finding]:
    """A number of the source has a unit of measure that the target does not name.

    Kilometres that became miles are a fault; a unit in Latin letters or written apart is right.
    """
    yield from _named(subject, "lost-unit", _UNITS, r"(?<![\d,.])\d[\d,.]*[ -]?(?:{})(?![A-Za-z/])")


def _named(
    subject: Subject, name: str, table: tuple[tuple[str, str], ...], frame: str
) -> Iterator[Finding]:
    if not subject.answered:
        return
    for english, forms in table:
        found = re.search(frame.format(english), subject.source_prose)
        written = f" {subject.target}".replace("\u200c", " ")
        wanted = [form.replace("_", " ") for form in forms.split()]
        if found and not any(form in written for form in wanted):
            message = said(
                "{}: its measure is missing ({}).", found.group().strip(), wanted[0].strip()
            )
            yield subject.finding(name, Severity.WARNING, message)


def reversed_range(subject: Subject) -> Iterator[Finding]:
    """A range runs backwards in the target: ۱۰-۵ for 5-10.

    Typed as it is read, the smaller number comes first; the screen may show it on the right.
    """
    wanted = {found.groups() for found in _RANGE.finditer(subject.source_prose)}
    western = translate_digits(subject.prose, "en")
    for found in _RANGE.finditer(western):
        low, high = found.groups()
        if (high, low) in wanted and (low, high) not in wanted:
            message = said("The range runs backwards: type {} before {}.", high, low)
            yield subject.finding("reversed-range", Severity.ERROR, message, found.span())


def number_separator(subject: Subject) -> Iterator[Finding]:
    """Thousands are grouped by the comma of the text (۱،۲۰۰), or the groups are not of three.

    The separator is ٬ (U+066C); none at all is right too. Numbers in a list have a space between.
    """
    grouped = _GROUPED.search(subject.target)
    if grouped:
        message = said(
            "Write {} with the separator for thousands.", grouped.group().replace("،", "٬")
        )
        yield subject.finding("number-separator", Severity.WARNING, message, grouped.span())
    odd = _BAD_GROUP.search(subject.target)
    if odd:
        message = said("{} is not grouped by three digits.", odd.group())
        yield subject.finding("number-separator", Severity.WARNING, message, odd.span())


def with_thousands_separators(text: str, _language: str) -> str:
    """Thousands with ٬ in place of the comma."""
    return _GROUPED.sub(lambda found: found.group().replace("،", "٬"), text)


def english_ending(subject: Subject) -> Iterator[Finding]:
    """A number keeps its English ending: ۱۵th, 1990s.

    What stands in Latin letters as a whole is right when it is no figure; so is the number of a
    model behind its sign (# 1860s).
    """
    for found in _ENGLISH_ENDING.finditer(subject.prose):
        if re.search(rf"# ?{found.group()}", subject.source):
            continue
        message = said("{} has an English ending: translate it.", found.group())
        yield subject.finding("english-ending", Severity.ERROR, message, found.span())


def western_digits(subject: Subject) -> Iterator[Finding]:
    """A number in running text is in Western digits: house style is ۰ to ۹.

    Numbers that belong to Latin letters (COVID-19, F16), addresses, versions and phone numbers keep
    theirs.
    """
    found = _WESTERN.search(subject.prose) if _ARABIC.search(subject.prose) else None
    if found:
        own = translate_digits(found.group(), subject.language)
        message = said("House style writes {}.", own)
        yield subject.finding("western-digits", Severity.INFO, message, found.span())


def with_own_digits(text: str, language: str) -> str:
    """Western digits of running text in those of the language."""
    if not _ARABIC.search(text):
        return text
    return _WESTERN.sub(lambda found: translate_digits(found.group(), language), text)
