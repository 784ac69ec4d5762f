"""Who is whom across real documents: every actor that a store makes of them, and how much the order matters.

usage: python -m evaluation.actors [--list]

Reads the shared documents once (minutes; the readings are kept under the system's temporary folder), adds them to a new
store in order of date and in other orders, and prints the number of actors and how alike the clusters are. ``--list``
prints every person with the spellings, roles and parties, to be judged by eye.
"""

import hashlib
import pickle
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from sqlalchemy import text

from onrecord.gather.duplicates import signature
from onrecord.pipeline import gather, read_document
from onrecord.record.store import open_store
from onrecord.record.writer import Writer
from onrecord.values import Reading

DATA = Path(__file__).resolve().parent.parent.parent / "shared/data"
CODE = Path(__file__).resolve().parent.parent / "src/onrecord/read"
ORDERS = 5
Cluster = dict[tuple[str, str], int]  # (document, name in it): actor

PEOPLE = """
WITH RECURSIVE tree(root, id) AS (
    SELECT id, id FROM actor WHERE merged_into IS NULL
    UNION ALL SELECT root, actor.id FROM actor JOIN tree ON actor.merged_into = tree.id)
SELECT root, p.name, p.role, p.party, count(*) AS n, group_concat(DISTINCT substr(d.known_on, 1, 4)) AS years
FROM tree JOIN actor a ON a.id = tree.root JOIN appearance p ON p.actor_id = tree.id
JOIN document d ON d.id = p.document_id
WHERE a.type = :type GROUP BY root, p.name, p.role, p.party ORDER BY root
"""
CLUSTERS = """
WITH RECURSIVE tree(root, id) AS (
    SELECT id, id FROM actor WHERE merged_into IS NULL
    UNION ALL SELECT root, actor.id FROM actor JOIN tree ON actor.merged_into = tree.id)
SELECT d.key, p.name, tree.root
FROM appearance p JOIN tree ON tree.id = p.actor_id JOIN document d ON d.id = p.document_id
"""
UNRESOLVED = """
SELECT name, role, party, count(*) AS n FROM appearance WHERE actor_id IS NULL AND name IS NOT NULL GROUP BY 1, 2, 3
"""


def paths() -> list[Path]:
    """The documents, in order of place."""
    folders = [DATA / "talks", DATA / "wire-1987"]
    return [DATA / "geneva-eve/article.md", *(p for f in folders for p in sorted(f.glob("*.md")))]


def readings(chosen: Sequence[Path]) -> list[Reading]:
    """Each document's reading, from the cache where the reader and the documents are as they were."""
    code = b"".join(p.read_bytes() for p in sorted(CODE.rglob("*")) if p.is_file() and p.suffix != ".pyc")
    key = hashlib.sha256(code + "\n".join(map(str, chosen)).encode()).hexdigest()[:16]
    cache = Path(tempfile.gettempdir()) / f"onrecord-readings-{key}.pickle"
    if not cache.exists():
        cache.write_bytes(pickle.dumps([read_document(gather(str(p))) for p in chosen]))
    kept: list[Reading] = pickle.loads(cache.read_bytes())  # noqa: S301 - our own file
    return kept


def store(folder: Path, added: Iterable[Reading]) -> Writer:
    """A new store with some readings, added in the order given."""
    path = folder / "record.db"
    writer = Writer(open_store(path, create=True, write=True), path)
    for reading in added:
        writer.add(reading.document.id, reading, signature(reading.document.text))
    return writer


def clusters(writer: Writer) -> Cluster:
    """Which actor each name in each document is."""
    with writer.engine.begin() as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute(text(CLUSTERS))}


def pairwise(a: Cluster, b: Cluster) -> float:
    """F1 of the pairs of appearances that are held to be one."""
    first, second = (_pairs(c) for c in (a, b))
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


def _pairs(found: Cluster) -> set[tuple[tuple[str, str], tuple[str, str]]]:
    groups = defaultdict(list)
    for key, actor in found.items():
        groups[actor].append(key)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def show(writer: Writer, kind: str) -> None:
    """Print every actor of a type."""
    held = defaultdict(list)
    with writer.engine.begin() as connection:
        for row in connection.execute(text(PEOPLE), {"type": kind}):
            held[row.root].append(f"{row.name} [{row.role}, {row.party}] {row.n}× {row.years}")
        unresolved = connection.execute(text(UNRESOLVED)).all()
    for _, rows in sorted(held.items(), key=lambda item: item[1][0].split(" [")[0].split()[-1]):
        print(" | ".join(rows))
    print(
        f"-- {len(held)} {kind}s; unresolved: ", "; ".join(f"{r.name} [{r.role}, {r.party}] {r.n}×" for r in unresolved)
    )


def main(*options: str) -> None:
    """Print the figures."""
    read = sorted(readings(paths()), key=lambda r: (r.document.published or "", r.document.id))
    found, times = [], []
    for turn in range(ORDERS + 1):
        order = list(read) if turn < 1 else random.Random(turn).sample(read, len(read))
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            writer = store(Path(folder), order)
            times.append((time.perf_counter() - started) / len(order))
            found.append(clusters(writer))
            if turn == 0 and "--list" in options:
                for kind in ("person", "organisation", "government"):
                    show(writer, kind)
            writer.engine.dispose()
    print(f"{len(read)} documents, {len(found[0])} appearances, {len(set(found[0].values()))} actors by date,", end=" ")
    print("in other orders", ", ".join(str(len(set(f.values()))) for f in found[1:]))
    print("pairwise F1 of two orders:", ", ".join(f"{pairwise(found[0], f):.4f}" for f in found[1:]))
    print(f"{1000 * sum(times) / len(times):.1f} ms a document")


if __name__ == "__main__":
    main(*sys.argv[1:])
