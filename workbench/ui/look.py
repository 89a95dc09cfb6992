"""How the pages look: one style sheet, and what the direction of a language changes in it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from workbench.languages import Language


@cache
def _sheet(name: str) -> str:
    return (resources.files("workbench.ui") / f"{name}.css").read_text(encoding="utf-8")


def icon() -> str:
    """The picture of the browser's tab; shipped, so that no page asks the network for one."""
    return str(resources.files("workbench.ui") / "icon.svg")


def style(language: Language, *, upload: str) -> str:
    """The style sheet of the pages in a language, as an element.

    `upload` is the label of a button that Streamlit itself gives no way to name.
    """
    sheets = _sheet("style")
    if language.direction == "rtl":
        word = "".join(char for char in upload if char.isalpha() or char == " ")
        sheets += _sheet("rtl") + f'body {{ --upload: "{word}"; }}'
    return f"<style>{sheets}</style>"
