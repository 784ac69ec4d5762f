"""Which rankings make a state an equilibrium: the published case, by hand, and against the definitions."""

from itertools import permutations

import numpy as np
import pytest

from onrecord.values.conflict import Preferences
from onrecord.weigh.conflict import equilibria, graph_model, inverse, stability
from tests.weigh.conflict import opened
from tests.weigh.conflict.opened import ranking, strait
from tests.weigh.conflict.test_cases import case, modelled

ORIA = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))
VELDT = Preferences(decision_maker="Veldt", ranking=ranking("NY", "NN", "YY", "YN"))


def test_the_published_counts_come_out() -> None:
    known = case("syria-iraq-1975")
    model = modelled(known)
    asked = known["inverse"]
    who = known["decision_makers"].index(asked["rankings_varied"])
    wanted = model.number(known["states"][str(asked["wanted_state"])])
    found = inverse(model.movers, model.ranks(), who, wanted)
    for concept, count in asked["count"].items():
        assert (found[concept].share.held, found[concept].share.of) == (count, asked["rankings"])
        assert found[concept].share.exact
        # and they do it
        ranks = list(model.ranks())
        ranks[who] = found[concept].ranks
        assert equilibria(stability(model.movers, ranks, [concept])[concept])[:, wanted].all()


def test_rankings_are_those_of_the_definitions() -> None:
    model = graph_model(strait(VELDT, ORIA))
    oria = tuple(model.ranks()[1].tolist())
    for wanted in range(4):
        for concept, found in inverse(model.movers, model.ranks(), 0, wanted, ("nash", "gmr", "smr", "seq")).items():
            told = [
                own
                for own in permutations(range(4))
                if all(opened.stable(model, (own, oria), who, wanted, concept) for who in range(2))
            ]
            assert sorted(map(tuple, found.ranks.tolist())) == told


def test_each_ranking_is_told_once_the_best_first() -> None:
    model = graph_model(strait(VELDT, ORIA))
    exact, drawn = (inverse(model.movers, model.ranks(), 0, 0, ["nash"], most=most)["nash"] for most in (24, 10))
    told = [tuple(order) for order in exact.best_first().tolist()]
    # Oria stays at NN, so that Veldt must like NN (0) more than YN (1)
    assert told == [order for order in permutations(range(4)) if order.index(0) < order.index(1)]
    # 2,000 are drawn of 24, and each of the 12 comes once
    assert drawn.share.held > 900
    assert sorted(map(tuple, drawn.best_first().tolist())) == told
    assert drawn.best_first()[0].tolist() == np.argsort(-drawn.ranks[0]).tolist()


def test_what_is_needed_is_said() -> None:
    model = graph_model(strait(VELDT, ORIA))
    found = inverse(model.movers, model.ranks(), 0, 0, ["nash"])["nash"]
    # Oria stays at NN, so that half of Veldt's 24 rankings do it: those with NN above YN
    assert str(found.share) == "in 12 of 24 completions"
    assert found.always() == ((0, 1),)
    # Oria leaves NY in any case
    assert inverse(model.movers, model.ranks(), 0, 2, ["nash"])["nash"].always() == ()


def test_more_states_are_sampled() -> None:
    model = modelled(case("elmira"))
    found = inverse(model.movers, model.ranks(), 0, 4, ["nash"], samples=1_000)["nash"]
    assert (found.share.exact, found.share.of) == (False, 1_000)
    assert len(found.ranks) == found.share.held


def test_a_share_is_near_what_is_exact() -> None:
    model = modelled(case("syria-iraq-1975"))
    exact, drawn = (inverse(model.movers, model.ranks(), 0, 1, most=most)["seq"].share for most in (720, 10))
    assert abs(exact.share - drawn.share) < 2 * drawn.error
    assert exact.share == pytest.approx(384 / 720)
