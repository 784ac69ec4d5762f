"""Train a classifier of statements: first as wide as the base model, then narrowed. Fixed seed, one process."""

import copy
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from training.base import base_model
from training.model import INNER, Classifier, classifier_from_minilm, narrowed

SEED, BATCH = 1, 24
RATE, RATE_HEAD, WARMUP, DECAY, SMOOTHING = 1.5e-4, 1e-3, 0.08, 0.99, 0.05


@dataclass(frozen=True)
class Judged:
    """An annotated statement: its word pieces, each one's part, its signals, its class's number, its marks (0 or 1)."""

    ids: NDArray[np.int64]
    parts: NDArray[np.int64]
    signals: NDArray[np.float32]
    label: int
    marks: tuple[int, ...] = ()


def trained(
    found: list[Judged], dev: list[Judged], classes: int, epochs: int, start: Classifier | None = None
) -> Classifier:
    """A classifier of classes and marks, trained on what was found; it prints its figures on dev after each epoch.

    It starts from the base model at its full width, and is narrowed once it knows its task; or from ``start``.
    """
    torch.manual_seed(SEED)
    signals, answers = len(found[0].signals), classes + len(found[0].marks)
    if start is None:
        start = Classifier(signals, answers, inner=INNER)
        classifier_from_minilm(start, load_file(base_model() / "model.safetensors"))
        start = _told(start, found, dev, classes, epochs)
    network = Classifier(signals, answers)
    narrowed(start, network)
    return _told(network, found, dev, classes, epochs)


def _told(network: Classifier, found: list[Judged], dev: list[Judged], classes: int, epochs: int) -> Classifier:
    mean = network
    for epoch, mean in enumerate(_train(network, found, classes, epochs), start=1):
        accuracy, macro = measured(mean, dev, classes)
        print(f"epoch {epoch}: accuracy {accuracy:.3f}, macro F1 {macro:.3f} on dev", flush=True)
    return mean


def stacked(batch: list[Judged]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, parts, mask (statements, pieces) and signals (statements, signals)."""
    shape = len(batch), max(len(j.ids) for j in batch)
    ids, parts, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), np.zeros(shape, np.float32)
    for i, j in enumerate(batch):
        n = len(j.ids)
        ids[i, :n], parts[i, :n], mask[i, :n] = j.ids, j.parts, 1
    return *map(torch.from_numpy, (ids, parts, mask)), torch.from_numpy(np.stack([j.signals for j in batch]))


def measured(network: Classifier, found: list[Judged], classes: int) -> tuple[float, float]:
    """Accuracy and macro F1 of the classes."""
    network.eval()
    with torch.inference_mode():
        scores = [network(*stacked(found[i : i + 32])) for i in range(0, len(found), 32)]
    network.train()
    told, right = torch.cat(scores)[:, :classes].argmax(1).numpy(), np.array([j.label for j in found])
    both = [((told == k) & (right == k)).sum() for k in range(classes)]
    either = [(told == k).sum() + (right == k).sum() for k in range(classes)]
    return float((told == right).mean()), float(np.mean([2 * b / max(1, e) for b, e in zip(both, either, strict=True)]))


def _batches(found: list[Judged], rng: random.Random) -> list[list[Judged]]:
    """Batches of statements of like length, in random order."""
    rng.shuffle(found)
    runs = [sorted(found[i : i + 16 * BATCH], key=lambda j: len(j.ids)) for i in range(0, len(found), 16 * BATCH)]
    out = [run[i : i + BATCH] for run in runs for i in range(0, len(run), BATCH)]
    rng.shuffle(out)
    return out


def _optimizer(network: Classifier) -> torch.optim.AdamW:
    """The pretrained layers learn slower than the head; the word embeddings stay as they are."""
    network.words.weight.requires_grad_(requires_grad=False)
    rates: dict[float, list[Tensor]] = {RATE: [], RATE_HEAD: []}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            rates[RATE_HEAD if name.startswith(("up", "out")) else RATE].append(parameter)
    groups = [{"params": parameters, "lr": rate, "top": rate} for rate, parameters in rates.items()]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _train(network: Classifier, found: list[Judged], classes: int, epochs: int) -> Iterator[Classifier]:
    """Train in place; after each epoch the network with its weights averaged."""
    optimizer, mean, rng = _optimizer(network), copy.deepcopy(network), random.Random(SEED)
    steps, step = epochs * -(-len(found) // BATCH), 0
    for _ in range(epochs):
        for batch in _batches(found, rng):
            loss = _loss(network(*stacked(batch)), batch, classes)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * min(1, step / steps / WARMUP) * max(0.02, 1 - step / steps)
            optimizer.step()
            step += 1
            _average(mean.parameters(), network.parameters(), min(DECAY, (1 + step) / (10 + step)))
        yield mean


def _loss(scores: Tensor, batch: list[Judged], classes: int) -> Tensor:
    labels, marks = torch.tensor([j.label for j in batch]), torch.tensor([j.marks for j in batch], dtype=torch.float32)
    loss = functional.cross_entropy(scores[:, :classes], labels, label_smoothing=SMOOTHING)
    if marks.numel():
        loss = loss + functional.binary_cross_entropy_with_logits(scores[:, classes:], marks)
    return loss


def _average(mean: Iterable[Tensor], latest: Iterable[Tensor], decay: float) -> None:
    with torch.no_grad():
        for m, p in zip(mean, latest, strict=True):
            m.lerp_(p, 1 - decay)
