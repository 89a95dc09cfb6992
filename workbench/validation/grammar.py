"""What may stand in what: the tables of a format, written short, and what breaks them.

A row of a table is two texts. The first says what an element holds, in order:

    skeleton? other* notes? unit|group+      `?` at most one, `*` any, `+` at least one, else one

with `text` in front where it may hold text. `other` is an element of another namespace. The second
names its attributes: `id!=nmtoken` must be there and be a NMTOKEN, `name` may be anything, `~` lets
the attributes of modules in, and `*` those of any other namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from workbench.validation.tree import Element
from workbench.validation.values import TYPES

Table = Mapping[str, tuple[str, str]]


class Fault(NamedTuple):
    """One breach of a rule."""

    rule: str
    at: int
    said: Mapping[str, str]


def fault(rule: str, element: Element, attribute: str = "", **said: str) -> Fault:
    """A fault of an element, or of one of its attributes, with what its message says."""
    tag = element.node.tag
    return Fault(rule, element.place(attribute), {"tag": tag, "attribute": attribute, **said})


@dataclass(frozen=True, slots=True)
class _Step:
    names: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class _Model:
    steps: tuple[_Step, ...]
    text: bool
    attributes: Mapping[str, tuple[str, bool]]
    """Type and whether it must be there, by name."""
    open: str
    """Which attributes of other namespaces may stand here: none, `~`, or `*`."""


@lru_cache(maxsize=256)
def _model(content: str, attributes: str) -> _Model:
    words = content.split()
    steps = []
    for word in words:
        if word == "text":
            continue
        least, most = {"?": (0, 1), "*": (0, 1 << 60), "+": (1, 1 << 60)}.get(word[-1], (1, 1))
        steps.append(_Step(frozenset(word.rstrip("?*+").split("|")), least, most))
    known = {}
    for word in attributes.split():
        name, _, kind = word.partition("=")
        known[name.rstrip("!")] = kind, name.endswith("!")
    marks = [mark for mark in "~*" if known.pop(mark, None)]
    return _Model(tuple(steps), "text" in words, known, "".join(marks))


def breaches(root: Element, table: Table, foreign: Mapping[str, str]) -> Iterator[Fault]:
    """Each place where the file is not built as the table says.

    `foreign` gives the types of the attributes that modules add to elements of the core.
    """
    modules = {_module(name) for name in table if ":" in name}
    stack = [root]
    while stack:
        element = stack.pop()
        row = table.get(element.name)
        if row is None:
            continue  # said of its parent, or nobody here knows it
        model = _model(*row)
        yield from _attributes(element, model, foreign)
        yield from _children(element, model)
        for child in element.children:
            if ":" in child.name and child.name not in table and _module(child.name) in modules:
                yield fault("element-not-allowed", child, parent=element.node.tag)
        if element.text >= 0 and not model.text:
            yield Fault("text-not-allowed", element.text, {"tag": element.node.tag})
        stack.extend(reversed(element.children))


def _module(name: str) -> str:
    return name.partition(":")[0]


def _attributes(element: Element, model: _Model, foreign: Mapping[str, str]) -> Iterator[Fault]:
    for name, value in element.attributes.items():
        kind = model.attributes.get(name)
        space = name.partition(":")[0] if ":" in name else ""
        module = bool(space) and any(one.startswith(f"{space}:") for one in foreign)
        allowed = model.open == "*" or (model.open == "~" and module)
        if kind is None and (not space or not allowed or (module and name not in foreign)):
            yield fault("attribute-not-allowed", element, name, name=element.written[name])
            continue
        wanted = TYPES.get(kind[0] if kind else foreign.get(name, ""))
        if wanted and not wanted.fits(value):
            yield fault(wanted.rule, element, name, name=element.written[name], value=value)
    for name, (_, needed) in model.attributes.items():
        if needed and name not in element.attributes:
            yield fault("attribute-missing", element, name=name)


def _children(element: Element, model: _Model) -> Iterator[Fault]:
    step, counts = 0, [0] * len(model.steps)
    for child in element.children:
        found = _position(child.name, model, step, counts)
        if found >= 0:
            step = found
            counts[step] += 1
            continue
        anywhere = any(_fits(child.name, one) for one in model.steps)
        rule = "element-out-of-place" if anywhere else "element-not-allowed"
        yield fault(rule, child, parent=element.node.tag)
    for one, count in zip(model.steps, counts, strict=True):
        if count < one.least and not any(_fits(c.name, one) for c in element.children):
            names = " or ".join(f"<{name}>" for name in sorted(one.names))
            yield fault("element-missing", element, name=names)


def _fits(name: str, step: _Step) -> bool:
    return name in step.names or ("other" in step.names and ":" in name)


def _position(name: str, model: _Model, step: int, counts: list[int]) -> int:
    """Which step from here on takes a child; -1 where none does."""
    for number in range(step, len(model.steps)):
        if _fits(name, model.steps[number]) and counts[number] < model.steps[number].most:
            return number
    return -1
