"""Nash stability against pygambit's pure equilibria, where a conflict is a strategic game.

It is one where every option can be taken and given up and every state is feasible: a choice of a decision maker's own
options is a strategy, a state one strategy of each, and whatever rank it has a payoff.
"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.values.conflict import Conflict, Option, Preferences, Ranking
from onrecord.weigh.conflict import GraphModel, equilibria, graph_model, stability

gambit = pytest.importorskip("pygambit", reason="pygambit is not installed: install requirements-dev.txt")

NAMES = ("Veldt", "Oria", "Senn", "Marrow")


@st.composite
def games(draw: st.DrawFn) -> Conflict:
    """Two to four decision makers with one to three options each, in any order, and rankings with ties."""
    makers = NAMES[: draw(st.integers(2, 4))]
    more = st.integers(1, {2: 3, 3: 2, 4: 2}[len(makers)])
    owners = draw(st.permutations([who for who in makers for _ in range(draw(more))]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def ranking() -> Ranking:
        order = [str(1 + state) for state in random.permutation(1 << len(owners))]
        apart = random.random(len(order) - 1) < draw(st.sampled_from((0.1, 0.5, 1)))
        ends = [0, *np.flatnonzero(apart) + 1, len(order)]
        return Ranking(groups=tuple(tuple(order[a:b]) for a, b in pairwise(ends)))

    return Conflict(
        title="random",
        decision_makers=makers,
        options=tuple(Option(name=f"option {k}", owner=who) for k, who in enumerate(owners)),
        preferences=tuple(Preferences(decision_maker=who, ranking=ranking()) for who in makers),
    )


def choices(model: GraphModel) -> list[list[int]]:
    """Each decision maker's strategy in each state, by number: its own options read as digits."""
    own = [
        [k for k, o in enumerate(model.conflict.options) if o.owner == who] for who in model.conflict.decision_makers
    ]
    return [[sum((int(s) >> k & 1) << place for place, k in enumerate(bits)) for s in model.states] for bits in own]


@settings(max_examples=400, deadline=None)
@given(games())
def test_nash_equilibria_are_those_of_the_strategic_game(conflict: Conflict) -> None:
    model = graph_model(conflict)
    strategies, ranks = choices(model), model.ranks()
    payoffs = []
    for own in ranks:
        table = np.empty([max(chosen) + 1 for chosen in strategies], dtype=int)
        table[tuple(strategies)] = own
        payoffs.append(table)
    found = gambit.nash.enumpure_solve(gambit.StrategicGame.from_arrays(*payoffs))
    told = {
        tuple(int(name) - 1 for mixed in profile for name, chance in mixed if chance) for profile in found.equilibria
    }
    nash = np.flatnonzero(equilibria(stability(model.movers, ranks, ["nash"])["nash"]))
    assert {tuple(chosen[state] for chosen in strategies) for state in nash} == told
