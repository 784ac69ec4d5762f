"""A sweep against reading alone: `python -m benchmarks.sweep [articles] [--ray]`, on the bulk news of ../shared.

The same articles in eight JSONL files are read in this process, swept by one worker, by two, and with --ray by a Ray
cluster of this machine. Seconds are by the clock, from the end of a first file of one article, so that a reader is
loaded by then, to the end, as the manifests tell them: Ray tells of several shards at once. A machine that does
anything else meanwhile spoils them.
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord.errors import InputError
from onrecord.gather.pending import NOTHING_STATED
from onrecord.gather.shards import documents, shards
from onrecord.read.model import load
from onrecord.read.reading import read_with
from onrecord.sweep.outcome import Failed
from onrecord.sweep.run import planned, swept
from onrecord.values.dataset import MANIFESTS

NEWS = Path(__file__).resolve().parents[2] / "shared/data/bulk-news.jsonl.gz"
SHARDS = 8


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", type=int, default=320)
    parser.add_argument("--ray", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "news"
        words = written(folder, asked.articles)
        alone = reading_alone(folder)
        one = sweeping(folder, Path(made) / "one", 1)
        two = sweeping(folder, Path(made) / "two", 2)
        table = Table("who", "seconds", "words a second", "against")
        table.add_row("reading alone", f"{alone:.1f}", f"{words / alone:,.0f}", "")
        table.add_row("a sweep, one worker", f"{one:.1f}", f"{words / one:,.0f}", f"{alone / one:.0%} of reading alone")
        table.add_row("a sweep, two workers", f"{two:.1f}", f"{words / two:,.0f}", f"{one / two:.2f} times one")
        if asked.ray:
            ray = sweeping(folder, Path(made) / "ray", 2, ray="local")
            table.add_row("Ray, two workers", f"{ray:.1f}", f"{words / ray:,.0f}", f"{two / ray:.0%} of processes")
        Console().print(table)


def written(folder: Path, articles: int, shards: int = SHARDS) -> int:
    """Write the first articles into some JSONL files; how many words they have."""
    folder.mkdir()
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(articles), strict=False)]
    for number in range(shards):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in rows[number::shards])
    (folder / "!.jsonl").write_text(
        json.dumps({"text": "Ilya Dorn said that the talks would go on."}), encoding="utf-8"
    )
    return sum(len(row["text"].split()) for row in rows)


def reading_alone(folder: Path) -> float:
    """Seconds that it takes to gather and read everything, and to keep nothing."""
    model = load()
    begun = time.monotonic()
    for shard in shards(str(folder)):
        for one in documents(shard, NOTHING_STATED):
            try:
                read_with(one.gather(), model)
            except InputError:
                continue
    return time.monotonic() - begun


def sweeping(folder: Path, out: Path, workers: int, ray: str | None = None) -> float:
    """Seconds from when the first shard, which is next to nothing, is in the dataset to when the last is."""
    for news in swept(planned([str(folder)], out), workers=workers, ray=ray):
        if isinstance(news, Failed):
            sys.exit(f"{news.shard}: {news.problem}")
    ended = [manifest.stat().st_mtime for manifest in (out / MANIFESTS).iterdir()]
    return max(ended) - min(ended)


if __name__ == "__main__":
    main()
