"""Argos model packages, driven through CTranslate2 directly.

What comes of an Argos package is what Argos itself gives: its tokenizer, its beam, its length
penalty, its prefix, its way of putting tokens back together. Packages made by `training/` are
decoded as was measured to be best for them (`benchmarks/decoding.py`), and of a beam's hypotheses
that is taken on which the others agree. What is ours for all is everything round that call. Argos
translates one paragraph at a time, in batches of 32 tokens; here all segments of a job are one
job: each distinct text once, sorted by length so that little is padded, cut into chunks that keep
every core busy, the next chunks waiting in the queue while results are taken out.

What is no sentence (a paragraph in one unit, a table's row) is cut into such first, see `pieces`.

Batches cannot change what a model means, but they change the order in which floats are added: of
hypotheses that score alike to the last digit another may win. `tests/test_engines.py` holds that
to three sentences in a hundred.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.engines import decoder, guard, packages, pieces
from workbench.engines.consensus import agreed
from workbench.engines.package import Package
from workbench.engines.stutter import unglued, unstuttered
from workbench.errors import NoModel
from workbench.languages import LANGUAGES, find
from workbench.model import Hypothesis, Progress
from workbench.numerals import western

BEAM = 4
BEST = 8
"""A beam twice as slow as BEAM and a little better: WORKBENCH_QUALITY=best."""
CHUNK = 256
"""Source tokens decoded together. Larger is no faster, and makes a progress bar jump."""

_ARGOS = {"length_penalty": 0.2, "replace_unknowns": True, "return_scores": True}
"""How Argos 1.11 calls CTranslate2, besides the beam."""
_OWN = _ARGOS | {"length_penalty": 1.0, "repetition_penalty": 1.05}
"""For packages made by `training/`: chrF++ 0.7 higher than as Argos calls them, with which they
leave words out, and half the loops."""
_IMPORTED = {"length_penalty": 1.0, "disable_unk": True, "return_scores": True}
"""For models of other families, which have never met Argos: CTranslate2's own ways. An unknown
token is not replaced, since it might be by the language's token."""
_RETRY = {"repetition_penalty": 1.1, "no_repeat_ngram_size": 2}
"""For a second try: of what looped in held-out news, this gave the best translations (chrF++ 39
against 34 for the loops in Dari, 36 against 32 in Pashto), and no loop again; a wider beam or a
harder penalty gave worse ones. These come after it, for what is faulty still."""
_WIDER = {"beam_size": 8, "no_repeat_ngram_size": 3, "repetition_penalty": 1.05}
_CLAUSE = 12
"""Words of the clauses that a sentence is cut into when all else fails."""
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]+[0-9]+(?![A-Za-z0-9])")
_STRAIGHT = str.maketrans("‘’‚‛“”„‟′″", "''''\"\"\"\"'\"")


