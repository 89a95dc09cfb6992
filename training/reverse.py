"""Back-translation: real Pashto news as targets, with English made by a model that reads backwards.

Nobody translated the monolingual news, but a small model from Pashto to English can: a rough source
with a genuine target teaches the forward model how Pashto newspapers write. The reverse model is
trained by the same steps in a folder of its own, whose `train.tsv` is the forward one turned round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import ctranslate2
import sentencepiece

from training.corpus import TARGET_TAGS, Pair
from training.degenerate import is_loop
from training.filter import reason_to_drop

# The vocabulary has no symbol for English. The reverse model speaks nothing else, so any will do.
ENGLISH_SLOT = "fa"
WEIGHT = 0.6
SHORTEST = 4
"""English words: what is shorter was a caption or came out cut off."""
_DARI_SHARE = 0.5


def turned_round(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Pashto and (half as often) Dari as the source of their English."""
    for pair in pairs:
        if pair.monolingual or pair.language not in ("ps", "prs"):
            continue
        weight = pair.weight * (1.0 if pair.language == "ps" else _DARI_SHARE)
        yield replace(
            pair, english=pair.target, target=pair.english, language=ENGLISH_SLOT, weight=weight
        )


def backtranslate(
    pairs: Sequence[Pair], model: Path, vocabulary: Path, *, threads: int = 2
) -> Iterator[Pair]:
    """Each monolingual row with the English that the reverse model makes of it, if it is usable."""
    translator = ctranslate2.Translator(str(model), inter_threads=threads, intra_threads=1)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
    results = translator.translate_batch(
        pieces.encode([pair.target for pair in pairs], out_type=str),
        target_prefix=[[TARGET_TAGS[ENGLISH_SLOT]]] * len(pairs),
        beam_size=2,
        max_batch_size=4096,
        batch_type="tokens",
        max_decoding_length=120,
    )
    for pair, result in zip(pairs, results, strict=True):
        english = pieces.decode(result.hypotheses[0][1:])
        made = replace(pair, english=english, weight=WEIGHT, origin=f"back_{pair.origin}")
        if is_usable(english) and not reason_to_drop(made):
            yield made


def is_usable(english: str) -> bool:
    """False for what is too short, loops, or was left in Pashto letters.

    >>> is_usable("The road was closed."), is_usable("The وزیر closed the road.")
    (True, False)
    """
    if len(english.split()) < SHORTEST or is_loop(english):
        return False
    return not any("\u0600" <= letter <= "\u06ff" for letter in english)
