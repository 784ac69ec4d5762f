"""What holds in all, some and no completion: by hand, and against the definitions."""

import numpy as np
import pytest
from hypothesis import given, settings

from onrecord.values.conflict import Conflict, Preferences
from onrecord.weigh.conflict import Share, completions, graph_model, open_stability, stability
from onrecord.weigh.conflict.open_stability import in_chunks
from tests.weigh.conflict import opened
from tests.weigh.conflict.opened import compared, open_conflicts, ranking, strait

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
ORIA = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))


def test_one_that_hangs_on_an_open_pair_holds_in_half() -> None:
    # Veldt, at NN, may blockade: whether it likes YN more is not said. Oria stays at NN and at YY.
    model = graph_model(strait(compared("Veldt", "NY > NN", "YY > YN"), ORIA))
    found = open_stability(model.movers, completions(model))
    nash = [str(found.equilibrium("nash", s)) for s in range(4)]
    assert nash == ["in 3 of 6 completions", "in no completion", "in no completion", "in 3 of 6 completions"]
    assert [found.stable("nash", 1, s).verdict for s in range(4)] == ["in all", "in no", "in no", "in all"]
    assert found.stable("nash", 0, 0).share == 0.5


@settings(max_examples=30, deadline=None)
@given(open_conflicts())
def test_shares_are_those_of_the_definitions(conflict: Conflict) -> None:
    model = graph_model(opened.feasible_only(conflict))
    found = open_stability(model.movers, completions(model), CONCEPTS)
    every = opened.joint(model)
    for concept in CONCEPTS:
        for s in range(len(model.states)):
            told = [[opened.stable(model, ranks, who, s, concept) for who in range(2)] for ranks in every]
            for who in range(2):
                assert found.stable(concept, who, s).held == sum(each[who] for each in told), (concept, who, s)
            assert found.equilibrium(concept, s).held == sum(map(all, told))


def test_a_sample_is_near_what_is_exact_and_claims_no_certainty() -> None:
    model = graph_model(strait(compared("Veldt", "NY > NN")))
    exact = open_stability(model.movers, completions(model))
    drawn = open_stability(model.movers, completions(model, most=10, samples=1_500))
    for concept, counts in exact.held.items():
        for who in range(2):
            for s in range(len(counts[who])):
                share, sampled = exact.stable(concept, who, s), drawn.stable(concept, who, s)
                assert abs(share.share - sampled.share) < 2 * sampled.error
                assert sampled.verdict not in ("in all", "in no")


def test_chunks_make_no_difference() -> None:
    model = graph_model(strait(compared("Veldt", "NY > NN")))
    found = completions(model)
    whole = stability(model.movers, found.ranks())
    parts = [*in_chunks(model.movers, found, CONCEPTS, at_once=30)]
    assert [rows.start for rows, _ in parts][:3] == [0, 8, 16]
    for concept in CONCEPTS:
        for who in range(2):
            assert (np.concatenate([masks[concept][who] for _, masks in parts]) == whole[concept][who]).all()


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Share(30, 30, exact=True), "in all completions"),
        (Share(0, 30, exact=True), "in no completion"),
        (Share(12, 30, exact=True), "in 12 of 30 completions"),
        (Share(1000, 1000, exact=False), "in every one of 1,000 sampled"),
        (Share(0, 1000, exact=False), "in none of 1,000 sampled"),
        (Share(500, 1000, exact=False), "in 500 of 1,000 sampled (50% ± 3.1%)"),
    ],
)
def test_a_share_says_what_is_certain(share: Share, told: str) -> None:
    assert str(share) == told


def test_a_sample_without_exception_still_has_an_error() -> None:
    assert Share(1000, 1000, exact=False).interval == (pytest.approx(0.99617, abs=1e-4), 1)
    assert Share(1000, 1000, exact=True).error == 0
