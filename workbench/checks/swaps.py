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


def _word(english: str, target: str) -> _Word:
    """What is said at the start of a word of the target, unless the pattern ends in `$`."""
    forms = "|".join(
        form.removesuffix("$") + f"(?![{_L}])" * form.endswith("$") for form in target.split("|")
    )
    return _Word(re.compile(english), re.compile(f"(?<![{_L}])(?:{forms})"))


_NUMBERED = r"(?= (?:(?:by|to|from) )?(?:about |nearly |almost |some |more than )?[\d$€£])"
_SETS: tuple[Mapping[str, _Word], ...] = (
    {
        "north": _word(r"\b[Nn]orth", "شمال"),
        "south": _word(r"\b[Ss]outh", "جنوب|سهېل|سهیل|سويل|سوېل|سویل"),
        "east": _word(r"[Ee]ast(?:ern|erly|wards?)?\b", "شرق|شرقی|خاور|ختیځ|ختيځ"),
        "west": _word(r"[Ww]est(?:ern|erly|wards?)?\b", "غرب|باختر|لوېدیځ|لویدیځ|لوېديځ|لويديځ"),
    },
    {
        "more than": _word(
            r"(?<![Nn]o )(?<![Nn]ot )\b[Mm]ore than (?=\d)", "بیش|بالا|زیات|ډېر|ډیر|له حده|پورته"
        ),
        "fewer than": _word(
            r"(?<![Nn]o )(?<![Nn]ot )\b(?:[Ff]ewer|[Ll]ess) than (?=\d)", "کم|پایین|لږ|ښکته|لاندې"
        ),
    },
    {
        "rose": _word(
            rf"\b(?:rose|risen|increased|grew|grown|climbed|jumped|soared|surged){_NUMBERED}",
            "افزا|افزو|بلند|بالا|زیاد|بیش|رشد|صعود|ارتقا|زیات|ډېر|ډیر|لوړ|وده|پورته|جهش|خیز",
        ),
        "fell": _word(
            rf"\b(?:fell|fallen|decreased|declined|dropped|shrank|plunged){_NUMBERED}",
            "کاه|پایین|پائین|سقوط|نزول|تنزیل|تنزل|کم|افت|فرو|ښکته|ټیټ|ټيټ|لږ|راکم|راټیټ|رالوېد|ولوېد|لوېد",
        ),
    },
    {
        "women": _word(
            r"\b(?:[Ww]om[ae]n|[Ff]emales?)\b",
            "زن$|زنان|زن‌|زنی$|زنها|زنانه|خانم|بانو|اناث|ښځ|ښځو|مېرمن|میرمن|انسا|مؤنث|دختر|نجون|نجل|مادر|مور$",
        ),
        "men": _word(
            r"(?<!every)\b(?:[Mm]en|[Mm]ales?)\b",
            "مرد$|مردان|مرد‌|مردی$|مردها|مردانه|نارین|سړي|سړی|سړو|ذکور|نر$|آقا|پسر|هلک|کسان|تن$|نفر|افراد|سرباز|وسله",
        ),
    },
    {
        "girls": _word(r"\b[Gg]irls?\b", "دختر|نجون|نجل|اناث|دوشیزه"),
        "boys": _word(r"\b[Bb]oys?\b", "پسر|بچه|هلک|ځوان|جوان"),
    },
    {
        "spring": _word(r"\b[Ss]pring\b", "بهار|پسرل"),
        "summer": _word(r"\b[Ss]ummer\b", "تابستان|اوړ|دوب|گرما"),
        "autumn": _word(r"\b[Aa]utumn\b", "خزان|پاییز|مني$|منی$"),
        "winter": _word(r"\b[Ww]inter\b", "زمستان|ژم"),
    },
    {
        "left": _word(
            r"\b(?:to the|turn|turned) left\b|\bleft(?:[- ]hand| side| leg| arm| eye| bank)\b",
            "چپ|کیڼ|کيڼ|ګیڼ",
        ),
        "right": _word(
            r"\b(?:to the|turn|turned) right\b|\bright(?:[- ]hand| side| leg| arm| eye| bank)\b",
            "راست|ښي|ښی|ښۍ",
        ),
    },
    {
        "yesterday": _word(r"\b[Yy]esterday\b", "دیروز|دیشب|پرون|تېره ورځ"),
        "tomorrow": _word(r"\b[Tt]omorrow\b", "فردا|سبا"),
    },
    {
        "a.m.": _word(r"\d ?(?:a\.?m\b|AM\b)", "صبح|سحر|بامداد|سهار|ګهیځ|پیش|قبل|مخکې|شب|شپ|نیمه"),
        "p.m.": _word(
            r"\d ?(?:p\.?m\b|PM\b)",
            "شام|شب|عصر|دیگر|بعد|پس|ظهر|ماښام|ماسپښین|ماسپخین|مازدیګر|مازيګر|شپ|غرم|چاشت|وروسته|نیمه",
        ),
    },
    {
        "dozens": _word(r"\b[Dd]ozens of\b", "ده‌ها|ده ها|دهها|لسګون|درجن|لسهاو|لسګونه"),
        "hundreds": _word(r"\b[Hh]undreds of\b(?! (?:thousands|millions))", "صد|سلګون|سلهاو|سوون"),
        "thousands": _word(r"(?<!of )\b[Tt]housands of\b", "هزار|زرګون|زرهاو|زرون"),
    },
    {
        "a half": _word(r"\b[Hh]alf (?:of|the|its|their|a)\b", "نیم|نصف|پنجاه|پنځوس|۵۰"),
        "a third": _word(
            r"\b(?:a|A|one|One|two|Two)[ -]thirds?\b",
            "سوم|یک‌سوم|دوسوم|دو‌سوم|ثلث|درېیم|دریم|درې|سه|۳",
        ),
        "a quarter": _word(
            r"\b(?:a|A|one|One|three|Three)[ -]quarters?\b(?! of an? hour)",
            "چهارم|یک‌چهارم|سه‌چهارم|ربع|څلورم|څلور|پاو|۲۵|۷۵|دوصد|دوه|چارک",
        ),
    },
    {
        "a third": _word(
            r"\b(?:a|A|one|One)[ -]third\b", "یک‌?سوم|یک ?سوم|ثلث|درېیمه|دریمه|یو|سه یک"
        ),
        "two thirds": _word(r"\b[Tt]wo[ -]thirds\b", "دو‌?سوم|دو ?سوم|دو ثلث|دو بر|دوه|دوو|۶۷|۶۶|۲"),
    },
    {
        "World War I": _word(
            r"\b(?:World War (?:I|One)|First World War)\b",
            "جنگ جهانی (?:اول|نخست|یکم)|جنگ عمومی (?:اول|نخست)|لومړ",
        ),
        "World War II": _word(
            r"\b(?:World War (?:II|Two)|Second World War)\b",
            "جنگ جهانی (?:دوم|دویم)|جنگ عمومی دوم|دو[هیې]",
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
        found = {
            name: match
            for name, word in words.items()
            if (match := word.target.search(subject.prose))
        }
        if found and not found.keys() & set(asked):
            other, match = next(iter(found.items()))
            message = said("The source says “{}”, the target “{}”.", asked[0], other)
            yield subject.finding("swapped-word", Severity.WARNING, message, match.span())
