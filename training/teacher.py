"""The teacher of the classifiers: MPNet (Song et al. 2020), too large to ship; what it finds, a small network learns.

A statement's kind wants more knowledge of words than three narrow layers have from some thousands of examples: the
teacher is trained on those, and then says what it makes of many more (distillation, Hinton et al. 2015).
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.read.classifier import CLS, SEP

WIDTH, HEADS, LAYERS, INNER, VOCABULARY, POSITIONS = 768, 12, 12, 3072, 30527, 514
BUCKETS, FARTHEST = 32, 128
# Its vocabulary is the base model's, four numbers on, with other signs of beginning, end and nothing.
SHIFT, BEGIN, END, NOTHING, FIRST_PLACE = 4, 0, 2, 1, 2
FORBIDDEN = -1e4


class _Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-5)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor, first: int | None = None) -> Tensor:
        """(batch, pieces, width) and an additive bias (batch, heads, pieces, pieces) to (batch, ``first``, width)."""
        q, k, v = self.qkv(x).unflatten(-1, (3, HEADS, WIDTH // HEADS)).permute(2, 0, 3, 1, 4)
        x, q = x[:, :first], q[:, :, :first]
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias[:, :, :first].to(q.dtype))
        x = self.norm1(x + self.dropout(self.out(seen.transpose(1, 2).flatten(2))))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Teacher(nn.Module):
    """A classifier as ``model.Classifier`` is one, of the same inputs, twelve layers deep."""

    def __init__(self, signals: int, classes: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.near = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(_Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.up, self.out = nn.Linear(WIDTH + signals, 256), nn.Linear(256, classes)

    def forward(self, ids: Tensor, parts: Tensor, mask: Tensor, signals: Tensor) -> Tensor:
        """Score (statements, classes); inputs as of ``model.Classifier``, ids those of the base model."""
        own = torch.where(mask > 0, ids + SHIFT, NOTHING)
        own = torch.where(ids == CLS, BEGIN, torch.where(ids == SEP, END, own))
        places = torch.arange(ids.shape[1])
        x = self.words(own) + self.positions(places + FIRST_PLACE) + self.parts(parts)
        x = self.dropout(self.norm(x))
        near = self.near(_buckets(places[None, :] - places[:, None])).permute(2, 0, 1)[None]
        bias = near + (1 - mask)[:, None, None, :] * FORBIDDEN
        *below, last = self.layers
        for layer in below:
            x = layer(x, bias)
        seen = torch.cat([last(x, bias, first=1)[:, 0], 2 * signals], dim=1)
        return self.out(self.dropout(functional.relu(self.up(self.dropout(seen)))))


def _buckets(after: Tensor) -> Tensor:
    """The class of how far one piece stands after another: exact where near, coarse where far (as in T5)."""
    half, far = BUCKETS // 2, after.abs()
    exact = half // 2
    share = torch.log(far.float().clamp(min=1) / exact) / math.log(FARTHEST / exact)
    coarse = (exact + (share * (half - exact)).long()).clamp(max=half - 1)
    return (after > 0).long() * half + torch.where(far < exact, far, coarse)


def from_mpnet(teacher: Teacher, weights: Mapping[str, Tensor]) -> None:
    """Copy a Hugging Face MPNet checkpoint (names without prefix) into the teacher, in place."""
    with torch.no_grad():
        teacher.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        teacher.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
        teacher.parts.weight.normal_(std=0.005)
        teacher.near.weight.copy_(weights["encoder.relative_attention_bias.weight"])
        _copy(teacher.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(teacher.layers):
            at = f"encoder.layer.{number}"
            for name in ("weight", "bias"):
                parts = [weights[f"{at}.attention.attn.{p}.{name}"] for p in "qkv"]
                getattr(layer.qkv, name).copy_(torch.cat(parts))
            _copy(layer.out, weights, f"{at}.attention.attn.o")
            _copy(layer.norm1, weights, f"{at}.attention.LayerNorm")
            _copy(layer.up, weights, f"{at}.intermediate.dense")
            _copy(layer.down, weights, f"{at}.output.dense")
            _copy(layer.norm2, weights, f"{at}.output.LayerNorm")


def _copy(module: nn.Module, weights: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])
