"""Whether the dates of the target are those of the source, in either calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

from workbench import calendars, dates
from workbench.checks.subject import WORD, Subject, loose
from workbench.dates import Written
from workbench.i18n import said
from workbench.languages import find, translate_digits
from workbench.model import Finding, Severity
from workbench.numerals import Number, numbers

_WEEKDAYS = {
    "monday": ("دوشنب", "دوه شنب", "پیر", "گل"),
    "tuesday": ("سهشنب", "سیشنب", "سه شنب", "سی شنب", "سهیشنب", "نهه", "منگل"),
    "wednesday": ("چهارشنب", "چارشنب", "چهار شنب", "چار شنب", "شورو", "بده", "بدھ"),
    "thursday": ("پنجشنب", "پنج شنب", "پنځشنب", "پنچشنب", "زیارت"),
    "friday": ("جمعه", "جمعی", "جومه", "آدینه"),
    "saturday": ("شنب", "خالی", "هفته"),
    "sunday": ("یکشنب", "یک شنب", "یوشنب", "یک شمبه", "اتوار"),
}
_WEEKDAY = re.compile(
    r"(?<!Good )(?<!Black )(?<!Bloody )\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"(?! (?:[Mm]osques?|[Ss]chools?)\b)"
)
_IRANIAN_SOLAR = {
    name: number
    for number, name in enumerate(calendars.MONTHS["fa"], 1)
    if name not in ("تیر", "مهر", "دی", "آذر", "بهمن")
}
"""The others are words of everyday use, or names."""
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIRST_SOLAR, _LAST_SOLAR = 1800, 2100


def wrong_month(subject: Subject) -> Iterator[Finding]:
    """A Gregorian month of the source is another one in the target, or none.

    Afghan, Pashto and Iranian spellings are the same month, a date in figures (15/8/2021) and one
    in the Solar Hijri calendar will do.
    """
    if not subject.answered:
        return
    # Behind a figure مه is an ending of Pashto ordinals, not May.
    given = dates.months(
        word
        for word, start, _ in subject.words
        if len(word) > 2 or not subject.target[start - 1 : start].isdigit()
    )
    wanted = {written.month for written in dates.in_english(subject.source_prose)}
    lost = wanted - given
    if not lost or dates.solar(subject.target) or re.search(r"\d[/.-]\d", subject.target):
        return
    names = find(subject.language).months
    surplus = given - wanted
    for month in sorted(lost):
        severity = Severity.ERROR if surplus else Severity.WARNING
        message = said("The month {} is missing.", names[month - 1])
        yield subject.finding("wrong-month", severity, message)


def wrong_solar_date(subject: Subject) -> Iterator[Finding]:
    """A Solar Hijri date of the target is not the day the source names.

    15 August 2021 is ۲۴ اسد ۱۴۰۰. Where either leaves out the year, a day's difference is let pass;
    lunar dates are left alone.
    """
    sources = [d for d in dates.in_english(subject.source_prose) if d.day]
    if not sources:
        return
    for written in dates.solar(subject.target):
        if written.day and not any(_same_day(source, written) for source in sources):
            day = subject.target[written.start : written.end]
            named = subject.source[sources[0].start : sources[0].end]
            right = _solar(sources[0], subject.language)
            message = (
                said("{} is not {}: that day is {}.", day, named, right)
                if right
                else said("{} is not {}.", day, named)
            )
            span = (written.start, written.end)
            yield subject.finding("wrong-solar-date", Severity.ERROR, message, span)


def _solar(source: Written, language: str) -> str:
    try:
        year, month, day = calendars.to_solar(date(source.year, source.month, source.day))
    except ValueError:
        return ""
    return translate_digits(f"{day} {calendars.MONTHS[language][month - 1]} {year}", language)


def _same_day(source: Written, written: Written) -> bool:
    years = [source.year] if source.year else [written.year + 621, written.year + 622]
    if not source.year and not written.year:
        years = [2021]
    for year in years:
        try:
            solar = calendars.to_solar(date(year, source.month, source.day))
        except ValueError:
            continue
        if written.year and solar == (written.year, written.month, written.day):
            return True
        days = 31 * (solar[1] - written.month) + solar[2] - written.day
        if not (written.year and source.year) and abs(days) <= 1:
            return True
    return False


def impossible_date(subject: Subject) -> Iterator[Finding]:
    """A date of the target does not exist: ۳۱ حوت, ۳۰ حوت in a common year, ۳۱ جون.

    Only a month by name with its day beside it is asked.
    """
    for written in dates.solar(subject.target):
        short = (
            calendars.month_days(written.year, written.month)
            if written.year
            else (31 if written.month <= 6 else 30)
        )
        if written.day > short and (written.year or written.day <= 31):
            yield _impossible(subject, written)
    for written in dates.gregorian(subject.target):
        if written.year and written.day > _DAYS[written.month - 1] and written.day <= 31:
            yield _impossible(subject, written)


def _impossible(subject: Subject, written: Written) -> Finding:
    span = (written.start, written.end)
    message = said("There is no day {}.", subject.target[slice(*span)])
    return subject.finding("impossible-date", Severity.ERROR, message, span)


def iranian_month(subject: Subject) -> Iterator[Finding]:
    """A month is written as in Iran: ژانویه for جنوری, فروردین for حمل.

    Months that are words of another use (مه, تیر, مهر, دی) are left alone; so are all of them where
    no number stands near: then they may be names.
    """
    for word, start, end in subject.words:
        better = _afghan(word, subject.language)
        if better and _number_near(subject.prose, start, end):
            message = said("{} is the Iranian name: write {}.", word, better)
            yield subject.finding("iranian-month", Severity.WARNING, message, (start, end))


def with_afghan_months(text: str, language: str) -> str:
    """Months as Afghanistan writes them, where a number stands near."""

    def better(found: re.Match[str]) -> str:
        month = _afghan(found.group(), language)
        return month if month and _number_near(text, *found.span()) else found.group()

    return WORD.sub(better, text)


def _afghan(word: str, language: str) -> str:
    if word in dates.IRANIAN:
        better = find(language).months[dates.IRANIAN[word] - 1]
        return better if better != word else ""
    number = _IRANIAN_SOLAR.get(word)
    return calendars.MONTHS[language][number - 1] if number else ""


def _number_near(text: str, start: int, end: int) -> bool:
    # اوت is "out" as well, in sport: its number has to touch it.
    reach = 2 if text[start:end] == "اوت" else 12
    return bool(re.search(r"\d", text[max(0, start - reach) : start] + text[end : end + reach]))


def wrong_weekday(subject: Subject) -> Iterator[Finding]:
    """A day of the week of the source is not in the target.

    Joined, with a half-space or a space are the same; the Pashto names will do as well. A Friday
    mosque has another name, and so have Sunday schools, Good Friday and their like.
    """
    if not subject.answered:
        return
    text = " ".join(loose(word) for word, _, _ in subject.words)
    for found in dict.fromkeys(_WEEKDAY.findall(subject.source_prose)):
        name = f"{found}day".lower()
        if not any(form in text for form in _WEEKDAYS[name]):
            others = [day for day, forms in _WEEKDAYS.items() if any(f in text for f in forms[:2])]
            severity = Severity.ERROR if others else Severity.WARNING
            message = said("{} is missing.", name.capitalize())
            yield subject.finding("wrong-weekday", severity, message)


def converted(subject: Subject, absent: Number) -> bool:
    """Whether a number of the source is part of a date that the target has in Solar Hijri."""
    named = dates.in_english(subject.source)
    inside = [d for d in named if d.start <= absent.start < d.end]
    found = dates.solar(subject.target)
    # A date that was converted wrongly is another check's, which says what day it should be.
    if inside and len([d for d in found if d.day]) >= len([d for d in named if d.day]) > 0:
        return True
    pairs = product(inside, found)
    if any(_same_day(source, solar) if source.day else True for source, solar in pairs):
        return True
    if absent.value.isdigit() and _FIRST_SOLAR <= (year := int(absent.value)) <= _LAST_SOLAR:
        return {str(year - 621), str(year - 622)} & {
            n.value for n in numbers(subject.target)
        } != set()
    return False
