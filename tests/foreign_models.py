"""CTranslate2 models of every family's shape, with weights drawn at random."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs.transformer_spec import TransformerSpec

SIZE = 16
TEXTS = [
    "The road to the airport was closed on Monday.",
    "Rain fell in Herat; three schools were opened.",
    "راه میدان هوایی روز دوشنبه بسته شد.",
    "د هوايي ډګر لار د دوشنبې په ورځ وتړل شوه.",
]


def pieces(texts: Iterable[str] = TEXTS, *, model_type: str = "unigram") -> bytes:
    """A SentencePiece file."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*texts] * 5),
        model_writer=model,
        model_type=model_type,
        vocab_size=120,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return model.getvalue()


def build(folder: Path, languages: Iterable[str], **tokenizers: bytes) -> Path:
    """A model with these language tokens in its vocabulary; SentencePiece files by name."""
    own = tokenizers or {"sentencepiece.bpe.model": pieces()}
    processors = [sentencepiece.SentencePieceProcessor(model_proto=each) for each in own.values()]
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    words = [p.id_to_piece(i) for p in processors for i in range(p.get_piece_size())]
    vocabulary = list(dict.fromkeys([*special, *words, *languages]))
    spec = _spec(len(vocabulary))
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.decoder_start_token = "</s>"
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))
    for name, content in own.items():
        (folder / name).write_bytes(content)
    return folder


def vocabulary(folder: Path) -> list[str]:
    """The tokens of a model."""
    return list(json.loads((folder / "shared_vocabulary.json").read_text("utf-8")))


def _spec(words: int) -> TransformerSpec:
    draw = np.random.default_rng(7)
    spec = TransformerSpec.from_config(1, 2)
    encoder, decoder = spec.encoder, spec.decoder

    def random(*shape: int) -> Any:
        return draw.normal(0, 0.3, shape).astype("float32")

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(SIZE, "float32"), np.zeros(SIZE, "float32")

    def linear(layer: Any, rows: int, columns: int = SIZE) -> None:
        layer.weight, layer.bias = random(rows, columns), np.zeros(rows, "float32")

    def attention(layer: Any, *rows: int) -> None:
        norm(layer.layer_norm)
        for part, count in zip(layer.linear, rows, strict=True):
            linear(part, count)

    encoder.embeddings[0].weight = random(words, SIZE)
    decoder.embeddings.weight = random(words, SIZE)
    linear(decoder.projection, words)
    for stack in (encoder, decoder):
        norm(stack.layer_norm)
        [layer] = stack.layer
        attention(layer.self_attention, 3 * SIZE, SIZE)
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, 2 * SIZE)
        linear(layer.ffn.linear_1, SIZE, 2 * SIZE)
    attention(decoder.layer[0].attention, SIZE, 2 * SIZE, SIZE)
    return spec
