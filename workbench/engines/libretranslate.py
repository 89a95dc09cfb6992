"""A LibreTranslate server, on this machine or another.

Where it is stands in WORKBENCH_LIBRETRANSLATE_URL, its key (if it wants one) in
WORKBENCH_LIBRETRANSLATE_KEY: never on a command line, which every user of a machine can read.

The server says which languages it has; Dari is asked for under its own code, and where there is
none under that of Persian, and then `written` says so. It gives no scores. A server that limits the
length or number of texts is sent less at a time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypeGuard

from workbench.engines.parcels import answered
from workbench.engines.server import Refused, Server
from workbench.errors import NoModel
from workbench.languages import LANGUAGES, find
from workbench.model import Hypothesis, Progress

URL = "WORKBENCH_LIBRETRANSLATE_URL"
KEY = "WORKBENCH_LIBRETRANSLATE_KEY"
TEXTS = 32
"""Sent at a time; and as few as they are, no more than so many characters, the limit of many
servers."""
CHARACTERS = 2000


class LibreTranslate:
    """Every language pair the server has."""

    name = "libretranslate"
    inline_terms = False

    def __init__(
        self, address: str = "", *, key: str = "", timeout: float = 60.0, backoff: float = 0.5
    ) -> None:
        """An address or key not given comes from the environment."""
        self._key = (key or os.environ.get(KEY, "")).strip()
        self._server = Server(
            "LibreTranslate",
            address or os.environ.get(URL, ""),
            variable=URL,
            key=self._key,
            timeout=timeout,
            backoff=backoff,
        )

    def pairs(self) -> frozenset[tuple[str, str]]:
        """The canonical (source, target) codes the server serves."""
        codes = [language.code for language in LANGUAGES]
        return frozenset(
            (source, target)
            for source in codes
            for target in codes
            if source != target and self._codes(source, target)
        )

    def signature(self, *, source: str, target: str) -> str:
        """`libretranslate en-ps`, or `libretranslate en-fa for prs`."""
        ours, theirs = self._pair(source, target)
        kin = "" if find(theirs).code == target else f" for {target}"
        return f"libretranslate {ours}-{theirs}{kin}"

    def written(self, *, source: str, target: str) -> str:
        """The language that comes out: `fa` where the server has no Dari of its own."""
        return find(self._pair(source, target)[1]).code

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """Translate, each distinct text once; alternatives, where asked for, follow the best."""
        pair = self._pair(source, target)
        known = answered(
            batch,
            lambda texts: self._translated(texts, pair, hypotheses),
            texts=TEXTS,
            characters=CHARACTERS,
            progress=progress,
        )
        return [list(known.get(text, [Hypothesis("")])) for text in batch]

    def score(self, pairs: Sequence[tuple[str, str]], *, source: str, target: str) -> None:
        """It gives none."""
        return

    def _translated(
        self, texts: Sequence[str], pair: tuple[str, str], hypotheses: int
    ) -> list[list[Hypothesis]]:
        """The server's answers, one a text; in halves when it finds a request too large.

        A single text that is too long is left empty: the rest of the article is worth having.
        """
        try:
            return self._asked(texts, pair, hypotheses)
        except Refused as error:
            if not error.too_much:
                raise
        if len(texts) == 1:
            return [[Hypothesis("")]]
        middle = len(texts) // 2
        return [
            *self._translated(texts[:middle], pair, hypotheses),
            *self._translated(texts[middle:], pair, hypotheses),
        ]

    def _asked(
        self, texts: Sequence[str], pair: tuple[str, str], hypotheses: int
    ) -> list[list[Hypothesis]]:
        body: dict[str, Any] = {"q": list(texts), "source": pair[0], "target": pair[1]}
        body["format"] = "text"
        if hypotheses > 1:
            body["alternatives"] = hypotheses - 1
        if self._key:
            body["api_key"] = self._key
        answer = self._server.post("/translate", body)
        best = answer.get("translatedText") if isinstance(answer, dict) else None
        if not _texts(best) or len(best) != len(texts):
            raise self._server.odd("not one translation a text")
        marks = dict(find(pair[1]).punctuation)
        others = answer.get("alternatives")
        if not isinstance(others, list) or len(others) != len(texts):
            others = [()] * len(texts)
        return [
            _distinct([_mended(each, marks) for each in (first, *(rest if _texts(rest) else ()))])
            for first, rest in zip(best, others, strict=True)
        ]

    def _pair(self, source: str, target: str) -> tuple[str, str]:
        pair = self._codes(source, target)
        if pair is None:
            served = sorted(f"{a}-{b}" for a, bs in self._languages.items() for b in bs if a != b)
            raise NoModel(
                f"The LibreTranslate server at {self._server.address} does not translate {source} "
                f"into {target}; it serves {', '.join(served[:20]) or 'nothing'}. "
                "Install a package for the pair there, or use another engine."
            )
        return pair

    def _codes(self, source: str, target: str) -> tuple[str, str] | None:
        """The server's own codes for a pair, best first in the table of languages."""
        for ours in find(source).engine_codes or (source,):
            for theirs in find(target).engine_codes or (target,):
                if theirs in self._languages.get(ours, ()):
                    return ours, theirs
        return None

    @cached_property
    def _languages(self) -> dict[str, frozenset[str]]:
        """What the server translates: source code -> target codes."""
        answer = self._server.get("/languages")
        try:
            return {
                str(each["code"]): frozenset(map(str, each.get("targets", ()))) for each in answer
            }
        except (TypeError, KeyError, AttributeError) as error:
            raise self._server.odd("no list of languages") from error


def _texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _mended(text: str, marks: Mapping[str, str]) -> str:
    """Without the English mark LibreTranslate puts at the end, behind the language's own.

    >>> _mended("چه کسی؟?", {"?": "؟"})
    'چه کسی؟'
    """
    text = text.strip()
    return text[:-1] if text[-1:] in marks and text[-2:-1] == marks[text[-1]] else text


def _distinct(texts: Sequence[str]) -> list[Hypothesis]:
    return [Hypothesis(text) for text in dict.fromkeys(texts)]
