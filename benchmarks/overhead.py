"""What a store costs: `add` against `read` alone on the same documents, and what ends up in it.

usage: python -m benchmarks.overhead [FOLDER…]   (../shared/data/talks where it is, else the examples)
"""

import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord.pipeline import add, listed, read_document
from onrecord.record.store import open_store
from onrecord.record.verify import verify

ROOT = Path(__file__).resolve().parents[1]
TALKS = ROOT.parent / "shared/data/talks"


def main(*folders: str) -> None:
    """Print the table."""
    chosen = folders or (str(TALKS if TALKS.exists() else ROOT / "examples"),)
    reading = read_alone(chosen)
    with tempfile.TemporaryDirectory() as scratch:
        db = Path(scratch) / "record.db"
        begun = time.perf_counter()
        done = add(db, listed(chosen))
        adding = time.perf_counter() - begun
        again = time.perf_counter()
        add(db, listed(chosen))
        repeated = time.perf_counter() - again
        found = verify(open_store(db), db)
        table = Table("measure", "value", title=f"{len(done)} documents of {', '.join(chosen)}")
        table.add_row("documents in a reading", f"{sum(d.outcome == 'new' for d in done)} of {len(done)}")
        table.add_row("gather and read alone, seconds", f"{reading:.1f}")
        table.add_row("add, seconds", f"{adding:.1f}")
        table.add_row("the store's share of read's time", f"{100 * (adding / reading - 1):.1f} %")
        table.add_row("add again, nothing new, seconds", f"{repeated:.1f}")
        table.add_row("size of the store", f"{db.stat().st_size / 1e6:.1f} MB")
        table.add_row("verify", found.lines()[0])
        Console().print(table)


def read_alone(folders: tuple[str, ...]) -> float:
    """Wall seconds of gathering and reading every document, the model warm."""
    found = list(listed(folders))
    read_document(found[0].gather())
    begun = time.perf_counter()
    for one in found:
        read_document(one.gather())
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
