"""Train the network that tells kinds, on the annotated statements of ``training/kinds/``: fixed seed, one process.

usage: python -m training.kinds BASE SILVER.jsonl OUT [--epochs 3]

It starts as the first layers of the base model. SILVER.jsonl holds the documents' texts and sentences. Prints accuracy
and macro F1 on the part to choose on after each epoch; OUT receives averaged weights.
"""

import argparse
import copy
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from onrecord.read.kind_reader import pieces
from onrecord.read.kinds import framed, signals
from onrecord.read.parsed import Parsed
from onrecord.read.scheme import KINDS
from training.data import load_lines
from training.model import Kinds, kinds_from_minilm
from training.statements import STATEMENTS, attribution, by_document

SEED, BATCH = 1, 24
RATE, RATE_HEAD, WARMUP, DECAY, SMOOTHING = 1.5e-4, 1e-3, 0.08, 0.99, 0.05


@dataclass(frozen=True)
class Judged:
    """One annotated statement: its word pieces, the part each is of, what its phrases speak for, its kind's number."""

    ids: NDArray[np.int64]
    parts: NDArray[np.int64]
    signals: NDArray[np.float32]
    kind: int


def judged(silver: Path, tokenizer: Tokenizer, part: str) -> list[Judged]:
    """The annotated statements of a part that were drawn for their kind, or of train all."""
    chosen = by_document(load_lines(STATEMENTS), (part,))
    return [j for row in load_lines(silver) for j in _of(row, chosen.get(row["id"], []), tokenizer)]


def _of(silver: dict, rows: list[dict], tokenizer: Tokenizer) -> Iterator[Judged]:
    text, starts = silver["text"], silver["sentences"]
    parsed = Parsed(text, tuple(zip(starts, [*starts[1:], len(text)], strict=True)), ())
    for row in rows:
        if row["part"] == "train" or row["drawn"] != "absolute":
            a = attribution(row)
            ids, parts = pieces(tokenizer, *framed(parsed, a))
            yield Judged(ids, parts, signals(parsed, a), KINDS.index(row["kind"]))


def stacked(batch: list[Judged]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids, parts, mask (statements, pieces) and signals (statements, SIGNALS)."""
    shape = len(batch), max(len(j.ids) for j in batch)
    ids, parts, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), np.zeros(shape, np.float32)
    for i, j in enumerate(batch):
        n = len(j.ids)
        ids[i, :n], parts[i, :n], mask[i, :n] = j.ids, j.parts, 1
    return *map(torch.from_numpy, (ids, parts, mask)), torch.from_numpy(np.stack([j.signals for j in batch]))


def batches(found: list[Judged], rng: random.Random) -> list[list[Judged]]:
    """Batches of statements of like length, in random order."""
    rng.shuffle(found)
    runs = [sorted(found[i : i + 16 * BATCH], key=lambda j: len(j.ids)) for i in range(0, len(found), 16 * BATCH)]
    out = [run[i : i + BATCH] for run in runs for i in range(0, len(run), BATCH)]
    rng.shuffle(out)
    return out


def measured(network: Kinds, found: list[Judged]) -> tuple[float, float]:
    """Accuracy and macro F1."""
    network.eval()
    with torch.inference_mode():
        scores = [network(*stacked(found[i : i + 32])) for i in range(0, len(found), 32)]
    network.train()
    told, right = torch.cat(scores).argmax(1).numpy(), np.array([j.kind for j in found])
    both = [((told == k) & (right == k)).sum() for k in range(len(KINDS))]
    either = [(told == k).sum() + (right == k).sum() for k in range(len(KINDS))]
    return float((told == right).mean()), float(np.mean([2 * b / max(1, e) for b, e in zip(both, either, strict=True)]))


def optimizer_of(network: Kinds) -> torch.optim.AdamW:
    """The pretrained layers learn slower than the head; the word embeddings stay as they are."""
    network.words.weight.requires_grad_(requires_grad=False)
    rates: dict[float, list[Tensor]] = {RATE: [], RATE_HEAD: []}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            rates[RATE_HEAD if name.startswith(("up", "out")) else RATE].append(parameter)
    groups = [{"params": parameters, "lr": rate, "top": rate} for rate, parameters in rates.items()]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def train(network: Kinds, found: list[Judged], epochs: int) -> Iterator[Kinds]:
    """Train in place; after each epoch the network with its weights averaged."""
    optimizer, mean, rng = optimizer_of(network), copy.deepcopy(network), random.Random(SEED)
    steps, step = epochs * -(-len(found) // BATCH), 0
    for _ in range(epochs):
        for batch in batches(found, rng):
            loss = functional.cross_entropy(
                network(*stacked(batch)), torch.tensor([j.kind for j in batch]), label_smoothing=SMOOTHING
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            for group in optimizer.param_groups:
                group["lr"] = group["top"] * min(1, step / steps / WARMUP) * max(0.02, 1 - step / steps)
            optimizer.step()
            step += 1
            _average(mean.parameters(), network.parameters(), min(DECAY, (1 + step) / (10 + step)))
        yield mean


def _average(mean: Iterable[Tensor], latest: Iterable[Tensor], decay: float) -> None:
    with torch.no_grad():
        for m, p in zip(mean, latest, strict=True):
            m.lerp_(p, 1 - decay)


def main() -> None:
    """Parse the command line, train, save."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("base", "silver", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found, dev = (judged(args.silver, tokenizer, part) for part in ("train", "dev"))
    network = Kinds()
    kinds_from_minilm(network, load_file(args.base / "model.safetensors"))
    for epoch, mean in enumerate(train(network, found, args.epochs), start=1):
        accuracy, macro = measured(mean, dev)
        print(f"epoch {epoch}: accuracy {accuracy:.3f}, macro F1 {macro:.3f} on dev", flush=True)
    partial = args.out.with_suffix(".partial")
    save_file(dict(mean.state_dict()), partial)
    partial.replace(args.out)


if __name__ == "__main__":
    main()
