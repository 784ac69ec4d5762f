"""The data that floors are set on, and what is measured on each."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from evaluation import alongside, facts, issues, kinds, predict, turns
from evaluation.stance import score as stances
from onrecord.pipeline import gather, read_document
from onrecord.values import Reading
from training.statements import STATEMENTS

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = {
    "enb": SHARED / "data/enb",
    "examples": ROOT / "examples",
    "geneva-eve": SHARED / "data/geneva-eve",
    "issues": SHARED / "data/talks",
    "kinds": STATEMENTS if (SHARED / "data/polnear/train.jsonl").exists() else SHARED / "data/polnear/train.jsonl",
    "polnear-dev": SHARED / "data/polnear/dev.jsonl",
    "talks": SHARED / "data/talks",
    "stance": stances.PAIRS if stances.DOCUMENTS.exists() else stances.DOCUMENTS,
}


def readings(folder: Path) -> list[Reading]:
    """The readings of a folder's documents in the order of their names."""
    return [read_document(gather(str(path))) for path in sorted(folder.glob("*.md")) if path.name != "brief-by-hand.md"]


def by_facts(folder: Path) -> dict[str, float]:
    """Per cent right of each measure, over a folder's documents and its expected.json."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    pairs = zip(expected.get("documents", [expected]), readings(folder), strict=True)
    return facts.shares(sum((facts.score(e, r) for e, r in pairs), Counter()))


def by_attributions(gold: Path) -> dict[str, float]:
    """The attribution scorer's figures on PolNeAR dev."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "predicted.jsonl"
        predict.main(str(gold), str(out))
        command = [sys.executable, str(SHARED / "eval/attributions.py"), str(gold), str(out), "--json"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures = {name: found[name]["f"] for name in ("linked", "content", "token content")}
    exact = {name: found[name]["f"] for name in ("exact source", "exact cue", "exact content")}
    return figures | exact | {"quoted recall": found["quoted recall (linked)"]}


MEASURED: dict[str, Callable[[Path], dict[str, float]]] = {
    "enb": alongside.shares,
    "examples": by_facts,
    "geneva-eve": by_facts,
    "issues": issues.shares,
    "kinds": lambda _: kinds.shares(SHARED / "data"),
    "polnear-dev": by_attributions,
    "talks": turns.shares,
    "stance": lambda _: stances.shares(stances.DOCUMENTS),
}


def measured(name: str) -> dict[str, float]:
    """The measures of some data."""
    return MEASURED[name](DATA[name])
