"""Every way a language is written leads to one code, and a wrong one is answered in a sentence."""

from __future__ import annotations

import pytest

from workbench.errors import UnknownLanguage
from workbench.languages import LANGUAGES, PERSIAN_DIGITS, Language, find, targets, translate_digits

ALIASES = {
    "prs": "prs PRS Prs fa-AF fa_AF FA_af fa-af prs-AF prs_AF dari Dari prd gbz fas-AF per_AF",
    "ps": "ps PS pus pbt pst pbu ps-AF ps_AF ps-PK ps_pk Pashto PUS",
    "fa": "fa FA fas per pes fa-IR fa_IR Farsi",
    "en": "en EN eng en-US en_GB",
    "ur": "ur urd",
    "ar": "ar ara arb",
}


@pytest.mark.parametrize(
    ("alias", "code"), [(alias, code) for code, row in ALIASES.items() for alias in row.split()]
)
def test_an_alias_leads_to_its_language(alias: str, code: str) -> None:
    assert find(alias).code == code
    assert find(f" {alias}\n").code == code


@pytest.mark.parametrize(
    "code", ["", " ", "xx", "p s", "fa-AFG", "prs-", "-ps", "pashtu!", "دری", "prs\0", "x" * 10_000]
)
def test_an_unknown_code_is_answered_with_those_that_would_do(code: str) -> None:
    with pytest.raises(UnknownLanguage) as caught:
        find(code)
    message = str(caught.value)
    assert message.endswith(".")
    assert "prs (Dari)" in message
    assert "ps (Pashto)" in message
    assert caught.value.exit_code == 2


def test_persian_of_iran_is_not_dari() -> None:
    assert find("fa") is not find("fa-AF")
    assert [language.code for language in targets()] == ["prs", "ps"]


def test_no_code_has_two_languages() -> None:
    codes = [alias for language in LANGUAGES for alias in (language.code, *language.aliases)]
    assert len(codes) == len(set(codes))
    assert all(code == code.lower().replace("_", "-") for code in codes)


@pytest.mark.parametrize("language", targets(), ids=lambda language: language.code)
def test_a_target_is_described_in_full(language: Language) -> None:
    assert (language.direction, language.script, language.digits) == ("rtl", "Arab", PERSIAN_DIGITS)
    assert len(language.months) == len(set(language.months)) == 12
    letters = set("".join(language.months) + language.autonym)
    assert letters <= set(language.own_letters)
    assert len(language.own_letters) == len(set(language.own_letters))
    assert dict(language.punctuation) == {",": "،", ";": "؛", "?": "؟"}


def test_the_letters_of_dari_and_pashto_are_told_apart() -> None:
    dari, pashto = (set(language.own_letters) for language in targets())
    assert set("ټډړږښڼځڅيېۍګ") == pashto - dari
    assert set("گ") == dari - pashto


@pytest.mark.parametrize("digits", ["0123456789", "٠١٢٣٤٥٦٧٨٩", PERSIAN_DIGITS])
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_digits_of_any_family_become_those_of_the_language(digits: str, language: Language) -> None:
    assert translate_digits(digits, language.code) == language.digits
    assert translate_digits("²½Ⅳ٪٫", language.code) == "²½Ⅳ٪٫"
