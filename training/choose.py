"""Try decoding thresholds on PolNeAR dev with the shipped weights: how `read/attribute.py` got its constants.

usage: python -m training.choose DEV.jsonl SCORER.py
"""

import importlib.util
import itertools
import json
import sys
from pathlib import Path
from types import ModuleType

from onrecord.read import attribute
from onrecord.read.model import load
from training.data import load_lines, reference

MEASURES = ("linked", "content", "token content", "exact source", "exact cue", "exact content")
GRID = {
    "PROPOSE": (0.08, 0.12, 0.16),
    "ACCEPT": (0.8, 0.85, 0.9),
    "LEAST_ODDS": (0.7, 0.8, 0.83, 0.87),
    "SOURCE_BONUS": (1.5, 2.0, 2.5),
}


def scorer(path: str) -> ModuleType:
    """The scorer's module, from its file."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(dev: str, score: str) -> None:
    """Print one line of figures a setting."""
    model, judge = load(), scorer(score)
    records = load_lines(Path(dev))
    encoded = [model.encode(r["text"]) for r in records]
    for values in itertools.product(*GRID.values()):
        chosen = dict(zip(GRID, values, strict=True))
        for name, value in chosen.items():
            setattr(attribute, name, value)
        found = [attribute.attributions(e, model) for e in encoded]
        plain = [[{"source": a.source, "cue": a.cue, "content": a.content} for a in f] for f in found]
        texts = (r["text"] for r in records)
        s = judge.score(zip(texts, map(reference, records), plain, strict=True))
        figures = {k: s[k]["f"] for k in MEASURES}
        print(json.dumps(chosen | figures | {"quoted": s["quoted recall (linked)"]}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
