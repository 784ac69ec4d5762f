"""Strict orders of a partial order: all of them against permutations, draws against what chance allows."""

from collections import Counter
from collections.abc import Callable
from itertools import accumulate, permutations
from math import factorial, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.weigh.conflict import extensions
from onrecord.weigh.conflict.extensions import Extensions, TooOpenError

# a zigzag of six, which cannot be taken apart: each of 1, 3, 5 above its neighbours
ZIGZAG = (0, 1 << 0 | 1 << 2, 0, 1 << 2 | 1 << 4, 0, 1 << 4)


def closed(pairs: set[tuple[int, int]], items: int) -> tuple[int, ...]:
    """For each item those below it, through others too."""
    below = {i: {b for a, b in pairs if a == i} for i in range(items)}
    for _ in range(items):
        below = {i: found | {k for j in found for k in below[j]} for i, found in below.items()}
    return tuple(sum(1 << j for j in below[i]) for i in range(items))


@st.composite
def partial_orders(draw: st.DrawFn) -> tuple[int, ...]:
    items = draw(st.integers(1, 6))
    names = draw(st.permutations(range(items)))
    edges = draw(st.sets(st.tuples(st.integers(0, items - 1), st.integers(0, items - 1)), max_size=8))
    return closed({(names[a], names[b]) for a, b in edges if a < b}, items)


@settings(max_examples=200, deadline=None)
@given(partial_orders())
def test_all_orders_are_those_that_agree(under: tuple[int, ...]) -> None:
    items = range(len(under))
    agree = {
        places
        for places in permutations(items)
        if all(places[j] < places[i] for i in items for j in items if under[i] >> j & 1)
    }
    found = Extensions(under)
    assert found.count == len(agree)
    assert Counter(map(tuple, found.every().tolist())) == Counter(agree)
    assert {*map(tuple, found.drawn(40, np.random.default_rng(1)).tolist())} <= agree


def fair(drawn: np.ndarray, orders: int) -> None:  # type: ignore[type-arg]
    """Every order is drawn, as often as chance allows: chi-square within five standard deviations."""
    counts = Counter(map(tuple, drawn.tolist()))
    expected = len(drawn) / orders
    assert len(counts) == orders
    assert sum((n - expected) ** 2 / expected for n in counts.values()) < orders - 1 + 5 * sqrt(2 * (orders - 1))


DRAWING: dict[str, Callable[[np.random.Generator], tuple[np.ndarray, int]]] = {  # type: ignore[type-arg]
    "stacked and shuffled": lambda r: (Extensions(closed({(0, 1), (2, 3), (4, 0), (4, 2)}, 5)).drawn(4_000, r), 6),
    "over down-sets": lambda r: (Extensions(ZIGZAG).drawn(12_000, r), 61),
    "by the chain": lambda r: (extensions._mixed(tuple(range(6)), ZIGZAG, 12_000, r), 61),
    "nothing stated": lambda r: (Extensions((0,) * 4).drawn(6_000, r), 24),
}


@pytest.mark.parametrize("way", DRAWING)
def test_orders_are_drawn_fairly(way: str) -> None:
    fair(*DRAWING[way](np.random.default_rng(3)))


def distance(under: tuple[int, ...], sweeps: int) -> float:
    """How far the chain still is from uniform (total variation), worked out from its start for every order at once."""
    items = range(len(under))
    agree = [p for p in permutations(items) if not any(under[p[a]] >> p[b] & 1 for b in items for a in range(b))]
    number = {order: k for k, order in enumerate(agree)}
    changed: list[list[int]] = []  # by the place of a pair: what each order becomes where it changes places
    for place in range(len(under) - 1):
        changed.append([])
        for order in agree:
            first, second = order[place : place + 2]
            other = (*order[:place], second, first, *order[place + 2 :])
            changed[-1].append(number.get(other, number[order]))
    chances = np.zeros(len(agree))
    chances[number[tuple(sorted(items, key=lambda i: under[i].bit_count()))]] = 1
    for sweep in range(sweeps):
        for place in range(sweep % 2, len(under) - 1, 2):
            chances = (chances + chances[changed[place]]) / 2
    return float(abs(chances - 1 / len(agree)).sum() / 2)


@settings(max_examples=100, deadline=None)
@given(partial_orders())
def test_the_chain_is_near_uniform_from_any_partial_order(under: tuple[int, ...]) -> None:
    assert distance(under, extensions._sweeps(len(under))) < 0.003


def test_the_chain_is_the_nearer_to_uniform_the_more_items_there_are() -> None:
    far = [distance((0,) * items, extensions._sweeps(items)) for items in range(3, 8)]
    assert far == sorted(far, reverse=True)
    assert distance((0,) * 7, extensions._sweeps(7) // 8) > 0.1  # so the measure can tell


def test_the_chain_is_near_uniform_where_it_is_needed() -> None:
    items = 24  # with 121,393 down-sets
    fence = closed({(k, k + 1) if k % 2 else (k + 1, k) for k in range(items - 1)}, items)
    # the place of the first item, exactly: by the place of the last among the last alone, then of each before it
    orders = [1]
    for k in reversed(range(items - 1)):
        worse = [0, *accumulate(orders)]
        orders = worse if k % 2 else [worse[-1] - below for below in worse]
    exact = np.array([upto / sum(orders) for upto in accumulate(orders)])
    drawn = extensions._mixed(tuple(range(items)), fence, 2_000, np.random.default_rng(5))[:, 0]
    found = np.cumsum(np.bincount(drawn, minlength=items)) / 2_000
    assert abs(found - exact).max() < 1.95 / sqrt(2_000)  # Kolmogorov's bound: 1 in 1,000 by chance


def test_many_states_of_which_little_is_stated_are_counted_and_drawn_exactly() -> None:
    found = Extensions(closed({(0, 1), (2, 3)}, 200))
    assert found.count == factorial(200) // 4
    drawn = found.drawn(50, np.random.default_rng(1))
    assert (drawn[:, 0] > drawn[:, 1]).all()
    assert (drawn[:, 2] > drawn[:, 3]).all()
    assert (np.sort(drawn, axis=1) == np.arange(200)).all()


def test_what_cannot_be_counted_is_drawn_by_the_chain_up_to_a_bound() -> None:
    fence = closed({(k, k + 1) if k % 2 else (k + 1, k) for k in range(35)}, 36)
    assert Extensions(fence).count is None
    drawn = Extensions(fence).drawn(20, np.random.default_rng(1))
    assert all((drawn[:, i] > drawn[:, j]).all() for i in range(36) for j in range(36) if fence[i] >> j & 1)
    wide = closed({(k, k + 1) if k % 2 else (k + 1, k) for k in range(109)}, 110)
    with pytest.raises(TooOpenError):
        Extensions(wide).drawn(1, np.random.default_rng(1))
