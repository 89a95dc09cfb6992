"""Where a word must stand to be the one that is meant: in a date, before a province, alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from workbench.conversion.entries import Entry

_DAY = re.compile(r"(?<![0-9۰-۹٠-٩])[0-9۰-۹٠-٩]{1,2}\s*$")
_YEAR = re.compile(r"\s*[،,]?\s*[0-9۰-۹٠-٩]{4}(?![0-9۰-۹٠-٩])")
_ORDINALS = frozenset(
    """یکم اول دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم سیزدهم چهاردهم پانزدهم
    شانزدهم هفدهم هجدهم هژدهم نوزدهم بیستم ام سیم""".split()
)
_TENS = re.compile("^(?:بیست|سی)\u200c?و?\u200c?(?=.)")
_BEFORE = frozenset("ماه ماه‌های ماههای اوایل اوائل اواسط اواخر".split())
_AFTER = frozenset("سال امسال میلادی".split())
_PROVINCES = frozenset(
    """کابل هرات قندهار کندهار بلخ ننگرهار هلمند غزنی بامیان بدخشان بغلان تخار قندوز کندز
    کندوز پنجشیر پروان کاپیسا لغمان کنر کنرها نورستان لوگر وردک میدان پکتیا پکتیکا خوست زابل
    ارزگان اروزگان دایکندی غور بادغیس فراه نیمروز فاریاب جوزجان سرپل سمنگان""".split()
)


class Place(Protocol):
    """A word of a text: folded, with its offsets."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def fits(entry: Entry, text: str, words: Sequence[Place], first: int, after: int) -> bool:
    """Whether words[first:after] stand where the entry means what it says."""
    if not (entry.place or entry.beside):
        return True
    start, end = words[first].start, words[after - 1].end
    before = words[first - 1].text if first and _near(text, words[first - 1].end, start) else ""
    follows = after < len(words) and _near(text, end, words[after].start)
    next_ = words[after].text if follows else ""
    if entry.beside:
        return entry.beside.isdisjoint((before, next_))
    if entry.place == "afghan":
        return next_ in _PROVINCES
    ordinal = before in _ORDINALS or _TENS.sub("", before) in _ORDINALS
    dated = ordinal or before in _BEFORE or next_ in _AFTER
    return dated or bool(_DAY.search(text, max(0, start - 6), start) or _YEAR.match(text, end))


def _near(text: str, end: int, start: int) -> bool:
    return start - end <= 3 and text[end:start].isspace()
