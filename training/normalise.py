"""One spelling for every line, so that the model need not learn the same word twice.

Rules, and why:

- English: NFC, straight quotes and apostrophes, plain spaces. The engine does the same to a source.
- Target: NFC; digits as in Afghanistan (۰-۹); no vowel marks, tatweel, direction or zero-width
  characters except ZWNJ; Arabic kaf and alef maksura, Urdu heh and yeh folded to the letters of the
  language. Pashto keeps its five yehs, which are different letters; Dari has one.
- ZWNJ (the half-space): kept as written between two letters, as in می‌رود, because the authored
  corpus writes it; dropped beside a space, where it means nothing; never added. Scores fold it to a
  space on both sides, since public sets write it, a space, or nothing.
"""

from __future__ import annotations

import re
import unicodedata

ZWNJ = "\u200c"
_DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_UNSEEN = re.compile("[\u064b-\u0652\u0640\u200b\u200e\u200f\u202a-\u202e\ufeff]")
_SPACE_BEFORE_POINT = re.compile(r" +([،؛؟!.:»)])")
_LOOSE_ZWNJ = re.compile(f" *{ZWNJ}(?= )|(?<= ){ZWNJ}")
_LETTERS = {
    "ps": str.maketrans(
        {"ك": "ک", "ى": "ی", "ہ": "ه", "ے": "ې", "گ": "ګ", "ۀ": "هٔ", "ڑ": "ړ", "۔": "."}
    ),
    "prs": str.maketrans({"ك": "ک", "ى": "ی", "ہ": "ه", "ے": "ی", "ۀ": "هٔ", "۔": ".", "ي": "ی"}),
}
_LETTERS["fa"] = _LETTERS["prs"]


def normalise_english(text: str) -> str:
    r"""English as the model reads it.

    >>> normalise_english("The  minister’s “plan”")
    'The minister\'s "plan"'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_STRAIGHT).split())


def normalise_target(text: str, language: str) -> str:
    """Dari, Pashto or Persian as the model writes it.

    >>> normalise_target("كابل 12 ،", "prs")
    'کابل ۱۲،'
    """
    text = unicodedata.normalize("NFC", text).translate(_DIGITS)
    text = _UNSEEN.sub("", text).translate(_LETTERS[language])
    text = _SPACE_BEFORE_POINT.sub(r"\1", text)
    text = _LOOSE_ZWNJ.sub("", re.sub(f"{ZWNJ}+", ZWNJ, text))
    return " ".join(text.split())


def fold_for_scoring(text: str, language: str) -> str:
    """A target with spelling habits that differ between publishers made alike."""
    return normalise_target(text, language).replace(ZWNJ, " ")
