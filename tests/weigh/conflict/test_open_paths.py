"""Where a state leads while preferences are open: against every completion by itself, and one worked by hand."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ConflictError
from onrecord.values.conflict import Comparison, Conflict, Option, Preferences, Wish
from onrecord.values.formula import parse
from onrecord.weigh.conflict import (
    Concept,
    GraphModel,
    OpenStatusQuo,
    Way,
    certain,
    completions,
    equilibria,
    graph_model,
    open_paths,
    open_status_quo,
    ranks_unless_open,
    stability,
    status_quo,
)
from onrecord.weigh.conflict.certain import OPEN, Liking
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.paths import Path
from tests.weigh.conflict.opened import compared, feasible_only, open_conflicts, ranking, strait
from tests.weigh.conflict.test_certain import wishing

THREE = ("A", "B", "C")
FORMULAS = ("a", "not b", "c", "a iff b", "b or c", "not a if c", "not (a and b and c)")


@st.composite
def of_three(draw: st.DrawFn) -> Conflict:
    """Three with an option each, wishes of two in no order, and comparisons of the third: coalitions have a part."""
    names = {"a": 0, "b": 1, "c": 2}
    options = tuple(
        Option(name=name, owner=who, direction=draw(st.sampled_from(("reversible", "no to yes only"))))
        for name, who in zip(names, THREE, strict=True)
    )
    wishes = [
        Preferences(
            decision_maker=who,
            wishes=tuple(
                Wish(text=text, formula=parse(text, names), rank=draw(st.integers(1, 3)))
                for text in draw(st.lists(st.sampled_from(FORMULAS), min_size=2, max_size=4, unique=True))
            ),
        )
        for who in "AB"
    ]
    order = draw(st.permutations(["".join(p) for p in product("NY", repeat=3)]))
    split = draw(st.integers(0, 6))
    above = [Comparison(better=better, worse=worse) for better, worse in pairwise(order)]
    third = Preferences(decision_maker="C", comparisons=tuple(above[:split] + above[split + 1 :]))
    return Conflict(title="", decision_makers=THREE, options=options, preferences=(*wishes, third))


def looked_at(model: GraphModel, start: int, concept: Concept) -> OpenStatusQuo:
    return open_status_quo(model, certain(model), completions(model), start, concept)


def holds_in(path: Path, ranks: tuple[Ints, ...], n: int) -> bool:
    return all(ranks[i][n][arc.end] > ranks[i][n][arc.start] for arc in path for i in arc.who)


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(open_conflicts(), wishing(), of_three()),
    st.integers(0, 7),
    st.sampled_from(("nash", "seq", "simultaneous")),
)
def test_is_what_each_completion_tells_by_itself(conflict: Conflict, start: int, concept: Concept) -> None:
    model = graph_model(feasible_only(conflict))
    if concept == "simultaneous" and len(model.movers) > 2:
        concept = "smr"
    start %= len(model.states)
    possible = completions(model, most=48, samples=16)
    found = open_status_quo(model, certain(model), possible, start, concept)
    ranks = possible.ranks()
    many, exact = len(possible), possible.exact
    each, whole = [], []
    for n in range(many):
        own = tuple(r[n] for r in ranks)
        wanted = np.flatnonzero(equilibria(stability(model.movers, own, [concept])[concept])).tolist()
        whole.append(status_quo(model, own, start, wanted))
        each.append({route.state: route for route in whole[-1].routes})
    assert {route.state for route in found.routes} == {state for one in each for state in one}
    for route in found.routes:
        those = {n: one[route.state] for n, one in enumerate(each) if route.state in one}
        led = {n: len(r.credible) for n, r in those.items() if r.credible is not None}
        assert (route.equilibrium.held, route.equilibrium.of, route.equilibrium.exact) == (len(those), many, exact)
        assert (route.reached.held, route.reached.of) == (len(led), len(those))
        begun = {who: sum(who in r.openers for r in those.values()) for who in range(len(model.movers))}
        assert {who: share.held for who, share in route.openers} == {who: n for who, n in begun.items() if n}
        assert all(r.shortest is None or len(r.shortest) == len(route.shortest or ()) for r in those.values())

        ways = [way for way in route.possible if route.state != start]
        for way in ways:
            assert way.share.held == sum(holds_in(way.path, ranks, n) for n in those) > 0
            assert way.share.of == len(those)
            assert way.path[-1].end == route.state
            assert (
                {(one.who, one.more, one.less) for one in way.rests_on}
                == {(arc.who[0], arc.end, arc.start) for arc in way.path if arc.possible}
                != set()
            )
        if route.credible:
            assert all(holds_in(route.credible, ranks, n) for n in range(many))
            assert all(len(way.path) < len(route.credible) for way in ways)
        elif route.state != start:
            assert bool(ways) == bool(led)
        if ways:
            assert len(ways[0].path) == min(led.values())
        told: dict[tuple[int, ...], int] = {}
        for r in those.values():
            for unlocked in r.unlocked:
                told[unlocked.members] = told.get(unlocked.members, 0) + 1
        assert {u.members: u.share.held for u in route.unlocked} == told
        assert all(u.share.of == len(those) - len(led) for u in route.unlocked)
    by_improvements = [one.improvements for one in whole]
    assert {s: share.held for s, share in found.shares.items()} == {
        s: sum(s in one for one in by_improvements) for s in {s for one in by_improvements for s in one}
    }
    assert {s: len(path) for s, path in found.moves.items()} == {s: len(path) for s, path in whole[0].moves.items()}


def test_a_path_that_needs_what_cannot_be_is_none() -> None:
    # Veldt may like YN more than NN, or NY more than YY, but not both: YN > NN > NY > YY > YN. So it goes NN→YN, and
    # Oria YN→YY, but never on to NY, though that is no certain loss.
    oria = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))
    model = graph_model(strait(compared("Veldt", "NN > NY", "YY > YN"), oria))
    veldt, _ = certain(model)
    assert [int(veldt.against(start)[end]) for start, end in ((0, 1), (3, 2))] == [OPEN, OPEN]
    found = looked_at(model, 0, "nash")
    assert {state: str(share) for state, share in found.shares.items()} == {
        0: "in all completions",
        1: "in 1 of 6 completions",
        3: "in 1 of 6 completions",
    }
    assert [*found.improvements] == [0, 1, 3]


def test_what_rests_on_an_open_comparison_says_so() -> None:
    oria = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))
    model = graph_model(strait(compared("Veldt", "NY > NN", "YY > YN"), oria))
    found = looked_at(model, 0, "nash")
    (likely, other) = found.routes
    assert (likely.state, str(likely.equilibrium)) == (0, "in 3 of 6 completions")
    assert (other.state, other.credible, str(other.reached)) == (3, None, "in 2 of 3 completions")
    (way,) = other.possible
    assert way == Way(way.path, (Liking(0, 1, 0),), way.share)
    assert [(arc.who, arc.end, arc.gain, arc.possible) for arc in way.path] == [
        ((0,), 1, False, True),
        ((1,), 3, True, False),
    ]


def test_more_states_than_can_be_followed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_paths, "MOST_OPEN", 3)
    model = graph_model(strait(compared("Veldt", "NY > NN")))
    with pytest.raises(ConflictError, match="4 states can be reached from there; where preferences are open, up to 3"):
        looked_at(model, 0, "nash")


def test_coalitions_are_not_tried_where_there_are_too_many_states(monkeypatch: pytest.MonkeyPatch) -> None:
    model = graph_model(strait(compared("Veldt", "NY > NN")))
    assert looked_at(model, 0, "nash").largest == 2
    monkeypatch.setattr(open_paths, "MOST_TOGETHER", 3)
    assert looked_at(model, 0, "nash").largest is None


def test_comparisons_that_leave_nothing_open_are_ranks() -> None:
    full = compared("Veldt", "NN > NY", "NY > YY", "YY > YN")
    model = graph_model(strait(full, compared("Oria", "NN > NY", "NY = YY", "YY > YN")))
    veldt, oria = ranks_unless_open(model) or ((), ())
    assert (np.argsort(veldt).tolist(), np.unique(oria).tolist()) == ([1, 3, 2, 0], [0, 1, 2])
    assert ranks_unless_open(graph_model(strait(full))) is None
