"""Score a converted model: chrF++ and BLEU, degenerate outputs, and terms copied from the source.

Scores are sacrebleu's after folding on both sides (digits, letter variants, ZWNJ to space), since
publishers differ in these; the signature is reported with them.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import ctranslate2
import sentencepiece
from sacrebleu.metrics import BLEU, CHRF

from training.corpus import TARGET_TAGS
from training.degenerate import degeneration
from training.normalise import fold_for_scoring, normalise_english

_COLUMNS = {"prs": 1, "ps": 2}
PROBES = Path(__file__).parent / "probes" / "inline_terms.tsv"


@dataclass(frozen=True, slots=True)
class Scores:
    """What was measured for one language."""

    language: str
    lines: int
    chrf: float
    bleu: float
    signature: str
    degenerate: dict[str, int]
    sentences_per_second: float

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


class Model:
    """A CTranslate2 directory and its vocabulary, translating as the workbench does."""

    def __init__(self, folder: Path, vocabulary: Path, *, beam: int = 4, threads: int = 1) -> None:
        self._translator = ctranslate2.Translator(str(folder), intra_threads=threads)
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
        self.beam = beam

    def translate(self, english: list[str], language: str) -> list[str]:
        """One target sentence for each source sentence."""
        sources = self._pieces.encode([normalise_english(text) for text in english], out_type=str)
        results = self._translator.translate_batch(
            sources,
            target_prefix=[[TARGET_TAGS[language]]] * len(sources),
            beam_size=self.beam,
            max_batch_size=2048,
            batch_type="tokens",
            max_decoding_length=200,
        )
        return [self._pieces.decode(result.hypotheses[0][1:]) for result in results]


def score(model: Model, test: Path, language: str) -> tuple[Scores, list[str]]:
    """Scores on a file of `english<TAB>dari<TAB>pashto` lines, and the outputs themselves."""
    rows = [line.split("\t") for line in test.read_text(encoding="utf-8").splitlines()]
    english = [row[0] for row in rows]
    began = time.perf_counter()
    outputs = model.translate(english, language)
    seconds = time.perf_counter() - began
    folded = [fold_for_scoring(output, language) for output in outputs]
    references = [[fold_for_scoring(row[_COLUMNS[language]], language) for row in rows]]
    chrf, bleu = CHRF(word_order=2), BLEU()
    faults = Counter(degeneration(*pair) for pair in zip(english, outputs, strict=True))
    scores = Scores(
        language,
        len(rows),
        round(chrf.corpus_score(folded, references).score, 2),
        round(bleu.corpus_score(folded, references).score, 2),
        f"{chrf.get_signature()}; {bleu.get_signature()}",
        {fault: count for fault, count in faults.items() if fault},
        round(len(rows) / seconds, 1),
    )
    return scores, outputs


def probes(path: Path, language: str) -> tuple[list[str], list[list[str]]]:
    """Sources with terms written in, and the terms each must bring out.

    A probe is `english with {}<TAB>dari term<TAB>pashto term`; every `{}` is one place for it, and
    where there are two, the second takes the term of the line before.
    """
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    terms = [line[_COLUMNS[language]] for line in lines]
    given = [[terms[row], terms[row - 1]][: line[0].count("{}")] for row, line in enumerate(lines)]
    return [line[0].format(*own) for line, own in zip(lines, given, strict=True)], given


def copied_terms(model: Model, path: Path, language: str) -> tuple[int, int, list[str]]:
    """How many inline terms come out as given: (copied, all, the sentences that failed)."""
    sources, given = probes(path, language)
    outputs = model.translate(sources, language)
    copied, failed = 0, []
    for source, output, own in zip(sources, outputs, given, strict=True):
        folded = fold_for_scoring(output, language)
        found = sum(fold_for_scoring(term, language) in folded for term in own)
        copied += found
        if found < len(own):
            failed.append(f"{source}\n    {output}")
    return copied, sum(map(len, given)), failed
