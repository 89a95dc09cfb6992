"""The open elements of a page: what is to be translated where, and what ends what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.formats.html_elements import (
    CLOSES,
    ENDS_PARAGRAPH,
    KINDS,
    NEAREST,
    UNTRANSLATED,
)
from workbench.formats.html_tokens import Token


@dataclass(frozen=True, slots=True)
class Open:
    """One open element."""

    name: str
    translate: bool
    kind: str
    """What its text is noted as."""
    nearest: Mapping[str, int]
    """Where on the stack the innermost element of each kind stands that may be left unclosed."""


_TOUCHED = frozenset[str]().union(*(members | walls for members, walls in NEAREST.values()))
_PAGE = Open("", True, "", {})


class Stack:
    """The open elements, outermost first. Each is put on once and taken off once."""

    def __init__(self) -> None:
        self.elements: list[Open] = []
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self.elements)

    @property
    def top(self) -> Open:
        """The innermost element, or the page itself."""
        return self.elements[-1] if self.elements else _PAGE

    def push(self, token: Token, text: str) -> None:
        """Open the element of a start tag."""
        top, name = self.top, token.name
        nearest = top.nearest
        for group, (members, walls) in NEAREST.items() if name in _TOUCHED else ():
            if name in members:
                nearest = {**nearest, group: len(self.elements)}
            elif name in walls and group in nearest:
                nearest = {key: value for key, value in nearest.items() if key != group}
        kind = KINDS.get(name, top.kind)
        self.elements.append(Open(name, translated(token, text, top.translate), kind, nearest))
        self._counts[name] += 1

    def make_room(self, name: str) -> None:
        """Close what a start tag closes without saying so: `<li>` ends the item before it."""
        for group in CLOSES.get(name, ()):
            self._pop_to(self.top.nearest.get(group))
        if name in ENDS_PARAGRAPH:
            self._pop_to(self.top.nearest.get("p"))

    def close(self, name: str) -> None:
        """Close an element, and what is still open inside it; nothing where it is not open."""
        if self._counts[name]:
            while self.top.name != name:
                self._pop_to(len(self.elements) - 1)
            self._pop_to(len(self.elements) - 1)

    def _pop_to(self, size: int | None) -> None:
        while size is not None and len(self.elements) > size:
            self._counts[self.elements.pop().name] -= 1


def translated(token: Token, text: str, around: bool) -> bool:
    """Whether an element's text is to be translated, `around` it being so or not."""
    if not token.attributes:
        return around and token.name not in UNTRANSLATED
    found = {a.name: text[a.value_start : a.value_end] for a in token.attributes}
    said = found.get("translate", "?").strip().lower()
    if said in ("yes", "", "no"):
        return said != "no"
    if "notranslate" in found.get("class", "").lower().split():
        return False
    return around and token.name not in UNTRANSLATED
