"""Whether the words are those of the language: Dari, not Iranian Persian; Pashto, not Dari."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.checks.subject import Subject, loose
from workbench.glossary import occurrences
from workbench.i18n import said
from workbench.model import Finding, Severity
from workbench.normalize import fold

_IRANIAN = dict(
    pair.split("=")
    for pair in (
        "پلیس=پولیس شهردار=شاروال شهرداری=شاروالی استاندار=والی فرماندار=ولسوال شهرستان=ولسوالی"
        " دادستان=سارنوال دادستانی=سارنوالی دادگاه=محکمه نخست‌وزیر=صدراعظم بیمارستان=شفاخانه"
        " پزشک=داکتر پزشکان=داکتران پرستار=نرس پرستاران=نرسان داروخانه=دواخانه فرودگاه=میدان‌هوایی"
        " هواپیما=طیاره خلبان=پیلوت دوچرخه=بایسکل کامیون=لاری اتوبوس=بس خودرو=موتر بنزین=تیل"
        " تلفن=تلفون تلفنی=تلفونی فیلم=فلم دلار=دالر درصد=فیصد واکسن=واکسین دانشجو=محصل"
        " دانشجویان=محصلان دانشکده=پوهنځی دبیرستان=لیسه دانش‌آموز=شاگرد دانش‌آموزان=شاگردان"
        " گذرنامه=پاسپورت روادید=ویزه رایانه=کمپیوتر کامپیوتر=کمپیوتر اینترنت=انترنت هتل=هوتل"
        " رستوران=رستورانت کنگره=کانگرس ژنرال=جنرال سرهنگ=دگروال ژاپن=جاپان ژاپنی=جاپانی"
        " لهستان=پولند مجارستان=هنگری سوئد=سویدن نروژ=ناروی دانمارک=دنمارک فنلاند=فنلند"
        " هلند=هالند سوئیس=سویس مکزیک=مکسیکو برزیل=برازیل آرژانتین=ارجنتاین تاجیکستان=تاجکستان"
        " قرقیزستان=قرغیزستان مالزی=مالیزیا اندونزی=اندونیزیا مغولستان=منگولیا نیجریه=نایجیریا"
        " صندلی=چوکی پنجره=کلکین سیب‌زمینی=کچالو گربه=پشک همه‌پرسی=ریفراندم پهپاد=طیارهٔ‌بی‌پیلوت"
        " بالگرد=چرخبال پایگاه‌داده=دیتابیس میلیارد=ملیارد استادیوم=ستدیوم سیمان=سمنت"
        " اکسیژن=آکسیجن ژنتیک=جنتیک باشگاه=کلپ مرکز‌استان=مرکز‌ولایت استان=ولایت"
    ).split()
)
_TOLERATED = {
    "فیلم",
    "درصد",
    "میلیارد",
    "استان",
    "اینترنت",
    "تلفن",
    "پنجره",
    "ژنتیک",
    "واکسن",
    "پزشک",
    "پزشکان",
    "پرستار",
    "پرستاران",
    "اکسیژن",
    "دادگاه",
    "تلفنی",
    "هتل",
    "رستوران",
    "هواپیما",
}
"""Of Iran, and common in Kabul as well: only a hint."""
_PERSIAN_IN_PASHTO = set(
    "است هستند بود بودند شد شدند شده‌است می‌شود می‌کند می‌کنند کرد کردند کرده گفت این آن را از برای"
    " همچنین نیست اند خواهد دارد دارند کنید شود هستید".split()
)
_PASHTO_IN_DARI = set(
    "هغه دغه زموږ ستاسو وکړل وکړ کوی کوي لپاره څخه سره‌له وروسته دي چې کې شوي شوی‌دی ولسمشر وویل نه‌دی"
    " یوازې ډېر څنګه ولې موږ تاسو هغوی دوی".split()
) - {"هغوی‌"}
_SPELLING = {
    "چي": "چې",
    "چی": "چې",
    "كې": "کې",
    "کي": "کې",
    "یی": "یې",
    "یي": "یې",
}
_MEDIAL_YEH = re.compile("ۍ(?=[\u0620-\u064a\u0671-\u06d3])")
_TEH_MARBUTA = re.compile(
    "(?<![\u0620-\u064a\u0671-\u06d3])[\u0620-\u0628\u062a-\u064a\u0671-\u06d3]*ة(?![\u0620-\u064a\u0671-\u06d3])(?!\\s+ال)"
)
_QUOTED = re.compile('«[^»]{0,900}»|"[^"]{0,900}"')
_INFORMAL = {"prs": {"تو", "ترا", "برایت", "خودت"}, "ps": {"ستا"}}


def iranian_word(subject: Subject) -> Iterator[Finding]:
    """A word of Iran stands in the Dari target where Afghanistan has another.

    What the glossary allows is right, whatever this list says; words of Iran that Kabul's papers
    use as well are told as a hint only. Quotations are left alone.
    """
    if subject.language != "prs":
        return
    allowed = {
        part
        for match in subject.matches
        for form in match.term.allowed("prs")
        for part in form.split()
    }
    quoted = [found.span() for found in _QUOTED.finditer(subject.target)]
    for word, start, end in subject.words:
        stem, better = _iranian(word)
        if not better or stem in allowed or any(a <= start < b for a, b in quoted):
            continue
        severity = Severity.INFO if stem in _TOLERATED else Severity.WARNING
        message = said(
            "{} is Iranian usage: in Afghanistan it is {}.", stem, better.replace(chr(8204), " ")
        )
        yield subject.finding("iranian-word", severity, message, (start, end))


def _iranian(word: str) -> tuple[str, str]:
    """The stem and what Afghanistan says; empty when the word is no such."""
    for ending in ("", "\u200cهای", "\u200cها", "های", "ها", "ی"):
        stem = word.removesuffix(ending) if ending and word.endswith(ending) else word
        if (ending == "" or stem != word) and stem in _IRANIAN:
            return stem, _IRANIAN[stem]
    return "", ""


def persian_word(subject: Subject) -> Iterator[Finding]:
    """Persian stands in the Pashto target: two function words or verbs that Pashto does not have.

    One alone may be a name, a title or a quotation, and is right.
    """
    yield from _foreign(subject, "ps", "persian-word", _PERSIAN_IN_PASHTO)


def pashto_word(subject: Subject) -> Iterator[Finding]:
    """Pashto stands in the Dari target: two function words or verbs that Dari does not have.

    One alone may be a name (ده سبز, د افغانستان بانک) and is right.
    """
    yield from _foreign(subject, "prs", "pashto-word", _PASHTO_IN_DARI)


def _foreign(subject: Subject, language: str, name: str, words: set[str]) -> Iterator[Finding]:
    if subject.language != language:
        return
    quoted = [found.span() for found in _QUOTED.finditer(subject.target)]
    found = [
        (word, start, end)
        for word, start, end in subject.words
        if word in words and not any(a <= start < b for a, b in quoted)
    ]
    if len({word for word, _, _ in found}) >= 2:
        listed = "، ".join(dict.fromkeys(word for word, _, _ in found))
        message = (
            said("These words are Persian: {}.", listed)
            if language == "ps"
            else said("These words are Pashto: {}.", listed)
        )
        yield subject.finding(name, Severity.WARNING, message, found[0][1:])


def pashto_spelling(subject: Subject) -> Iterator[Finding]:
    """A Pashto particle is spelt with the wrong yeh: چي for چې, کي for کې, یی for یې.

    Of the five yehs only those particles are certain by themselves; other words are left alone. يې
    looks the same as یې and is right; so is کي as a verb, at the end of its clause (شامل کي).
    """
    if subject.language != "ps":
        return
    for word, start, end in subject.words:
        if word in _SPELLING:
            message = said("Write {} for {}.", _SPELLING[word], word)
            yield subject.finding("pashto-spelling", Severity.INFO, message, (start, end))
            return


def with_spelt_particles(text: str, language: str) -> str:
    """The particles with their yeh."""
    if language != "ps":
        return text
    forms = "|".join(_SPELLING)
    letter = "[\u0620-\u065f\u0670-\u06d3\u06d5\u200c]"
    return re.sub(
        f"(?<!{letter})({forms})(?!{letter})", lambda found: _SPELLING[found.group()], text
    )


def pashto_yeh(subject: Subject) -> Iterator[Finding]:
    """The yeh ۍ stands inside a Pashto word: it ends feminine words and nothing else.

    ی, ي and ې may stand anywhere, and ئ does in loans; their use is not certain by position.
    """
    if subject.language == "ps" and (found := _MEDIAL_YEH.search(subject.target)):
        message = said("{} stands at the end of words only: is it {} or {}?", "ۍ", "ي", "ې")
        yield subject.finding("pashto-yeh", Severity.WARNING, message, found.span())


def teh_marbuta(subject: Subject) -> Iterator[Finding]:
    """An Arabic ة ends a word of Dari or Pashto, which write ت or ه.

    In an Arabic phrase, before ال (دایرة المعارف), it is right.
    """
    for found in _TEH_MARBUTA.finditer(subject.target):
        message = said("{} ends in Arabic {}: write {} or {}.", found.group(), "ة", "ت", "ه")
        yield subject.finding("teh-marbuta", Severity.WARNING, message, found.span())
        return


def forbidden_word(subject: Subject) -> Iterator[Finding]:
    """A word stands in the target that the house does not write: it insults, or judges the dead.

    The list is `words.tsv` beside the glossary, which says what to write instead, and why.
    Quotations are left alone: they are somebody else's words.
    """
    words = [one for one in subject.glossary.words if one.language == subject.language]
    if not words or not subject.answered:
        return
    folded = fold(subject.target, subject.language)
    quoted = [found.span() for found in _QUOTED.finditer(subject.target)]
    for one in words:
        for span in occurrences(folded, [one.word], subject.language):
            if not any(start <= span[0] < end for start, end in quoted):
                message = said("{} is not written here: write {}.", one.word, one.instead)
                yield subject.finding("forbidden-word", Severity.WARNING, message, span)


def informal_address(subject: Subject) -> Iterator[Finding]:
    """A reader is spoken to as a friend, with تو or ستا: news and notices say شما and ستاسو.

    Quotations, poems and prayers may do so; the check speaks only where the source has "you".
    Pashto ته is let pass, since it is "to" as well.
    """
    you = re.search(r"\byour?\b", subject.source_prose, re.IGNORECASE)
    if you and not _QUOTED.search(subject.target):
        for word, start, end in subject.words:
            if loose(word) in _INFORMAL.get(subject.language, ()):
                message = (
                    said("{} is familiar: write the form with شما.", word)
                    if subject.language == "prs"
                    else said("{} is familiar: write ستاسو.", word)
                )
                yield subject.finding("informal-address", Severity.WARNING, message, (start, end))
                return
