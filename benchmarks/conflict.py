"""How stability grows with the states, all concepts, on one core: `python -m benchmarks.conflict`."""

import resource
import time

import numpy as np
from rich.console import Console
from rich.table import Table

from onrecord.weigh.conflict import moves, stability
from onrecord.weigh.conflict.states import feasible, mask_of

DECISION_MAKERS = 4
OPTIONS = (8, 10, 11, 12, 14, 16)


def seconds(options: int) -> float:
    """The best of three runs over all states of some options, shared out evenly, with random rankings."""
    states = feasible(options, [])
    shared = [range(who, options, DECISION_MAKERS) for who in range(DECISION_MAKERS)]
    random = np.random.default_rng(1)
    ranks = [random.permutation(len(states)).astype(np.int32) for _ in shared]

    def once() -> float:
        begun = time.process_time()
        stability([moves(states, mask_of(own), 0, 0) for own in shared], ranks)
        return time.process_time() - begun

    return min(once() for _ in range(3))


def main() -> None:
    """Print the table."""
    table = Table("options", "states", "CPU seconds", "peak memory, MB", title="stability by all concepts")
    for options in OPTIONS:
        spent = seconds(options)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        table.add_row(str(options), f"{1 << options:,}", f"{spent:.3f}", f"{peak:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
