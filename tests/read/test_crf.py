"""The CRF against brute force: every path of a short sequence counted."""

from itertools import pairwise, product

import numpy as np
import pytest

from onrecord.read import crf

TAGS = 5


def impossible(path: tuple[int, ...]) -> bool:
    before = (0, *path[:-1])
    return any(to and to % 2 == 0 and since not in (to - 1, to) for since, to in zip(before, path, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_best_path_and_total_agree_with_brute_force(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(3, 5, TAGS)).astype(np.float32)
    transitions = rng.normal(size=(TAGS, TAGS)).astype(np.float32)
    steps = crf.moves(transitions)
    best, total = crf.best_paths(scores, steps), crf.log_total(scores, steps)
    for row in range(len(scores)):
        weights = {
            path: sum(scores[row, t, tag] for t, tag in enumerate(path))
            + sum(transitions[a, b] for a, b in pairwise(path))
            for path in product(range(TAGS), repeat=5)
            if not impossible(path)
        }
        assert tuple(best[row]) == max(weights, key=weights.__getitem__)
        assert total[row] == pytest.approx(np.logaddexp.reduce(list(weights.values())), abs=1e-3)


def test_an_inside_never_begins_a_path() -> None:
    scores = np.zeros((1, 2, TAGS), dtype=np.float32)
    scores[0, 0, 2] = 50
    path = crf.best_paths(scores, crf.moves(np.zeros((TAGS, TAGS), dtype=np.float32)))[0]
    assert path[0] != 2
