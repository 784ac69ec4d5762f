"""Check the floors: `python -m evaluation` prints each measure beside its floor and fails where one is not reached.

Floors stand in floors.json beside the hash of the data they were measured on. Raising one is part of the change that
earned it; lowering one needs a reason in the commit.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

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


def fingerprint(path: Path) -> str:
    """One hash over a file, or over a folder's Markdown and JSON files in order."""
    files = [path] if path.is_file() else sorted([*path.glob("*.md"), *path.glob("*.json")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def checked(floors: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, float, float]]:
    """(data, measure, floor, reached) of every floor whose data is at hand."""
    for name, entry in floors.items():
        path = DATA[name]
        if not path.exists():
            print(f"{name}: skipped, {path} is not here", file=sys.stderr)
            continue
        if fingerprint(path) != entry["sha256"]:
            sys.exit(
                f"{name}: the data has changed since its floors were set; measure again and set both in floors.json"
            )
        reached = MEASURED[name](path)
        for measure, floor in dict(entry["floors"]).items():
            yield name, measure, float(floor), reached[measure]


def main() -> None:
    """Print the table; exit with 1 where a floor is not reached."""
    floors = json.loads((ROOT / "evaluation/floors.json").read_text(encoding="utf-8"))
    table = Table("data", "measure", "floor", "reached")
    failed = 0
    for name, measure, floor, reached in checked(floors):
        short = reached < floor - 0.05
        failed += short
        table.add_row(name, measure, f"{floor:.1f}", f"{reached:.1f}" + (" BELOW" if short else ""))
    Console().print(table)
    if failed:
        sys.exit(f"{failed} floors are not reached")


if __name__ == "__main__":
    main()
