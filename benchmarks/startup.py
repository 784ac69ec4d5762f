"""Start-up and memory of whole processes, cold caches apart: `python -m benchmarks.startup [FILE]`.

Prints the best of several runs of each command, and the peak resident memory.
"""

import os
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GENEVA = Path(__file__).resolve().parents[2] / "shared/data/geneva-eve/article.md"
RUNS = 5


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of one run of a Python command."""
    begun = time.monotonic()
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(sys.executable, [sys.executable, *command], os.environ, file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{command} failed")
    return time.monotonic() - begun, usage.ru_maxrss / 1024


def main(article: str | None = None) -> None:
    """Print the table."""
    one = article or str(GENEVA if GENEVA.exists() else min(EXAMPLES.glob("*.md")))
    commands = {
        "python -c pass": ["-c", "pass"],
        "import onrecord": ["-c", "import onrecord"],
        "onrecord --version": ["-m", "onrecord", "--version"],
        "onrecord brief, one article": ["-m", "onrecord", "brief", one],
        "onrecord brief, the examples": ["-m", "onrecord", "brief", *map(str, sorted(EXAMPLES.glob("*.md")))],
    }
    table = Table("command", "seconds", "peak MB", title=f"best of {RUNS} runs")
    for name, command in commands.items():
        runs = [measured(command) for _ in range(RUNS)]
        table.add_row(name, f"{min(s for s, _ in runs):.2f}", f"{max(m for _, m in runs):.0f}")
    Console().print(table)


if __name__ == "__main__":
    main(*sys.argv[1:])
