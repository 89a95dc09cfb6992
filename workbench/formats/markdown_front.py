"""The front matter of an article: the fields that readers see, in YAML or TOML.

Only a field of the outermost level whose value stands on its own line is taken, quoted or not; all
else, and every field that is for machines, stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.inline import MARK

KEYS = ("title", "subtitle", "description", "summary", "excerpt")
"""Fields that hold text for people."""

_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?:\r?\n|$)")
_FIELD = re.compile(
    rf"^({'|'.join(KEYS)})[ \t]*[:=][ \t]*"
    r"(?:\"((?:[^\"\\\r\n]|\\.){1,5000})\"|'((?:[^'\r\n]|'')"
    r"{1,5000})'|([^\s\"'\[\]{}|>&*!%@`#][^\r\n]{0,5000}?))"
    r"[ \t]{0,99}(?:[ \t]#[^\r\n]*)?\r?$",
    re.MULTILINE,
)
_TABLE = re.compile(r"^\[", re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d_](?:(?!: | #|:$)[^\r\n])*")
"""What YAML takes for a text without quotes, whatever it says."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field's value and where it stands."""

    key: str
    start: int
    end: int
    """Without its quotes."""
    quote: str
    value: str
    """As it reads."""


def length(text: str) -> int:
    """Where the front matter of an article ends; 0 without any."""
    front = _FRONT_MATTER.match(text)
    return front.end() if front else 0


def fields(text: str) -> Iterator[Field]:
    """The fields of an article's front matter that are for people."""
    end = length(text)
    toml = text.lstrip("\ufeff").startswith("+++")
    if toml and (table := _TABLE.search(text, 0, end)):
        end = table.start()
    for found in _FIELD.finditer(text, 0, end):
        quote = '"' if found[2] else "'" if found[3] else ""
        group = 2 if found[2] else 3 if found[3] else 4
        written = "=" if toml else ":"
        # In TOML a text has quotes, and in single ones nothing can be escaped.
        told = written in text[found.end(1) : found.start(group)]
        if not told or (toml and quote != '"'):
            continue
        value = _read(found[group], quote)
        if value.strip() and not MARK.search(value):
            yield Field(found[1], *found.span(group), quote, value)


def _read(raw: str, quote: str) -> str:
    """A value as it reads; empty where that is not plain."""
    if quote == '"':
        try:
            return str(json.loads(f'"{raw}"'))
        except ValueError:
            return ""
    if quote == "'":
        return raw.replace("''", "'")
    # Without quotes a colon before a space makes a mapping, and none is text.
    return raw if quote or not re.search(r":(\s|$)", raw) else ""


def escape(text: str, place: str) -> str:
    r"""A target's text in such a field; `place` ends in its quote.

    >>> escape('a "b"', 'front matter "'), escape("it's", "front matter '")
    ('a \\"b\\"', "it''s")
    >>> escape("کابل", "front matter"), escape("کابل: آرام", "front matter")
    ('کابل', '"کابل: آرام"')
    """
    doubled = json.dumps(text, ensure_ascii=False)
    if place.endswith('"'):
        return doubled[1:-1]
    if place.endswith("'"):
        return text.replace("'", "''")
    return text if _PLAIN.fullmatch(text) and text.strip() == text else doubled