class Argos:
    """Every language pair there is a package for."""

    name = "argos"

    def __init__(self, *, models: Sequence[Path | str] = (), beam: int = BEAM) -> None:
        """`models` (paths of packages) come before installed ones.

        `beam` 1 is fast and worse, BEST slow and a little better.
        """
        self.beam = beam
        self._given = [packages.find(str(model)) for model in models]
        self._packages = [*self._given, *packages.installed()]
        self.inline_terms = any(package.inline_terms for package in self._packages)

    def pairs(self) -> frozenset[tuple[str, str]]:
        """The canonical (source, target) codes some package serves."""
        codes = [language.code for language in LANGUAGES]
        return frozenset(
            (source, target)
            for source in codes
            for target in codes
            if source != target and self._find(source, target)
        )

    def signature(self, *, source: str, target: str) -> str:
        """What makes the translation: `argos en-prs 0.1 beam 4`."""
        package = self._package(source, target)
        kin = "" if package.target == target else f" for {target}"
        return f"argos {package.pair} {package.version}{kin} beam {self.beam}"

    def written(self, *, source: str, target: str) -> str:
        """The language of the package: `fa` where a Persian one stands in for Dari."""
        return find(self._package(source, target).target).code

    def translate(
        self,
        batch: Sequence[str],
        *,
        source: str,
        target: str,
        hypotheses: int = 1,
        progress: Progress | None = None,
    ) -> list[list[Hypothesis]]:
        """Translate a job as Argos would; one list of hypotheses a text, best first."""
        return self._translate(batch, source, target, hypotheses, {}, progress)

    def translate_again(
        self, batch: Sequence[str], *, source: str, target: str, hypotheses: int = 1
    ) -> list[list[Hypothesis]]:
        """Translate what came out faulty in three other ways, the best on average first.

        No two tokens follow each other twice; a wider beam; and cut at its clauses. Last come the
        same without Latin letters stuck to words.
        """
        ways = [
            self._translate(batch, source, target, hypotheses, _RETRY, None),
            self._translate(batch, source, target, hypotheses, _WIDER, None),
            self._translate(batch, source, target, 1, _RETRY, None, longest=_CLAUSE),
        ]
        pooled = [
            [hypothesis for found in each for hypothesis in found]
            for each in zip(*ways, strict=True)
        ]
        return [
            found + [replace(each, text=unglued(each.text, text)) for each in found]
            for text, found in zip(batch, pooled, strict=True)
        ]

    def _translate(
        self,
        batch: Sequence[str],
        source: str,
        target: str,
        hypotheses: int,
        more: dict[str, Any],
        progress: Progress | None,
        longest: int = pieces.LONGEST,
    ) -> list[list[Hypothesis]]:
        package = self._package(source, target)
        options = self._options(package, hypotheses) | more
        parts = [pieces.pieces(text, longest) for text in batch]
        texts = [
            [_prepared(pieces.spoken(part), package) for part in each if part.translate]
            for each in parts
        ]
        counts = Counter(text for each in texts for text in each if text.strip())
        known: dict[str, list[Hypothesis]] = {}
        for finished in _decoded(decoder.load(package), list(counts), options):
            if package.inline_terms:
                finished = {
                    text: _chosen(text, found, target)[:hypotheses]
                    for text, found in finished.items()
                }
            known |= finished
            if progress:
                done = sum(counts[text] for text in known)
                progress(len(batch) * done // counts.total(), len(batch))
        if progress:
            progress(len(batch), len(batch))
        return [
            _joined(each, [known.get(text, [Hypothesis("")]) for text in own], target)
            for each, own in zip(parts, texts, strict=True)
        ]

    def score(
        self, pairs: Sequence[tuple[str, str]], *, source: str, target: str
    ) -> list[list[tuple[str, float]]]:
        """Token log-probabilities of given translations, without the prefix and the end."""
        package = self._package(source, target)
        loaded = decoder.load(package)
        return loaded.score([(_prepared(text, package), given) for text, given in pairs])

    def _options(self, package: Package, hypotheses: int) -> dict[str, Any]:
        beam = max(hypotheses, self.beam)
        kind = _IMPORTED if package.family else _OWN if package.inline_terms else _ARGOS
        count = beam if package.inline_terms else hypotheses
        return {**kind, "beam_size": beam, "num_hypotheses": count}

    def _find(self, source: str, target: str) -> Package | None:
        given = packages.choose(source, target, self._given)
        return given or packages.choose(source, target, self._packages)

    def _package(self, source: str, target: str) -> Package:
        package = self._find(source, target)
        if package is None:
            raise NoModel(
                f"No model translates {source} into {target}. {packages.listing(self._packages)}"
            )
        return package


def _decoded(
    loaded: decoder.Decoder, texts: Sequence[str], options: dict[str, Any]
) -> Iterator[dict[str, list[Hypothesis]]]:
    """The hypotheses of each text, chunk by chunk.

    One chunk more than there are cores is under way, so that none idles; no more, so that Ctrl-C is
    answered at once.
    """
    waiting: deque[tuple[Sequence[str], list[Any]]] = deque()
    for chunk in _chunks(sorted(((loaded.encode(text), text) for text in texts), key=_longest)):
        tokens, names = zip(*chunk, strict=True)
        waiting.append((names, loaded.submit(tokens, options)))
        if len(waiting) > decoder.threads():
            yield _collected(loaded, *waiting.popleft())
    while waiting:
        yield _collected(loaded, *waiting.popleft())


def _collected(
    loaded: decoder.Decoder, texts: Sequence[str], submitted: Sequence[Any]
) -> dict[str, list[Hypothesis]]:
    results = [each.result() for each in submitted]
    return {
        text: [
            Hypothesis(loaded.decode(tokens), score)
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        ]
        for text, result in zip(texts, results, strict=True)
    }


def _chosen(source: str, found: Sequence[Hypothesis], target: str) -> list[Hypothesis]:
    """The hypotheses of one text, stutters mended: sound ones by agreement, then faulty ones."""
    mended = {unstuttered(each.text, source): each.score for each in reversed(found)}
    every = [Hypothesis(text, score) for text, score in reversed(mended.items())]
    sound = [each for each in every if not guard.fault(source, each.text, target)]
    whole = [each for each in sound if _keeps_codes(source, each.text)]
    return agreed(whole or sound) + [each for each in every if each not in (whole or sound)]


def _keeps_codes(source: str, text: str) -> bool:
    """Whether every F16 and X1 of the source stands in the text as often as there."""
    said = Counter(_CODE.findall(western(text)))
    return all(said[code] == count for code, count in Counter(_CODE.findall(source)).items())


def _joined(
    parts: Sequence[pieces.Piece], found: Sequence[Sequence[Hypothesis]], target: str
) -> list[Hypothesis]:
    """The hypotheses of a whole text: the best of all its pieces, the second best, and so on."""
    if len(parts) == 1 and found:
        return list(found[0])
    return [
        Hypothesis(
            pieces.joined(parts, [each.text for each in row], target),
            sum(each.score for each in row),
        )
        for row in zip(*found, strict=False)
    ] or [Hypothesis(pieces.joined(parts, [], target))]


def _longest(job: tuple[list[str], str]) -> tuple[int, str]:
    """Longest first, and the same order in every run."""
    return -len(job[0]), job[1]


def _chunks(jobs: Sequence[tuple[list[str], str]]) -> Iterator[list[tuple[list[str], str]]]:
    """Neighbours together as long as their tokens, padded to the longest, fit a chunk."""
    chunk: list[tuple[list[str], str]] = []
    for job in jobs:
        if chunk and len(chunk[0][0]) * (len(chunk) + 1) > CHUNK:
            yield chunk
            chunk = []
        chunk.append(job)
    if chunk:
        yield chunk


def _prepared(text: str, package: Package) -> str:
    r"""The source as the model was trained on it; a package of Argos' own gets it untouched.

    >>> from pathlib import Path
    >>> own = Package("translate-en_ps", "en", "ps", "0.1", Path("x"), inline_terms=True)
    >>> _prepared("He  said: \u201cIt\u2019s over.\u201d", own)
    'He said: "It\'s over."'
    """
    if not package.inline_terms:
        return text
    return " ".join(unicodedata.normalize("NFC", text).translate(_STRAIGHT).split())
