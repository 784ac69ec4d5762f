"""Two writers and a reader on one store: `python -m benchmarks.together [READINGS]`. No error, and nothing lost."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.crash import ROOT, command, faults
from benchmarks.places import HELP, places, typed
from benchmarks.worker import examples, load
from onrecord.record.address import Address


def together(store: Address, readings: Path, writers: int = 2) -> tuple[dict[str, str], list[str]]:
    """Let writers add different parts while a reader reads: what is to be told, and everything that does not hold."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}

    def started(arguments: list[str]) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(arguments, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    begun = time.monotonic()
    reading = started([sys.executable, "-m", "benchmarks.worker", "read", typed(store)])
    writing = [started(command(store, readings, part, writers)) for part in range(writers)]
    said = [writer.communicate() for writer in writing]
    seconds = time.monotonic() - begun
    said.append(reading.communicate())
    wrong = [error for process, (_, error) in zip([*writing, reading], said, strict=True) if process.returncode]
    wrong += faults(store, {origin for origin, _ in load(readings)})
    reads = said[-1][0].split() or ["0"]
    return {"writers": str(writers), "seconds": f"{seconds:.1f}", "reads meanwhile": reads[0]}, wrong


def main(arguments: Sequence[str] = ()) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readings", nargs="?", type=Path, help="a pickle of readings; the examples where none is named")
    parser.add_argument("--db", metavar="STORE", help=HELP)
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, places(chosen.db, Path(folder)) as stores:
        readings = chosen.readings or examples(Path(folder) / "readings.pkl")
        told, wrong = together(stores(), readings)
        table = Table("what", "", title=f"{len(load(readings))} readings added by several processes at once")
    for what, value in (*told.items(), ("errors, faults and losses", str(len(wrong)))):
        table.add_row(what, value)
    Console().print(table)
    if wrong:
        sys.exit("\n".join(wrong[:50]))


if __name__ == "__main__":
    main(sys.argv[1:])
