"""Queries and adding on a store of a hundred thousand documents and a million statements, against an empty one.

usage: python -m benchmarks.growth [--documents 100000] [--store FILE | postgresql://…] [--db postgresql://…]

A store that is there is used again; without one it is made, and with --db on that server.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.places import HELP, made_at, places
from benchmarks.synthetic import FIRST, KINDS, PARTIES, make, word
from onrecord.gather.duplicates import signature
from onrecord.pipeline import gather, read_document
from onrecord.record.address import Address, Server, address
from onrecord.record.answers import Filter
from onrecord.record.store import open_store
from onrecord.record.view import View
from onrecord.record.writer import Writer
from onrecord.values import Reading

ROUNDS = 15
EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    """Print a table of medians and worst cases, in milliseconds."""
    parser = argparse.ArgumentParser(description="Queries and adding on a large store.")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--store", type=address, metavar="STORE")
    parser.add_argument("--db", metavar="STORE", help=HELP)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, places(args.db, Path(scratch)) as stores:
        at = args.store or stores()
        if not made_at(at):
            begun = time.perf_counter()
            make(at, args.documents)
            print(f"made in {time.perf_counter() - begun:.0f} s, {size(at) / 1e9:.2f} GB")
        print(f"{'query, first page':46} {'median ms':>10} {'worst ms':>10}")
        for name, ask in queries(View.open(at)).items():
            row(name, [timed(ask, random.Random(i)) for i in range(-3, ROUNDS)][3:])
        readings = [read_document(gather(str(p))) for p in sorted(EXAMPLES.glob("*.md"))]
        row("add of one document, this store", adding(at, readings))
        row("add of one document, empty store", adding(stores(), readings))


def queries(view: View) -> dict[str, Callable[[random.Random], object]]:
    """Every query with arguments that change from round to round."""

    def day(r: random.Random) -> str:
        return FIRST.replace(month=r.randint(1, 12), day=r.randint(1, 28)).isoformat()

    def state(r: random.Random) -> str:
        return f"State {r.randrange(PARTIES)}"

    names = [k.name for k in view.actors(Filter(limit=500))]
    return {
        "statements": lambda _: view.statements(),
        "statements --party": lambda r: view.statements(Filter(party=state(r))),
        "statements --party --kind --as-of": lambda r: view.statements(
            Filter(party=state(r), kind=r.choice(KINDS), as_of=day(r))
        ),
        "statements --speaker": lambda r: view.statements(Filter(speaker=r.choice(names))),
        "statements --outlet": lambda r: view.statements(Filter(outlet=f"Outlet {r.randint(1, 60)}")),
        "statements --outlet --kind --since": lambda r: view.statements(
            Filter(outlet=f"Outlet {r.randint(1, 60)}", kind=r.choice(KINDS), since=day(r))
        ),
        "who": lambda r: view.who(view.actor(r.choice(names)).id),
        "meetings": lambda _: view.meetings(),
        "meetings --party --as-of": lambda r: view.meetings(Filter(party=state(r), as_of=day(r))),
        "meetings --outlet": lambda r: view.meetings(Filter(outlet=f"Outlet {r.randint(1, 60)}")),
        "search, rare word": lambda r: view.search(word(r.randint(5_000, 50_000)), Filter(limit=20)),
        "search, common word": lambda r: view.search(word(r.randint(1, 20)), Filter(limit=20)),
        "search, two words --as-of": lambda r: view.search(
            f"{word(r.randint(1, 50))} {word(r.randint(50, 500))}", Filter(limit=20, as_of=day(r))
        ),
        "sources": lambda _: view.sources(),
        "changes --since": lambda r: view.changes(day(r)),
    }  # fmt: skip


def adding(at: Address, readings: list[Reading]) -> list[float]:
    """Times of adding each reading, made a document of its own by a mark in its id; seconds."""
    writer = Writer(open_store(at, create=True, write=True), at)
    mark = time.time_ns()
    times = []
    for i in range(ROUNDS):
        reading = readings[i % len(readings)]
        document = reading.document.model_copy(update={"id": f"{mark + i:016x}"[-16:]})
        fresh = reading.model_copy(update={"document": document})
        begun = time.perf_counter()
        writer.add(f"added {mark + i}", fresh, signature(document.text))
        times.append(time.perf_counter() - begun)
    return times


def size(at: Address) -> int:
    """Bytes that a store takes."""
    if not isinstance(at, Server):
        return at.stat().st_size
    with open_store(at).connect() as connection:
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def timed(ask: Callable[[random.Random], object], rng: random.Random) -> float:
    """Seconds that one question takes."""
    begun = time.perf_counter()
    ask(rng)
    return time.perf_counter() - begun


def row(name: str, seconds: list[float]) -> None:
    """Print a line of the table."""
    print(f"{name:46} {1000 * statistics.median(seconds):10.1f} {1000 * max(seconds):10.1f}", flush=True)


if __name__ == "__main__":
    main()
