"""Whether something was left out, or added."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.model import Finding, Severity
from workbench.numerals import numbers

_RATIO = {"prs": (0.45, 2.0), "ps": (0.45, 2.1)}
"""Target letters for one English letter, at least and at most, for texts long enough."""
_LONG_ENOUGH = 40
_SLACK = 25
"""Letters that may be missing or added in any text."""
_JOINED = 0.6
"""Letters for one English letter, below which sentences were hardly just joined."""
_ENDS = re.compile(r"[.!?…؟۔]+[\"'”’»)\]]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Lt|Col|Sgt|vs|etc|No|Jr|Sr|Inc|Ltd|Co|Rev|approx|e\.g|i\.e|[A-Z])\."
)
_NOT = re.compile(
    r"\b(?:not|never|cannot|no one|nobody|nothing|neither|nor)\b|n[’']t\b", re.IGNORECASE
)
_SOFT = re.compile(
    r"\bnot only\b|\bwhether or not\b|\bif not\b|\bnot to mention\b|\bor not\b|\bwhy not\b"
    r"|\bnot far from\b|\bnot least\b|\b(?:to|of|for|with|from|almost|cost) nothing\b|\bnot until\b"
    r"|\bcannot be over\w+|\bnot lost on\b|n[’']t until\b|\bnothing (?:but|else)\b"
    r"|\b(?:nobody|no one)(?:['’]s \w+)? but\b|(?<!^)(?<![.!?:] )\b(?-i:[A-Z])\w*n[’']t\b",
    re.IGNORECASE,
)
_NO = {
    "prs": re.compile(
        r"(?<![\u0620-\u06d3\u200c0-9۰-۹])(?:ن(?:می|ه|ی|یست|یا|توا|شد|شو|شا|کر|کن|دار|داش|دا|ده|خوا|خو|بود|باش"
        r"|گف|گو|رس|رف|رو|گذ|گر|گی|ما|بر|پذ|دی|پر|فه|سا|با|بی|زد(?!یک)|زن|کش|ا)|هیچ|بدون|بی(?!شتر|ن|رون|ست|مار|ان|دار|اید|ایید|ای|گانه)|غیر|عدم|فاقد|مبادا"
        r"|(?:بر)?خلاف|(?:بر)?عکس(?: آن|(?<=برعکس))|مگر|منع|ممنوع|رد|هرگز|لا|جز|خیر|خودداری|اجتناب"
        r"|م(?=خور|رو|کن|گو|ده|زن)|ن(?:نو|نم|نش|نی|نگر|شک|شن|شس|ریخ|ریز|چ|فرو|فرس|جن|خر|بخش|بست|سوخ|سوز|دو|پوش|پر|بار|بند)"
        r"|(?:بر|در|باز|وا|فرا|فرو)\u200c?ن(?:گش|گر|خوا|می|یا|یا|دا|رس|شد|شو|خا|چ|ی|کن))|نمی|\u200cن(?:ا|ک|ش)"
    ),
    "ps": re.compile(
        r"(?<![\u0620-\u06d3\u200c0-9۰-۹])(?:ون[هشل]|نا(?!روغ|مه|مې|مت|ستې|څا|ري|ره)|ن[یۍ]|ن[هۀہ]|هیڅ|هېڅ|هيڅ|هېچ|هیچ|بې(?!ر|ل)|بی(?!ا|ل|ر|ت|و)|بي(?!ا|ل|ر|ت|و)|غیر|غير|مه|پرته"
        r"|عدم|نش|نل|ند|نک|نګ|(?:ور|را|در)ن[هکشیدو]|رد|منع|خلاف|مګر|ډډه|رانغ|رانشو|وانخ|پرېمه|پرېن)|ن[هۀہ](?![\u0620-\u06d3])"
    ),
}
"""What denies: negated verbs, by their beginnings, and words that deny by themselves."""
_SAID = {
    "three": ("سه", "سیصد", "درې", "دری", "دريو", "دریو", "درېیو", "ثلاث", "3"),
    "four": ("چهار", "چار", "څلور", "4"),
    "five": ("پنج", "پنځ", "پینځ", "5"),
    "six": ("شش", "شپږ", "6"),
    "seven": ("هفت", "اوو", "اووه", "اوه", "7"),
    "eight": ("هشت", "ات", "8"),
    "third": ("سوم", "سه", "درې", "دری", "دريو", "ثلث", "ثالث", "یک‌سوم", "دوسوم", "3"),
    "fourth": ("چهار", "چار", "څلور", "ربع", "رابع", "4"),
    "fifth": ("پنج", "پنځ", "پینځ", "خمس", "5"),
    "sixth": ("شش", "ششم", "شپږ", "6"),
    "seventh": ("هفت", "اوو", "اووه", "اوه", "7"),
    "eighth": ("هشت", "ات", "8"),
    "ten": ("ده", "لس", "10"),
    "twelve": ("دوازده", "دولس", "دوولس", "12"),
    "twenty": ("بیست", "شل", "20"),
    "hundred": ("صد", "فیصد", "درصد", "فی صد", "سل", "سو", "00"),
    "thousand": ("هزار", "زر", "زره", "زرو", "000"),
    "million": ("میلیون", "ملیون", "مېلیون", "میلون", "ميليون", "مليون", "000000", "000,000"),
    "billion": ("میلیارد", "ملیارد", "بیلیون", "بلیون", "ميليارد", "مليارد", "ارب", "000000000"),
}
_NUMBER_WORD = re.compile(
    rf"(?<![\w-])({'|'.join(_SAID)})s?\b"
    r"(?![ -](?:one|two|three|four|five|six|seven|eight|nine)\b|-| quarters? of an? )"
    r"(?<!\btwelve(?= hundred))",
    re.IGNORECASE,
)
_BEFORE = {
    "three": "سو(?=م)",
    "fifth": "چهارپنجم|سه‌?پنجم|دو‌?پنجم",
    "hundred": "(?:یک|دو|سی|سه|چهار|چار|پنج|پان|شش|هفت|هشت|نه|نُه|چند)\u200c?صد"
    "|(?:یو|دوه|درې|څلور|پنځه|شپږ|اوه|اووه|اته|نهه)\u200c?س[وه]",
}
"""Other ways to write a number, in one word with what is counted of it."""
_IN_WORDS = {
    # At the start of a word, or of the next number in it: یک‌صدوشش.
    word: re.compile(
        "(?:(?<![\u0620-\u06d3])|(?<=[دتیهل]و))(?:"
        + "|".join([*(f for f in forms if not f.isascii()), *filter(None, [_BEFORE.get(word)])])
        + ")"
    )
    for word, forms in _SAID.items()
}
_SCALES = ("thousand", "million", "billion")
_LAKH = re.compile("(?<![\u0620-\u06d3])(?:لک|لاک|لکه|کروړ|کرور)")
_PART = re.compile(r"\b(?:half|quarters? of|thirds? of) a $", re.IGNORECASE)
"""Before a million that is told in thousands."""


def length(subject: Subject) -> Iterator[Finding]:
    """The target is much shorter or longer than such a source usually makes.

    The bounds are of professional translations of each language; short texts may differ as they
    like.
    """
    source, target = len(subject.source.strip()), len(subject.target.strip())
    bounds = _RATIO.get(subject.language)
    if not target or not bounds or source < _LONG_ENOUGH:
        return
    low, high = bounds
    if target < low * source - _SLACK * 0.2:
        message = said(
            "The target has {} characters for {}: is something left out?", target, source
        )
        yield subject.finding("length", Severity.WARNING, message)
    elif target > high * source + _SLACK:
        message = said("The target has {} characters for {}: is something added?", target, source)
        yield subject.finding("length", Severity.WARNING, message)


def lost_sentence(subject: Subject) -> Iterator[Finding]:
    """The target has fewer sentences than the source: half as many, or one less and far shorter.

    A translator may join two sentences or cut one in two; abbreviations do not end a sentence.
    """
    source = _sentences(_ABBREVIATION.sub("x", subject.source_prose))
    target = _sentences(subject.prose)
    short = len(subject.target) < _JOINED * len(subject.source)
    if not subject.answered or source <= target:
        return
    if (source - target >= 2 and 2 * target <= source) or short:
        message = said(
            "The source has {} sentences, the target {}: is one left out?", source, target
        )
        yield subject.finding("lost-sentence", Severity.WARNING, message)


def _sentences(text: str) -> int:
    ends = [found.end() for found in _ENDS.finditer(text)]
    return len(ends) + (not ends or bool(re.search(r"\w", text[ends[-1] :])))


def lost_negation(subject: Subject) -> Iterator[Finding]:
    """The source says not, never or nobody, and nothing in the target denies.

    Words that deny by themselves (بدون, عدم, بې) will do; "not only" and "whether or not" deny
    nothing.
    """
    pattern = _NO.get(subject.language)
    source = _SOFT.sub("", subject.source_prose)
    found = next(
        (m for m in _NOT.finditer(source) if m.group()[0].islower() or m.start() == 0), None
    )
    if subject.answered and found and pattern and not pattern.search(subject.target):
        message = said("The source says “{}”, the target denies nothing.", found.group())
        yield subject.finding("lost-negation", Severity.WARNING, message)


def lost_number_word(subject: Subject) -> Iterator[Finding]:
    """A number that the source has in words is in the target neither in words nor in figures.

    One and two are articles and pronouns as often as numbers and are not asked; neither is a word
    with a capital, which may be part of a title.
    """
    if not subject.answered:
        return
    figures = {number.value for number in numbers(subject.target)}
    for found in _NUMBER_WORD.finditer(subject.source_prose):
        if not found.group().islower() and found.start():
            continue
        word = found.group(1).lower()
        figure = _SAID[word][-1]
        written = figure in figures if "00" not in figure else _long(figures, word, subject)
        if _PART.search(subject.source_prose[: found.start()]):
            written = written or bool(_IN_WORDS["thousand"].search(subject.target))
        if not written and not _IN_WORDS[word].search(subject.target):
            message = said("The number “{}” is missing.", word)
            yield subject.finding("lost-number-word", Severity.WARNING, message)
            return


def _long(figures: Collection[str], word: str, subject: Subject) -> bool:
    """Whether figures may say a hundred, a thousand or a million.

    They may when they are long enough, or a smaller scale stands beside them; where the target has
    no other scale, any figure may.
    """
    others = [s for s in _SCALES if s != word and _IN_WORDS[s].search(subject.target)]
    if word not in _SCALES or not others or _LAKH.search(subject.target):
        return bool(figures)
    zeros = 3 * (_SCALES.index(word) + 1)
    smaller = any(_SCALES.index(other) < _SCALES.index(word) for other in others)
    return any(
        len(figure.partition(".")[0]) > zeros or (smaller and len(figure) > 2) for figure in figures
    )
