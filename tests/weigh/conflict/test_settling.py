"""The fewest comparisons that settle a verdict: by hand, and against all sets of pairs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict, Option, Preferences, Wish
from onrecord.values.formula import parse
from onrecord.weigh.conflict import Concept, Question, Share, completions, graph_model, settling
from onrecord.weigh.conflict.settling import _bearing
from tests.weigh.conflict import opened
from tests.weigh.conflict.opened import compared, open_conflicts, ranking, strait

ORIA = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))
CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq", "sseq")


def test_the_one_open_pair_that_matters_is_asked() -> None:
    # whether NN is an equilibrium hangs on Veldt's NN and YN alone; they are neighbours in 4 of the 6 orders
    conflict = strait(compared("Veldt", "NY > NN", "YY > YN"), ORIA, state_names=(("calm", "NN"),))
    model = graph_model(conflict)
    found = settling(model, completions(model), 0, "nash")
    assert str(found.share) == "in 3 of 6 completions"
    assert found.questions == (
        Question("Veldt", "states", "calm", "2", 4, Share(3, 3, exact=True), Share(0, 3, exact=True)),
    )


def test_what_is_settled_needs_no_question() -> None:
    model = graph_model(strait(compared("Veldt", "NN > YN"), ORIA))
    found = settling(model, completions(model), 0, "nash")
    assert (found.share.verdict, found.questions) == ("in all", ())


def test_of_wishes_it_asks_which_matters_more() -> None:
    names = {"Blockade": 0, "Withdraw": 1}
    written = [("not Blockade", 1), ("Blockade iff Withdraw", 1), ("Blockade unless Withdraw", 1)]
    wishes = tuple(Wish(text=text, formula=parse(text, names), rank=rank) for text, rank in written)
    model = graph_model(strait(Preferences(decision_maker="Veldt", wishes=wishes), ORIA))
    # at NN the first two hold and the third does not, at YN only the third does: what counts is whether it leads
    found = settling(model, completions(model), 0, "nash")
    assert str(found.share) == "in 4 of 6 completions"
    assert {(q.about, q.first, q.second) for q in found.questions} == {
        ("wishes", "not Blockade", "Blockade unless Withdraw"),
        ("wishes", "Blockade iff Withdraw", "Blockade unless Withdraw"),
    }


@settings(max_examples=40, deadline=None)
@given(open_conflicts(), st.integers(0, 3), st.sampled_from(CONCEPTS))
def test_no_smaller_set_settles_and_this_one_does(conflict: Conflict, wanted: int, concept: Concept) -> None:
    model = graph_model(opened.feasible_only(conflict))
    found = settling(model, completions(model), wanted, concept)
    every = opened.joint(model)
    verdicts = [all(opened.stable(model, ranks, who, wanted, concept) for who in range(2)) for ranks in every]
    assert found.share.held == sum(verdicts)
    pairs = [(who, a, b) for who in range(2) for a, b in combinations(range(len(model.states)), 2)]
    answers = {(who, a, b): np.sign([r[who][a] - r[who][b] for r in every]) for who, a, b in pairs}
    pairs = [pair for pair in pairs if len({*answers[pair].tolist()}) > 1]

    def settles(asked: tuple[tuple[int, int, int], ...]) -> bool:
        told = [*zip(*(answers[pair].tolist() for pair in asked), strict=True)] or [()] * len(every)
        return len({*told}) == len({*zip(told, verdicts, strict=True)})

    number = {model.name(s): s for s in range(len(model.states))}
    asked = tuple((opened.MAKERS.index(q.who), *sorted((number[q.first], number[q.second]))) for q in found.questions)
    assert settles(asked)
    for who, a, b in asked:  # those looked for where completions are drawn
        order = completions(model).each[who].order
        assert order.classes is not None
        assert _bearing(model.movers[who], order, wanted)[order.classes[a], order.classes[b]]
    # adding pairs never unsettles, so that a smaller set would show in one a single pair smaller
    if asked:
        assert not any(settles(fewer) for fewer in combinations(pairs, len(asked) - 1))


def test_from_a_sample_come_only_questions_that_are_needed() -> None:
    model = graph_model(strait(compared("Veldt", "NY > NN")))
    exact, drawn = (settling(model, completions(model, most=most), 0, "seq") for most in (1_000, 10))
    assert not drawn.share.exact
    assert {(q.who, q.first, q.second) for q in drawn.questions} == {
        (q.who, q.first, q.second) for q in exact.questions
    }


def test_simultaneous_moves_of_three_are_refused() -> None:
    options = (*strait().options, Option(name="Talk", owner="Tarn"))
    model = graph_model(strait(options=options, decision_makers=("Veldt", "Oria", "Tarn")))
    with pytest.raises(ConflictError, match="defined for two decision makers"):
        settling(model, completions(model, most=1, samples=5), 0, "simultaneous")
