"""The two civil calendars of Afghan news: Gregorian, and Solar Hijri (hijrī shamsī).

Leap years follow the arithmetic 33-year rule, which agrees with the astronomical calendar from
1178 to 1633 SH; years outside those bounds are refused. Lunar dates are left alone: they depend on
who has seen the moon.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1178, 1633

MONTHS = {
    "prs": tuple("حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت".split()),
    "ps": tuple("وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب".split()),
    "fa": tuple("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split()),
}
"""Solar Hijri months, the first begins with spring."""

_LONG, _SHORT = 31, 30
_NEW_YEAR = date(1921, 3, 21)
_YEAR = 1300


def is_leap(year: int) -> bool:
    """Whether a Solar Hijri year has 366 days.

    >>> [year for year in range(1395, 1410) if is_leap(year)]
    [1395, 1399, 1403, 1408]
    """
    return (25 * year + 11) % 33 < 8


def month_days(year: int, month: int) -> int:
    """How many days a Solar Hijri month has."""
    if month < 12:
        return _LONG if month <= 6 else _SHORT
    return _SHORT if is_leap(year) else _SHORT - 1


def to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Solar Hijri one. Raises ValueError when there is no such day.

    >>> to_gregorian(1400, 5, 24)
    datetime.date(2021, 8, 15)
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValueError(f"There is no month {year}-{month} here.")
    if not 1 <= day <= month_days(year, month):
        raise ValueError(f"Month {month} of {year} has no day {day}.")
    return _new_year(year) + timedelta(days=_before(month) + day - 1)


def to_solar(day: date) -> tuple[int, int, int]:
    """Year, month and day in the Solar Hijri calendar. Raises ValueError outside its bounds.

    >>> to_solar(date(2021, 8, 15)), to_solar(date(1921, 3, 20))
    ((1400, 5, 24), (1299, 12, 29))
    """
    year = day.year - 621
    if not FIRST_YEAR < year <= LAST_YEAR:
        raise ValueError(f"{day} is outside the years this calendar knows.")
    if day < _new_year(year):
        year -= 1
    left = (day - _new_year(year)).days
    month = left // _LONG + 1 if left < 6 * _LONG else (left - 6 * _LONG) // _SHORT + 7
    return year, month, left - _before(month) + 1


def _new_year(year: int) -> date:
    return _NEW_YEAR + timedelta(days=365 * (year - _YEAR) + _leaps(year) - _leaps(_YEAR))


def _leaps(year: int) -> int:
    """How many leap years there are before a year, but for a constant."""
    return (8 * year + 21) // 33


def _before(month: int) -> int:
    """Days of a year before a month."""
    return _LONG * min(month - 1, 6) + _SHORT * max(month - 7, 0)
