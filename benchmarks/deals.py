"""How deals grow with their packages, on one core: `python -m benchmarks.deals`.

Random scores from 0 to 100, thresholds that each party's packages meet about as often as not. Each row in a process of
its own, so that its peak memory is its own.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from onrecord.values.deal import Bounds, DealIssue, DealParty, Negotiation, Scores, Threshold
from onrecord.weigh.deals import (
    Packages,
    blockers,
    by_all,
    by_rule,
    kalai_smorodinsky_point,
    nash_point,
    near,
    packages,
    pareto,
)


@dataclass(frozen=True, slots=True)
class Case:
    """How many resolutions each issue has, how many parties there are, and what share of the scores is a range."""

    sizes: tuple[int, ...]
    parties: int
    open_share: float = 0


CASES = (
    Case((5, 4, 4, 4, 3, 3), 7),
    Case((5,) * 6, 6),
    Case((5,) * 6, 6, 0.3),
    Case((4,) * 8, 7),
    Case((4,) * 8 + (3,), 5),
    Case((4,) * 8 + (3,), 7),
    Case((4,) * 8 + (3,), 7, 0.1),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What one case takes, in CPU seconds and megabytes, and how many packages may be Pareto optimal."""

    packages: int
    pareto: float
    other: float
    peak: float
    efficient: int


def drawn(case: Case) -> Negotiation:
    """A negotiation with random scores."""
    random = np.random.default_rng(1)

    def worth() -> Bounds:
        low = int(random.integers(0, 101))
        return Bounds(low=low, high=low + (int(random.integers(1, 21)) if random.random() < case.open_share else 0))

    def party(number: int) -> DealParty:
        scores = tuple(Scores(bounds=tuple(worth() for _ in range(size))) for size in case.sizes)
        least = sum(float(np.mean([b.low for b in issue.bounds])) for issue in scores)
        return DealParty(
            name=f"party {number}", scores=scores, threshold=Threshold(bounds=Bounds(low=int(least), high=int(least)))
        )

    issues = tuple(
        DealIssue(name=f"issue {n}", resolutions=tuple(f"way {k}" for k in range(size)))
        for n, size in enumerate(case.sizes)
    )
    return Negotiation(title="random", issues=issues, parties=tuple(party(n) for n in range(case.parties)), all_but=1)


def rest(made: Packages) -> None:
    """All answers but the Pareto set of all packages."""
    for answer in (by_all, by_rule, nash_point, kalai_smorodinsky_point, near, blockers):
        answer(made)


def seconds(once: Callable[[], object]) -> float:
    """The CPU time of one run."""
    begun = time.process_time()
    once()
    return time.process_time() - begun


def measured(case: Case) -> Row:
    """What one case takes."""
    made = packages(drawn(case))
    spent = seconds(lambda: pareto(made)), seconds(lambda: rest(made))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row(len(made), *spent, peak, int(pareto(made).possible.sum()))


def main() -> None:
    """Print the table."""
    table = Table("packages", "parties", "open scores", "may be Pareto optimal", "Pareto set", "all else", "MB")
    table.title = "CPU seconds and peak memory"
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as apart:
        for case, row in zip(CASES, apart.map(measured, CASES), strict=True):
            share = f"{100 * case.open_share:.0f} %" if case.open_share else "none"
            sizes = (f"{row.packages:,}", f"{case.parties}", share, f"{row.efficient:,}")
            table.add_row(*sizes, f"{row.pareto:.2f}", f"{row.other:.2f}", f"{row.peak:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
