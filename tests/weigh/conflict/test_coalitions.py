"""Coalitions: what members can do together, on the published case and against the definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict
from onrecord.weigh.conflict import CONCEPTS, GraphModel, coalition, coalitions, jointly_blocking, jointly_stable, moves
from onrecord.weigh.conflict.analysis import Analysis, analysed
from onrecord.weigh.conflict.coalitions import MOST_JOINT, joined, jointly_improving
from onrecord.weigh.conflict.stability import stability
from onrecord.weigh.conflict.states import feasible
from tests.weigh.conflict import slow
from tests.weigh.conflict.test_cases import case, modelled
from tests.weigh.conflict.test_stability import conflicts

JOINT = tuple(c for c in CONCEPTS if c != "simultaneous")
Made = tuple[list[int], list[int], list[tuple[int, int, int]], list[list[int]], int]


def with_coalition(model: GraphModel, *names: str) -> Analysis:
    conflict = model.conflict.model_copy(update={"coalitions": (names,)})
    return analysed(GraphModel(conflict, model.states, model.movers))


def test_elmira_with_a_coalition() -> None:
    known = case("elmira")
    found = with_coalition(modelled(known), *known["coalition"]["members"])
    model, (joint,) = found.model, found.joint

    def named(mask: np.ndarray) -> list[int]:  # type: ignore[type-arg]
        return sorted(int(model.name(int(s))) for s in np.flatnonzero(mask))

    assert named(joint.equilibria["nash"]) == known["coalition"]["nash"]
    start, end = known["coalition"]["joint_improvement"]
    assert named(joint.surviving["nash"]) == [s for s in known["equilibria"]["nash"] if s != start]
    at, to = (next(s for s in range(12) if model.name(s) == str(number)) for number in (start, end))
    assert joint.coalition.improvements(at) == (to,)
    way = joint.coalition.way(at, to)
    assert way is not None
    assert len(way) == 2
    assert {step.who for step in way} == {0, 1}


def random_model(made: Made, start: int, end: int) -> tuple[GraphModel, list[np.ndarray], slow.Targets]:  # type: ignore[type-arg]
    """A conflict drawn at random, and its moves once more, straight from the options."""
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
            and not (a ^ b) & ~own[who]
            and not (a & ~b & up)
            and not (~a & b & down)
            and not (who == barred_for and a & start == start and b & end == end)
        )

    names = tuple(f"d{who}" for who in range(len(own)))
    model = GraphModel(Conflict(title="random", decision_makers=names, options=()), bits, tuple(movers))
    return model, [np.array(r, dtype=np.int32) for r in ranks], targets


@settings(max_examples=400, deadline=None)
@given(conflicts(), st.integers(0, 31), st.integers(0, 31), st.randoms(use_true_random=False))
def test_agrees_with_the_definitions(made: Made, start: int, end: int, random: object) -> None:
    model, ranks, targets = random_model(made, start, end)
    many = len(model.movers)
    members = sorted(random.sample(range(many), random.randint(1, many)))  # type: ignore[attr-defined]
    together = joined(model, ranks, members)
    found = jointly_stable(model, ranks, together, JOINT)
    lists = [r.tolist() for r in ranks]
    for concept, mask in found.items():
        told = [slow.jointly_stable(members, s, lists, targets, concept) for s in range(len(model.states))]
        assert mask.tolist() == told, (concept, members)
        for state, stable in enumerate(mask):
            blocking = jointly_blocking(model, ranks, together, state, concept)
            assert all(i.sanction for i in blocking) == stable, (concept, members, state)
    every = jointly_improving(model, together)
    for state in range(len(model.states)):
        improved = together.improvements(state)
        assert all(together.way(state, to) for to in improved)
        assert tuple(every(state)) == improved


@settings(max_examples=100, deadline=None)
@given(conflicts(), st.integers(0, 31), st.integers(0, 31))
def test_a_coalition_of_one_is_its_member(made: Made, start: int, end: int) -> None:
    model, ranks, _ = random_model(made, start, end)
    alone = stability(model.movers, ranks, JOINT)
    for who in range(len(model.movers)):
        found = jointly_stable(model, ranks, joined(model, ranks, [who]), JOINT)
        assert {c: m.tolist() for c, m in found.items()} == {c: alone[c][who].tolist() for c in JOINT}


def test_many_states_are_looked_at_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalitions, "AT_ONCE", 1)
    states = feasible(8, [])
    own, random = (0b11, 0b11100, 0b11100000), np.random.default_rng(3)
    movers = tuple(moves(states, bits, 0, 0) for bits in own)
    model = GraphModel(Conflict(title="", decision_makers=("A", "B", "C"), options=()), states, movers)
    ranks = [random.integers(0, 40, 256).astype(np.int32) for _ in own]

    def targets(who: int, at: int) -> frozenset[int]:
        return frozenset(map(int, movers[who].targets(at)))

    together = coalition(model, ranks, ("A", "B"))
    found = jointly_stable(model, ranks, together, JOINT)
    lists = [r.tolist() for r in ranks]
    for concept, mask in found.items():
        told = [slow.jointly_stable((0, 1), s, lists, targets, concept) for s in range(256)]
        assert mask.tolist() == told, concept
    assert 0 < found["nash"].sum() < found["gmr"].sum()
    assert found["smr"].sum() < found["gmr"].sum()
    every = jointly_improving(model, together)
    assert all(tuple(every(s)) == together.improvements(s) for s in range(256))


@pytest.mark.parametrize(
    ("members", "told"),
    [
        (("A", "Oria"), "no decision maker is called 'Oria'. Known: A, B."),
        (("A", "A"), "A stands twice"),
        ((), "has no members"),
    ],
)
def test_a_coalition_is_of_known_members(members: tuple[str, ...], told: str) -> None:
    states = feasible(2, [])
    movers = (moves(states, 1, 0, 0), moves(states, 2, 0, 0))
    model = GraphModel(Conflict(title="", decision_makers=("A", "B"), options=()), states, movers)
    with pytest.raises(ConflictError) as raised:
        coalition(model, [np.arange(4, dtype=np.int32)] * 2, members)
    assert told in str(raised.value)


def test_too_many_states_for_coalitions_are_refused() -> None:
    states = feasible(15, [])
    movers = (moves(states, 1, 0, 0), moves(states, 0b10, 0, 0))
    model = GraphModel(Conflict(title="", decision_makers=("A", "B"), options=()), states, movers)
    ranks = [np.arange(len(states), dtype=np.int32)] * 2
    with pytest.raises(ConflictError, match=f"up to {MOST_JOINT:,} feasible states, and there are 32,768"):
        jointly_stable(model, ranks, coalition(model, ranks, ("A", "B")), ["nash"])


def test_simultaneous_alone_is_refused_for_three() -> None:
    with pytest.raises(ConflictError, match="two decision makers, and there are 3"):
        analysed(modelled(case("elmira")), ["simultaneous"])
