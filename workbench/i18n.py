"""The workbench's own texts in the language of the person who reads them.

The catalogues are `locales/<language>/LC_MESSAGES/workbench.po`. They are read as they are:
compiled `.mo` files would have to be built before a checkout runs, and would go stale beside
their source. A catalogue that is missing or broken means English, never an error: a text in the
wrong language is better than a tool that does not start.
"""

from __future__ import annotations

import ast
import gettext as standard
import io
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from workbench.languages import find
from workbench.resources import folder

DOMAIN = "workbench"
_language: ContextVar[str] = ContextVar("workbench_language", default="en")


def languages() -> tuple[str, ...]:
    """Codes of the languages the workbench can speak, English first."""
    found = sorted(path.parts[-3] for path in folder("locales").glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return ("en", *found)


@lru_cache
def catalogue(language: str) -> standard.NullTranslations:
    """The texts of one language; English where there are none."""
    path = folder("locales") / find(language).code / "LC_MESSAGES" / f"{DOMAIN}.po"
    try:
        return standard.GNUTranslations(io.BytesIO(compile_po(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, SyntaxError):
        return standard.NullTranslations()


def gettext(language: str) -> Callable[[str], str]:
    """The function that puts an English text into a language."""
    return catalogue(language).gettext


def use(language: str) -> None:
    """Set the language of `_` and `ngettext` for this thread or task."""
    _language.set(find(language).code)


def spoken() -> str:
    """The language set with `use`."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within a block, and after it what was spoken before."""
    before = _language.set(find(language).code)
    try:
        yield
    finally:
        _language.reset(before)


def _(message: str) -> str:
    """The text in the language set with `use`."""
    return catalogue(_language.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for a count in the language set with `use`."""
    return catalogue(_language.get()).ngettext(singular, plural, count)


Said = tuple[str, ...]
"""A text of the catalogue that is put into a language when somebody reads it, and what fills it."""


def said(text: str, *values: object) -> Said:
    """A text with {} for each of the values, which are never translated; for the catalogue.

    >>> english(said("The number {} is missing.", "1,200"))
    'The number 1,200 is missing.'
    """
    return (text, *map(str, values))


def english(message: Said) -> str:
    """The message as reports for machines have it."""
    return message[0].format(*message[1:])


def told(message: Said, otherwise: str = "", *, language: str = "") -> str:
    """The message in a language, or in the one set with `use`; `otherwise` where there is none.

    A translation that does not take its values is no reason to say nothing: then it is English.
    """
    if not message:
        return otherwise
    try:
        return gettext(language or spoken())(message[0]).format(*message[1:])
    except (IndexError, KeyError, ValueError):
        return english(message)


def compile_po(text: str) -> bytes:
    r"""A PO file in the binary form the standard library reads.

    Fuzzy and untranslated entries are left out, so they appear in English.

    >>> po = 'msgid "Save"\nmsgstr "ذخیره"\n'
    >>> standard.GNUTranslations(io.BytesIO(compile_po(po))).gettext("Save")
    'ذخیره'
    """
    messages = dict(_messages(text))
    messages.setdefault("", "Content-Type: text/plain; charset=UTF-8\n")
    texts = [(key.encode(), messages[key].encode()) for key in sorted(messages)]
    count = len(texts)
    offset = 28 + 16 * count
    tables: tuple[list[int], list[int]] = ([], [])
    body = b""
    for side in (0, 1):
        for pair in texts:
            tables[side].extend((len(pair[side]), offset + len(body)))
            body += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + body


def _messages(text: str) -> Iterator[tuple[str, str]]:
    """(msgid, msgstr) of each finished entry, in the spelling of a MO file."""
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields = _fields(block)
        strings = [value for name, value in fields.items() if name.startswith("msgstr")]
        if "msgid" not in fields or not all(strings) or "fuzzy" in fields.get("#,", ""):
            continue
        key = fields["msgid"]
        if "msgid_plural" in fields:
            key += "\0" + fields["msgid_plural"]
        if "msgctxt" in fields:
            key = fields["msgctxt"] + "\x04" + key
        yield key, "\0".join(strings)


def _fields(block: str) -> dict[str, str]:
    """The keywords of one entry, each with its joined text."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#"):
            if line.startswith("#,"):
                fields["#,"] = line
            continue
        if not line.startswith('"'):
            name, _blank, line = line.partition(" ")
        if name and line.strip():
            fields[name] = fields.get(name, "") + str(ast.literal_eval(line.strip()))
    return fields
