"""An article made ready to publish: its digits as the house wants them, and its font."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from workbench import resources
from workbench.errors import UnwritableFile
from workbench.inline import split, strip
from workbench.model import Document, Segment
from workbench.numerals import own, western

_REFUSED = re.compile(r"[\s\"'<>\\(){};]|^(?!https?:)[A-Za-z][\w+.-]*:")
_FIGURES = re.compile(r"[\W\d_]*\d[\W\d_]*")
_FONT_FILES = (".woff2", ".woff", ".ttf", ".otf", ".css")


@dataclass(frozen=True, slots=True)
class Look:
    """How a localised article looks, where the house does not leave that to the draft."""

    digits: str = ""
    """`own` for those of the target's language, `western`, or as they stand."""
    font: str = ""
    """Of a page: the name of a bundled font, or the address of a font or a style sheet."""

    def dressed(self, document: Document) -> Document:
        """The document with its digits written so."""
        if not self.digits:
            return document
        segments = tuple(self._digits(s, document.target_language) for s in document.segments)
        return replace(document, segments=segments)

    def _digits(self, segment: Segment, language: str) -> Segment:
        if not segment.translate and _FIGURES.fullmatch(strip(segment.source)):
            # A cell that is nothing but a number is not translated, and yet it is written so.
            segment = replace(segment, translate=True, target=segment.source)
        if not (segment.translate and segment.target):
            return segment
        runs = (
            run if is_mark else (western(run) if self.digits == "western" else own(run, language))
            for run, is_mark in split(segment.target)
        )
        return replace(segment, target="".join(runs))

    def link(self) -> str:
        """The address of the font from where the article lies. Raises UnwritableFile."""
        if not self.font:
            return ""
        if self.font in resources.fonts():
            return f"fonts/{self.font}.woff2"
        suffix = PurePosixPath(self.font.partition("?")[0]).suffix.lower()
        if _REFUSED.search(self.font) or suffix not in _FONT_FILES:
            known = ", ".join(resources.fonts())
            raise UnwritableFile(
                f"{self.font!r} is no font a page can be given. Use {known}, or the address of a"
                f" {', '.join(_FONT_FILES)} file."
            )
        return self.font

    def beside(self) -> list[tuple[str, bytes]]:
        """The files a localised page needs beside it, by name."""
        path = resources.fonts().get(self.font)
        return [(self.link(), path.read_bytes())] if path else []


PLAIN = Look()
"""Nothing decided: as the draft has it."""
