"""Check the floors: `python -m evaluation` prints each measure beside its floor and fails where one is not reached.

Floors stand in floors.json beside the hash of the data they were measured on. Raising one is part of the change that
earned it; lowering one needs a reason in the commit.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation.measures import DATA, ROOT, measured


def fingerprint(path: Path) -> str:
    """One hash over a file, or over a folder's Markdown and JSON files in order."""
    files = [path] if path.is_file() else sorted([*path.glob("*.md"), *path.glob("*.json")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def checked(floors: dict[str, dict[str, object]]) -> Iterator[tuple[str, str, float, float]]:
    """(data, measure, floor, reached) of every floor whose data is at hand; as many data at once as there are cores."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = {name: pool.submit(measured, name) for name in at_hand(floors)}
        for name, reached in found.items():
            for measure, floor in dict(floors[name]["floors"]).items():
                yield name, measure, float(floor), reached.result()[measure]


def at_hand(floors: dict[str, dict[str, object]]) -> Iterator[str]:
    """The data that are here; the others are named, and data that have changed end it."""
    for name, entry in floors.items():
        path = DATA[name]
        if not path.exists():
            print(f"{name}: skipped, {path} is not here", file=sys.stderr)
            continue
        if fingerprint(path) != entry["sha256"]:
            sys.exit(
                f"{name}: the data has changed since its floors were set; measure again and set both in floors.json"
            )
        yield name


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
