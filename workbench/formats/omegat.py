"""XLIFF 1.2 for OmegaT, whose own filter takes the text to translate from the targets.

In any other file it would show the Dari draft as the text to translate. So every target holds the
English; a draft is a note, which OmegaT shows, and an alternative, which stands for the target
where OmegaT left the English: nothing is lost on the way back.
"""

from __future__ import annotations

from workbench.formats import xliff12
from workbench.formats.xliff12 import Terms
from workbench.model import Document

__all__ = ["export"]


def export(document: Document, *, terms: Terms) -> bytes:
    """The document as XLIFF 1.2 for OmegaT. Always the same bytes for the same document."""
    return xliff12.export(document, terms=terms, offered=True)
