"""A term's form in a target text, whatever its spacing, letter variants and endings.

Dari and Pashto hang prefixes (و، ب) and endings (ها، ی; the Pashto oblique و) on a word, and write
a compound with a space, a half-space or joined: all of these are the same form to a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from workbench.model import Term
from workbench.normalize import ZWNJ, Folded, fold

# Folded endings that may follow a form and leave it the same term.
_ENDINGS = {
    "prs": "|ی|یی|ای|ها|های|هایی|هایش|هایشان|ان|انی|یان|گان|ات|را|م|ش|شان|اش|یها|یهای".split("|"),
    "ps": "|و|ه|ې|ۍ|ي|ی|یو|ان|انو|یان|یانو|ونه|ونو|ګان|ګانو|ګانې|ووه|وو|ې".split("|"),
}
_PREFIXES = {"prs": ("و", "ب", "به", "وب"), "ps": ("و", "د")}
# A Pashto word that ends in a vowel letter changes it instead of adding to it.
_STEM_CHANGES = {"ه": ("ې", "و", "ي"), "ی": ("ي", "یو", "و"), "ۍ": ("ۍ", "یو", "و"), "ا": ("او",)}


def occurrences(folded: Folded, forms: Sequence[str], language: str) -> list[tuple[int, int]]:
    """Spans in the original text where any of the forms stands as a word of its own.

    >>> [occurrences(fold(text, "prs"), ["طالبان"], "prs")
    ...  for text in ("وطالبان", "طالبان‌ها", "طالبانی", "طلبان")]
    [[(1, 7)], [(0, 9)], [(0, 7)], []]
    """
    spans: set[tuple[int, int]] = set()
    for form in forms:
        for stem, endings in _shapes(form, language):
            start = folded.text.find(stem)
            while start >= 0:
                span = _whole_word(folded, start, start + len(stem), endings, language)
                if span:
                    spans.add(span)
                start = folded.text.find(stem, start + 1)
    return _outermost(spans)


def forbidden(folded: Folded, term: Term, language: str) -> list[tuple[int, int, str]]:
    """Where a form to avoid stands, unless it stands inside an allowed one."""
    avoid = term.avoid.get(language, ())
    if not avoid:
        return []
    allowed = occurrences(folded, term.allowed(language), language)
    return [
        (start, end, form)
        for form in avoid
        for start, end in occurrences(folded, [form], language)
        if not any(a <= start and end <= b for a, b in allowed)
    ]


@lru_cache(maxsize=65536)
def _shapes(form: str, language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(folded stem, endings it may take), the bare form first."""
    stem = fold(form, language).text
    if not stem:
        return ()
    shapes = [(stem, tuple(_ENDINGS.get(language, [""])))]
    if language == "ps" and len(stem) > 3:
        shapes += [(stem[:-1] + e, ("",)) for e in _STEM_CHANGES.get(stem[-1], ())]
    return tuple(shapes)


def _whole_word(
    folded: Folded, start: int, end: int, endings: Sequence[str], language: str
) -> tuple[int, int] | None:
    """The span in the original when the match is a whole word up to prefix and ending."""
    first, _ = folded.span(start, start + 1)
    if not _starts_word(folded, start, first, language):
        return None
    for ending in sorted(endings, key=len, reverse=True):
        stop = end + len(ending)
        if folded.text.startswith(ending, end) and _ends_word(folded, stop, ending):
            _, last = folded.span(start, stop)
            return first, last
    return None


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == ZWNJ


def _starts_word(folded: Folded, start: int, first: int, language: str) -> bool:
    text = folded.original
    if first == 0 or not _is_letter(text[first - 1]):
        return True
    begin = first
    while begin and _is_letter(text[begin - 1]):
        begin -= 1
    return text[begin:first].rstrip(ZWNJ) in _PREFIXES.get(language, ())


def _ends_word(folded: Folded, stop: int, ending: str) -> bool:
    text = folded.original
    last = folded.offsets[stop - 1] + 1
    while (
        last < len(text) and text[last] in "\u0654\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
    ):
        last += 1
    if last == len(text) or not _is_letter(text[last]):
        # An ending may not be a word of its own ("طالبان و" is no oblique plural).
        return (
            not ending
            or not text[folded.offsets[stop - len(ending)] - 1].isspace()
            or (ending in ("ها", "های", "هایی"))
        )
    return text[last] == ZWNJ and last + 1 < len(text) and not ending


def _outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
