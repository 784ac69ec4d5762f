"""Average-link clustering: against the plain definition, on made likenesses."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.weigh.clusters import average_link, centre_first


def square(rows: list[list[float]]) -> np.ndarray:
    made = np.array(rows, dtype=np.float32)
    return np.maximum(made, made.T)


def plainly(alike: np.ndarray, least: float) -> set[frozenset[int]]:
    """The definition: merge the best pair of groups by mean likeness until none is good enough."""
    groups = [frozenset([i]) for i in range(len(alike))]
    while True:
        scored = [(np.mean([alike[i, j] for i in a for j in b]), a, b) for a, b in combinations(groups, 2)]
        best = max(scored, key=lambda x: x[0], default=None)
        if best is None or best[0] < least:
            return set(groups)
        groups = [g for g in groups if g not in best[1:]] + [best[1] | best[2]]


@pytest.mark.parametrize("rows", [[], [[1.0]]])
def test_nothing_to_merge(rows: list[list[float]]) -> None:
    assert average_link(np.array(rows, dtype=np.float32), 0.5) == [[0]] * len(rows)


def test_two_pairs_and_one_alone() -> None:
    alike = square([[1, 0.9, 0, 0.1, 0], [0, 1, 0.1, 0, 0], [0, 0, 1, 0.8, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]])
    assert average_link(alike, 0.5) == [[0, 1], [2, 3], [4]]


def test_a_chain_is_no_group() -> None:
    """One is like two and two like three, but one and three share nothing: on average too little."""
    alike = square([[1, 0.6, 0.0], [0, 1, 0.55], [0, 0, 1]])
    assert average_link(alike, 0.5) == [[0, 1], [2]]


@given(st.integers(2, 9).flatmap(lambda n: st.permutations(range(n * (n - 1) // 2)).map(lambda p: (n, p))))
def test_as_defined(case: tuple[int, list[int]]) -> None:
    count, order = case
    alike = np.eye(count, dtype=np.float32)
    for rank, (i, j) in zip(order, combinations(range(count), 2), strict=True):
        alike[i, j] = alike[j, i] = (rank + 1) ** 0.5 / len(order)  # all different: no ties to break
    assert {frozenset(g) for g in average_link(alike, 0.4)} == plainly(alike, 0.4)


def test_the_centre_comes_first() -> None:
    alike = square([[1, 0.9, 0.1], [0, 1, 0.8], [0, 0, 1]])
    assert centre_first(alike, [0, 1, 2]) == [1, 0, 2]
