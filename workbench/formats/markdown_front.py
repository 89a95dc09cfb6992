"""The front matter of an article: the fields that readers see, in YAML or TOML.

Fields are chosen by their path, `seo.title`, which goes through lists: `authors.bio` is that of
each author, and `tags` each tag. Without a choice they are those that nearly always hold text for
people. All else, and every field that is for machines, stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from workbench.inline import MARK

KEYS = ("title", "subtitle", "description", "summary", "excerpt")
"""Fields that hold text for people, wherever nothing else is asked for."""

_FRONT_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:.*\r?\n)*?\1[ \t]*(?:\r?\n|$)")
_PLAIN = re.compile(r"[^\W\d_](?:(?!: | #|:$)[^\r\n])*")
"""What YAML takes for a text without quotes, whatever it says."""
_PLAIN_IN_LIST = re.compile(r"[^\W\d_](?:(?!: | #|:$)[^\r\n,\[\]{}])*")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Field:
    """One field's value and where it stands."""

    key: str
    """Its path."""
    start: int
    end: int
    """Without its quotes, unless they are to be exchanged for others."""
    quote: str
    """`"`, `'`, or nothing; `list` for none in a list in brackets, `block` for a line of a text
    that stands below its key, `value` where quotes and all are written anew."""
    value: str
    """As it reads."""


def length(text: str) -> int:
    """Where the front matter of an article ends; 0 without any."""
    front = _FRONT_MATTER.match(text)
    return front.end() if front else 0


def fields(text: str, keys: Sequence[str] = ()) -> Iterator[Field]:
    """The fields of an article's front matter that are for people, in the file's order."""
    front = _FRONT_MATTER.match(text)
    if not front:
        return
    from workbench.formats import markdown_toml, markdown_yaml

    within = front.end(1), text.rindex(front[1], front.end(1), front.end())
    read = markdown_toml.fields if front[1] == "+++" else markdown_yaml.fields
    found = [one for one in read(text, *within) if chosen(one.key, keys or KEYS)]
    for one in sorted(found, key=lambda field: field.start):
        if one.value.strip() and not MARK.search(one.value):
            yield one


def chosen(path: str, keys: Sequence[str]) -> bool:
    """Whether a field is asked for; a star stands for anything.

    >>> chosen("authors.0.bio", ["authors.bio"]), chosen("seo.title", ["title", "seo.*"])
    (True, True)
    >>> chosen("seo.title", ["title"])
    False
    """
    named = ".".join(part for part in path.split(".") if not part.isdecimal())
    return any(fnmatchcase(named, key) or fnmatchcase(path, key) for key in keys)


def escape(text: str, place: str) -> str:
    r"""A target's text in such a field; `place` ends in its quote.

    >>> escape('a "b"', 'front matter "'), escape("it's", "front matter '")
    ('a \\"b\\"', "it''s")
    >>> escape("کابل", "front matter"), escape("کابل: آرام", "front matter")
    ('کابل', '"کابل: آرام"')
    """
    quote = place.removeprefix("front matter").strip()
    text = _ILLEGAL.sub("\ufffd", text)
    doubled = json.dumps(text, ensure_ascii=False)
    if quote == '"':
        return doubled[1:-1]
    if quote == "'":
        return text.replace("'", "''")
    if quote == "block":
        return text.strip()
    plain = {"": _PLAIN, "list": _PLAIN_IN_LIST}.get(quote)
    return text if plain and plain.fullmatch(text) and text.strip() == text else doubled
