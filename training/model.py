"""The small Transformer, written for speed on a few CPU cores and for an exact CTranslate2 twin.

Pre-norm, sinusoidal positions, one embedding shared by source, target and output. Attention is
written out, because flash attention's backward pass is slower on a CPU at these sizes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.loss import projected_cross_entropy
from training.vocabulary import PAD

LONGEST = 512
_HIDDEN = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a model: 6 + 2 layers of width 256 make 9.9 million parameters, 10 MB int8."""

    vocabulary: int
    width: int = 256
    inner: int = 1024
    heads: int = 4
    encoder_layers: int = 6
    decoder_layers: int = 2
    dropout: float = 0.1


def positions(count: int, width: int) -> Tensor:
    """Position vectors as CTranslate2 stores them, sines then cosines: (count, width)."""
    half = width // 2
    rates = torch.exp(torch.arange(half) * -(math.log(10000) / (half - 1)))
    angles = torch.arange(count).float()[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class SentenceDropout(nn.Module):
    """Dropout with one mask a sentence and feature: cheap to draw, and kinder to small data."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, states: Tensor) -> Tensor:
        """(batch, length, width) -> the same, some features zeroed for a whole sentence."""
        if not self.training or self.rate == 0:
            return states
        mask = torch.rand(states.shape[0], 1, states.shape[-1]) > self.rate
        return states * mask.to(states.dtype) * (1 / (1 - self.rate))


class Attention(nn.Module):
    """Multi-head attention from `states` over `memory`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.output = nn.Linear(shape.width, shape.width)

    def forward(self, states: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        """`mask` is added to the scores: 0 where to look, a large negative number elsewhere."""
        query = self._split(self.query(states)) * (states.shape[-1] // self.heads) ** -0.5
        scores = query @ self._split(self.key(memory)).transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(-1) @ self._split(self.value(memory))
        return self.output(mixed.transpose(1, 2).reshape(states.shape))

    def _split(self, states: Tensor) -> Tensor:
        batch, length, _ = states.shape
        return states.view(batch, length, self.heads, -1).transpose(1, 2)


class FeedForward(nn.Module):
    """Two linear maps with a ReLU between."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.expand = nn.Linear(shape.width, shape.inner)
        self.contract = nn.Linear(shape.inner, shape.width)
        self.dropout = SentenceDropout(shape.dropout)

    def forward(self, states: Tensor) -> Tensor:
        """(batch, length, width) -> the same shape."""
        return self.contract(self.dropout(functional.relu(self.expand(states), inplace=True)))


class EncoderLayer(nn.Module):
    """Self-attention, then feed-forward."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.feed_forward = FeedForward(shape)
        self.attention_norm = nn.LayerNorm(shape.width)
        self.feed_forward_norm = nn.LayerNorm(shape.width)
        self.dropout = SentenceDropout(shape.dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """`mask` hides padding."""
        normed = self.attention_norm(states)
        states = states + self.dropout(self.attention(normed, normed, mask))
        return states + self.dropout(self.feed_forward(self.feed_forward_norm(states)))


class DecoderLayer(nn.Module):
    """Self-attention over what is written, attention over the source, then feed-forward."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape)
        self.source_attention = Attention(shape)
        self.feed_forward = FeedForward(shape)
        self.attention_norm = nn.LayerNorm(shape.width)
        self.source_attention_norm = nn.LayerNorm(shape.width)
        self.feed_forward_norm = nn.LayerNorm(shape.width)
        self.dropout = SentenceDropout(shape.dropout)

    def forward(self, states: Tensor, source: Tensor, mask: Tensor, future: Tensor) -> Tensor:
        """`mask` hides padding of the source, `future` hides what is not yet written."""
        normed = self.attention_norm(states)
        states = states + self.dropout(self.attention(normed, normed, future))
        normed = self.source_attention_norm(states)
        states = states + self.dropout(self.source_attention(normed, source, mask))
        return states + self.dropout(self.feed_forward(self.feed_forward_norm(states)))


class Translator(nn.Module):
    """The whole model; `loss` is all that training needs of it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        nn.init.normal_(self.embedding.weight, std=shape.width**-0.5)
        self.register_buffer("positions", positions(LONGEST, shape.width), persistent=False)
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.dropout = SentenceDropout(shape.dropout)
        self.output_bias = nn.Parameter(torch.zeros(shape.vocabulary))

    def loss(self, source: Tensor, written: Tensor, expected: Tensor) -> Tensor:
        """Mean label-smoothed cross-entropy; token ids, padded, each (batch, length)."""
        states = self._decode(written, *self._encode(source)).flatten(0, 1)
        answers = expected.flatten()
        counted = (answers != PAD).nonzero().squeeze(1)
        return projected_cross_entropy(
            states[counted], self.embedding.weight, self.output_bias, answers[counted]
        )

    def _encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        states = self._embed(source)
        mask = (source == PAD)[:, None, None, :].to(states.dtype) * _HIDDEN
        for layer in self.encoder:
            states = layer(states, mask)
        return self.encoder_norm(states), mask

    def _decode(self, written: Tensor, source: Tensor, mask: Tensor) -> Tensor:
        states = self._embed(written)
        length = written.shape[1]
        future = torch.full((length, length), _HIDDEN, dtype=states.dtype).triu(1)
        for layer in self.decoder:
            states = layer(states, source, mask, future)
        return self.decoder_norm(states)

    def _embed(self, tokens: Tensor) -> Tensor:
        vectors = self.embedding(tokens) * math.sqrt(self.shape.width)
        return self.dropout(vectors + self.positions[: tokens.shape[1]].to(vectors.dtype))
