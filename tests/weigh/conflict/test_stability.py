"""Stability against a second implementation from the definitions, on random conflicts, and on one worked by hand."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.values.formula import parse
from onrecord.weigh.conflict import equilibria, moves, stability
from onrecord.weigh.conflict.stability import stable
from onrecord.weigh.conflict.states import feasible, holds
from tests.weigh.conflict import slow

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@st.composite
def conflicts(draw: st.DrawFn) -> tuple[list[int], list[int], list[tuple[int, int, int]], list[list[int]], int]:
    """States, each one's options, one-way options and a barred choice, ranks with ties, and who the bar is for."""
    owners = [draw(st.integers(0, 4)) for _ in range(draw(st.integers(2, 5)))]
    makers = max(2, max(owners) + 1)
    own = [sum(1 << k for k, o in enumerate(owners) if o == who) for who in range(makers)]
    every = list(range(1 << len(owners)))
    states = sorted(draw(st.sets(st.sampled_from(every), min_size=1)))
    ways = [(bits, draw(st.integers(0, 31)) & bits, draw(st.integers(0, 31)) & bits) for bits in own]
    ranks = [[draw(st.integers(0, 6)) for _ in states] for _ in own]
    return states, own, ways, ranks, draw(st.integers(0, makers - 1))


@settings(max_examples=400, deadline=None)
@given(conflicts(), st.integers(0, 31), st.integers(0, 31))
def test_agrees_with_the_definitions(made: tuple, start: int, end: int) -> None:  # type: ignore[type-arg]
    states, own, ways, ranks, barred_for = made
    bits = np.array(states, dtype=np.int64)
    barred = (((bits & start) == start, (bits & end) == end),)
    movers = [moves(bits, o, up, down, barred if who == barred_for else ()) for who, (o, up, down) in enumerate(ways)]

    def targets(who: int, at: int) -> frozenset[int]:
        _, up, down = ways[who]
        a = states[at]
        return frozenset(
            k
            for k, b in enumerate(states)
            if b != a
            and (a ^ b) & ~own[who] == 0
            and not (a & ~b & up)
            and not (~a & b & down)
            and not (who == barred_for and a & start == start and b & end == end)
        )

    found = stability(movers, [np.array(r, dtype=np.int32) for r in ranks], CONCEPTS)
    for concept in CONCEPTS:
        for who in range(len(own)):
            told = [slow.stable(who, s, ranks, targets, concept) for s in range(len(states))]
            assert found[concept][who].tolist() == told, (concept, who)


@settings(max_examples=200, deadline=None)
@given(conflicts(), st.integers(0, 31), st.integers(0, 31))
def test_simultaneous_moves_agree_with_the_definition(made: tuple, start: int, end: int) -> None:  # type: ignore[type-arg]
    states, own, ways, ranks, barred_for = made
    if len(own) != 2:
        own, ways, ranks = [own[0], ~own[0] & 31], [ways[0], (~own[0] & 31, 4, 8)], ranks[:2]
    bits = np.array(states, dtype=np.int64)
    barred = (((bits & start) == start, (bits & end) == end),)
    movers = [moves(bits, o, up, down, barred if who == barred_for else ()) for who, (o, up, down) in enumerate(ways)]
    gains = [
        [[int(t) for t in mover.targets(s) if r[t] > r[s]] for s in range(len(states))]
        for mover, r in zip(movers, ranks, strict=True)
    ]

    def blocked(who: int, at: int, to: int) -> bool:
        both = (states[to] & own[who] | states[answer] & own[1 - who] for answer in gains[1 - who][at])
        return any(b in states and ranks[who][states.index(b)] <= ranks[who][at] for b in both)

    found = stability(movers, [np.array(r, dtype=np.int32) for r in ranks], ["simultaneous"])["simultaneous"]
    for who in (0, 1):
        told = [all(blocked(who, s, to) for to in gains[who][s]) for s in range(len(states))]
        assert found[who].tolist() == told


def test_simultaneous_moves_of_many_choices_need_no_pairs_of_them() -> None:
    states = feasible(14, [])
    ranks = np.random.default_rng(1).permutation(len(states)).astype(np.int32)
    movers = [moves(states, 0b11, 0, 0), moves(states, (1 << 14) - 4, 0, 0)]
    tracemalloc.start()
    stable(movers, [ranks, -ranks], 0, ["simultaneous"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8e6  # every pair of the other's 4,096 choices is 16 MB


def test_many_rankings_at_once_are_each_what_they_are_alone() -> None:
    states = feasible(4, [])
    movers = [moves(states, 0b0011, 0, 0), moves(states, 0b1100, 0b0100, 0)]
    many = np.random.default_rng(1).integers(0, 9, (2, 50, 16)).astype(np.int32)
    together = stability(movers, list(many))
    for i in range(50):
        alone = stability(movers, list(many[:, i]))
        for concept, masks in alone.items():
            assert [m[i].tolist() for m in together[concept]] == [m.tolist() for m in masks]


def test_two_who_would_both_rather_stand_firm_have_two_ways_out() -> None:
    states = feasible(2, [])  # bit 0: Veldt yields, bit 1: Oria yields
    movers = [moves(states, 1, 0, 0), moves(states, 2, 0, 0)]
    veldt, oria = (np.array(r, dtype=np.int32) for r in ([0, 1, 3, 2], [0, 3, 1, 2]))
    found = stability(movers, [veldt, oria])
    assert np.flatnonzero(equilibria(found["nash"])).tolist() == [1, 2]
    # both yielding holds only by fear of what would hurt the other too
    assert np.flatnonzero(equilibria(found["seq"])).tolist() == [1, 2]
    assert np.flatnonzero(equilibria(found["smr"])).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "true_in"),
    [
        ("Strike unless Withdraw", [1, 2, 3]),
        ("Strike if Withdraw", [0, 1, 3]),
        ("Strike iff Withdraw", [0, 3]),
        ("not (Strike or withdraw)", [0]),
        ("-Strike & Withdraw", [2]),
        ("Withdraw implies not Strike", [0, 1, 2]),
    ],
)
def test_a_formula_holds_where_its_words_say(text: str, true_in: list[int]) -> None:
    formula = parse(text, {"Strike": 0, "Withdraw": 1})
    assert np.flatnonzero(holds(formula, feasible(2, []))).tolist() == true_in
