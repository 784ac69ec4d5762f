"""Words read a CPU-second, by stage, warm, on one core: `python -m benchmarks.throughput [FILE.jsonl] [articles]`.

The file holds one JSON object with a "text" a line; PolNeAR dev where none is named.
"""

import json
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from rich.console import Console
from rich.table import Table

from onrecord.read.attribute import attributions
from onrecord.read.model import load
from onrecord.read.parse import parse
from onrecord.read.reading import assemble, read_with
from onrecord.values import Document

DEV = Path(__file__).resolve().parents[2] / "shared/data/polnear/dev.jsonl"


def documents(path: Path, most: int) -> list[Document]:
    """The first articles of a JSONL file as documents."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:most]]
    return [Document(id=str(i), text=row["text"], published=row.get("date")) for i, row in enumerate(rows)]


def cpu_seconds(job: Callable[[Document], object], chosen: list[Document]) -> float:
    """CPU time of a job over all documents."""
    begun = time.process_time()
    for document in chosen:
        job(document)
    return time.process_time() - begun


def whole(chosen: list[Document]) -> float:
    """CPU time of reading all documents in this process, warm."""
    model = load()
    read_with(chosen[0], model)
    return cpu_seconds(lambda d: read_with(d, model), chosen)


def by_stage(chosen: list[Document]) -> dict[str, float]:
    """CPU seconds of each stage over all documents."""
    model = load()
    read_with(chosen[0], model)
    encoded = {d.id: model.encode(d.text) for d in chosen}
    parsed = {d.id: parse(d.text, model) for d in chosen}
    return {
        "encoder": cpu_seconds(lambda d: model.encode(d.text), chosen),
        "tagger, decoding": cpu_seconds(lambda d: attributions(encoded[d.id], model), chosen),
        "speakers, dates, kinds, meetings": cpu_seconds(lambda d: assemble(d, parsed[d.id]), chosen),
        "whole reading": cpu_seconds(lambda d: read_with(d, model), chosen),
    }


def two_processes(chosen: list[Document]) -> float:
    """Wall time of two processes that read half of the documents each, warm."""
    with get_context("spawn").Pool(2) as pool:
        pool.map(whole, [chosen[:2], chosen[:2]], chunksize=1)
        begun = time.monotonic()
        pool.map(whole, [chosen[::2], chosen[1::2]], chunksize=1)
        return time.monotonic() - begun


def main(path: str = str(DEV), most: str = "84") -> None:
    """Print the table."""
    chosen = documents(Path(path), int(most))
    words = sum(len(d.text.split()) for d in chosen)
    table = Table("stage", "words a CPU-second", title=f"{len(chosen)} articles, {words:,} words, one core, warm")
    for stage, seconds in by_stage(chosen).items():
        table.add_row(stage, f"{words / seconds:,.0f}")
    Console().print(table)
    Console().print(f"two processes on two cores: {words / two_processes(chosen):,.0f} words a second of wall time")


if __name__ == "__main__":
    main(*sys.argv[1:])
