"""A target's text in Markdown: it must read as itself."""

from __future__ import annotations

import re
from collections.abc import Callable

_SPECIAL = re.compile(r"[\\`*_\[\]<&|~]")
_BLOCK_START = re.compile(
    r"(\s*)(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|(?:=+|-+)\s*$|\d{1,9}[.)](?=\s|$))"
)


def escape(text: str, place: str) -> str:
    r"""A target's text so that Markdown reads it as itself, with no more backslashes than needed.

    >>> escape("a * b, *c* and snake_case [1] & <b>", "")
    'a * b, \\*c\\* and snake_case [1] & \\<b>'
    """
    if place.startswith("title"):
        text = re.sub(r"[\\\"'()&]", _in_title(place[-1]), text)
        return text.replace("|", r"\|") if "table cell" in place else text
    if place.startswith("image"):
        place = f"{place} references"
    plain_brackets = "references" not in place and text.count("[") == text.count("]")

    def guarded(found: re.Match[str]) -> str:
        char, at = found.group(), found.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        harmless = {
            "*": before.isspace() and after.isspace(),
            "_": (before + after).isalnum() and bool(before and after),
            "[": plain_brackets and not re.match(r"\[[^\]]*\][\[(:]", text[at:]),
            "]": plain_brackets and after not in ("(", "[", ":"),
            "<": not re.match(r"<[A-Za-z/!?]", text[at:]),
            "&": not re.match(r"&(#\w+|\w+);", text[at:]),
            "|": "table cell" not in place,
            "~": "~" not in (before, after),
            "\\": bool(after) and not re.match(r"[!-/:-@\[-`{-~]", after),
        }
        return char if harmless.get(char, False) else "\\" + char

    escaped = _SPECIAL.sub(guarded, text)
    if "start of block" in place and (special := _BLOCK_START.match(text)):
        at = special.end(1) + (len(special[2]) - 1 if special[2][:1].isdigit() else 0)
        escaped = escaped[:at] + "\\" + escaped[at:].lstrip("\\")
    return re.sub(r"(#+)$", r"\\\1", escaped) if "heading" in place else escaped


def _in_title(quote: str) -> Callable[[re.Match[str]], str]:
    """A sign in the title of a link, between these quotes."""
    ends = "()" if quote == ")" else quote

    def guarded(found: re.Match[str]) -> str:
        sign = found.group()
        return f"\\{sign}" if sign in ("\\", "&", *ends) else sign

    return guarded
