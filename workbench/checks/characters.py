"""Whether the characters are the ones that search, sorting and fonts expect."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from workbench.checks.subject import Subject
from workbench.i18n import said
from workbench.languages import translate_digits
from workbench.model import Finding, Severity

_PRESENTATION = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdf9\ufe70-\ufefc]")
_ORNATE = "\ufd3e\ufd3f"
_KASHIDA = re.compile("\u0640+")
_JOINED = "\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff"
_TANWIN_AND_SHADDA = "\u064b\u0651\u0654"
_VOWEL = re.compile("[\u064c-\u0650\u0652\u0653\u0656-\u065f\u0670]")
_DOUBLED_MARK = re.compile("([\u064b-\u0652\u0670])\\1+")
_ENTITY = re.compile(
    r"&(?:amp|nbsp|quot|apos|lt|gt|zwnj|zwj|rlm|lrm|laquo|raquo|hellip|[mn]dash"
    r"|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});"
)
_MOJIBAKE = re.compile(
    "\ufffd|[ØÙÚÛ][\u00a0-\u00bf\u0080-\u009f†‡ˆ‰Š‹ŒŽ•–—™š›œžŸ]{1}[ØÙÚÛ]|\\?{4,}"
)
_ARABIC_DIGITS = re.compile("[٠-٩]+")
_DIGIT_RUN = re.compile("[0-9٠-٩۰-۹]{2,}")


def presentation_form(subject: Subject) -> Iterator[Finding]:
    """A letter is stored as its shape on the page (U+FB50 to U+FEFC), not as a letter.

    Such text comes out of old PDF files: it looks right and cannot be found. Whole-word signs such
    as ﷺ and ornate brackets are right.
    """
    for found in _PRESENTATION.finditer(subject.target):
        if found.group() not in _ORNATE:
            message = said(
                "U+{} is a shape, not a letter: type the letter.", format(ord(found.group()), "04X")
            )
            yield subject.finding("presentation-form", Severity.ERROR, message, found.span())
            return


def without_presentation_forms(text: str, _language: str) -> str:
    """The letters in place of their shapes."""
    return _PRESENTATION.sub(
        lambda found: (
            found.group()
            if found.group() in _ORNATE
            else unicodedata.normalize("NFKC", found.group())
        ),
        text,
    )


def decomposed_letter(subject: Subject) -> Iterator[Finding]:
    """A letter is typed as two characters where it has one of its own: ا and ٓ for آ.

    هٔ has none in use for Dari and stays as it is.
    """
    if unicodedata.normalize("NFC", subject.target) != subject.target:
        message = said("A letter is stored in two parts: save the text in Unicode form NFC.")
        yield subject.finding("decomposed-letter", Severity.WARNING, message)


def composed(text: str, _language: str) -> str:
    """The text in form NFC."""
    return unicodedata.normalize("NFC", text)


def kashida(subject: Subject) -> Iterator[Finding]:
    """A letter is drawn out with kashida (ـ), which breaks search.

    Beside a single letter or an affix cited by itself (هـ, ـها) it is right.
    """
    for found in _KASHIDA.finditer(subject.target):
        if _drawn_out(subject.target, *found.span()):
            message = said("Take away the kashida (ـ): fonts draw letters out by themselves.")
            yield subject.finding("kashida", Severity.WARNING, message, found.span())


def without_kashida(text: str, _language: str) -> str:
    """The text without kashida inside words."""
    return _KASHIDA.sub(
        lambda found: "" if _drawn_out(text, *found.span()) else found.group(), text
    )


def _drawn_out(text: str, start: int, end: int) -> bool:
    letter = re.compile(f"[{_JOINED}]")
    return bool(start and letter.match(text[start - 1]) and letter.match(text[end : end + 1]))


def vowel_marks(subject: Subject) -> Iterator[Finding]:
    """A word carries short-vowel marks, which news text leaves out.

    Tanwin (مثلاً), shadda and hamza belong to the spelling and are right, and so is one mark that
    tells two words apart (نُه); the check speaks up at three marks or at a doubled one.
    """
    doubled = _DOUBLED_MARK.search(subject.target)
    if doubled:
        yield subject.finding(
            "vowel-marks",
            Severity.WARNING,
            said("A vowel mark is doubled: take one away."),
            doubled.span(),
        )
    found = list(_VOWEL.finditer(subject.target))
    if len(found) >= 3:
        message = said("The text is vowelled: take the short-vowel marks away.")
        yield subject.finding("vowel-marks", Severity.INFO, message, found[0].span())


def with_single_marks(text: str, _language: str) -> str:
    """The text with every doubled vowel mark once; single ones stay."""
    return _DOUBLED_MARK.sub(r"\1", text)


def stray_entity(subject: Subject) -> Iterator[Finding]:
    """An HTML character reference such as &nbsp; or &#8204; stands in the target as text.

    One that the source shows as well is meant.
    """
    for found in _ENTITY.finditer(subject.target):
        if found.group() not in subject.source:
            message = said("{} is markup, not text: write the character itself.", found.group())
            yield subject.finding("stray-entity", Severity.ERROR, message, found.span())


def without_entities(text: str, _language: str) -> str:
    """The characters themselves; those that would be markup stay."""
    return _ENTITY.sub(
        lambda found: (
            found.group() if html.unescape(found.group()) in "<>&" else html.unescape(found.group())
        ),
        text,
    )


def broken_text(subject: Subject) -> Iterator[Finding]:
    """Characters were lost or read in the wrong encoding: U+FFFD, ????, Ø§Ù.

    Question marks that answer as many in the source are right.
    """
    for found in _MOJIBAKE.finditer(subject.target):
        if found.group() not in subject.source:
            message = said("The text is damaged here: type it again, or open the file as UTF-8.")
            yield subject.finding("broken-text", Severity.ERROR, message, found.span())
            return


def arabic_digits(subject: Subject) -> Iterator[Finding]:
    """A figure is written with the digits of Arabic (٤٥٦) in place of ۴۵۶.

    Dari and Pashto use the Persian digits; the two look the same but for these three.
    """
    for found in _ARABIC_DIGITS.finditer(subject.target):
        persian = translate_digits(found.group(), subject.language)
        message = said("{} is in Arabic digits: write {}.", found.group(), persian)
        yield subject.finding("arabic-digits", Severity.WARNING, message, found.span())


def with_persian_digits(text: str, _language: str) -> str:
    """Arabic digits turned into Persian ones; Western ones stay."""
    return text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"))


def mixed_digits(subject: Subject) -> Iterator[Finding]:
    """One number is written in digits of two kinds: ۱2.

    A text may have both kinds, in different numbers: a code in Latin letters keeps its own.
    """
    for found in _DIGIT_RUN.finditer(subject.target):
        if not _is_mixed(found.group()):
            continue
        own = translate_digits(found.group(), subject.language)
        message = said("{} mixes two kinds of digits: write {}.", found.group(), own)
        yield subject.finding("mixed-digits", Severity.ERROR, message, found.span())


def with_digits_of_one_kind(text: str, language: str) -> str:
    """Mixed numbers in the digits of the language."""

    def own(found: re.Match[str]) -> str:
        run = found.group()
        return translate_digits(run, language) if _is_mixed(run) else run

    return _DIGIT_RUN.sub(own, text)


def _is_mixed(run: str) -> bool:
    # The three families of digits stand in three blocks of 16.
    return len({ord(digit) >> 4 for digit in run}) > 1
