"""An engine that translates nothing, quickly and always alike: for tests and demonstrations.

Every word of letters is respelt in Arabic script, so that the result looks foreign to a check that
asks whether a text was translated; numbers and punctuation stay, and so do words already in Arabic
script, as a model copies the terms written into its source. It serves both pairs, scores nothing,
and tells nobody anything: use it to see the way of a text through the workbench.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.languages import targets
from workbench.model import Hypothesis, Progress

_LETTERS = dict(zip("abcdefghijklmnopqrstuvwyz", "ابکدهفگحیجکلمنوپقرستووویز", strict=True)) | {
    "x": "کس"
}
_PASHTO = _LETTERS | {"g": "ګ", "d": "ډ", "t": "ټ", "r": "ړ"}
_LATIN = re.compile(r"[A-Za-z]+")


class Echo:
    """A pseudo-translator."""

    name = "echo"
    inline_terms = True

    def pairs(self) -> frozenset[tuple[str, str]]:
        """English into every target language of the workbench."""
        return frozenset(("en", language.code) for language in targets())

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """Respell; there is never more than one hypothesis.

        >>> Echo().translate(["Kabul, 15.3 in کابل."], source="en", target="prs")[0][0].text
        'کابول, 15.3 ین کابل.'
        """
        letters = _PASHTO if target == "ps" else _LETTERS
        done = []
        for count, text in enumerate(batch, start=1):
            done.append([Hypothesis(_LATIN.sub(lambda word: _respelt(word[0], letters), text))])
            if progress:
                progress(count, len(batch))
        return done

    def score(self, pairs: Sequence[tuple[str, str]], *, source: str, target: str) -> None:
        """It has no opinion."""
        return

    def signature(self, *, source: str, target: str) -> str:
        """`echo en-prs`."""
        return f"echo {source}-{target}"


def _respelt(word: str, letters: dict[str, str]) -> str:
    return "".join(letters[letter] for letter in word.lower())
