"""What coalitions do together where preferences are open: every completion against the closed analysis."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.values.conflict import Conflict, Preferences
from onrecord.weigh.conflict import GraphModel, JointCompletions, graph_model
from onrecord.weigh.conflict.analysis import analysed
from onrecord.weigh.conflict.completions import OpenOrder, combined, completions, settled, unsettled
from onrecord.weigh.conflict.open_coalitions import JOINT, OpenJoint, bearable, open_coalitions
from tests.weigh.conflict import opened
from tests.weigh.conflict.opened import open_conflicts
from tests.weigh.conflict.test_coalitions import Made, random_model
from tests.weigh.conflict.test_stability import conflicts


def against_each(model: GraphModel, possible: JointCompletions, found: tuple[OpenJoint, ...]) -> None:
    """Raises AssertionError where counts are not those of each completion analysed by itself."""
    counts = [{c: np.zeros((3, len(model.states)), dtype=int) for c in JOINT} for _ in found]
    ranks = possible.ranks()
    for row in range(len(possible)):
        one = analysed(model, JOINT, tuple(own[row] for own in ranks))
        for joint, held in zip(one.joint, counts, strict=True):
            for c in JOINT:
                left = one.equilibria[c] & ~joint.surviving[c]
                held[c] += np.stack([joint.stable[c], joint.equilibria[c], left])
    for open_joint, held in zip(found, counts, strict=True):
        assert (open_joint.of, open_joint.exact) == (len(possible), possible.exact)
        for c in JOINT:
            assert (
                np.stack([open_joint.held[c], open_joint.together[c], open_joint.left[c]]).tolist() == held[c].tolist()
            )


@settings(max_examples=25, deadline=None)
@given(open_conflicts())
def test_counts_are_those_of_every_completion(conflict: Conflict) -> None:
    conflict = opened.feasible_only(conflict).model_copy(update={"coalitions": (conflict.decision_makers,)})
    model = graph_model(conflict)
    possible = completions(model, most=100, samples=70)
    against_each(model, possible, open_coalitions(model.movers, possible, [(0, 1)]))


def test_a_coalition_of_all_by_hand() -> None:
    # from NN both may go together: Oria likes YY more, and whether Veldt does is open
    veldt = opened.compared("Veldt", "NN > YN", "YY > NY", "NN > NY", "YN > NY")
    oria = Preferences(decision_maker="Oria", ranking=opened.ranking("YY", "NN", "NY", "YN"))
    model = graph_model(opened.strait(veldt, oria))
    (found,) = open_coalitions(model.movers, completions(model), [(0, 1)], ["nash"])
    nash = [str(found.stable("nash", s)) for s in range(4)]
    assert nash == ["in 2 of 3 completions", "in no completion", "in no completion", "in all completions"]
    # NN is an equilibrium in all: neither gains alone
    assert (str(found.leaving("nash", 0)), found.leaving("nash", 3).held) == ("in 1 of 3 completions", 0)
    assert found.equilibrium("nash", 0).held == 2


def test_what_is_too_much_is_known_beforehand() -> None:
    model = graph_model(opened.strait())
    possible = completions(model)
    assert len(possible) == 576
    # 9 words of completions, 4 states, 8 moves
    assert bearable(model.movers, possible, 2, most=2 * 9 * 4 * 8)
    assert not bearable(model.movers, possible, 3, most=2 * 9 * 4 * 8)


@settings(max_examples=80, deadline=None)
@given(conflicts(), st.integers(0, 31), st.integers(0, 31), st.randoms(use_true_random=False))
def test_the_same_of_more_decision_makers_and_moves_that_are_ruled_out(
    made: Made, start: int, end: int, random: object
) -> None:
    model, ranks, _ = random_model(made, start, end)
    many, states = len(model.movers), len(model.states)
    groups = [tuple(sorted(random.sample(range(many), random.randint(1, many)))) for _ in range(2)]  # type: ignore[attr-defined]
    names = tuple(tuple(f"d{n}" for n in group) for group in groups)
    model = GraphModel(model.conflict.model_copy(update={"coalitions": names}), model.states, model.movers)
    some_open = {*random.sample(range(many), 2)} if many > 1 else {0}  # type: ignore[attr-defined]
    orders: list[OpenOrder] = [
        unsettled(f"d{n}", states) if n in some_open else settled(f"d{n}", own) for n, own in enumerate(ranks)
    ]
    possible = combined(orders, states, most=6, samples=4)
    against_each(model, possible, open_coalitions(model.movers, possible, groups))
