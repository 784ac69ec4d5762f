"""What is certain of open preferences, and why verdicts are: against every completion."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.values.conflict import Conflict, Preferences, Wish
from onrecord.values.formula import parse
from onrecord.weigh.conflict import CONCEPTS, GraphModel, certain, completions, graph_model, open_stability
from onrecord.weigh.conflict.certain import LESS, MORE, OPEN, SAME
from onrecord.weigh.conflict.open_reasons import possibly_blocking
from tests.weigh.conflict.opened import compared, feasible_only, open_conflicts, ranking, strait

NAMES = {"Blockade": 0, "Withdraw": 1}
FORMULAS = ("Blockade", "not Withdraw", "Blockade iff Withdraw", "Blockade or Withdraw", "Withdraw if Blockade")


@st.composite
def wishing(draw: st.DrawFn) -> Conflict:
    """Wishes of both, some in no order."""
    texts = st.lists(st.sampled_from(FORMULAS), min_size=1, max_size=4, unique=True)
    return strait(
        *(
            Preferences(
                decision_maker=who,
                wishes=tuple(
                    Wish(text=text, formula=parse(text, NAMES), rank=draw(st.integers(1, 3))) for text in draw(texts)
                ),
            )
            for who in ("Veldt", "Oria")
        )
    )


def signs(model: GraphModel, who: int, state: int) -> list[int]:
    """By all completions."""
    possible = completions(model)
    ranks = possible.ranks()[who]
    found = np.sign(ranks - ranks[:, [state]])
    return [int(column[0]) if len({*column}) == 1 else OPEN for column in found.T.tolist()]


@settings(max_examples=60, deadline=None)
@given(st.one_of(open_conflicts(), wishing()))
def test_certain_is_what_all_completions_agree_on(conflict: Conflict) -> None:
    model = graph_model(feasible_only(conflict))
    possible = completions(model)
    for who, known in enumerate(certain(model)):
        for state in range(len(model.states)):
            assert known.against(state).tolist() == signs(model, who, state)
        # a file may leave the order of wishes open that never matters
        assert known.settled <= (len(possible.each[who].orders) == 1)


@settings(max_examples=60, deadline=None)
@given(st.one_of(open_conflicts(), wishing()))
def test_what_surely_blocks_or_frees_does_so_in_all_completions(conflict: Conflict) -> None:
    model = graph_model(feasible_only(conflict))
    known, found = certain(model), open_stability(model.movers, completions(model))
    for concept in found.held:
        for who in range(len(model.movers)):
            for state in range(len(model.states)):
                moves = possibly_blocking(model.movers, known, who, state, concept)
                share = found.stable(concept, who, state)
                if all(move.blocked for move in moves):
                    assert share.verdict == "in all", (concept, who, state)
                if any(move.surely and move.sanction is None for move in moves):
                    assert share.verdict == "in no", (concept, who, state)
                if concept == "nash":  # nothing but its own likings bears on it, so that these decide it
                    assert (share.verdict == "in all") == (not moves)


def test_an_open_sanction_says_on_what_it_hangs() -> None:
    oria = Preferences(decision_maker="Oria", ranking=ranking("NY", "NN", "YY", "YN"))
    model = graph_model(strait(compared("Veldt", "YN > NN"), oria))
    (move,) = possibly_blocking(model.movers, certain(model), 0, 0, "seq")
    # Veldt goes from NN to YN; Oria then prefers YY, and whether Veldt likes that less than NN is open
    assert (move.to, move.surely, move.blocked, [step.to for step in move.sanction or ()]) == (1, True, False, [3])
    assert [(one.who, one.more, one.less) for one in move.hangs_on] == [(0, 0, 3)]


def test_a_ranking_and_an_order_of_wishes_leave_nothing_open() -> None:
    full = Preferences(decision_maker="Veldt", ranking=ranking("NN", "NY", "YY", "YN"))
    chain = compared("Oria", "NN > NY", "NY = YY", "YY > YN")
    one, other = certain(graph_model(strait(full, chain)))
    assert one.settled
    assert other.settled
    assert other.against(1).tolist() == [MORE, SAME, MORE, MORE]
    assert other.against(0).tolist() == [SAME, LESS, LESS, LESS]
    assert {*CONCEPTS} == {
        *open_stability(graph_model(strait(full, chain)).movers, completions(graph_model(strait(full, chain)))).held
    }
