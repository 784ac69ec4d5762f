"""Train the network that tells stances, on the pairs of ``training/stances/``; it starts from the one that tells kinds.

usage: python -m training.stances KINDS.safetensors SILVER.jsonl OUT

SILVER.jsonl holds the documents' texts. The development part of ``evaluation/stance`` is trained on too, but for every
fourth document, of which nothing is: on its pairs accuracy and macro F1 are printed after each epoch. OUT receives
averaged weights.
"""

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from evaluation.stance.score import Pair, choice, pairs
from onrecord.read.scheme import KINDS, MARKS, SIGNALS
from onrecord.read.stance_reader import ANSWERS, STANCES, answer, pieces
from training.base import base_tokenizer
from training.classify import Judged, Recipe, trained
from training.data import load_lines
from training.model import Classifier, narrowed
from training.statements import PAIRS, document_id

NEAR = 2  # how often a pair of evaluation/stance counts: they are few, and what the network is measured on is like them


def judged(silver: Path, tokenizer: Tokenizer) -> tuple[list[Judged], list[Judged]]:
    """The pairs to train on, and those to choose on: of every fourth development document."""
    texts, chosen = {row["id"]: row["text"] for row in load_lines(silver)}, choice()
    mine = [row for row in load_lines(PAIRS) if document_id(row) not in chosen]
    near, dev = ([_judged(tokenizer, p) for p in pairs(part)] for part in ("dev", "choice"))
    return [_judged(tokenizer, _pair(row, texts[document_id(row)])) for row in mine] + NEAR * near, dev


def _pair(row: dict, text: str) -> Pair:
    cue, content, condition = (" ".join(text[s:e] for s, e in row[name]) for name in ("cue", "content", "condition"))
    return Pair(cue, content, condition, row["kind"], row["proposition"], row["stance"])


def _judged(tokenizer: Tokenizer, p: Pair) -> Judged:
    ids, parts = pieces(tokenizer, p.cue, p.content, p.proposition)
    heard = answer(p.cue, p.content, p.condition, p.kind, p.proposition)
    return Judged(ids, parts, heard, STANCES.index(p.stance))


def main() -> None:
    """Parse the command line, train, save."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("kinds", "silver", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    tokenizer, start = base_tokenizer(), Classifier(SIGNALS, len(KINDS) + len(MARKS))
    start.load_state_dict(load_file(args.kinds))
    found, dev = judged(args.silver, tokenizer)
    network = Classifier(ANSWERS, len(STANCES))
    narrowed(start, network, range(len(start.layers)))
    network.load_state_dict(trained(network, found, dev, len(STANCES), Recipe(epochs=3)).state_dict())
    partial = args.out.with_suffix(".partial")
    save_file(dict(network.state_dict()), partial)
    partial.replace(args.out)


if __name__ == "__main__":
    main()
