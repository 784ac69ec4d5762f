"""How conflicts grow with their states, on one core: `python -m benchmarks.conflict`."""

import resource
import time
from collections.abc import Callable

import numpy as np
from rich.console import Console
from rich.table import Table

from onrecord.values.conflict import Conflict
from onrecord.weigh.conflict import GraphModel, coalition, jointly_stable, moves, stability, status_quo
from onrecord.weigh.conflict.coalitions import MOST_JOINT
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.stability import CONCEPTS
from onrecord.weigh.conflict.states import feasible, mask_of

DECISION_MAKERS = ("A", "B", "C", "D")
OPTIONS = (8, 10, 11, 12, 14, 16)


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


def main() -> None:
    """Print the table. The last state, least liked by all, is locked: paths to it try every coalition."""
    table = Table("states", "stability", "a coalition of two", "paths, all coalitions tried", "peak memory, MB")
    table.title = "CPU seconds"
    for options in OPTIONS:
        model, ranks = drawn(options)
        many = len(model.states)
        spent = [seconds(lambda m=model, r=ranks: stability(m.movers, r), 3)]  # type: ignore[misc]
        if many <= MOST_JOINT:
            two = coalition(model, ranks, DECISION_MAKERS[:2])
            spent.append(seconds(lambda m=model, r=ranks, c=two: jointly_stable(m, r, c, CONCEPTS), 1))  # type: ignore[misc]
        else:
            spent.append(float("nan"))
        spent.append(seconds(lambda m=model, r=ranks, k=many: status_quo(m, r, 0, [k - 1]), 1))  # type: ignore[misc]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        table.add_row(f"{many:,}", *(f"{one:.2f}" for one in spent), f"{peak:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
