"""What belongs together: agglomerative clustering by average likeness."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Alike = NDArray[np.float32]
GONE = -1.0  # the likeness of what is merged away, below any real one


def average_link(alike: Alike, least: float) -> list[list[int]]:
    """Groups of row numbers: the two groups most alike on average become one, until none are ``least`` alike.

    Each row keeps its best partner, so that thousands of rows take seconds. Within a group numbers are in order.
    """
    count = len(alike)
    if not count:
        return []
    table = np.array(alike, dtype=np.float32)
    np.fill_diagonal(table, GONE)
    members = [[i] for i in range(count)]
    best = table.argmax(axis=1)
    top = table[np.arange(count), best]
    while True:
        keep = int(top.argmax())
        if top[keep] < least:
            return [sorted(group) for group in members if group]
        lose = int(best[keep])
        _merge(table, keep, lose, len(members[keep]), len(members[lose]))
        members[keep] += members[lose]
        members[lose] = []
        _renew(table, best, top, keep, lose)


def _merge(table: Alike, keep: int, lose: int, kept: int, lost: int) -> None:
    """One group's row becomes the average of two, the other's is gone."""
    row = (table[keep] * kept + table[lose] * lost) / (kept + lost)
    row[(table[keep] == GONE) | (table[lose] == GONE)] = GONE
    table[keep] = table[:, keep] = row
    table[lose] = table[:, lose] = GONE


def _renew(table: Alike, best: NDArray[np.intp], top: Alike, keep: int, lose: int) -> None:
    """The best partners after a merge: looked up anew where the old one changed, else only compared."""
    stale = (best == keep) | (best == lose)
    stale[keep] = True
    for row in np.flatnonzero(stale):
        best[row] = table[row].argmax()
        top[row] = table[row, best[row]]
    top[lose] = GONE
    better = table[keep] > top
    best[better], top[better] = keep, table[keep][better]


def centre_first(alike: Alike, group: Sequence[int]) -> list[int]:
    """A group's rows, the one most like all others first."""
    rows = list(group)
    near = alike[np.ix_(rows, rows)].sum(axis=1)
    return [rows[i] for i in np.argsort(-near, kind="stable")]
