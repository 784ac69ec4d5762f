"""Distil the meanings of word pieces: a small table whose sums imitate the base model's sentence embeddings.

usage: python -m training.meaning [--data ../shared/data] [--weights src/onrecord/read/weights]

A forward pass of the base model over every statement would cost as much as reading; the sum of its pieces' rows in this
table costs next to nothing and sorts statements by issue as well (docs/issues.md). It learns from general news, never
from the talks on which sorting is measured. About ten minutes on one core. The reader's own weights play no part: the
table need not be made again when they change.
"""

import argparse
import gzip
import json
import random
import re
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.base import base_model
from training.model import VOCABULARY, WIDTH, Encoder, Reader, from_minilm

SIZE, SEED, EPOCHS, BATCH, RATE = 128, 5, 6, 512, 0.003
LONGEST, ARTICLES, CHARACTERS = 158, 450, 9000
# Frequent pieces weigh little in a sum (Arora et al. 2017).
RARE = 1e-4


def spans(data: Path) -> list[str]:
    """One to three sentences in a row, and parts of sentences, of general news."""
    chance = random.Random(SEED)
    texts = [json.loads(line)["text"] for line in (data / "polnear/train.jsonl").open(encoding="utf-8")][:ARTICLES]
    texts += [re.sub(r"(?s)\A---.*?---\n", "", p.read_text("utf-8")) for p in sorted((data / "wire-1987").glob("*.md"))]
    with gzip.open(data / "bulk-news.jsonl.gz", "rt", encoding="utf-8") as lines:
        bulk = [json.loads(line)["text"] for line in lines]
    texts += chance.sample(bulk, ARTICLES)
    return [span for text in texts for span in _spans(text[:CHARACTERS], chance)]


def _spans(text: str, chance: random.Random) -> list[str]:
    sentences = [s for s in re.split(r"(?<=[.!?”\"])\s+|\n+", text) if len(s.split()) > 2]
    out, at = [], 0
    while at < len(sentences):
        many = chance.choice((1, 1, 1, 2, 3))
        words = " ".join(sentences[at : at + many]).split()
        if len(words) > 12 and chance.random() < 0.3:
            words = words[chance.randrange(len(words) // 2) :]
        out.append(" ".join(words))
        at += many
    return out


def teacher(base: Path) -> Encoder:
    """The base model as it was published: without the reader's written forms, its last layer as output."""
    reader = Reader(dropout=0.0)
    weights = load_file(base / "model.safetensors")
    from_minilm(reader, {name.removeprefix("bert."): value for name, value in weights.items()})
    reader.encoder.forms.weight.data.zero_()
    reader.encoder.views = nn.Identity()  # type: ignore[assignment]  # the vectors themselves
    return reader.encoder.eval()


def embed(encoder: Encoder, ids: list[list[int]], batch: int = 32) -> Tensor:
    """Sentence embeddings: the mean of the pieces' vectors, start and end marks among them, at unit length."""
    out = torch.zeros(len(ids), WIDTH)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for first in range(0, len(order), batch):
        chosen = order[first : first + batch]
        rows = [torch.tensor([101, *ids[i], 102]) for i in chosen]
        padded = nn.utils.rnn.pad_sequence(rows, batch_first=True)
        mask = (padded != 0).float()
        with torch.inference_mode():
            _, vectors = encoder(padded, torch.zeros_like(padded), mask)
        out[chosen] = (vectors * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return functional.normalize(out, dim=1)


def distil(ids: list[list[int]], taught: Tensor, alone: Tensor) -> NDArray[np.float32]:
    """The table: it starts from each piece embedded alone and learns to give a span's sum the teacher's direction."""
    directions = torch.linalg.svd(taught - taught.mean(0), full_matrices=False)[2][:SIZE]
    goal = functional.normalize((taught - taught.mean(0)) @ directions.T, dim=1)
    often = torch.bincount(torch.tensor([i for row in ids for i in row]), minlength=VOCABULARY)
    weight = RARE / (RARE + often / often.sum())
    table = nn.EmbeddingBag(VOCABULARY, SIZE, mode="sum")
    table.weight.data = 10 * ((alone - alone.mean(0)) @ directions.T) * weight[:, None]
    steps = torch.optim.Adam(table.parameters(), lr=RATE)
    for epoch in range(EPOCHS):
        for chosen in torch.randperm(len(ids), generator=torch.Generator().manual_seed(SEED + epoch)).split(BATCH):
            rows = [torch.tensor(ids[i]) for i in chosen]
            starts = torch.tensor([0, *map(len, rows[:-1])]).cumsum(0)
            found, wanted = functional.normalize(table(torch.cat(rows), starts), dim=1), goal[chosen]
            likeness = (found @ found.T - wanted @ wanted.T).square().mean()
            loss = (1 - (found * wanted).sum(1)).mean() + 5 * likeness
            steps.zero_grad()
            loss.backward()
            steps.step()
        print(f"epoch {epoch + 1}: {loss.item():.3f}", flush=True)
    return table.weight.detach().numpy()


def write(table: NDArray[np.float32], path: Path) -> None:
    """Each row as int8 with a scale of its own."""
    scale = np.abs(table).max(1) / 127
    np.savez(path, rows=np.round(table / scale[:, None]).astype(np.int8), scale=scale.astype(np.float32))


def main() -> None:
    """Gather spans, embed them with the base model, distil and write."""
    parser = argparse.ArgumentParser(description="Distil the meanings of word pieces.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("training/build/meaning.npz"))
    args = parser.parse_args()
    base = base_model()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encodings = tokenizer.encode_batch(spans(args.data), add_special_tokens=False)
    ids = [e.ids[:LONGEST] for e in encodings if len(e.ids) > 3]
    encoder = teacher(base)
    print(f"{len(ids)} spans", flush=True)
    taught = embed(encoder, ids)
    alone = embed(encoder, [[piece] for piece in range(VOCABULARY)], batch=1024)
    write(distil(ids, taught, alone), args.out)


if __name__ == "__main__":
    main()
