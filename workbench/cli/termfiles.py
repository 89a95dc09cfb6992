"""Glossary files of other tools, from the disk and onto it."""

from __future__ import annotations

from pathlib import Path

from workbench import files, formats, pipeline
from workbench.errors import UnknownFormat, UnknownLanguage, UnwritableFile
from workbench.formats import tbx
from workbench.glossary import exchange, parse
from workbench.languages import find, targets
from workbench.model import Term


def import_file(
    file: Path, output: Path, *, language: str, glossary: Path | None
) -> tuple[int, int]:
    """Write the terms of a file that the glossary lacks as rows of a new glossary file.

    Returns how many were new and how many known. Raises UnwritableFile when the file is there.
    """
    if output.exists():
        raise UnwritableFile(f"{output} is there already. Name a new file, then merge the two.")
    terms = _read(file, language)
    held = pipeline.load_glossary(glossary) if glossary else pipeline.house_glossary()
    known = {form.lower() for term in held.terms for form in (term.en, *term.en_also)}
    new = [term for term in terms if term.en.lower() not in known]
    files.write(output, exchange.to_rows(new).encode("utf-8"))
    return len(new), len(terms) - len(new)


def _read(file: Path, language: str) -> list[Term]:
    data, suffix = files.read(file), file.suffix.lower()
    if suffix == ".tbx" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return tbx.read(data, name=file.name)
    text = formats.decode(data, name=file.name)
    if suffix == ".csv":
        if text.removeprefix("\ufeff").startswith("id,en,"):
            return parse(text, file.name)
        return exchange.from_weblate(text, _target(language), file.name)
    if suffix in (".tsv", ".tab", ".utf8", ".txt"):
        return exchange.from_omegat(text, _target(language), file.name)
    raise UnknownFormat(
        f"{file.name} is no glossary by its ending. Give a .tbx, .tsv, .tab, .utf8 or .csv file."
    )


def export_file(output: Path, kind: str, *, language: str, glossary: Path | None) -> int:
    """Write the glossary as `tbx`, `tbx3`, `omegat` or `weblate`; returns how many terms it has."""
    held = pipeline.load_glossary(glossary) if glossary else pipeline.house_glossary()
    if kind == "omegat":
        text = exchange.to_omegat(held.terms, _target(language))
    elif kind == "weblate":
        text = exchange.to_weblate(held.terms, _target(language))
    else:
        files.write(output, tbx.write(held.terms, version=3 if kind == "tbx3" else 2))
        return len(held.terms)
    files.write(output, text.encode("utf-8"))
    return sum(_target(language) in term.forms for term in held.terms)


def _target(language: str) -> str:
    codes = [target.code for target in targets()]
    if not language or find(language).code not in codes:
        raise UnknownLanguage(
            f"Such a file holds one language. Say which: --language {' or --language '.join(codes)}"
        )
    return find(language).code
