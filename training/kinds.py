"""Train the network that tells kinds, conditions and red lines, on the annotated statements of ``training/kinds/``.

usage: python -m training.kinds SILVER.jsonl OUT [--epochs 3]

SILVER.jsonl holds the documents' texts and sentences. Prints accuracy and macro F1 on the part to choose on after each
epoch, without what clear phrases add (``read.acts``); OUT receives averaged weights.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from safetensors.torch import save_file
from tokenizers import Tokenizer

from onrecord.read.conditions import conditions
from onrecord.read.kind_reader import pieces
from onrecord.read.kinds import framed, signals
from onrecord.read.parsed import Parsed
from onrecord.read.red_lines import red_lines
from onrecord.read.scheme import KINDS, MARKS
from training.base import base_tokenizer
from training.classify import Judged, trained
from training.data import load_lines
from training.statements import STATEMENTS, attribution, by_document


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
            seen = signals(parsed, a, conditions(parsed, a), red_lines(parsed, a))
            yield Judged(ids, parts, seen, KINDS.index(row["kind"]), tuple(int(bool(row[mark])) for mark in MARKS))


def main() -> None:
    """Parse the command line, train, save."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("silver", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    tokenizer = base_tokenizer()
    found, dev = (judged(args.silver, tokenizer, part) for part in ("train", "dev"))
    partial = args.out.with_suffix(".partial")
    save_file(dict(trained(found, dev, len(KINDS), args.epochs).state_dict()), partial)
    partial.replace(args.out)


if __name__ == "__main__":
    main()
