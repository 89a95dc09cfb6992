"""The attributes of a tag that hold text for people."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.formats.html_elements import ATTRIBUTES, META, OWN_ATTRIBUTES
from workbench.formats.html_tokens import Attribute, Token

_LONGEST = 20_000
"""Characters: what is longer is no text for people."""
_PUSHED = ("submit", "button", "reset")
_UNTITLED = ("link", "style", "script", "meta", "html")
"""Elements whose title is a name for machines, or never shown."""


def texts(token: Token, text: str) -> Iterator[tuple[Attribute, str]]:
    """The attributes with something to translate, and what each is noted as."""
    found = {attribute.name: attribute for attribute in token.attributes}

    def value(name: str) -> str:
        attribute = found.get(name)
        return (
            text[attribute.value_start : attribute.value_end].strip().lower() if attribute else ""
        )

    for attribute in token.attributes:
        note = OWN_ATTRIBUTES.get((token.name, attribute.name), "")
        if token.name == "meta" and attribute.name == "content":
            note = META.get(value("name"), "") or META.get(value("property"), "")
        elif token.name == "input" and attribute.name == "value" and value("type") in _PUSHED:
            note = "button"
        elif token.name not in _UNTITLED:
            note = note or ATTRIBUTES.get(attribute.name, "")
        if note and 0 < attribute.value_end - attribute.value_start <= _LONGEST:
            yield attribute, note
