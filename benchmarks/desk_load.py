"""Many at one desk: `python -m benchmarks.desk_load STORE [--readers 50 --writers 3 --seconds 60]`.

A copy of the store, with its dossier and conflict, is served by `onrecord serve`, a process of its own. Readers follow
links from page to page, as people do; writers judge what the review queue shows by its forms, and one of them adds a
document now and then. The desk is warm: its overview was asked for once. Times are a visitor's: to the last byte.
"""

import argparse
import asyncio
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.crash import ROOT
from benchmarks.desk_visitors import Log, Visitor, read, review
from onrecord.record.in_file import connect

BESIDE = (".dossier.yaml", ".conflict.yaml")
ADDED = sorted((ROOT / "examples").glob("*.md"))
ADDRESS = re.compile(r"http://\S+:\d+")
BEAT = 0.05  # seconds between the looks at how late this process itself is
ENDING = 60  # seconds in which the desk has to end


def main() -> None:
    """Print the table; exit with 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path, metavar="STORE")
    for name, usual in (("readers", 50), ("writers", 3), ("seconds", 60), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--think", type=float, default=2.0, help="mean of the seconds between two pages")
    parser.add_argument("--add-every", type=float, default=20.0, help="seconds between two documents added")
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        with served(copied(args.store, Path(folder))) as address:
            log, late = asyncio.run(load(address, args))
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    print_table(args, log)
    spent = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
    print(f"the desk's processor time {spent:.0f} s; these visitors were late by {late * 1000:.0f} ms (p95)")
    for error, count in log.errors.most_common(30):
        print(f"{count:5} × {error}")
    sys.exit(1 if log.errors else 0)


def copied(store: Path, folder: Path) -> Path:
    """A copy of a store, whole even while someone writes to it, with what stands beside it."""
    made = folder / store.name
    with closing(connect(store, "ro")) as held, closing(connect(made, "rwc")) as copy:
        held.backup(copy)
    for ending in BESIDE:
        if store.with_suffix(ending).exists():
            shutil.copy(store.with_suffix(ending), made.with_suffix(ending))
    return made


@contextmanager
def served(store: Path) -> Iterator[str]:
    """A desk on a store, in a process of its own: its address."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "onrecord", "serve", "--db", str(store), "--port", "0"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    try:
        told = process.stdout.readline() if process.stdout else ""
        found = ADDRESS.search(told)
        if found is None:
            sys.exit("The desk did not start.")
        yield found[0]
    finally:
        process.terminate()
        try:
            process.communicate(timeout=ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            print(f"The desk did not end within {ENDING} s: something was still being written.")


async def load(address: str, args: argparse.Namespace) -> tuple[Log, float]:
    """Let everyone in for the time that is asked for: what they saw, and how late this process was."""
    await _warm(address)
    log, until = Log(), time.monotonic() + args.seconds

    def visitor(number: int) -> Visitor:
        return Visitor(address, log, random.Random(args.seed * 1000 + number), args.think, until)

    readers = [visitor(n) for n in range(args.readers)]
    writers = [visitor(args.readers + n) for n in range(args.writers)]
    late = asyncio.create_task(_lateness(until))
    judging = (review(v, f"Reviewer {n}", [] if n else ADDED, args.add_every) for n, v in enumerate(writers))
    await asyncio.gather(*map(read, readers), *judging)
    await asyncio.gather(*(v.close() for v in (*readers, *writers)))
    return log, await late


async def _warm(address: str) -> None:
    first = Visitor(address, Log(), random.Random(0), 1.0, time.monotonic() + 600)
    for path in ("/matrix", "/", "/review"):
        await first.get(path)
    await first.close()


async def _lateness(until: float) -> float:
    """How much later than asked for this process wakes, at the 95th percentile: that much of the times is its own."""
    late = []
    while time.monotonic() < until:
        begun = time.monotonic()
        await asyncio.sleep(BEAT)
        late.append(time.monotonic() - begun - BEAT)
    return percentile(late, 95)


def percentile(seconds: list[float], part: int) -> float:
    """A percentile of some times."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[part - 1] if len(seconds) > 1 else seconds[0]


def print_table(args: argparse.Namespace, log: Log) -> None:
    """What was asked for, by kind of page, and how long it took."""
    title = f"{args.store.name}: {args.readers} readers, {args.writers} writers, {args.seconds} s"
    table = Table("page", "requests", "p50 ms", "p95 ms", "max ms", title=title)
    every = [s for some in log.seconds.values() for s in some]
    ranked = sorted(log.seconds.items(), key=lambda x: -len(x[1]))
    for name, some in (*ranked, ("all", every)):
        shown = (percentile(some, 50), percentile(some, 95), max(some))
        table.add_row(name, str(len(some)), *(f"{1000 * s:.0f}" for s in shown), style="bold" if name == "all" else "")
    Console().print(table)
    told = ", ".join(f"{status}: {count}" for status, count in sorted(log.statuses.items()))
    print(f"{len(every) / args.seconds:.1f} requests a second; {told}; errors: {sum(log.errors.values())}")


if __name__ == "__main__":
    main()
