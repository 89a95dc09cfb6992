"""How the pages look: one style sheet, and what the direction of a language changes in it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from workbench.languages import Language


@cache
def _sheet(name: str) -> str:
    return (resources.files("workbench.ui") / f"{name}.css").read_text(encoding="utf-8")


def style(language: Language) -> str:
    """The style sheet of the pages in a language, as an element."""
    mirrored = _sheet("rtl") if language.direction == "rtl" else ""
    return f"<style>{_sheet('style')}{mirrored}</style>"
