"""Where a state leads: the published case, one worked by hand, and every legal sequence written out."""

from collections.abc import Callable, Iterable
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict
from onrecord.weigh.conflict import GraphModel, equilibria, moves, paths, stability, status_quo
from onrecord.weigh.conflict.paths import Path, StatusQuo, arcs, judged
from onrecord.weigh.conflict.states import feasible
from tests.weigh.conflict import slow
from tests.weigh.conflict.test_cases import case, modelled
from tests.weigh.conflict.test_coalitions import Made, random_model
from tests.weigh.conflict.test_stability import conflicts


def elmira() -> tuple[GraphModel, StatusQuo]:
    model = modelled(case("elmira"))
    ranks = model.ranks()
    wanted = np.flatnonzero(equilibria(stability(model.movers, ranks, ["nash"])["nash"])).tolist()
    return model, status_quo(model, ranks, numbered(model, 1), wanted)


def numbered(model: GraphModel, name: int) -> int:
    return next(s for s in range(len(model.states)) if model.name(s) == str(name))


def written(model: GraphModel, path: Path | None) -> list[list[object]]:
    names = model.conflict.decision_makers
    return [
        [" + ".join(names[who] for who in arc.who), int(model.name(arc.start)), int(model.name(arc.end))]
        for arc in path or ()
    ]


def test_elmira_is_unlocked_by_a_coalition() -> None:
    model, found = elmira()
    routes = {int(model.name(route.state)): route for route in found.routes}
    assert [state for state, route in routes.items() if route.credible is not None] == [7]
    assert written(model, routes[7].credible) == [["Local Government", 1, 7]]
    assert routes[7].openers == (2,)
    (unlocking,) = routes[10].unlocked
    assert written(model, unlocking.path) == case("elmira")["path"]["steps"]
    assert all(arc.gain for arc in unlocking.path)
    assert [state for state, route in routes.items() if route.unlocked] == [10]
    assert found.largest == 3
    assert written(model, routes[5].shortest) == [["Uniroyal", 1, 5]]
    assert routes[5].shortest is not None
    assert not routes[5].shortest[0].gain


def test_the_arcs_of_a_picture_hold_each_state_and_all_improvements_on_the_way() -> None:
    model, found = elmira()
    judge = judged(model.ranks())
    every = [*arcs(model, judge, found.moves, found.improvements, found.moves)]
    assert len(set(every)) == len(every)
    assert {arc.end for arc in every} >= set(found.moves) - {found.start}
    assert {(arc.start, arc.end) for arc in every if arc.gain} >= {(found.start, numbered(model, 7))}
    some = {found.start, numbered(model, 7)}
    among = arcs(model, judge, found.moves, found.improvements, some)
    assert written(model, tuple(among)) == [["Local Government", 1, 7]]


def lengths(
    start: int, makers: Iterable[int], steps: Callable[[int, int], Iterable[int]]
) -> tuple[dict[int, int], dict[int, set[int]]]:
    """By growing all legal sequences a move at a time: the fewest moves to each state, and who can make the first."""
    makers, at, many = [*makers], {(start, -1, -1)}, 0
    found, first, seen = {start: 0}, dict[int, set[int]](), set[tuple[int, int, int]]()
    while at:
        many += 1
        at = {
            (to, j, j if opened == -1 else opened) for s, last, opened in at for j in makers if j != last
            for to in steps(j, s)
        } - seen  # fmt: skip
        seen |= at
        for to, _, opened in at:
            found.setdefault(to, many)
            first.setdefault(to, set()).add(opened)
    return found, first


def holds(path: Path | None, start: int, end: int, many: int | None) -> bool:
    """Whether a path is legal, from one state to another, in so many moves."""
    if path is None or many is None:
        return path is many
    ends = [start, *(arc.end for arc in path)]
    joined = all(arc.start == at for arc, at in zip(path, ends, strict=False))
    return joined and ends[-1] == end and len(path) == many and all(a.who != b.who for a, b in pairwise(path))


@settings(max_examples=200, deadline=None)
@given(conflicts(), st.integers(0, 31), st.integers(0, 31), st.integers(0, 31))
def test_agrees_with_every_legal_sequence_written_out(made: Made, start: int, end: int, at: int) -> None:
    model, ranks, targets = random_model(made, start, end)
    many, at, every = len(model.movers), at % len(model.states), range(len(model.states))
    found = status_quo(model, ranks, at, [*every])

    def gaining(j: int, s: int) -> list[int]:
        return [t for t in targets(j, s) if ranks[j][t] > ranks[j][s]]

    moved, _ = lengths(at, range(many), targets)
    improved, first = lengths(at, range(many), gaining)
    for route in found.routes:
        assert holds(route.shortest, at, route.state, moved.get(route.state))
        assert holds(route.credible, at, route.state, improved.get(route.state))
        assert all(arc.gain for arc in route.credible or ())
        assert set(route.openers) == (first.get(route.state, set()) if route.state != at else set())
    assert {s: len(p) for s, p in found.moves.items()} == moved
    assert {s: len(p) for s, p in found.improvements.items()} == improved

    told: dict[int, dict[tuple[int, ...], int]] = {}
    for members in (m for size in range(2, many + 1) for m in combinations(range(many), size)):

        def together(j: int, s: int, members: tuple[int, ...] = members) -> Iterable[int]:
            if j < many:
                return gaining(j, s)
            return [t for t in slow.reached(members, s, targets) if all(ranks[i][t] > ranks[i][s] for i in members)]

        for state, length in lengths(at, range(many + 1), together)[0].items():
            known = told.setdefault(state, {})
            if state not in improved and all(len(m) == len(members) for m in known):
                known[members] = length
    for route in found.routes:
        assert {u.members: len(u.path) for u in route.unlocked} == told.get(route.state, {})
        assert all(holds(u.path, at, route.state, len(u.path)) for u in route.unlocked)


def many_states(options: int) -> tuple[GraphModel, list[np.ndarray]]:  # type: ignore[type-arg]
    states = feasible(options, [])
    movers = tuple(moves(states, bits, 0, 0) for bits in (0b1, ((1 << options) - 1) & ~1))
    model = GraphModel(Conflict(title="", decision_makers=("A", "B"), options=()), states, movers)
    return model, [np.arange(len(states), dtype=np.int32)] * 2


def test_more_states_than_can_be_followed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST_REACHED", 100)
    model, ranks = many_states(8)
    with pytest.raises(ConflictError, match="more than 100 states can be reached"):
        status_quo(model, ranks, 0, [3])


def test_coalitions_are_not_tried_where_there_are_too_many_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST_JOINT", 200)
    model, ranks = many_states(8)
    found = status_quo(model, ranks, 255, [3])
    assert found.largest is None
    assert found.routes[0].unlocked == ()


def test_who_can_begin_is_looked_for_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    model, ranks = many_states(5)
    whole = status_quo(model, ranks, 2, range(32))
    monkeypatch.setattr(paths, "AT_ONCE", 3)
    assert status_quo(model, ranks, 2, range(32)) == whole
    assert status_quo(model, ranks, 2, []).routes == ()


def test_coalitions_are_tried_up_to_a_number_and_the_largest_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST_COALITIONS", 0)
    model, ranks = many_states(4)
    assert status_quo(model, ranks, 15, [3]).largest == 0
    monkeypatch.setattr(paths, "MOST_COALITIONS", 1)
    assert status_quo(model, ranks, 15, [3]).largest == 2
    assert status_quo(model, ranks, 0, [3]).largest == 0  # not locked: nothing to unlock
