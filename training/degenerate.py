"""Outputs that no reader could use: empty, English copied, the wrong script, or a loop."""

from __future__ import annotations

import re

_WORD_LOOP = re.compile(r"(?<!\S)(\S+(?: \S+){0,5})(?: \1){2,}(?!\S)")
_LETTER_LOOP = re.compile(r"([^\W\d]{2,8}?)\1{3,}")
_LATIN = re.compile("[A-Za-z]")
_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")


def degeneration(source: str, output: str) -> str | None:
    """The kind of failure, or None. A name in Latin letters or a word said twice is none.

    >>> degeneration("He came home.", "او به او به او به خانه آمد.")
    'loop'
    >>> degeneration("He came.", "He came.")
    'copied'
    """
    if not output.strip():
        return "empty"
    if output.strip() == source.strip():
        return "copied"
    latin = len(_LATIN.findall(output))
    if latin > len(_ARABIC_SCRIPT.findall(output)):
        return "wrong script"
    if is_loop(output):
        return "loop"
    if len(output) > 4 * len(source) + 40:
        return "far too long"
    return None


def is_loop(text: str) -> bool:
    """True where words or letters go round and round, in any language."""
    return bool(_WORD_LOOP.search(text) or _LETTER_LOOP.search(text))
