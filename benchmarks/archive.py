"""An archive added document after document: `python -m benchmarks.archive [--documents N] [--db …] [--plot FILE]`.

Invented reports by invented people, who grow in number as an archive's do; every tenth is a near copy of one of the
days before. No network reads them: their statements are known. The table has what adding one takes, how large process
and store are, and at the end how many copies were found to be copies, and whether each person is one actor.
"""

import argparse
import hashlib
import random
import statistics
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from benchmarks.growth import size
from benchmarks.places import HELP, places
from benchmarks.plot import Curve, drawn
from benchmarks.synthetic import FIRST, PARTIES, word
from onrecord.gather.duplicates import signature
from onrecord.record.address import Address
from onrecord.record.schema import actor, document
from onrecord.record.store import open_store, transaction
from onrecord.record.writer import Writer
from onrecord.values import PLOVER, Actor, Document, Evidence, Reading, Speaker, Statement, cut

A_DAY, A_DOCUMENT, BACK = 100, 5, 300  # documents a day, statements a document; how far back a copy may lie
COPIED, UNSEEN = 0.1, 0.05  # how often a document is a near copy, and a speaker one who never spoke before
ROWS = 10


def main() -> None:
    """Print a table; with --plot draw it."""
    parser = argparse.ArgumentParser(description="Adding an archive document after document.")
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--db", metavar="STORE", help=HELP)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="an SVG of the times and sizes")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, places(args.db, Path(scratch)) as stores:
        at, made = stores(), Archive()
        table = Table("documents on record", "add, median ms", "slowest of 100, ms", "process MB", "store MB", "people")
        rows = []
        for blocks in range(ROWS):
            rows.append(added(at, made, range(*(args.documents * n // ROWS for n in (blocks, blocks + 1)))))
            table.add_row(*(f"{n:,.1f}" if isinstance(n, float) else f"{n:,}" for n in rows[-1]))
        Console().print(table)
        print(found(at, made))
    if args.plot:
        args.plot.write_text(picture(rows), encoding="utf-8")


@dataclass
class Archive:
    """What was made so far, from which the next document comes."""

    rng: random.Random = field(default_factory=lambda: random.Random(1))
    people: list[Speaker] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # the last that are no copies
    numbers: list[int] = field(default_factory=list)  # of those
    copies: dict[int, int] = field(default_factory=dict)  # copy: what it is a copy of

    def next(self, number: int) -> Reading:
        """A document."""
        copied = self.rng.random() < COPIED and bool(self.texts)
        if copied:
            back = self.rng.randint(1, min(BACK, len(self.texts)))
            self.copies[number] = self.numbers[-back]
            text = self.texts[-back] + f"It was carried by {word(number % 50)}.\n"
        else:
            text = "".join(self._sentence() for _ in range(A_DOCUMENT))
            self.texts, self.numbers = [*self.texts[-BACK:], text], [*self.numbers[-BACK:], number]
        return self._reading(number, text)

    def _sentence(self) -> str:
        who = self._someone()
        content = " ".join(
            word(min(int(self.rng.paretovariate(0.55)), 60_000)) for _ in range(self.rng.randint(12, 30))
        )
        return f"{who.name} said that {content}.\n"

    def _someone(self) -> Speaker:
        if self.rng.random() < UNSEEN or not self.people:
            n = len(self.people)
            name = f"{word(9000 + n).title()} {word(500 + n % 3000).title()}"  # surnames come back
            self.people.append(Speaker(name=name, type="person", role=f"envoy {n % 7}", party=f"State {n % PARTIES}"))
            return self.people[-1]
        return self.people[min(int(self.rng.paretovariate(0.6)) - 1, len(self.people) - 1)]

    def _reading(self, number: int, text: str) -> Reading:
        day = (FIRST + timedelta(number // A_DAY)).isoformat()
        key = hashlib.sha256(f"{number} {text}".encode()).hexdigest()[:16]
        by_name = {p.name: p for p in self.people}
        told, actors, start = [], dict[str, Actor](), 0
        for line in text.splitlines(keepends=True):
            name, said, content = line.rstrip(".\n").partition(" said that ")
            if said:
                who, begun = by_name[name], start + len(name) + len(said)
                source = cut(text, [(start, start + len(name))])
                actors.setdefault(name, Actor(**who.model_dump(), mentions=source, evidence=source))
                told.append(Statement(
                    id=f"{begun}-{len(content)}", source=source,
                    cue=cut(text, [(start + len(name) + 1, start + len(name) + 5)]),
                    content=cut(text, [(begun, begun + len(content))]), quotation="indirect", speaker=who,
                    kind="assertion", plover=PLOVER["assertion"], confidence=0.9, evidence=Evidence(speaker=source),
                ))  # fmt: skip
            start += len(line)
        made = Document(id=key, title=text[:30], outlet=f"Outlet {number % 40}", published=day, text=text)
        return Reading(document=made, actors=tuple(actors.values()), statements=tuple(told))


def added(at: Address, made: Archive, numbers: range) -> tuple[int, float, float, int, int, int]:
    """Add a block of documents: how many are on record then, the times in milliseconds, sizes in megabytes, people."""
    writer, times = Writer(open_store(at, create=True, write=True), at), []
    for number in numbers:
        one = made.next(number)
        begun = time.perf_counter()
        writer.add(f"/news/{number}", one, signature(one.document.text))
        times.append(1000 * (time.perf_counter() - begun))
    writer.engine.dispose()
    slow = statistics.quantiles(times, n=100)[-1]
    held = int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 1_000_000
    return numbers.stop, statistics.median(times), slow, held, size(at) // 1_000_000, len(made.people)


def found(at: Address, made: Archive) -> str:
    """How many near copies are known as such, how many that are none, and how many actors there are."""
    d = document.c
    with transaction(open_store(at), at) as connection:
        clusters = dict(connection.execute(select(d.id, d.cluster_id)).all())  # type: ignore[arg-type]
        actors = connection.execute(select(func.count()).where(actor.c.merged_into.is_(None))).scalar_one()
    original = {number: made.copies.get(number, number) for number in range(len(clusters))}
    right = sum(clusters[copy + 1] == clusters[of + 1] for copy, of in made.copies.items())
    together: dict[int, set[int]] = defaultdict(set)
    for number, cluster in clusters.items():
        together[cluster].add(original[number - 1])
    wrong = sum(len(of) > 1 for of in together.values())
    return (
        f"{right:,} of {len(made.copies):,} near copies are known as copies of their original; {wrong:,} groups hold "
        f"texts that are none; {actors:,} actors for {len(made.people):,} people"
    )


def picture(rows: list[tuple[int, float, float, int, int, int]]) -> str:
    """How it grows."""
    named = ("add, median ms", "add, slowest of 100, ms", "process, MB", "store, MB")
    doubled = [row for n, row in enumerate(rows, 1) if n.bit_count() == 1]  # the axis is logarithmic
    curves = [Curve(name, tuple((row[0], float(row[i])) for row in doubled)) for i, name in enumerate(named, 1)]
    told = "Milliseconds to add one document, and megabytes of process and store, by documents on record."
    return drawn("An archive grows", told, ("documents on record", "ms or MB"), curves)


if __name__ == "__main__":
    main()
