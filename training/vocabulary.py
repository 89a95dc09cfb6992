"""The subword vocabulary: one SentencePiece model for English and all targets.

Shared, because the model must copy target-language terms out of the source; byte fallback, so that
no character is unknown; digits split, so that numbers are copied one by one. Symbols are reserved
for the language tags and for numbered inline marks. Text is normalised before, so SentencePiece is
told to leave it alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from training.corpus import TARGET_TAGS, Pair

PAD, UNKNOWN, BEGIN, END = range(4)
SIZE = 12_000
MARKS = tuple(f"<m{number}>" for number in range(1, 10))


def vocabulary_text(pairs: Iterable[Pair]) -> Iterable[str]:
    """The lines the vocabulary is learnt from: heavier sets twice."""
    for pair in pairs:
        for _ in range(2 if pair.weight >= 2 else 1):
            if pair.english:
                yield pair.english
            yield pair.target


def train_vocabulary(pairs: Iterable[Pair], prefix: Path, *, size: int = SIZE) -> None:
    """Write `PREFIX.model` and `PREFIX.vocab`."""
    import sentencepiece

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(vocabulary_text(pairs)),
        model_prefix=str(prefix),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9999,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=[*TARGET_TAGS.values(), *MARKS],
        pad_id=PAD,
        unk_id=UNKNOWN,
        bos_id=BEGIN,
        eos_id=END,
        normalization_rule_name="identity",
        max_sentence_length=8000,
    )
