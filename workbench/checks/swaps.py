"""Words of closed sets, of which one was taken for another: north for south, rose for fell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity

_L = "\u0620-\u06d3\u06fa-\u06ff"


@dataclass(frozen=True, slots=True)
class _Word:
    """One member of a set: how English says it, and how Dari and Pashto do."""

    english: re.Pattern[str]
    target: re.Pattern[str]
    """What can only be this one."""
    near: re.Pattern[str]
    """What answers it as well where it was asked for."""


def _word(english: str, target: str, near: str = "") -> _Word:
    """Forms with bars between are beginnings of words; one that ends in `$` is a whole word."""
    return _Word(
        re.compile(english), _forms(target), _forms(f"{target}|{near}" if near else target)
    )


def _forms(listed: str) -> re.Pattern[str]:
    whole = f"(?![{_L}])"
    forms = (f"{form[:-1]}{whole}" if form[-1] == "$" else form for form in listed.split("|"))
    return re.compile(f"(?<![{_L}])(?:{'|'.join(forms)})")


_BY = r"(?= (?:(?:by|to|from) )?(?:about |nearly |almost |some |more than )?[\d$€£])"
_NONE = r"(?<![Nn]o )(?<![Nn]ot )"
_SETS: tuple[Mapping[str, _Word], ...] = (
    {
        "north": _word(r"\b[Nn]orth", "شمال"),
        "south": _word(r"\b[Ss]outh", "جنوب|سهېل|سهیل|سويل|سوېل|سویل"),
        "east": _word(r"[Ee]ast(?:ern|erly|wards?)?\b", "شرق|خاور|ختیځ|ختيځ"),
        "west": _word(r"[Ww]est(?:ern|erly|wards?)?\b", "غرب|باختر|لوېدیځ|لویدیځ|لوېديځ|لويديځ"),
    },
    {
        "more than": _word(
            rf"{_NONE}\b[Mm]ore than (?=\d)",
            "بیش از|بیشتر از|بیش‌تر از|بالاتر از|تر [^،؛.]{1,25} (?:زیات|ډېر|ډیر)",
            "بیش|بالا|زیات|ډېر|ډیر|پورته",
        ),
        "fewer than": _word(
            rf"{_NONE}\b(?:[Ff]ewer|[Ll]ess) than (?=\d)",
            "کمتر از|کم‌تر از|کم از|پایین‌تر از|تر [^،؛.]{1,25} (?:لږ|کم)",
            "کم|پایین|لږ|ښکته|لاندې",
        ),
    },
    {
        "rose": _word(
            rf"\b(?:rose|risen|increased|grew|grown|climbed|jumped|soared|surged){_BY}",
            "افزایش|افزود|صعود|زیاتوال|بالا رفت|بلند رفت|(?:زیات|لوړ|ډېر)[هې]? ش",
            "افزا|افزو|بلند|بالا|زیاد|بیش|رشد|ارتقا|زیات|ډېر|ډیر|لوړ|وده|پورته|جهش|خیز|رسید|ورسېد",
        ),
        "fell": _word(
            rf"\b(?:fell|fallen|decreased|declined|dropped|shrank|plunged){_BY}",
            "کاهش|کاست|سقوط|نزول|تنزیل|تنزل|پایین آمد|پایین رفت|(?:را)?(?:کم|ټیټ|ښکته)[هې]? ش",
            "پایین|پائین|کم|افت|فرو|ښکته|ټیټ|ټيټ|لږ|راکم|راټیټ|رالوېد|ولوېد|لوېد|رسید|ورسېد",
        ),
    },
    {
        "women": _word(
            r"\b(?:[Ww]om[ae]n|[Ff]emales?)\b",
            "زن$|زنان|زن‌|زنی$|زنها|زنانه|خانم|بانو|اناث|ښځ|مېرمن|میرمن",
            "پیرزن|پیره|دختر|مادر|همسر|عروس|خواهر|میند|مېند|مور$|کونډ|نجون|نجل|انسا|مؤنث",
        ),
        "men": _word(
            r"\b(?:[Mm]en|[Mm]ales?)\b",
            "مرد$|مردان|مرد‌|مردی$|مردها|مردانه|نارین|سړي|سړی|سړو|ذکور",
            "پیرمرد|آقا|پسر|هلک|شوهر|برادر|پدر|محرم|کسان|تن$|نفر|افراد|سرباز|وسله|نر$|جوان|ځوان",
        ),
    },
    {
        "girls": _word(r"\b[Gg]irls?\b", "دختر|نجون|نجل|دوشیزه", "اناث|خواهر|خور"),
        "boys": _word(r"\b[Bb]oys?\b", "پسر|هلک", "بچه|ځوان|جوان|برادر|ورور"),
    },
    {
        "spring": _word(r"\b[Ss]pring\b", "بهار|پسرل"),
        "summer": _word(r"\b[Ss]ummer\b", "تابستان|اوړ[يی]$", "دوب|گرما"),
        "autumn": _word(r"\b[Aa]utumn\b", "خزان|پاییز|مني$"),
        "winter": _word(r"\b[Ww]inter\b(?! [Ww]heat)", "زمستان|ژم[يی]$"),
    },
    {
        "left": _word(
            r"\b(?:to the|turn|turned) left\b|\bleft(?:[- ]hand| side| leg| arm| eye| bank)\b",
            "چپ$|چپ‌|کیڼ|کيڼ",
        ),
        "right": _word(
            r"\b(?:to the|turn|turned) right\b|\bright(?:[- ]hand| side| leg| arm| eye| bank)\b",
            "راست$|راست‌|ښي$|ښی$|ښۍ$",
        ),
    },
    {
        "yesterday": _word(r"\b[Yy]esterday\b", "دیروز|پرون$", "دیشب|تېره|بیگاه"),
        "tomorrow": _word(r"\b[Tt]omorrow\b", "فردا|سبا$", "آینده"),
    },
    {
        "a.m.": _word(
            r"\d ?(?:a\.?m\b|AM\b)", "صبح|بامداد|سهار|ګهیځ", "سحر|پیش|قبل|مخکې|شب|شپ|نیمه"
        ),
        "p.m.": _word(
            r"\d ?(?:p\.?m\b|PM\b)",
            "شام|عصر|بعدازظهر|بعد از ظهر|ماښام|ماسپښین|مازدیګر",
            "شب|دیگر|بعد|پس|ظهر|ماسپخین|مازيګر|شپ|غرم|چاشت|وروسته|نیمه",
        ),
    },
    {
        "dozens": _word(r"\b[Dd]ozens of\b", "ده‌ها|دهها|لسګون", "ده|درجن|لسهاو"),
        "hundreds": _word(
            r"\b[Hh]undreds of\b(?! (?:thousands|millions))", "صدها|صد‌ها|سلګون", "صد|سلهاو|سو"
        ),
        "thousands": _word(r"(?<!of )\b[Tt]housands of\b", "هزاران|هزارها|زرګون", "هزار|زر"),
    },
    {
        "a half": _word(
            r"\b[Hh]alf (?:of|the|its|their)\b", "نیم$|نیمی$|نصف|نیمایي", "نیم|پنجاه|پنځوس|۵۰"
        ),
        "a third": _word(
            r"\b(?:[Aa]|[Oo]ne|[Tt]wo)[ -]thirds? of\b|\bby (?:a|one|two)[ -]thirds?\b",
            "یک‌?سوم|دو‌?سوم|ثلث|درېیمه برخ|درېیمې برخ|دریمه برخ",
            "سوم|یک سوم|دو سوم|درې|دری|سه|له|۳",
        ),
        "a quarter": _word(
            r"\b(?:[Aa]|[Oo]ne|[Tt]hree)[ -]quarters? of (?!an? )|\bby (?:a|one|three) quarters?\b",
            "یک‌?چهارم|سه‌?چهارم|ربع|څلورمه برخ|څلورمې برخ",
            "چهارم|یک چهارم|څلور|پاو|۲۵|۷۵|چارک|بیست|پنځه",
        ),
    },
    {
        "a third": _word(
            r"\b(?:[Aa]|[Oo]ne)[ -]third of\b|\bby (?:a|one)[ -]third\b",
            "یک‌?سوم|یک سوم|یوه درېیمه",
            "ثلث|درېیم|دریم|یو|سه|سوم|۳",
        ),
        "two thirds": _word(r"\b[Tt]wo[ -]thirds\b", "دو‌?سوم|دو سوم|دو ثلث|دوه درېیم", "دو|له|۶|۲"),
    },
    {
        "World War I": _word(
            r"\b(?:World War (?:I|One)|First World War)\b",
            "جنگ جهانی (?:اول|نخست)|لومړۍ نړیوال|لومړي نړیوال",
            "اول|نخست|لومړ",
        ),
        "World War II": _word(
            r"\b(?:World War (?:II|Two)|Second World War)\b",
            "جنگ جهانی دوم|دویمه نړیوال|دوهمه نړیوال|دویمې نړیوال|دوهمې نړیوال|دوېمې نړیوال",
            "دو[هیې]",
        ),
    },
)
"""Sets of which a sentence that names one and not another must not do the reverse."""


def swapped_word(subject: Subject) -> Iterator[Finding]:
    """A word stands for another of its set: south for north, fell for rose, p.m. in the morning.

    The sets are closed: directions, seasons, men and women, girls and boys, left and right,
    yesterday and tomorrow, more and fewer than a number, a rise and a fall by one, parts, dozens
    and hundreds, the two world wars. What the target does not name at all, or names beside the
    right one, is let pass.
    """
    if not subject.answered:
        return
    for words in _SETS:
        asked = [name for name, word in words.items() if word.english.search(subject.source_prose)]
        if not asked:
            continue
        if any(words[name].near.search(subject.prose) for name in asked):
            continue
        others = (
            (name, match)
            for name, word in words.items()
            if name not in asked and (match := word.target.search(subject.prose))
        )
        for other, match in others:
            message = said("The source says “{}”, the target “{}”.", asked[0], other)
            yield subject.finding("swapped-word", Severity.WARNING, message, match.span())
            break
