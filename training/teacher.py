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
from training.model import FORBIDDEN, HEADS, Layer, copy, copy_layer

WIDTH, LAYERS, INNER, VOCABULARY, POSITIONS, EPS = 768, 12, 3072, 30527, 514, 1e-5
BUCKETS, FARTHEST = 32, 128
# Its vocabulary is the base model's, four numbers on, with other signs of beginning, end and nothing.
SHIFT, BEGIN, END, NOTHING, FIRST_PLACE = 4, 0, 2, 1, 2


class Teacher(nn.Module):
    """A classifier as ``model.Classifier`` is one, of the same inputs, twelve layers deep."""

    def __init__(self, signals: int, classes: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.near = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList(Layer(dropout, INNER, WIDTH, EPS) for _ in range(LAYERS))
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
        copy(teacher.norm, weights, "embeddings.LayerNorm")
        asking, answering = [f"attention.attn.{part}" for part in "qkv"], ("attention.attn.o", "attention.LayerNorm")
        for number, layer in enumerate(teacher.layers):
            copy_layer(layer, weights, f"encoder.layer.{number}", asking, answering)
