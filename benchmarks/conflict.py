"""How conflicts grow with their states, on one core.

usage: python -m benchmarks.conflict [--plot FILE.svg] [--peer NAME STATES:SECONDS …]
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.plot import Curve
from benchmarks.plot import drawn as drawing
from onrecord.values.conflict import Conflict
from onrecord.weigh.conflict import GraphModel, coalition, jointly_stable, moves, stability, status_quo
from onrecord.weigh.conflict.coalitions import MOST_JOINT
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.stability import CONCEPTS
from onrecord.weigh.conflict.states import feasible, mask_of

DECISION_MAKERS = ("A", "B", "C", "D")
OPTIONS = (8, 10, 11, 12, 14, 16)


@dataclass(frozen=True, slots=True)
class Row:
    """CPU seconds for some states, None where there are too many for coalitions, and the peak memory in MB."""

    states: int
    stability: float
    coalition: float | None
    paths: float
    peak: float


def drawn(options: int) -> tuple[GraphModel, list[Ints]]:
    """All states of some options, shared out evenly, with random rankings; all like the last state least."""
    states = feasible(options, [])
    many = len(DECISION_MAKERS)
    movers = tuple(moves(states, mask_of(range(who, options, many)), 0, 0) for who in range(many))
    random = np.random.default_rng(1)
    ranks = [random.permutation(len(states)).astype(np.int32) for _ in movers]
    for own in ranks:
        own[np.flatnonzero(own == 0)], own[-1] = own[-1], 0
    return GraphModel(Conflict(title="", decision_makers=DECISION_MAKERS, options=()), states, movers), ranks


def seconds(once: Callable[[], object], times: int) -> float:
    """The best of some runs."""

    def run() -> float:
        begun = time.process_time()
        once()
        return time.process_time() - begun

    return min(run() for _ in range(times))


def measured(options: int) -> Row:
    """What the states of some options take. The last one, least liked by all, is locked: paths try every coalition."""
    model, ranks = drawn(options)
    many = len(model.states)
    alone = seconds(lambda: stability(model.movers, ranks), 3)
    joint = None
    if many <= MOST_JOINT:
        two = coalition(model, ranks, DECISION_MAKERS[:2])
        joint = seconds(lambda: jointly_stable(model, ranks, two, CONCEPTS), 3)
    paths = seconds(lambda: status_quo(model, ranks, 0, [many - 1]), 1)
    return Row(many, alone, joint, paths, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def plotted(rows: Sequence[Row], peer: Curve | None) -> str:
    """The growth as a drawing; ``peer`` is another tool's, which is told and not measured here."""
    curves = [
        Curve("stability, all concepts", tuple((row.states, row.stability) for row in rows)),
        Curve("a coalition of two", tuple((row.states, row.coalition) for row in rows if row.coalition)),
        Curve("paths, all coalitions", tuple((r.states, r.paths) for r in rows if r.coalition)),
    ]
    if peer:
        curves.append(peer)
    words = "; ".join(
        f"{curve.name}: " + ", ".join(f"{seconds:.2g} s for {states:,.0f} states" for states, seconds in curve.points)
        for curve in curves
    )
    return drawing("How the analysis of a conflict grows with its states", words, ("states", "CPU seconds"), curves)


def told(name: str, *points: str) -> Curve:
    """Another tool's seconds, as they are written: STATES:SECONDS."""
    pairs = (point.split(":") for point in points)
    return Curve(name, tuple((float(states), float(spent)) for states, spent in pairs))


def main() -> None:
    """Print the table, and draw it where that is asked for."""
    parser = argparse.ArgumentParser(description="How conflicts grow with their states.")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw the growth to")
    parser.add_argument("--peer", nargs="+", help="another tool's name and its STATES:SECONDS, to be drawn too")
    args = parser.parse_args()
    table = Table("states", "stability", "a coalition of two", "paths, all coalitions tried", "peak memory, MB")
    table.title = "CPU seconds"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as apart:
        rows = [*apart.map(measured, OPTIONS)]
    for row in rows:
        spent = ("" if one is None else f"{one:.2f}" for one in (row.stability, row.coalition, row.paths))
        table.add_row(f"{row.states:,}", *spent, f"{row.peak:.0f}")
    Console().print(table)
    if args.plot:
        args.plot.write_text(plotted(rows, told(*args.peer) if args.peer else None), encoding="utf-8")


if __name__ == "__main__":
    main()
