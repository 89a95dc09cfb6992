"""One table of the languages the workbench knows, and how each is written.

A language code is accepted in the forms people use (`fa-AF`, `fa_AF`, `prs-AF`, `pus`, `pbt`) and
kept in one canonical form (`prs`, `ps`).
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import UnknownLanguage

PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is named and written."""

    code: str
    """Canonical code: ISO 639-3 `prs` for Dari, ISO 639-1 where one exists."""
    name: str
    autonym: str
    aliases: tuple[str, ...] = ()
    """Other codes for it, in lower case with hyphens."""
    direction: str = "ltr"
    script: str = "Latn"
    bcp47: str = ""
    """The tag for `lang=` and XLIFF; the canonical code when empty."""
    country: str = ""
    """The country whose conventions are meant: office files want it in every tag."""
    gettext: str = ""
    """The `Language` header of a PO file; the canonical code when empty."""
    plural_forms: str = "nplurals=2; plural=(n != 1);"
    digits: str = "0123456789"
    punctuation: tuple[tuple[str, str], ...] = ()
    """Pairs (English mark, mark of this language)."""
    own_letters: str = ""
    """Letters of the Arabic block that are at home in this language."""
    months: tuple[str, ...] = ()
    """Gregorian months, January first, as its newspapers write them."""
    engine_codes: tuple[str, ...] = ()
    """Codes under which model packages know it, best first."""

    @property
    def tag(self) -> str:
        """BCP 47 tag."""
        return self.bcp47 or self.code

    @property
    def locale(self) -> str:
        """The tag with its country, as Windows and office files name the language."""
        return f"{self.code}-{self.country}" if self.country else self.tag


_ARABIC_PUNCTUATION = ((",", "،"), (";", "؛"), ("?", "؟"))
_COMMON_LETTERS = "ءآأؤئابتثجحخدذرزسشصضطظعغفقلمنوهپچژ"

LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "English", ("eng", "en-us", "en-gb"), engine_codes=("en",)),
    Language(
        "prs",
        "Dari",
        "دری",
        ("fa-af", "prs-af", "dari", "prd", "gbz", "fas-af", "per-af"),
        direction="rtl",
        script="Arab",
        country="AF",
        gettext="fa_AF",
        plural_forms="nplurals=2; plural=(n > 1);",
        digits=PERSIAN_DIGITS,
        punctuation=_ARABIC_PUNCTUATION,
        own_letters=_COMMON_LETTERS + "کگیۀة",
        months=tuple("جنوری فبروری مارچ اپریل می جون جولای اگست سپتمبر اکتوبر نومبر دسمبر".split()),
        engine_codes=("prs", "fa-AF", "fa"),
    ),
    Language(
        "ps",
        "Pashto",
        "پښتو",
        ("pus", "pbt", "pst", "pbu", "ps-af", "ps-pk", "pashto"),
        direction="rtl",
        script="Arab",
        country="AF",
        plural_forms="nplurals=2; plural=(n != 1);",
        digits=PERSIAN_DIGITS,
        punctuation=_ARABIC_PUNCTUATION,
        own_letters=_COMMON_LETTERS + "کګټډړږښڼځڅيیېۍۀة",
        months=tuple("جنوري فبروري مارچ اپرېل مۍ جون جولای اګست سپټمبر اکټوبر نومبر ډسمبر".split()),
        engine_codes=("ps", "pus", "pbt"),
    ),
    Language(
        "fa",
        "Persian",
        "فارسی",
        ("fas", "per", "pes", "fa-ir", "farsi"),
        direction="rtl",
        script="Arab",
        country="IR",
        plural_forms="nplurals=2; plural=(n > 1);",
        digits=PERSIAN_DIGITS,
        punctuation=_ARABIC_PUNCTUATION,
        own_letters=_COMMON_LETTERS + "کگیۀة",
        months=tuple(
            "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر".split()
        ),
        engine_codes=("fa",),
    ),
    Language("ur", "Urdu", "اردو", ("urd",), direction="rtl", script="Arab"),
    Language("ar", "Arabic", "العربية", ("ara", "arb"), direction="rtl", script="Arab"),
)

_BY_CODE = {
    alias: language for language in LANGUAGES for alias in (language.code, *language.aliases)
}


def find(code: str) -> Language:
    """The language a code stands for.

    >>> find("fa_AF").code, find("pus").code, find("EN").name
    ('prs', 'ps', 'English')

    Raises UnknownLanguage, naming the codes that would do.
    """
    wanted = code.strip().lower().replace("_", "-")
    if wanted in _BY_CODE:
        return _BY_CODE[wanted]
    known = ", ".join(f"{language.code} ({language.name})" for language in LANGUAGES)
    raise UnknownLanguage(f"There is no language {code!r} here. Use one of: {known}.")


def known(code: str) -> Language | None:
    """The language of a canonical code, where it is in the table.

    >>> known("ps").autonym, known("tlh")
    ('پښتو', None)
    """
    return _BY_CODE.get(code)


def name_of(code: str) -> str:
    """The English name of a canonical code; a code that is not in the table stands for itself.

    >>> name_of("prs"), name_of("fr")
    ('Dari', 'fr')
    """
    language = _BY_CODE.get(code)
    return language.name if language else code


def targets() -> tuple[Language, ...]:
    """The languages the workbench translates into: those whose letters it knows in full."""
    return tuple(find(code) for code in ("prs", "ps"))


def translate_digits(text: str, language: str) -> str:
    """Western and Arabic digits in the digits of a language.

    >>> translate_digits("15.3 or ١٥", "ps")
    '۱۵.۳ or ۱۵'
    """
    return text.translate(_DIGIT_TABLES[find(language).code])


def _digit_table(digits: str) -> dict[int, str]:
    families = ("0123456789", "٠١٢٣٤٥٦٧٨٩", PERSIAN_DIGITS)
    return {ord(family[i]): digits[i] for family in families for i in range(10)}


_DIGIT_TABLES = {language.code: _digit_table(language.digits) for language in LANGUAGES}
