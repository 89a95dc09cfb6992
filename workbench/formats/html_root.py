"""The language and the direction of a translated page, set in place.

On its `<html>` tag; in a piece of a page, to be pasted into a larger one, on what is outermost in
it, or on a `<div>` round it where that is several things. What says of itself that it is English,
or a body that runs from left to right, is told anew as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.formats.html_elements import INLINE
from workbench.formats.html_tokens import Attribute, Token
from workbench.formats.splice import Span
from workbench.languages import Language

_LANGUAGE = ("lang", "xml:lang")
_OF_A_PAGE = ("head", "body", "title", "meta", "link", "base", "frameset")
"""Tags that only a whole page has, be its first tag there or not."""
_INSIDE_ONLY = frozenset("li dt dd tr td th tbody thead tfoot caption option optgroup".split())
"""Elements no `<div>` may stand round."""
Edits = list[tuple[Span, str]]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that can say a language and a direction."""

    name_end: int
    """Behind `<html`."""
    attributes: tuple[Attribute, ...] = ()

    @classmethod
    def of(cls, token: Token) -> Tag:
        return cls(token.start + 1 + len(token.name), token.attributes)

    def edits(self, language: Language, *, told: bool = False) -> Edits:
        """What to write where; with `told` only in place of what it says already."""
        found = {attribute.name: attribute for attribute in self.attributes}
        edits = [_valued(found[name], language.tag) for name in _LANGUAGE if name in found]
        new = "" if edits or told else f' lang="{language.tag}"'
        if "dir" in found:
            edits.append(_valued(found["dir"], language.direction))
        elif not told or edits:
            new += f' dir="{language.direction}"'
        at = max((found[name].end for name in _LANGUAGE if name in found), default=self.name_end)
        return [*edits, (Span(at, at), new)] if new else edits


@dataclass(slots=True)
class Root:
    """What of a page says its language, as far as it has been read."""

    page: str
    html: Tag | None = None
    head: int = -1
    """Behind the `<head>` tag, or before `</head>` where there is one."""
    whole: bool = False
    """Whether it is a page even without an `<html>` tag."""
    first: int = -1
    """Where the first thing stands that is neither doctype nor comment nor white space."""
    bare: bool = False
    """Whether text stands outside all elements."""
    outermost: list[Tag] = field(default_factory=list)
    enclosed: bool = True
    """Whether a `<div>` may stand round them."""
    told: list[Tag] = field(default_factory=list)
    locales: list[Attribute] = field(default_factory=list)
    """Values of `<meta>` that name the language: of `content-language` and of `og:locale`."""

    def see(self, token: Token, depth: int) -> None:
        """Take notice of a token, that many elements being open round it."""
        if token.kind == "comment":
            start = self.page[token.start : token.start + 9].lower()
            self.whole = self.whole or start == "<!doctype"
            return
        blank = token.kind == "text" and not self.page[token.start : token.end].strip()
        if self.first < 0 and not blank:
            self.first = token.start
        if token.kind == "end" and token.name == "head":
            self.head = token.start
        if token.kind == "start":
            self._tag(token, depth)
        elif not depth and token.kind == "text" and not blank:
            self.bare = True

    def _tag(self, token: Token, depth: int) -> None:
        inline = token.name in INLINE
        if token.name == "html":
            self.html = self.html or Tag.of(token)
            return
        if token.name == "head":
            self.head = token.end
        self.whole = self.whole or token.name in _OF_A_PAGE
        if token.name == "meta":
            self.locales += _locale(token, self.page)
        elif depth == 0:
            self.bare = self.bare or inline
            self.outermost.append(Tag.of(token))
            self.enclosed = self.enclosed and token.name not in _INSIDE_ONLY
        if not inline and self._is_told(token):
            self.told.append(Tag.of(token))

    def _is_told(self, token: Token) -> bool:
        """Whether an element says that it is English, or is a body that says where it begins."""
        found = {a.name: self.page[a.value_start : a.value_end].lower() for a in token.attributes}
        english = any(found.get(name, "").startswith("en") for name in _LANGUAGE)
        return english or (token.name == "body" and "dir" in found)

    def localised(self, language: Language) -> Edits:
        """What to write where, so that the page says its language and is read from its side."""
        edits = [
            (Span(one.value_start, one.value_end), language.locale.replace("-", "_"))
            if "_" in self.page[one.value_start : one.value_end]
            else (Span(one.value_start, one.value_end), language.tag)
            for one in self.locales
        ]
        outermost = [] if self.html or self.whole else self.outermost
        for tag in self.told:
            if tag not in outermost:
                edits += tag.edits(language, told=True)
        return edits + list(self._outermost(language))

    def shown_in(self, font: str, language: Language) -> Edits:
        """What to write so that the translation is shown in a font, or as a style sheet says."""
        at = self.head if self.head >= 0 else max(self.first, 0)
        if font.partition("?")[0].endswith(".css"):
            return [(Span(at, at), f'<link rel="stylesheet" href="{font}">')]
        style = (
            f'@font-face{{font-family:"Article";src:url("{font}");font-display:swap}}'
            f':lang({language.tag}):not(code,pre,kbd,samp){{font-family:"Article",Tahoma,serif}}'
        )
        return [(Span(at, at), f"<style>{style}</style>")]

    def _outermost(self, language: Language) -> Iterator[tuple[Span, str]]:
        says = f'lang="{language.tag}" dir="{language.direction}"'
        first = self.first if self.first >= 0 else len(self.page)
        if self.html:
            yield from self.html.edits(language)
        elif self.whole:
            yield Span(first, first), f"<html {says}>"
        elif not self.bare and (len(self.outermost) == 1 or not self.enclosed):
            for tag in self.outermost:
                yield from tag.edits(language)
        else:
            last = len(self.page.rstrip())
            yield Span(first, first), f"<div {says}>"
            yield Span(last, last), "</div>"


def _locale(token: Token, page: str) -> Iterator[Attribute]:
    """The value of a `<meta>` that says which language a page is in."""
    found = {attribute.name: attribute for attribute in token.attributes}
    says = {
        name: page[found[name].value_start : found[name].value_end].strip().lower()
        for name in ("http-equiv", "property", "name", "content")
        if name in found
    }
    named = says.get("http-equiv") == "content-language"
    named = named or "og:locale" in (says.get("property"), says.get("name"))
    if named and says.get("content", "").startswith("en"):
        yield found["content"]


def _valued(attribute: Attribute, value: str) -> tuple[Span, str]:
    """An attribute's value in place of the one it has."""
    if attribute.quote or attribute.value_end > attribute.value_start:
        return Span(attribute.value_start, attribute.value_end), value
    return Span(attribute.start, attribute.end), f'{attribute.name}="{value}"'
