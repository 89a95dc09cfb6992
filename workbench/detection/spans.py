"""Runs of another language inside a segment: English in Dari, a Persian quotation in Pashto.

Another script shows itself. Within one script only quotations are looked at: without quotation
marks two neighbours cannot be told apart word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.detection import arabic, latin, letters, varieties

Span = tuple[int, int, str]

_LATIN_RUN = re.compile("[A-Za-z](?:[A-Za-z\u00c0-\u024f'\u2019 ,-]*[A-Za-z\u00c0-\u024f])?")
_ARABIC_RUN = re.compile(
    "[\u0620-\u06ef](?:[\u0600-\u06ff\u0750-\u077f\u200c ]*[\u0620-\u06ef\u0750-\u077f])?"
)
_QUOTED = re.compile('«([^«»]{8,2000})»|“([^“”]{8,2000})”|"([^"]{8,2000})"')
_FEWEST = 3
"""Words in a quotation, and around it, before it is judged on its own."""
_SURE = 0.95


def foreign(read: letters.Letters, language: str) -> tuple[Span, ...]:
    """(start, end, language) of every run in another script than the segment's language.

    >>> foreign(letters.read("The word پوهنتون means university."), "en")
    ((9, 16, 'prs'),)
    """
    if not (read.arabic and read.latin):
        return ()
    run = _ARABIC_RUN if language not in ("prs", "fa", "ps", "ur", "ar") else _LATIN_RUN
    found = ((one.start(), one.end(), _language(one.group())) for one in run.finditer(read.text))
    return tuple(span for span in found if span[2] != "other")


def _language(text: str) -> str:
    """The language of a run; names and acronyms are none."""
    read = letters.read(text)
    if read.arabic:
        return _variety(arabic.judge(read.arabic)[0], read.arabic)
    if not read.latin or all(word.isupper() for word in read.latin):
        return "other"
    english = latin.english(read.latin, [word.lower() for word in read.latin])
    return english[0] if english else "other"


def _variety(language: str, words: tuple[str, ...]) -> str:
    if language != "fa":
        return language
    return "prs" if varieties.evidence(words).total >= 0 else "fa"


def quotations(read: letters.Letters) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The words outside quotations in another language, and those quotations.

    >>> text = "رئیس گفت: «موږ به سبا بېرته راشو او کار به پیل کړو» و سپس از شهر بیرون رفت."
    >>> [text[start:end] for start, end, _ in quotations(letters.read(text))[1]]
    ['موږ به سبا بېرته راشو او کار به پیل کړو']
    """
    if "«" not in read.text and '"' not in read.text and "“" not in read.text:
        return read.arabic, ()
    rest = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), read.text)
    outside = letters.read(rest).arabic
    if len(outside) < _FEWEST:
        return read.arabic, ()
    language, sure, _ = arabic.judge(outside)
    spans = tuple(_quoted(read.text, language)) if sure >= _SURE else ()
    return (outside if spans else read.arabic), spans


def _quoted(text: str, language: str) -> Iterator[Span]:
    for quoted in _QUOTED.finditer(text):
        group = quoted.lastindex or 0
        words = letters.read(quoted.group(group)).arabic
        if len(words) >= _FEWEST:
            found, sure, _ = arabic.judge(words)
            if found != language and sure >= _SURE:
                yield quoted.start(group), quoted.end(group), _variety(found, words)
