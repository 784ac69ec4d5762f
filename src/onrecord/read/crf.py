"""Best path and odds of a linear-chain CRF over BIO tags, in NumPy (Lafferty et al. 2001)."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = np.float32(-1e4)


def moves(transitions: Floats) -> Floats:
    """Transition scores (from, to) with impossible moves forbidden: an I only follows a B or I of its own type."""
    out = transitions.astype(np.float32).copy()
    for to in range(2, len(out), 2):
        for since in range(len(out)):
            if since not in (to - 1, to):
                out[since, to] = FORBIDDEN
    return out


def best_paths(scores: Floats, steps: Floats) -> Ints:
    """The best tag sequence of each row.

    ``scores`` is (rows, pieces, tags), ``steps`` (from, to) as ``moves`` makes them. Returns (rows, pieces).
    """
    rows, length, _ = scores.shape
    back = np.zeros(scores.shape, dtype=np.int8)
    alpha = scores[:, 0] + np.where(steps[0] == FORBIDDEN, FORBIDDEN, 0)
    for t in range(1, length):
        reach = alpha[:, :, None] + steps
        back[:, t] = reach.argmax(1)
        alpha = reach.max(1) + scores[:, t]
    out = np.zeros((rows, length), dtype=np.int64)
    out[:, -1] = alpha.argmax(1)
    for t in range(length - 1, 0, -1):
        out[:, t - 1] = back[np.arange(rows), t, out[:, t]]
    return out


def log_total(scores: Floats, steps: Floats) -> Floats:
    """The log of the summed weight of all paths of each row, (rows,)."""
    alpha = scores[:, 0] + np.where(steps[0] == FORBIDDEN, FORBIDDEN, 0)
    for t in range(1, scores.shape[1]):
        reach = alpha[:, :, None] + steps
        top = reach.max(1)
        alpha = top + np.log(np.exp(reach - top[:, None]).sum(1)) + scores[:, t]
    top = alpha.max(1)
    total: Floats = top + np.log(np.exp(alpha - top[:, None]).sum(1))
    return total
