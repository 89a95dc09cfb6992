"""The words the house does not write, whatever the source says, with what it writes instead.

They stand in `words.tsv` beside the glossary, a word a line: language, word, instead, reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import BadGlossary, UnknownLanguage
from workbench.languages import find

NAME = "words.tsv"
_COLUMNS = ["language", "word", "instead", "reason"]


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A word that is not to be written in a language."""

    language: str
    word: str
    instead: str
    reason: str
    """In English: why."""


def parse_words(text: str, name: str = NAME) -> tuple[Unwritten, ...]:
    r"""The words of a file. Raises BadGlossary, which names the line.

    >>> parse_words("language\tword\tinstead\treason\nprs\tافاغنه\tافغان‌ها\tan insult\n")[0].instead
    'افغان\u200cها'
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].split("\t") != _COLUMNS:
        raise BadGlossary(f"{name}:1: Begin with the columns {', '.join(_COLUMNS)}, tabs between.")
    found = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) != len(_COLUMNS) or not all(cells):
                raise BadGlossary(f"{name}:{number}: Give all of {', '.join(_COLUMNS)}.")
            try:
                code = find(cells[0]).code
            except UnknownLanguage as error:
                raise BadGlossary(f"{name}:{number}: {error}") from error
            found.append(Unwritten(code, *cells[1:]))
    return tuple(found)
