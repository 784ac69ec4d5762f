"""Memory of a worker while it sweeps: `python -m benchmarks.sweep_memory [documents]`, short invented ones.

One process sweeps shards of a thousand documents of a few sentences each, every one another; what it holds (resident
memory, in /proc) is looked at whenever it tells how far it is. Linux only.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.disturbed import processes
from benchmarks.synthetic import word
from onrecord.sweep.outcome import Failed, Swept
from onrecord.sweep.run import planned, swept

SHARD = 1000
ROWS = 10
SAYS = ("said", "warned", "demanded", "offered", "insisted")
TITLES = ("Foreign minister", "Envoy", "Spokeswoman", "President", "Negotiator")


def main() -> None:
    """Print a table of resident memory by documents done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="?", type=int, default=100_000)
    documents = parser.parse_args().documents
    with TemporaryDirectory() as made:
        folder = Path(made)
        written(folder / "news", documents)
        begun, done, seen = time.monotonic(), 0, list[tuple[int, int]]()
        for news in swept(planned([str(folder / "news")], folder / "out"), workers=1):
            if isinstance(news, Failed):
                sys.exit(f"{news.shard}: {news.problem}")
            done += SHARD if isinstance(news, Swept) else 0
            seen.append((done, resident()))
        seconds = time.monotonic() - begun
    table = Table("documents done", "median MB", "most MB")
    for part in range(ROWS):
        first, last = part * documents // ROWS, (part + 1) * documents // ROWS
        held = sorted(mb for at, mb in seen if first < at <= last) or [0]
        table.add_row(f"{last:,}", str(held[len(held) // 2]), str(held[-1]))
    Console().print(table)
    print(f"{documents:,} documents in {seconds:.0f} s")


def written(folder: Path, documents: int) -> None:
    """Write documents of two or three sentences in which someone says something."""
    rng = random.Random(1)
    folder.mkdir()
    for shard in range(-(-documents // SHARD)):
        with (folder / f"{shard:04}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text(rng)}) + "\n" for _ in range(SHARD))


def text(rng: random.Random) -> str:
    """A report that nobody wrote."""

    def words(count: int) -> str:
        return " ".join(word(rng.randint(1, 50_000)) for _ in range(count))

    who = f"{rng.choice(TITLES)} {word(rng.randint(1, 50_000)).title()} {word(rng.randint(1, 50_000)).title()}"
    return f"{who} {rng.choice(SAYS)} that the {words(3)} talks would {words(4)}. The {words(6)} went on."


def resident() -> int:
    """Megabytes that the one worker holds."""
    pages = max(
        (int(Path(f"/proc/{n}/statm").read_text().split()[1]) for n, _, line in processes() if "spawn_main" in line),
        default=0,
    )
    return pages * 4096 // 1_000_000


if __name__ == "__main__":
    main()
