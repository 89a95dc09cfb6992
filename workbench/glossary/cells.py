"""What may stand in one cell of a glossary file: each fault as (name, message).

A fault that a reviewer cannot see in a diff (a space at an edge, an Arabic ي for ی, a mark that
only turns the direction) is one that matching stumbles over; so they are looked for one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from workbench.languages import find
from workbench.normalize import ZWNJ

Fault = tuple[str, str]

LISTS = frozenset({"en_also", "prs_also", "prs_avoid", "ps_also", "ps_avoid"})
"""Columns that hold several forms with `|` between them."""
TARGETS = {"prs": "prs", "prs_also": "prs", "ps": "ps", "ps_also": "ps"}
"""Columns of forms to be written, with their language. Forms to avoid may be in any letters."""

_FORMS = frozenset({"en", "en_also", *TARGETS})
_PLAIN = re.compile(r"[A-Za-z0-9;,.:/]+(?:[ -][A-Za-z0-9;,.:/]+)*")
"""Nothing can be wrong with such a cell, whatever it is for; most notes and classes are like it."""
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_STRAY_ZWNJ = re.compile(f"^{ZWNJ}|{ZWNJ}$|{ZWNJ}{ZWNJ}|{ZWNJ}\\s|\\s{ZWNJ}")
_STRAY_SPACE = re.compile(r"^\s|\s$|\s\s|[^\S ]|\s\||\|\s")
_ARABIC = re.compile("[\u0621-\u063f\u0641-\u064a\u0671-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
_CLOSES = {")": "(", "]": "[", "}": "{", "»": "«", "›": "‹", "”": "“"}
_OPENS = frozenset(_CLOSES.values())
_HINTS = {"ي": "ی", "ى": "ی", "ك": "ک", "ہ": "ه", "ھ": "ه", "ے": "ی", "گ": "ګ", "ڑ": "ړ", "ګ": "گ"}


# Words that are also an acronym or a name: with case `any` the term is found in every sentence.
_COMMON = frozenset(
    (
        "a act aid aim all am an and any are art as at august be bill bit but by can care chad"
        " china do eat eu for frank go grace had has have he her his hope how i if in is it its"
        " job jordan june lead may march mark me mission my no not of on one or our out pact polish"
        " pope rose safe said saw she so sun ten than that the they this to turkey up us was way we"
        " were what when who why will with you"
    ).split()
)


def faults(column: str, cell: str, note: str = "") -> Iterator[Fault]:
    """All that is wrong with a cell; `note` is the row's, which may excuse Pashto letters in Dari.

    >>> [name for name, _ in faults("prs", "=cmd|' /C calc'!A0")][:2]
    ['formula', 'foreign-letter']
    >>> list(faults("prs", "تحریک طالبان پاکستان"))
    []
    """
    plain = column not in _FORMS and _PLAIN.fullmatch(cell)
    if plain or not cell:
        return
    yield from _anywhere(cell)
    for form in cell.split("|") if column in LISTS else [cell]:
        if not form.strip():
            yield "empty-form", "nothing stands between two bars: take one bar out"
            continue
        yield from _unbalanced(form)
        if column in ("en", "en_also"):
            yield from _english(form)
        elif column in TARGETS:
            yield from _letters(form, TARGETS[column], note)


def _anywhere(cell: str) -> Iterator[Fault]:
    if cell[0] in "=+-@":
        yield "formula", f"it begins with {cell[0]}, which a spreadsheet runs as a formula"
    if _STRAY_SPACE.search(cell):
        yield "stray-space", "a space stands at an edge, doubled, or is a tab or line break"
    if _STRAY_ZWNJ.search(cell):
        yield "stray-half-space", "a half-space (U+200C) stands at an edge, doubled, or by a space"
    for char in dict.fromkeys(_INVISIBLE.findall(cell)):
        yield "invisible", f"the invisible character U+{ord(char):04X} stands in it: take it out"
    if "\u0640" in cell:
        yield "kashida", "a kashida (U+0640) stretches a word: take it out"
    if not unicodedata.is_normalized("NFC", cell):
        yield "not-nfc", "letter and mark are typed apart (not NFC): type the composed letter"


def _unbalanced(text: str) -> Iterator[Fault]:
    opened: list[str] = []
    for char in text:
        if char in _OPENS:
            opened.append(char)
        elif char in _CLOSES and (not opened or opened.pop() != _CLOSES[char]):
            yield "unbalanced", f"{char} closes nothing"
            return
    if opened:
        yield "unbalanced", f"{opened[-1]} is never closed"
    elif text.count('"') % 2:
        yield "unbalanced", 'a quote (") is never closed'


def _english(form: str) -> Iterator[Fault]:
    if _ARABIC.search(form):
        yield "foreign-letter", f"{form} has Arabic letters in an English column"
    if _letters_in(form) < 2:
        yield "one-letter", f"{form} has but one letter and would match everywhere"


def _letters(form: str, language: str, note: str) -> Iterator[Fault]:
    name, own = find(language).name, find(language).own_letters
    if language == "prs" and "pashto" in note.lower():
        own += find("ps").own_letters
    if shape := _PRESENTATION.search(form):
        plain = unicodedata.normalize("NFKC", shape.group())
        yield "foreign-letter", f"U+{ord(shape.group()):04X} is a printing shape: type {plain}"
    for char in dict.fromkeys(_ARABIC.findall(form)):
        if char not in own:
            hint = f": type {_HINTS[char]}" if _HINTS.get(char, "?") in own else ""
            yield "foreign-letter", f"{char} (U+{ord(char):04X}) is no letter of {name}{hint}"
    if not _ARABIC.search(form):
        yield "foreign-letter", f"{form} has no letter of {name}"
    elif _letters_in(form) < 2:
        yield "one-letter", f"{form} has but one letter and would match everywhere"


def _letters_in(form: str) -> int:
    return sum(char.isalnum() for char in form)


def common_word(form: str, case: str) -> str:
    """What to do when an acronym or a name is also a common word, given its case rule; else empty.

    A word in small letters is meant as the word it is.

    >>> common_word("US", "any"), common_word("May", "first"), common_word("aid", "any")
    ('US is also a common word: set the column case to exact', '', '')
    """
    if form.lower() not in _COMMON or form == form.lower():
        return ""
    if case == "exact" or (case == "first" and not form.isupper()):
        return ""
    wanted = "exact" if form.isupper() else "first"
    return f"{form} is also a common word: set the column case to {wanted}"
