"""Slices of documents stacked into tensors, and the cues each is asked about."""

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from onrecord.read.scheme import distance_classes, paragraph_classes, proposals
from training.data import IGNORED, Slice
from training.model import VIEW

CLS, SEP = 101, 102


@dataclass(frozen=True)
class Batch:
    """Windows side by side, all (windows, pieces + 2): a CLS before and a SEP after the pieces."""

    slices: list[Slice]
    ids: Tensor
    forms: Tensor
    mask: Tensor
    roles: Tensor
    entities: Tensor
    sentences: Tensor


@dataclass(frozen=True)
class Question:
    """A cue put to the tagger in one window: its pieces there, and gold tags (all 0 where it attributes nothing)."""

    row: int
    start: int
    end: int
    tags: np.ndarray


def stack(slices: list[Slice]) -> Batch:
    """Pad windows to one length."""
    width = max(s.end - s.start for s in slices) + 2
    shape = (len(slices), width)
    ids, forms, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    roles, entities, sentences = (np.full(shape, IGNORED, dtype=np.int64) for _ in range(3))
    for i, s in enumerate(slices):
        n, part = s.end - s.start, slice(s.start, s.end)
        ids[i, : n + 2] = [CLS, *s.document.pieces.ids[part], SEP]
        forms[i, 1 : n + 1] = s.document.pieces.forms[part]
        mask[i, : n + 2] = 1
        if s.document.roles is not None:
            roles[i, 1 : n + 1] = s.document.roles[part]
        entities[i, 1 : n + 1] = s.document.entities[part]
        sentences[i, 1 : n + 1] = s.document.sentences[part]
    tensors = map(torch.from_numpy, (ids, forms, mask, roles, entities, sentences))
    return Batch(slices, *tensors)


def questions(batch: Batch, cue_odds: np.ndarray, rng: random.Random, most: int = 8) -> list[Question]:
    """Gold cues, some moved to where the model sees them, and up to ``most`` false cues a window.

    ``cue_odds``: (windows, pieces + 2, 2), the model's probabilities of B-cue and I-cue.
    """
    out: list[Question] = []
    for row, s in enumerate(batch.slices):
        if s.document.roles is None:
            continue
        n, part = s.end - s.start, slice(s.start, s.end)
        guesses = proposals(cue_odds[row, 1 : n + 1], 0.1)
        taken: set[int] = set()
        for cue in s.cues:
            start, end = cue.start - s.start, cue.end - s.start
            near = [i for i, (a, b) in enumerate(guesses) if a < end and b > start]
            taken.update(near)
            if near and rng.random() < 0.5:
                start, end = guesses[near[0]]
            out.append(Question(row, start, end, _begun(cue.tags[part])))
        false = [g for i, g in enumerate(guesses) if i not in taken]
        for start, end in rng.sample(false, min(most, len(false))):
            out.append(Question(row, start, end, np.zeros(n, dtype=np.int64)))
    return out


def _begun(tags: np.ndarray) -> np.ndarray:
    """Tags of a window in which a span that began before it begins anew: a path cannot start with an I."""
    if len(tags) and tags[0] and tags[0] % 2 == 0:
        tags = tags.copy()
        tags[0] -= 1
    return tags


def put(views: Tensor, batch: Batch, asked: list[Question]) -> tuple[Tensor, ...]:
    """The tagger's inputs and gold for all questions: views, anchor, distance, paragraph, tags, mask."""
    width = views.shape[1] - 2
    rows = torch.tensor([q.row for q in asked])
    windows = views[rows, 1 : width + 1]
    weights = np.zeros((len(asked), width), dtype=np.float32)
    distance, paragraph, tags = (np.zeros((len(asked), width), dtype=np.int64) for _ in range(3))
    for i, q in enumerate(asked):
        s = batch.slices[q.row]
        n = s.end - s.start
        weights[i, q.start : q.end] = 1 / (q.end - q.start)
        distance[i] = distance_classes(width, q.start, q.end)
        paragraph[i, :n] = paragraph_classes(s.document.pieces.paragraph[s.start : s.end], q.start)
        tags[i, :n] = q.tags
    anchor = torch.einsum("np,npv->nv", torch.from_numpy(weights).to(windows.dtype), windows[..., 2 * VIEW :])
    mask = batch.mask[rows, 2 : width + 2]
    return windows, anchor, *map(torch.from_numpy, (distance, paragraph, tags)), mask.float()
