"""Sweeps that are killed at random moments: `python -m benchmarks.disturbed [articles] [--kills 10] [--ray]`.

The articles of ../shared's bulk news are swept by `onrecord sweep`, first undisturbed, then while workers and the
command itself are killed (SIGKILL), each of which is then begun again as a user would. With --ray a cluster of two
raylets sweeps them too, made by Ray's own commands: undisturbed, and while workers, the command and the second raylet
are killed. Every file that comes out must be that of the undisturbed sweep, byte for byte. Linux only: it finds
processes in /proc.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.crash import ROOT
from benchmarks.sweep import written

PORT = 6399  # outside of those that Ray gives to workers
WITH_PROCESSES, WITH_RAY = ("--workers", "2"), ("--workers", "2", "--ray", f"127.0.0.1:{PORT}")
LEAST = 2.0  # seconds between two kills: a worker is ready by then, now and then
BIN = Path(sys.executable).parent
ENV = os.environ | {
    "PYTHONPATH": str(ROOT / "src"),
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",
    "PYTHONWARNINGS": "ignore",
}
Kill = Callable[[int], bool]  # given the command's number, whether there was anything to kill


def main() -> None:
    """Print a table; exit with 1 where files differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", type=int, default=480)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ray", action="store_true")
    asked = parser.parse_args()
    table = Table("sweep", "seconds", "killed", "files", "the same")
    with TemporaryDirectory() as made:
        folder = Path(made)
        written(folder / "news", asked.articles, shards=max(8, asked.articles // 12))
        rng = random.Random(asked.seed)
        first = Sweep(folder, "undisturbed", WITH_PROCESSES)
        first.run()
        table.add_row(*first.row(first))
        rough = Sweep(folder, "processes, disturbed", WITH_PROCESSES)
        rough.run(asked.kills, {"worker": kill_worker, "command": kill_command}, rng)
        table.add_row(*rough.row(first))
        done = [first, rough]
        if asked.ray:
            with cluster() as nodes:
                calm, rough = (Sweep(folder, f"Ray, two raylets{how}", WITH_RAY) for how in ("", ", disturbed"))
                calm.run()
                table.add_row(*calm.row(first))
                rough.run(asked.kills, {"worker": kill_ray_worker, "command": kill_command, "raylet": nodes.kill}, rng)
                table.add_row(*rough.row(first))
                done += [calm, rough]
        same = all(one.files() == first.files() for one in done)
    Console().print(table)
    sys.exit(0 if same else 1)


@dataclass
class Sweep:
    """One sweep of the news into a folder of its own, named for what is done to it."""

    folder: Path
    name: str
    options: tuple[str, ...]
    seconds: float = 0.0
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def out(self) -> Path:
        """Where it is written."""
        return self.folder / self.name.replace(" ", "-")

    def begun(self) -> subprocess.Popen[bytes]:
        """The command, begun or begun again."""
        command = [sys.executable, "-m", "onrecord", "sweep", str(self.folder / "news"), "--out", str(self.out)]
        return subprocess.Popen([*command, *self.options], env=ENV, stdout=subprocess.DEVNULL)

    def run(self, kills: int = 0, victims: dict[str, Kill] | None = None, rng: random.Random | None = None) -> None:
        """Sweep to the end, killing so many of the victims meanwhile."""
        since, rng = time.monotonic(), rng or random.Random(0)
        process = self.begun()
        while sum(self.killed.values()) < kills and victims:
            with suppress(subprocess.TimeoutExpired):
                process.wait(LEAST + rng.expovariate(1 / LEAST))
            if process.poll() is not None:
                break
            name = rng.choice(list(victims))
            self.killed[name] += victims[name](process.pid)
            if process.poll() is not None:
                process = self.begun()
        if process.wait():
            sys.exit(f"{self.name}: the sweep failed with {process.returncode}")
        self.seconds = time.monotonic() - since

    def files(self) -> dict[str, bytes]:
        """What came out."""
        return {str(p.relative_to(self.out)): p.read_bytes() for p in self.out.rglob("*") if p.is_file()}

    def row(self, undisturbed: "Sweep") -> tuple[str, ...]:
        """What the table says of it."""
        killed = ", ".join(f"{n} {name}" for name, n in sorted(self.killed.items()) if n) or "none"
        here, there = self.files(), undisturbed.files()
        return self.name, f"{self.seconds:.0f}", killed, str(len(here)), "yes" if here == there else "NO"


def kill_command(command: int) -> bool:
    """Kill the command itself."""
    os.kill(command, signal.SIGKILL)
    os.waitid(os.P_PID, command, os.WEXITED | os.WNOWAIT)
    return True


def kill_worker(command: int) -> bool:
    """Kill a process that the command began to read."""
    return _killed([n for n, parent, line in processes() if parent == command and "spawn_main" in line])


def kill_ray_worker(_: int) -> bool:
    """Kill an actor that reads."""
    return _killed([n for n, _, line in processes() if line.startswith("ray::") and "MapWorker" in line])


def _killed(found: list[int]) -> bool:
    for number in found[:1]:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            return True
    return False


def processes() -> Iterator[tuple[int, int, str]]:
    """Every process: its number, its parent's, and its command line."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            yield (
                int(folder.name),
                parent,
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"),
            )


class Nodes:
    """A head and a second machine, which is this one too."""

    def __init__(self) -> None:
        self._started("--head", f"--port={PORT}", "--include-dashboard=false")
        self._second = self._joined()

    def kill(self, _: int) -> bool:
        """Kill the second raylet, and have another machine join, as an operator would."""
        for number in self._second:
            os.kill(number, signal.SIGKILL)
        self._second = self._joined()
        return True

    def _joined(self) -> set[int]:
        before = self._raylets()
        self._started(f"--address=127.0.0.1:{PORT}")
        return self._raylets() - before

    @staticmethod
    def _raylets() -> set[int]:
        return {n for n, _, line in processes() if "/raylet/raylet " in line}

    @staticmethod
    def _started(*options: str) -> None:
        command = [str(BIN / "ray"), "start", "--num-cpus=1", "--object-store-memory=200000000", *options]
        subprocess.run(command, env=ENV, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster() -> Iterator[Nodes]:
    """Two raylets, ended at the end."""
    try:
        yield Nodes()
    finally:
        subprocess.run([str(BIN / "ray"), "stop", "--force"], env=ENV, check=False, capture_output=True)


if __name__ == "__main__":
    main()
