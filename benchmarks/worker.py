"""One process that adds to a store, or reads one, without the model: started and killed by `crash` and `together`.

`python -m benchmarks.worker add STORE READINGS PART PARTS` adds every PARTS-th reading from PART on, and names each
when it is kept. `python -m benchmarks.worker read STORE` reads until its input ends, and prints what it saw.
"""

import pickle
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.places import made_at
from onrecord.gather.duplicates import signature
from onrecord.record.address import address
from onrecord.record.schema import attribution, document
from onrecord.record.store import open_store, transaction
from onrecord.record.writer import Writer
from onrecord.values import Reading

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
Readings = Sequence[tuple[str, Reading]]


def load(path: Path) -> Readings:
    """Readings with their origins, as `pickle.dump((readings, seconds), file)` wrote them."""
    readings: Readings = pickle.loads(path.read_bytes())[0]  # noqa: S301  (our own file)
    return readings


def examples(path: Path, outlets: int = 12) -> Path:
    """Write readings of the examples to a file, each as if several outlets carried it."""
    from onrecord.pipeline import gather, read_document

    made = []
    for file in sorted(EXAMPLES.glob("*.md")):
        reading = read_document(gather(str(file)))
        for i in range(outlets):
            document = reading.document.model_copy(update={"outlet": f"Outlet {i}"})
            document = document.model_copy(update={"id": document.content_id()})
            made.append((f"{i}/{file.name}", reading.model_copy(update={"document": document})))
    path.write_bytes(pickle.dumps((made, 0.0)))
    return path


def add(store: str, readings: str, part: str = "0", parts: str = "1") -> None:
    """Add readings one by one; each that is kept is named on a line at once."""
    chosen = load(Path(readings))[int(part) :: int(parts)]
    print("ready", flush=True)
    at = address(store)
    writer = Writer(open_store(at, create=True, write=True), at)
    for origin, reading in chosen:
        writer.add(origin, reading, signature(reading.document.text))
        print(origin, flush=True)


def read(store: str) -> None:
    """Read again and again: each time, every document must have all of its statements, and none may be gone."""
    waiting = threading.Thread(target=sys.stdin.read, daemon=True)
    waiting.start()
    times, seen, at = 0, 0, address(store)
    while waiting.is_alive() or not times:
        time.sleep(0.005)  # the writers need the processor too
        if not made_at(at):
            continue
        engine = open_store(at)
        with transaction(engine, at) as connection:
            count, said = connection.execute(select(func.count(), func.sum(document.c.attributions))).one()
            there = connection.execute(select(func.count()).select_from(attribution)).scalar_one()
        engine.dispose()
        if count < seen or (said or 0) != there:
            sys.exit(f"saw {count} documents after {seen}, and {there} of their {said} statements")
        times, seen = times + 1, count
    print(times, seen)


if __name__ == "__main__":
    if sys.argv[1] == "add":
        add(*sys.argv[2:])
    else:
        read(*sys.argv[2:])
