"""How families of multilingual models want to be told which language to write: one table.

Each has a token per language, before the source or at the head of the output, spelt its own way.
Which tokens a given model has, its vocabulary says; nothing is guessed beyond that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from workbench.errors import EngineError
from workbench.languages import LANGUAGES, find, name_of


@dataclass(frozen=True, slots=True)
class Family:
    """One way of naming languages to a model."""

    name: str
    title: str
    source: str = ""
    """The token put before the source, of {source} and {target}; none when empty."""
    target: str = ""
    """The token the output begins with; none when empty."""
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Canonical code -> the family's own, best first, where they are not the engine codes."""
    licence: str = ""
    """Of the models its authors published."""


FAMILIES: tuple[Family, ...] = (
    Family(
        "nllb",
        "NLLB-200",
        "{source}",
        "{target}",
        (
            ("en", ("eng_Latn",)),
            ("prs", ("prs_Arab",)),
            ("ps", ("pbt_Arab",)),
            ("fa", ("pes_Arab",)),
            ("ur", ("urd_Arab",)),
            ("ar", ("arb_Arab",)),
        ),
        "CC-BY-NC-4.0",
    ),
    Family("m2m100", "M2M-100", "__{source}__", "__{target}__", (), "MIT"),
    Family("madlad", "MADLAD-400", "<2{target}>", "", (), "Apache-2.0"),
    Family(
        "opus-mt",
        "OPUS-MT, several languages",
        ">>{target}<<",
        "",
        (
            ("en", ("eng",)),
            ("prs", ("prs", "prs_Arab")),
            ("ps", ("pus", "pbt", "pus_Arab", "pbt_Arab", "pst")),
            ("fa", ("fas", "pes", "pes_Arab")),
            ("ur", ("urd",)),
            ("ar", ("ara", "arb", "ara_Arab")),
        ),
        "CC-BY-4.0",
    ),
    Family("bilingual", "a model of one pair, such as OPUS-MT's", licence=""),
)
"""In the order in which a vocabulary is asked; the last has no tokens to be known by."""

_KIN = {"prs": ("fa",)}
"""What may stand in for a language; `written` then says so, and the output is converted."""


@dataclass(frozen=True, slots=True)
class Direction:
    """What one model of a family is told for one pair."""

    family: Family
    source: str
    target: str
    """Canonical codes; the target is the language that really comes out."""
    wanted: str
    """The target asked for, which it stands in for."""
    source_token: str = ""
    target_token: str = ""


def named(name: str) -> Family:
    """The family of a name; EngineError, naming those there are."""
    for family in FAMILIES:
        if family.name == name:
            return family
    known = ", ".join(family.name for family in FAMILIES)
    raise EngineError(f"There is no family of models {name!r}. Use one of: {known}.")


def recognised(vocabulary: Collection[str]) -> Family:
    """The first family whose tokens, for any two languages here, stand in a vocabulary.

    >>> recognised({"__en__", "__ps__"}).title, recognised({"en", "ps"}).name
    ('M2M-100', 'bilingual')
    """
    codes = [language.code for language in LANGUAGES]
    return next(
        family
        for family in FAMILIES
        if any(_direction(family, a, b, vocabulary) for a in codes for b in codes if a != b)
    )


def direction(family: Family, source: str, target: str, vocabulary: Collection[str]) -> Direction:
    """How a model with this vocabulary is told a pair; EngineError when it has no token for it.

    >>> direction(named("nllb"), "en", "ps", {"eng_Latn", "pbt_Arab"}).target_token
    'pbt_Arab'
    >>> direction(named("m2m100"), "en", "prs", {"__en__", "__fa__"}).target
    'fa'
    """
    found = _direction(family, source, target, vocabulary)
    if found is None:
        wanted = family.source + " " + family.target
        tokens = " or ".join(
            wanted.format(source=a, target=b).strip()
            for a in _codes(family, source)[:1]
            for b in _codes(family, target)
        )
        raise EngineError(
            f"The vocabulary of this model has no token for {name_of(source)} into "
            f"{name_of(target)} ({tokens}). Give its own --family, or languages that it has."
        )
    return found


def _direction(
    family: Family, source: str, target: str, vocabulary: Collection[str]
) -> Direction | None:
    for written in (target, *_KIN.get(target, ())):
        for ours in _codes(family, source):
            for theirs in _codes(family, written):
                before = family.source.format(source=ours, target=theirs)
                head = family.target.format(source=ours, target=theirs)
                if all(token in vocabulary for token in (before, head) if token):
                    return Direction(family, source, written, target, before, head)
    return None


def _codes(family: Family, language: str) -> tuple[str, ...]:
    """The family's codes of a language: kindred languages are `_KIN`'s business, not this one's."""
    own = dict(family.codes).get(language)
    known = find(language)
    return own or tuple(code for code in known.engine_codes if find(code) == known) or (language,)
