"""YAML front matter: its texts with their places, as the parser itself tells them.

A parser that cannot follow it (a colon in an unquoted title is no YAML, yet some tools take it) is
helped out by a look at each line by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import yaml

from workbench.formats.markdown_front import Field

_LONGEST = 200_000
"""Characters: what is longer is no front matter for people."""
_TEXT = "tag:yaml.org,2002:str"
_LINE = re.compile(
    r"^([A-Za-z][\w-]{0,60})[ \t]*:[ \t]+"
    r"(?:\"((?:[^\"\\\r\n]|\\.){1,5000})\"|'((?:[^'\r\n]|'')"
    r"{1,5000})'|([^\s\"'\[\]{}|>&*!%@`#][^\r\n]{0,5000}?))"
    r"[ \t]{0,99}(?:[ \t]#[^\r\n]*)?\r?$",
    re.MULTILINE,
)


def fields(text: str, start: int, end: int) -> Iterator[Field]:
    """Every text between two offsets, with its path."""
    if end - start > _LONGEST:
        return
    try:
        root = yaml.compose(text[start:end], Loader=yaml.SafeLoader)
        found = list(_Walk(text, start).texts(root, "", listed=False))
    except (yaml.YAMLError, RecursionError, ValueError):
        found = list(_by_line(text, start, end))
    yield from found


class _Walk:
    """Goes through what was parsed; what stands in two places by an alias is met once."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.seen: set[int] = set()

    def texts(self, node: yaml.Node | None, path: str, *, listed: bool) -> Iterator[Field]:
        if node is None or id(node) in self.seen:
            return
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if node.tag == _TEXT:
                yield from self.scalar(node, path, listed)
            return
        inside = f"{path}." if path else ""
        listed = listed or bool(node.flow_style)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    yield from self.texts(value, f"{inside}{key.value}", listed=listed)
        else:
            for number, value in enumerate(node.value):
                yield from self.texts(value, f"{inside}{number}", listed=listed)

    def scalar(self, node: yaml.ScalarNode, path: str, listed: bool) -> Iterator[Field]:
        start, end = self.start + node.start_mark.index, self.start + node.end_mark.index
        raw = self.text[start:end]
        if node.style in ("|", ">"):
            yield from _below(self.text, start, end, path, node)
        elif node.style in ('"', "'"):
            # An anchor, `&name`, or a tag may come before it.
            yield Field(path, start + raw.index(node.style) + 1, end - 1, node.style, node.value)
        elif raw.endswith(node.value):
            yield Field(path, end - len(node.value), end, "list" if listed else "", node.value)
        elif raw[0] not in "&!":
            yield Field(path, start, end, "value", node.value)


def _below(text: str, start: int, end: int, path: str, node: yaml.ScalarNode) -> Iterator[Field]:
    """The paragraphs of a text that stands below its key; of a literal one (`|`) its lines."""
    begin = text.index("\n", start) + 1
    rows = [(begin + row.start(), row.group()) for row in re.finditer(r"[^\n]+", text[begin:end])]
    rows = [(at, row.rstrip()) for at, row in rows if row.strip()]
    if not rows or text[start] != node.style:
        return
    indent = min(len(row) - len(row.lstrip(" ")) for _, row in rows)
    literal = node.style == "|" or any(row[indent : indent + 1] in (" ", "\t") for _, row in rows)
    group: list[tuple[int, int]] = []
    for at, row in rows:
        first, last = at + len(row) - len(row.lstrip()), at + len(row)
        if group and (literal or text.count("\n", group[-1][1], first) > 1):
            yield _line(text, path, group)
            group = []
        group.append((first, last))
    yield _line(text, path, group)


def _line(text: str, path: str, group: list[tuple[int, int]]) -> Field:
    value = " ".join(text[first:last] for first, last in group)
    return Field(path, group[0][0], group[-1][1], "block", value)


def _by_line(text: str, start: int, end: int) -> Iterator[Field]:
    """The values that stand on the line of their key, at the outermost level."""
    for found in _LINE.finditer(text, start, end):
        quote = '"' if found[2] else "'" if found[3] else ""
        group = 2 if found[2] else 3 if found[3] else 4
        value = found[group]
        if quote == '"':
            try:
                value = str(json.loads(f'"{value}"'))
            except ValueError:
                continue
        elif quote == "'":
            value = value.replace("''", "'")
        elif re.search(r":(\s|$)", value):
            continue
        yield Field(found[1], *found.span(group), quote, value)
