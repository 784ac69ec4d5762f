"""Train a classifier of statements, on annotation or on what a teacher makes of them. Fixed seeds, one process."""

import copy
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.precision import half_precision

# How soft a teacher's likelihoods are made before they are learned, and what the annotated class counts beside them.
TEMPERATURE, HARD = 1.5, 0.3
UNKNOWN = -1  # the class of a statement that nobody annotated
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Judged:
    """A statement: its word pieces, each one's part, its signals, its class's number or UNKNOWN, its marks (0 or 1)."""

    ids: NDArray[np.int64]
    parts: NDArray[np.int64]
    signals: NDArray[np.float32]
    label: int
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Recipe:
    """How a network is trained: rates of its pretrained layers and of its head, and ``decay`` of averaged weights."""

    epochs: int
    rate: float = 1.5e-4
    rate_head: float = 1e-3
    batch: int = 24
    decay: float = 0.99
    warmup: float = 0.08
    smoothing: float = 0.05
    seed: int = 1


def trained(
    network: nn.Module, found: list[Judged], dev: list[Judged], classes: int, recipe: Recipe, told: Scores | None = None
) -> nn.Module:
    """The network trained in place, its averaged weights; its figures on dev are printed after each epoch.

    ``told`` holds a teacher's scores of what was found, (statements, answers): the network learns those, and the
    annotation, where there is one, beside them.
    """
    mean = network
    for epoch, mean in enumerate(_train(network, found, classes, recipe, told), start=1):
        accuracy, macro = measured(mean, dev, classes)
        print(f"epoch {epoch}: accuracy {accuracy:.3f}, macro F1 {macro:.3f} on dev", flush=True)
    return mean


def stacked(batch: Sequence[Judged]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, parts, mask (statements, pieces) and signals (statements, signals)."""
    shape = len(batch), max(len(j.ids) for j in batch)
    ids, parts, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), np.zeros(shape, np.float32)
    for i, j in enumerate(batch):
        n = len(j.ids)
        ids[i, :n], parts[i, :n], mask[i, :n] = j.ids, j.parts, 1
    return *map(torch.from_numpy, (ids, parts, mask)), torch.from_numpy(np.stack([j.signals for j in batch]))


def scores(network: nn.Module, found: Sequence[Judged]) -> Scores:
    """What a network makes of statements, (statements, answers); those of like length are read together."""
    order = sorted(range(len(found)), key=lambda i: len(found[i].ids))
    network.eval()
    with torch.inference_mode():
        read = [_read(network, [found[i] for i in order[at : at + 64]]) for at in range(0, len(order), 64)]
    network.train()
    made: Scores = torch.cat(read).numpy()[np.argsort(order)]
    return made


def _read(network: nn.Module, batch: Sequence[Judged]) -> Tensor:
    with half_precision():
        made: Tensor = network(*stacked(batch))
    return made.float()


def measured(network: nn.Module, found: list[Judged], classes: int) -> tuple[float, float]:
    """Accuracy and macro F1 of the classes."""
    told, right = scores(network, found)[:, :classes].argmax(1), np.array([j.label for j in found])
    both = [((told == k) & (right == k)).sum() for k in range(classes)]
    either = [(told == k).sum() + (right == k).sum() for k in range(classes)]
    return float((told == right).mean()), float(np.mean([2 * b / max(1, e) for b, e in zip(both, either, strict=True)]))


def _batches(found: list[Judged], size: int, rng: random.Random) -> list[list[int]]:
    """Batches of statements of like length, by their numbers, in random order."""
    every = list(range(len(found)))
    rng.shuffle(every)
    run = 16 * size
    runs = [sorted(every[i : i + run], key=lambda n: len(found[n].ids)) for i in range(0, len(every), run)]
    out = [own[i : i + size] for own in runs for i in range(0, len(own), size)]
    rng.shuffle(out)
    return out


def _optimizer(network: nn.Module, recipe: Recipe) -> torch.optim.AdamW:
    """The pretrained layers learn slower than the head; the word embeddings stay as they are."""
    rates: dict[float, list[Tensor]] = {recipe.rate: [], recipe.rate_head: []}
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not name.startswith("words"))
        if parameter.requires_grad:
            rates[recipe.rate_head if name.startswith(("up", "out")) else recipe.rate].append(parameter)
    groups = [{"params": parameters, "lr": rate, "top": rate} for rate, parameters in rates.items()]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _train(
    network: nn.Module, found: list[Judged], classes: int, recipe: Recipe, told: Scores | None
) -> Iterator[nn.Module]:
    """Train in place; after each epoch the network with its weights averaged."""
    torch.manual_seed(recipe.seed)
    optimizer, mean, rng = _optimizer(network, recipe), copy.deepcopy(network), random.Random(recipe.seed)
    steps, step = recipe.epochs * -(-len(found) // recipe.batch), 0
    for _ in range(recipe.epochs):
        for numbers in _batches(found, recipe.batch, rng):
            batch = [found[n] for n in numbers]
            made = _read(network, batch)
            if told is None:
                loss = _loss(made, batch, classes, recipe.smoothing)
            else:
                loss = _taught(made, torch.from_numpy(told[numbers]), batch, classes)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * min(1, step / steps / recipe.warmup) * max(0.02, 1 - step / steps)
            optimizer.step()
            step += 1
            _average(mean.parameters(), network.parameters(), min(recipe.decay, (1 + step) / (10 + step)))
        yield mean


def _loss(made: Tensor, batch: list[Judged], classes: int, smoothing: float) -> Tensor:
    """Of scores (statements, answers), against the annotation."""
    labels, marks = _annotated(batch)
    loss = functional.cross_entropy(made[:, :classes], labels, label_smoothing=smoothing)
    if marks.numel():
        loss = loss + functional.binary_cross_entropy_with_logits(made[:, classes:], marks)
    return loss


def _taught(made: Tensor, told: Tensor, batch: list[Judged], classes: int) -> Tensor:
    """Of scores (statements, answers), against a teacher's, and the annotation where there is one."""
    labels, marks = _annotated(batch)
    known = (labels != UNKNOWN).float()
    likely = (told[:, :classes] / TEMPERATURE).softmax(1)
    soft = -(likely * (made[:, :classes] / TEMPERATURE).log_softmax(1)).sum(1) * TEMPERATURE**2
    hard = functional.cross_entropy(made[:, :classes], labels.clamp(min=0), reduction="none")
    loss = ((1 - HARD * known) * soft + HARD * known * hard).mean()
    if marks.numel():
        sure = told[:, classes:].sigmoid()
        aim = torch.where(known[:, None] > 0, (marks + sure) / 2, sure)
        loss = loss + functional.binary_cross_entropy_with_logits(made[:, classes:], aim)
    return loss


def _annotated(batch: list[Judged]) -> tuple[Tensor, Tensor]:
    return torch.tensor([j.label for j in batch]), torch.tensor([j.marks for j in batch], dtype=torch.float32)


def _average(mean: Iterable[Tensor], latest: Iterable[Tensor], decay: float) -> None:
    with torch.no_grad():
        for m, p in zip(mean, latest, strict=True):
            m.lerp_(p, 1 - decay)
