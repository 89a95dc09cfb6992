"""The language and the direction of a translated page, set on its `<html>` tag in place."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.formats.html_tokens import Attribute, Token
from workbench.formats.splice import Span
from workbench.languages import Language

_LANGUAGE = ("lang", "xml:lang")


@dataclass(frozen=True, slots=True)
class Root:
    """The `<html>` tag of a page, or where it would stand."""

    name_end: int
    """Behind `<html`; where there is no such tag, the first thing to be seen."""
    attributes: tuple[Attribute, ...] = ()
    missing: bool = False

    @classmethod
    def of(cls, tag: Token) -> Root:
        return cls(tag.start + len("<html"), tag.attributes)


def localised(root: Root, language: Language) -> list[tuple[Span, str]]:
    """What to write where, so that the page says its language and is read from the right side."""
    if root.missing:
        tag = f'<html lang="{language.tag}" dir="{language.direction}">'
        return [(Span(root.name_end, root.name_end), tag)]
    found = {attribute.name: attribute for attribute in root.attributes}
    edits = [_valued(found[name], language.tag) for name in _LANGUAGE if name in found]
    new = "" if edits else f' lang="{language.tag}"'
    if "dir" in found:
        edits.append(_valued(found["dir"], language.direction))
    else:
        new += f' dir="{language.direction}"'
    at = max((found[name].end for name in _LANGUAGE if name in found), default=root.name_end)
    return [*edits, (Span(at, at), new)] if new else edits


def _valued(attribute: Attribute, value: str) -> tuple[Span, str]:
    """An attribute's value in place of the one it has."""
    if attribute.quote or attribute.value_end > attribute.value_start:
        return Span(attribute.value_start, attribute.value_end), value
    return Span(attribute.start, attribute.end), f'{attribute.name}="{value}"'
