"""The texts the language-identification model learns from, by source and language.

A source is held out whole or not at all: sentences of one source share their topics, spelling and
translators, and a test on lines of a source seen in training flatters. Licences are in README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
AUTHORED = Path(__file__).resolve().parents[1] / "corpus"
"""Lies beside the checkout; nothing of it is copied into the project."""

TICO_LINES = 3071
_PUBLIC = {
    "prs": """storybooks_afghanistan dhis2_core android_dhis2 covid_vaccine_record
        iogt_unicef""",
    "ps": """storybooks_afghanistan dhis2_core android_dhis2 covid_vaccine_record iogt_unicef
        android_commons android_wikipedia""",
    "fa": """covid_vaccine_record tatoeba opensource_guide react_docs vue_docs gnome_help kolibri
        mozilla_www android_wikipedia android_commons osm_id_presets django massive
        open_bible_stories""",
}
FAMILY = {"storybooks_afghanistan": "storybooks", "covid_vaccine_record": "covid_record"}
"""Sources under one name, so that both languages of a parallel text are held out together."""


def texts(*, without: frozenset[str] = frozenset()) -> dict[tuple[str, str], list[str]]:
    """Lines by (source, language), without the sources held out."""
    found: dict[tuple[str, str], list[str]] = {}
    for source, language, lines in _all():
        if source not in without:
            found.setdefault((source, language), []).extend(lines)
    return found


@cache
def _all() -> tuple[tuple[str, str, list[str]], ...]:
    if not CORPUS.is_dir():
        raise SystemExit(f"There is no corpus at {CORPUS}: lay the data there first.")
    return tuple(
        (FAMILY.get(source, source), language, lines)
        for part in (_tico_and_seed(), _authored(), _mono(), _public())
        for source, language, lines in part
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _tico_and_seed() -> Iterator[tuple[str, str, list[str]]]:
    for language in ("en", "prs", "ps", "fa", "ur", "ar"):
        lines = _lines(CORPUS / "lid" / f"{language}.txt")
        yield "tico19", language, lines[:TICO_LINES]
        if language in ("en", "prs", "ps"):
            yield "nllb_seed", language, lines[TICO_LINES:]


def _authored() -> Iterator[tuple[str, str, list[str]]]:
    for path in sorted(AUTHORED.glob("*.tsv")):
        if path.stem == "glossary":
            continue
        rows = [line.split("\t") for line in _lines(path)]
        source = "authored_dev" if path.stem == "dev" else "authored"
        for column, language in enumerate(("en", "prs", "ps")):
            yield source, language, [row[column] for row in rows if len(row) == 3]


def _mono() -> Iterator[tuple[str, str, list[str]]]:
    for language in ("fa", "prs", "ps"):
        yield "udhr", language, _lines(CORPUS / "mono" / f"{language}_udhr.txt")
    yield "ud_perdt", "fa", _lines(CORPUS / "mono" / "fa_ud_perdt.txt")
    yield "ud_seraji", "fa", _lines(CORPUS / "mono" / "fa_ud_seraji.txt")
    yield "leipzig", "ps", _lines(CORPUS / "mono" / "ps_leipzig_news_2020.txt")
    sikaram = _lines(CORPUS / "public" / "ud_pashto_sikaram.tsv")
    yield "ud_sikaram", "ps", [line.split("\t")[1] for line in sikaram if "\t" in line]


def _public() -> Iterator[tuple[str, str, list[str]]]:
    for language, names in _PUBLIC.items():
        for name in names.split():
            rows = [
                line.split("\t") for line in _lines(CORPUS / "public" / f"{name}_{language}.tsv")
            ]
            yield name, language, [row[1] for row in rows if len(row) == 2]
            if name == "storybooks_afghanistan" and language == "ps":
                yield name, "en", [row[0] for row in rows if len(row) == 2]
