"""Weights -> a CTranslate2 directory with 8-bit integers, which the workbench runs.

Layer by layer into CTranslate2's own description of a Transformer; what it computes is what
`model.py` computes, up to rounding.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy
import sentencepiece
from ctranslate2.specs import TransformerSpec, common_spec

from training.checkpoint import Weights, load
from training.model import LONGEST, Shape, positions


def convert(checkpoint: Path, vocabulary: Path, out: Path, *, quantization: str = "int8") -> None:
    """Write `OUT/model.bin`, its configuration and vocabulary; an earlier OUT is replaced."""
    stored = load(checkpoint)
    shape, weights = stored["shape"], _Arrays(stored["weights"])
    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
    )
    _fill_embeddings(spec, weights, shape)
    for number, layer in enumerate(spec.encoder.layer):
        _fill_layer(layer, weights, f"encoder.{number}")
    for number, layer in enumerate(spec.decoder.layer):
        _fill_layer(layer, weights, f"decoder.{number}")
        _fill_source_attention(layer.attention, weights, f"decoder.{number}")
    weights.norm(spec.encoder.layer_norm, "encoder_norm")
    weights.norm(spec.decoder.layer_norm, "decoder_norm")
    _describe(spec, vocabulary)
    spec.validate()
    spec.optimize(quantization=quantization)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    spec.save(str(out))


class _Arrays:
    """Weights as arrays, written into the parts of a CTranslate2 description."""

    def __init__(self, weights: Weights) -> None:
        self.arrays = {name: value.float().numpy().copy() for name, value in weights.items()}

    def linear(self, part: Any, *names: str) -> None:
        """One linear map, or several side by side."""
        part.weight = numpy.concatenate([self.arrays[f"{name}.weight"] for name in names])
        part.bias = numpy.concatenate([self.arrays[f"{name}.bias"] for name in names])

    def norm(self, part: Any, name: str) -> None:
        """One layer normalisation."""
        part.gamma = self.arrays[f"{name}.weight"].copy()
        part.beta = self.arrays[f"{name}.bias"].copy()


def _fill_embeddings(spec: Any, weights: _Arrays, shape: Shape) -> None:
    table = weights.arrays["embedding.weight"]
    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings
        part = embeddings[0] if isinstance(embeddings, list) else embeddings
        part.weight = table.copy()
        side.scale_embeddings = True
        side.position_encodings.encodings = positions(LONGEST, shape.width).numpy().copy()
    spec.decoder.projection.weight = table.copy()
    spec.decoder.projection.bias = weights.arrays["output_bias"].copy()


def _fill_layer(layer: Any, weights: _Arrays, name: str) -> None:
    attention = f"{name}.attention"
    joined = (f"{attention}.query", f"{attention}.key", f"{attention}.value")
    weights.linear(layer.self_attention.linear[0], *joined)
    weights.linear(layer.self_attention.linear[1], f"{attention}.output")
    weights.norm(layer.self_attention.layer_norm, f"{attention}_norm")
    weights.linear(layer.ffn.linear_0, f"{name}.feed_forward.expand")
    weights.linear(layer.ffn.linear_1, f"{name}.feed_forward.contract")
    weights.norm(layer.ffn.layer_norm, f"{name}.feed_forward_norm")


def _fill_source_attention(part: Any, weights: _Arrays, name: str) -> None:
    attention = f"{name}.source_attention"
    weights.linear(part.linear[0], f"{attention}.query")
    weights.linear(part.linear[1], f"{attention}.key", f"{attention}.value")
    weights.linear(part.linear[2], f"{attention}.output")
    weights.norm(part.layer_norm, f"{attention}_norm")


def _describe(spec: Any, vocabulary: Path) -> None:
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
    names = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names)
    spec.config.add_source_eos = True
    spec.config.add_source_bos = False
    spec.config.decoder_start_token = "<s>"
    spec.config.bos_token = "<s>"
    spec.config.eos_token = "</s>"
    spec.config.unk_token = "<unk>"
