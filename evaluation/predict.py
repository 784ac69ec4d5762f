"""Predict attributions for a PolNeAR file in the scorer's format.

usage: python -m evaluation.predict GOLD.jsonl OUT.jsonl [WEIGHTS_FOLDER]
"""

import json
import sys
from pathlib import Path

from onrecord.read.attribute import attributions
from onrecord.read.model import load


def main(gold: str, out: str, weights: str | None = None) -> None:
    """Write one line of predicted attributions an article."""
    model = load(Path(weights) if weights else None)
    with Path(out).open("w", encoding="utf-8") as file:
        for line in Path(gold).read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            found = attributions(model.encode(article["text"]), model)
            rows = [{"source": a.source, "cue": a.cue, "content": a.content} for a in found]
            file.write(json.dumps({"id": article["id"], "attributions": rows}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
