"""Memory of a worker while it sweeps: `python -m benchmarks.sweep_memory [documents]`, short invented ones.

One process sweeps shards of a thousand documents with a dossier that one in ten is about: every one is looked at, those
are read and kept. What it holds (resident memory, in /proc) is seen whenever it tells how far it is. Linux only.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.disturbed import processes
from benchmarks.synthetic import word
from onrecord.sweep.outcome import Failed, Swept
from onrecord.sweep.run import planned, swept
from onrecord.values import Delegate, Dossier, DossierParty, Issue

SHARD = 1000
ROWS = 20
ABOUT = 10  # one document in so many is about the talks
DOSSIER = Dossier(
    title="The radar",
    parties=(DossierParty(name="Varnia", people=(Delegate(name="Ilya Dorn"),)), DossierParty(name="Ostrel")),
    issues=(Issue(id="radar", name="The radar", proposition="The radar is shut down.", phrases=("radar",)),),
)


def main() -> None:
    """Print a table of resident memory by documents done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="?", type=int, default=100_000)
    documents = parser.parse_args().documents
    with TemporaryDirectory() as made:
        folder = Path(made)
        written(folder / "news", documents)
        print(f"{'documents done':>16} {'median MB':>10} {'most MB':>8} {'seconds':>8}")
        begun, done, seen, told = time.monotonic(), 0, list[int](), documents // ROWS
        for news in swept(planned([str(folder / "news")], folder / "out", DOSSIER), workers=1):
            if isinstance(news, Failed):
                sys.exit(f"{news.shard}: {news.problem}")
            done += SHARD if isinstance(news, Swept) else 0
            seen.append(resident())
            if done >= told:
                seconds = time.monotonic() - begun
                print(f"{done:16,} {sorted(seen)[len(seen) // 2]:10} {max(seen):8} {seconds:8.0f}", flush=True)
                seen, told = [], told + documents // ROWS


def written(folder: Path, documents: int) -> None:
    """Write documents of a few sentences."""
    rng = random.Random(1)
    folder.mkdir()
    for shard in range(-(-documents // SHARD)):
        with (folder / f"{shard:04}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text(rng, about=n % ABOUT == 0)}) + "\n" for n in range(SHARD))


def text(rng: random.Random, *, about: bool) -> str:
    """A report that nobody wrote."""

    def words(count: int) -> str:
        return " ".join(word(rng.randint(1, 50_000)) for _ in range(count))

    if about:
        told = f"Foreign Minister Ilya Dorn said that Varnia would never shut down the radar of {words(2)}."
        return f"{told} Ostrel did not answer. The talks of {words(4)} went on."
    return " ".join(
        f"The {words(3)} team of {words(2).title()} won the {words(2)} cup in {words(4)}." for _ in range(20)
    )


def resident() -> int:
    """Megabytes that the one worker holds."""
    pages = max(
        (int(Path(f"/proc/{n}/statm").read_text().split()[1]) for n, _, line in processes() if "spawn_main" in line),
        default=0,
    )
    return pages * 4096 // 1_000_000


if __name__ == "__main__":
    main()
