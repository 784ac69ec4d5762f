"""Train the network that tells kinds, conditions and red lines, on the annotated statements of ``training/kinds/``.

usage: python -m training.kinds SILVER.jsonl OUT

SILVER.jsonl holds the documents' texts and sentences. Three networks are trained: a large teacher, and one of the base
model's size, on the annotation; then the one that ships. That one begins as some narrowed layers of the second, and
learns what the teacher makes of the annotated statements and of many more. The figures of each on the part to choose on
are printed after each epoch, without what clear phrases add (``read.acts``). OUT receives the last one's averaged
weights. Two hours on a core that computes in sixteen bits.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn

from onrecord.read.conditions import conditions
from onrecord.read.kind_reader import pieces
from onrecord.read.kinds import framed, signals
from onrecord.read.model import load
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.red_lines import red_lines
from onrecord.read.scheme import KINDS, MARKS, SIGNALS
from training.base import base_model, base_tokenizer, teacher_weights
from training.classify import UNKNOWN, Judged, Recipe, scores, trained
from training.data import load_lines
from training.model import INNER, LAYERS, Classifier, classifier_from_minilm, narrowed
from training.statements import STATEMENTS, attribution, by_document, document_id
from training.teacher import Teacher, from_mpnet
from training.unannotated import statements

ANSWERS, NO_MARKS = len(KINDS) + len(MARKS), (0,) * len(MARKS)
KEPT = (0, 2, 5)  # layers of the second network with which the one that ships begins
TEACHING = Recipe(epochs=2, rate=4e-5, batch=32, seed=3)
WIDE = Recipe(epochs=3)
LEARNING = Recipe(epochs=5, rate=2e-4, batch=32, decay=0.998)


def judged(silver: Path, tokenizer: Tokenizer, part: str) -> list[Judged]:
    """The annotated statements of a part that were drawn for their kind, or of train all."""
    chosen = by_document(load_lines(STATEMENTS), (part,))
    return [j for row in load_lines(silver) for j in _of(row, chosen.get(row["id"], []), tokenizer)]


def _of(silver: dict, rows: list[dict], tokenizer: Tokenizer) -> Iterator[Judged]:
    text, starts = silver["text"], silver["sentences"]
    parsed = Parsed(text, tuple(zip(starts, [*starts[1:], len(text)], strict=True)), ())
    for row in rows:
        if row["part"] == "train" or row["drawn"] != "absolute":
            marks = tuple(int(bool(row[mark])) for mark in MARKS)
            yield _judged(parsed, attribution(row), tokenizer, KINDS.index(row["kind"]), marks)


def _judged(
    parsed: Parsed, a: Attribution, tokenizer: Tokenizer, label: int = UNKNOWN, marks: tuple[int, ...] = NO_MARKS
) -> Judged:
    ids, parts = pieces(tokenizer, *framed(parsed, a))
    return Judged(ids, parts, signals(parsed, a, conditions(parsed, a), red_lines(parsed, a)), label, marks)


def unannotated(silver: Path, tokenizer: Tokenizer) -> list[Judged]:
    """Statements and sentences of documents without an annotation that is chosen or measured on."""
    rows = load_lines(STATEMENTS)
    apart = {document_id(row) for row in rows if row["part"] != "train"}
    known = {(document_id(row), tuple(map(tuple, row["content"]))) for row in rows}
    documents = [d for d in load_lines(silver) if d["id"] not in apart and not d["id"].startswith("talks/")]
    found, sentences = statements(documents, load())
    ids = {d["text"]: d["id"] for d in documents}
    new = [(parsed, a) for parsed, a in found if (ids[parsed.text], a.content) not in known]
    return [_judged(parsed, a, tokenizer) for parsed, a in (*new, *sentences)]


def taught(found: list[Judged], dev: list[Judged]) -> nn.Module:
    """The teacher."""
    teacher = Teacher(SIGNALS, ANSWERS)
    from_mpnet(teacher, teacher_weights())
    return trained(teacher, found, dev, len(KINDS), TEACHING)


def begun(found: list[Judged], dev: list[Judged]) -> Classifier:
    """The network that ships, as it begins: from one of the base model's size that was trained on the annotation."""
    wide, network = Classifier(SIGNALS, ANSWERS, layers=LAYERS, inner=INNER), Classifier(SIGNALS, ANSWERS)
    classifier_from_minilm(wide, load_file(base_model() / "model.safetensors"))
    wide.load_state_dict(trained(wide, found, dev, len(KINDS), WIDE).state_dict())
    narrowed(wide, network, KEPT)
    return network


def main() -> None:
    """Parse the command line, train, save."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("silver", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    tokenizer = base_tokenizer()
    found, dev = (judged(args.silver, tokenizer, part) for part in ("train", "dev"))
    more = unannotated(args.silver, tokenizer)
    teacher = taught(found, dev)
    told = np.concatenate([scores(teacher, found), scores(teacher, more)])
    network = trained(begun(found, dev), [*found, *more], dev, len(KINDS), LEARNING, told)
    partial = args.out.with_suffix(".partial")
    save_file(dict(network.state_dict()), partial)
    partial.replace(args.out)


if __name__ == "__main__":
    main()
