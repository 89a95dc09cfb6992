"""The Solar Hijri calendar, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workbench.calendars import MONTHS, is_leap, month_days, to_gregorian, to_solar

FIRST, LAST = date(1921, 3, 21), date(2072, 3, 19)
"""1 Hamal 1300 and the last day of 1450."""

NEW_YEARS = {
    1300: "1921-03-21",
    1342: "1963-03-21",
    1357: "1978-03-21",
    1371: "1992-03-21",
    1375: "1996-03-20",
    1380: "2001-03-21",
    1399: "2020-03-20",
    1400: "2021-03-21",
    1403: "2024-03-20",
    1404: "2025-03-21",
    1408: "2029-03-20",
}
"""Known days of Nowruz."""

EVENTS = [
    (date(2021, 8, 15), (1400, 5, 24)),
    (date(1978, 4, 27), (1357, 2, 7)),
    (date(1989, 2, 15), (1367, 11, 26)),
    (date(2001, 9, 11), (1380, 6, 20)),
    (date(1973, 7, 17), (1352, 4, 26)),
]


def test_every_day_of_1300_to_1450_there_and_back() -> None:
    day, expected = FIRST, (1300, 1, 1)
    while day <= LAST:
        assert to_solar(day) == expected
        assert to_gregorian(*expected) == day
        year, month, number = expected
        if number < month_days(year, month):
            expected = (year, month, number + 1)
        else:
            expected = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
        day += timedelta(days=1)
    assert expected == (1451, 1, 1)


def test_every_day_against_a_library() -> None:
    peers = pytest.importorskip("persiantools.jdatetime", reason="persiantools is not installed")
    day = FIRST
    while day <= LAST:
        peer = peers.JalaliDate(day)
        assert to_solar(day) == (peer.year, peer.month, peer.day)
        assert peers.JalaliDate(*to_solar(day)).to_gregorian() == day
        day += timedelta(days=1)


@pytest.mark.parametrize(("year", "nowruz"), NEW_YEARS.items())
def test_nowruz(year: int, nowruz: str) -> None:
    assert to_gregorian(year, 1, 1).isoformat() == nowruz


@pytest.mark.parametrize(("day", "solar"), EVENTS)
def test_days_every_reader_knows(day: date, solar: tuple[int, int, int]) -> None:
    assert to_solar(day) == solar


def test_leap_years_are_those_of_the_33_year_rule() -> None:
    remainders = {1, 5, 9, 13, 17, 22, 26, 30}
    assert [y for y in range(1178, 1634) if is_leap(y)] == [
        y for y in range(1178, 1634) if y % 33 in remainders
    ]


@pytest.mark.parametrize(
    "solar",
    [(1400, 12, 30), (1400, 7, 31), (1400, 13, 1), (1400, 0, 1), (1400, 1, 0), (2021, 8, 15)],
)
def test_days_that_never_were(solar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no"):
        to_gregorian(*solar)


def test_years_out_of_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        to_solar(date(1700, 1, 1))


def test_each_language_has_twelve_months() -> None:
    assert {len(set(months)) for months in MONTHS.values()} == {12}
