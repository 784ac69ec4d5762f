"""Train the network that tells stances, on the pairs of ``training/stances/`` and on what a teacher makes of more.

usage: python -m training.stances SILVER.jsonl OUT

SILVER.jsonl holds the documents' texts. The teacher is trained on the annotation; the network that ships begins as the
base model, narrowed, and learns what the teacher makes of the annotated pairs, of statements with propositions that
were written for others of their document, and of propositions about each other (``posed``). The development part of
``evaluation/stance`` is trained on too, but for every fourth document, of which nothing is: on its pairs accuracy and
macro F1 are printed after each epoch. OUT receives averaged weights. Three hours on a core that computes in sixteen
bits.
"""

import argparse
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn

from evaluation.stance.score import Pair, choice, pairs
from onrecord.read.stance_reader import ANSWERS, STANCES, answer, pieces
from training.base import base_model, base_tokenizer, teacher_weights
from training.classify import UNKNOWN, Judged, Recipe, scores, trained
from training.data import load_lines
from training.model import INNER, LAYERS, STANCE_INNER, Classifier, classifier_from_minilm, narrowed
from training.posed import posed
from training.statements import PAIRS, by_document, document_id
from training.teacher import Teacher, from_mpnet

NEAR = 2  # how often a pair of evaluation/stance counts: they are few, and what the network is measured on is like them
OTHERS, SEED = 2, 5  # propositions of other statements that a statement is paired with
TEACHING = Recipe(epochs=1, rate=4e-5, batch=32, seed=3)
LEARNING = Recipe(epochs=3, rate=2e-4, batch=32, decay=0.998)


def judged(silver: Path, tokenizer: Tokenizer) -> tuple[list[Judged], list[Judged], list[Judged]]:
    """The pairs to train on, others that nobody annotated, and those to choose on, of every fourth dev document."""
    texts, chosen = {row["id"]: row["text"] for row in load_lines(silver)}, choice()
    mine = [row for row in load_lines(PAIRS) if document_id(row) not in chosen]
    near, dev = ([_judged(tokenizer, p) for p in pairs(part)] for part in ("dev", "choice"))
    found = [_judged(tokenizer, _pair(row, texts[document_id(row)])) for row in mine] + NEAR * near
    more = [*(_pair(row, texts[document_id(row)]) for row in _others(mine)), *posed(mine)]
    return found, [_judged(tokenizer, p, UNKNOWN) for p in more], dev


def _others(rows: Iterable[dict]) -> Iterator[dict]:
    """Each statement with propositions that were written for other statements of its document."""
    chance = random.Random(SEED)
    for own in by_document(rows).values():
        statements = {str(row["content"]): row for row in own}
        for said, row in statements.items():
            others = [other["proposition"] for other in own if str(other["content"]) != said]
            for proposition in chance.sample(others, min(OTHERS, len(others))):
                yield row | {"proposition": proposition}


def _pair(row: dict, text: str) -> Pair:
    cue, content, condition = (" ".join(text[s:e] for s, e in row[name]) for name in ("cue", "content", "condition"))
    return Pair(cue, content, condition, row["kind"], row["proposition"], row["stance"])


def _judged(tokenizer: Tokenizer, p: Pair, label: int | None = None) -> Judged:
    ids, parts = pieces(tokenizer, p.cue, p.content, p.proposition)
    heard = answer(p.cue, p.content, p.condition, p.kind, p.proposition)
    return Judged(ids, parts, heard, STANCES.index(p.stance) if label is None else label)


def taught(found: list[Judged], dev: list[Judged]) -> nn.Module:
    """The teacher, its averaged weights."""
    teacher = Teacher(ANSWERS, len(STANCES))
    from_mpnet(teacher, teacher_weights())
    return trained(teacher, found, dev, len(STANCES), TEACHING)


def begun() -> Classifier:
    """The network that ships, as it begins: the base model with narrower layers."""
    wide = Classifier(ANSWERS, len(STANCES), layers=LAYERS, inner=INNER)
    network = Classifier(ANSWERS, len(STANCES), layers=LAYERS, inner=STANCE_INNER)
    classifier_from_minilm(wide, load_file(base_model() / "model.safetensors"))
    narrowed(wide, network, range(LAYERS))
    return network


def main() -> None:
    """Parse the command line, train, save."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("silver", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    found, more, dev = judged(args.silver, base_tokenizer())
    teacher = taught(found, dev)
    told = np.concatenate([scores(teacher, found), scores(teacher, more)])
    network = trained(begun(), [*found, *more], dev, len(STANCES), LEARNING, told)
    partial = args.out.with_suffix(".partial")
    save_file(dict(network.state_dict()), partial)
    partial.replace(args.out)


if __name__ == "__main__":
    main()
