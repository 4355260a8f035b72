"""The model in plain PyTorch: a pre-norm Transformer with one embedding matrix for source, target and output."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model; what a checkpoint must record to be loaded again."""

    vocabulary: int
    width: int = 256
    inner: int = 1024
    heads: int = 4
    encoder_layers: int = 4
    decoder_layers: int = 2
    dropout: float = 0.2


def positions(length: int, width: int) -> Tensor:
    """Sinusoidal position encodings as CTranslate2 computes them: positions from 1, all sines before all cosines."""
    half = width // 2
    rates = torch.exp(torch.arange(half, dtype=torch.float32) * (-math.log(10_000.0) / (half - 1)))
    angles = torch.arange(1, length + 1, dtype=torch.float32)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention; the four projections are matrices of their own."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width)
        self.key = nn.Linear(shape.width, shape.width)
        self.value = nn.Linear(shape.width, shape.width)
        self.output = nn.Linear(shape.width, shape.width)
        self.weights: Tensor | None = None

    def forward(
        self,
        queries: Tensor,
        memory: Tensor,
        mask: Tensor | None,
        *,
        causal: bool = False,
        rows: Tensor | None = None,
    ) -> Tensor:
        """Attend from `queries` to `memory`, of which `rows` says which row belongs to each query row."""
        keys, values = self._split(self.key(memory)), self._split(self.value(memory))
        if rows is not None:
            keys, values = keys[rows], values[rows]
        if causal:
            mask = torch.ones(queries.size(1), memory.size(1), dtype=torch.bool, device=queries.device).tril()
        attended, self.weights = _attend(self._split(self.query(queries)), keys, values, mask)
        result: Tensor = self.output(attended.transpose(1, 2).flatten(2))
        return result

    def _split(self, states: Tensor) -> Tensor:
        return states.unflatten(2, (self.heads, -1)).transpose(1, 2)


def _attend(queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """Attention written out: in bfloat16 on a CPU five times as fast as PyTorch's fused one with its gradient."""
    with torch.autocast(queries.device.type, enabled=False):
        scores = (queries @ keys.transpose(2, 3)) * queries.size(3) ** -0.5
        if mask is not None:
            scores = scores.masked_fill(~mask, float("-inf"))
        weights = scores.softmax(-1)
        return weights @ values, weights


class FeedForward(nn.Module):
    """Two linear layers with ReLU between them."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)

    def forward(self, states: Tensor) -> Tensor:
        """Apply to each position."""
        result: Tensor = self.outer(functional.relu(self.inner(states)))
        return result


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, each behind its norm."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.attention, self.attention_norm = Attention(shape), nn.LayerNorm(shape.width)
        self.feed_forward, self.feed_forward_norm = FeedForward(shape), nn.LayerNorm(shape.width)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """One layer."""
        normed = self.attention_norm(states)
        states = states + self.dropout(self.attention(normed, normed, mask))
        result: Tensor = states + self.dropout(self.feed_forward(self.feed_forward_norm(states)))
        return result


class DecoderLayer(nn.Module):
    """Self-attention, attention to the source, feed-forward, each behind its norm."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.attention, self.attention_norm = Attention(shape), nn.LayerNorm(shape.width)
        self.source_attention, self.source_norm = Attention(shape), nn.LayerNorm(shape.width)
        self.feed_forward, self.feed_forward_norm = FeedForward(shape), nn.LayerNorm(shape.width)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, states: Tensor, memory: Tensor, mask: Tensor | None, rows: Tensor | None) -> Tensor:
        """One layer."""
        normed = self.attention_norm(states)
        states = states + self.dropout(self.attention(normed, normed, None, causal=True))
        attended = self.source_attention(self.source_norm(states), memory, mask, rows=rows)
        states = states + self.dropout(attended)
        result: Tensor = states + self.dropout(self.feed_forward(self.feed_forward_norm(states)))
        return result


class Network(nn.Module):
    """The encoder and the decoder."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.encoder = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.dropout = nn.Dropout(shape.dropout)
        self.register_buffer("positions", positions(1024, shape.width), persistent=False)
        self._start()

    def _start(self) -> None:
        nn.init.normal_(self.embedding.weight, std=self.shape.width**-0.5)
        depth = 2 * self.shape.encoder_layers
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "embedding" not in name:
                nn.init.xavier_uniform_(parameter)
                if name.endswith(("output.weight", "outer.weight")):
                    parameter.data.div_(math.sqrt(depth))
            elif name.endswith(".bias"):
                nn.init.zeros_(parameter)

    def encode(self, source: Tensor, source_mask: Tensor | None) -> Tensor:
        """States of the source, one row a sentence."""
        mask = None if source_mask is None else source_mask[:, None, None, :]
        states = self._embed(source)
        for layer in self.encoder:
            states = layer(states, mask)
        result: Tensor = self.encoder_norm(states)
        return result

    def decode(self, target: Tensor, memory: Tensor, source_mask: Tensor | None, rows: Tensor | None = None) -> Tensor:
        """Last states of the decoder for each position of `target`, which is shifted already."""
        mask = None if source_mask is None else source_mask[:, None, None, :]
        if mask is not None and rows is not None:
            mask = mask[rows]
        states = self._embed(target)
        for layer in self.decoder:
            states = layer(states, memory, mask, rows)
        result: Tensor = self.decoder_norm(states)
        return result

    @property
    def pointer(self) -> Tensor:
        """Where the first head of the last layer looked in the source when `decode` was last called."""
        weights = self.decoder[-1].source_attention.weights  # type: ignore[union-attr]
        assert isinstance(weights, Tensor)
        return weights[:, 0]

    def logits(self, states: Tensor) -> Tensor:
        """Scores of all pieces."""
        return functional.linear(states, self.embedding.weight, self.bias)

    def _embed(self, pieces: Tensor) -> Tensor:
        scaled = self.embedding(pieces) * math.sqrt(self.shape.width)
        result: Tensor = self.dropout(scaled + self.positions[: pieces.size(1)])  # type: ignore[index]
        return result
