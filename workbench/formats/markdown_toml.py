"""TOML front matter: the texts on one line, with their places.

What this looks for is what `tomllib` finds there too: where the two differ, nothing is touched.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from workbench.formats.markdown_front import Field

_TOKEN = re.compile(
    r"""(?P<long>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3})"""
    r"""|(?P<text>"(?:[^"\\\r\n]|\\.)*+"|'[^'\r\n]*+')"""
    r"|(?P<comment>\#[^\r\n]*+)|(?P<line>\r?\n)|(?P<sign>[=\[\]{},.])|(?P<bare>[\w+:-]+)"
    r"|(?P<space>[ \t]+)|(?P<other>.)",
    re.DOTALL,
)


def fields(text: str, start: int, end: int) -> Iterator[Field]:
    """Every text between two offsets, with its path."""
    try:
        told = Counter(_told(tomllib.loads(text[start:end]), ""))
        found = list(_Walk(text).texts(start, end))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return
    for field in found:
        if told[field.key, field.value]:
            yield field


def _told(value: Any, path: str) -> Iterator[tuple[str, str]]:
    inside = f"{path}." if path else ""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _told(one, f"{inside}{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _told(one, f"{inside}{number}")


class _Walk:
    """Goes through the lines, knowing in which table and list it is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.table: list[str] = []
        self.tables: Counter[str] = Counter()

    def texts(self, start: int, end: int) -> Iterator[Field]:
        key: list[str] = []
        """What stands before the `=`, while it is not yet there."""
        inside: list[str] | None = None
        """The path of the value, once it is."""
        places: list[int] = []
        """Of each open list, the number of the entry."""
        for token in _TOKEN.finditer(self.text, start, end):
            kind, raw = token.lastgroup, token.group()
            if kind == "line" and not places:
                if inside is None and key[:1] == ["["]:
                    self.open(key)
                key, inside = [], None
            elif inside is None:
                if raw == "=":
                    inside = [*self.table, *(part for part in key if part != ".")]
                elif kind in ("text", "bare", "sign"):
                    key.append(_read(raw) if kind == "text" else raw)
            elif raw == "[":
                places.append(0)
            elif raw == "]" and places:
                places.pop()
            elif raw == "," and places:
                places[-1] += 1
            elif raw == "{":
                inside, key, places = None, ["{"], []  # a table on one line: passed over
            elif kind == "text":
                path = ".".join([*inside, *map(str, places)])
                literal = raw[0] == "'"
                at = token.start() + (not literal), token.end() - (not literal)
                yield Field(path, *at, "value" if literal else '"', _read(raw))

    def open(self, key: list[str]) -> None:
        """A line that names a table, or the next one of a list of tables."""
        names = [part for part in key if part not in ("[", "]", ".")]
        name = ".".join(names)
        self.table = names
        if key[:2] == ["[", "["]:
            self.table = [*names, str(self.tables[name])]
            self.tables[name] += 1


def _read(raw: str) -> str:
    return str(json.loads(raw)) if raw[0] == '"' else raw[1:-1]
