"""A writer killed at random moments, again and again: `python -m benchmarks.crash [--times 50] [--readings FILE]`.

After each kill the store must verify, and hold all that the writer said it kept. When all is kept, the record
must be that of a writer that was never killed; then a new store is begun.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from benchmarks.places import HELP, made_at, places, typed
from benchmarks.worker import examples, load
from onrecord.record.address import Address
from onrecord.record.schema import metadata, place
from onrecord.record.store import open_store, transaction
from onrecord.record.verify import verify

ROOT = Path(__file__).resolve().parents[1]
MOMENTS = frozenset({"added", "made", "failed"})  # columns that hold the time of the writing


def command(store: Address, readings: Path, part: int = 0, parts: int = 1) -> list[str]:
    """The writer: any command that adds to a store, prints "ready" before and each origin when it is kept."""
    return [sys.executable, "-m", "benchmarks.worker", "add", typed(store), str(readings), str(part), str(parts)]


def run(arguments: list[str], seconds: float | None = None) -> tuple[list[str], bool]:
    """What a writer said it kept, and whether it came to its end; else it was killed after some seconds."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    writer = subprocess.Popen(
        arguments, cwd=ROOT, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout  # noqa: S101  (for the type checker)
    with writer:
        if writer.stdout.readline() != "ready\n":
            sys.exit(f"{arguments} did not start")
        if seconds is not None:
            time.sleep(seconds)
            writer.kill()
        said = writer.stdout.read()
    if writer.returncode and seconds is None:
        sys.exit(f"{arguments} failed")
    return said[: said.rfind("\n") + 1].splitlines(), writer.returncode == 0


def record(store: Address) -> dict[str, list[tuple[Any, ...]]]:
    """Everything on record but the moments of writing."""
    engine = open_store(store)
    found = {}
    with transaction(engine, store) as connection:
        for name, table in metadata.tables.items():
            columns = [c for c in table.columns if c.name not in MOMENTS]
            found[name] = sorted((tuple(r) for r in connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return found


def faults(store: Address, kept: set[str]) -> list[str]:
    """What does not hold in a store, and what was kept and is not there."""
    if not made_at(store):
        return [f"lost: {origin}" for origin in kept]
    engine = open_store(store)
    found = verify(engine, store)
    with transaction(engine, store) as connection:
        there = set(connection.execute(select(place.c.origin)).scalars())
    engine.dispose()
    unchecked = found.unchecked if isinstance(store, Path) else ()  # a server's own files are not ours to check
    return [*map(str, found.faults), *unchecked, *(f"lost: {origin}" for origin in sorted(kept - there))]


def killed(
    stores: Callable[[], Address], readings: Path, times: int, seed: int = 1
) -> tuple[Counter[str], list[str]]:  # fmt: skip
    """Kill writers some number of times: what was counted, and everything that does not hold.

    ``stores`` gives places with nothing in them; the first two that it gives are used at once.
    """
    rng, counts, wrong = random.Random(seed), Counter[str](), list[str]()
    begun = time.monotonic()
    whole = _finished(stores(), readings)
    longest = time.monotonic() - begun
    kept, store, more = set[str](), stores(), 0.0
    while counts["kills"] < times:
        said, ended = run(command(store, readings), rng.uniform(0, longest / 3 + more))
        kept |= set(said)
        wrong += faults(store, kept)
        counts["kills"] += not ended
        counts["kills while adding"] += not ended and bool(said)
        more += longest / 10  # the next one goes over what is known before it adds
        if ended or len(kept) == len(load(readings)) or counts["kills"] == times:
            found = _finished(store, readings)
            unlike = [f"{name}: other rows than without a kill" for name in whole if found[name] != whole[name]]
            counts["stores filled, equal to one without a kill"] += not unlike
            wrong += unlike
            kept, store, more = set(), stores(), 0.0
    return counts, wrong


def _finished(store: Address, readings: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The record when a writer has come to its end."""
    run(command(store, readings))
    return record(store)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--readings", type=Path, help="a pickle of readings; the examples where none is named")
    parser.add_argument("--db", metavar="STORE", help=HELP)
    chosen = parser.parse_args()
    with TemporaryDirectory() as folder, places(chosen.db, Path(folder)) as stores:
        readings = chosen.readings or examples(Path(folder) / "readings.pkl")
        counts, wrong = killed(stores, readings, chosen.times)
        table = Table("what", "count", title=f"a writer of {len(load(readings))} readings, killed at random")
    for what, count in (*counts.items(), ("faults, losses and differences", len(wrong))):
        table.add_row(what, str(count))
    Console().print(table)
    if wrong:
        sys.exit("\n".join(wrong[:50]))


if __name__ == "__main__":
    main()
