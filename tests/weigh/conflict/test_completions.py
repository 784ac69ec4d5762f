"""What open preferences leave possible, and the comparisons that contradict each other."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict, Preferences, Wish
from onrecord.values.formula import parse
from onrecord.weigh.conflict import completions, graph_model
from tests.weigh.conflict import opened
from tests.weigh.conflict.opened import compared, open_conflicts, ranking, strait

ORIA = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))


def wished(*written: tuple[str, int]) -> Preferences:
    """Veldt's wishes and their ranks."""
    names = {"Blockade": 0, "Withdraw": 1}
    wishes = tuple(Wish(text=text, formula=parse(text, names), rank=rank) for text, rank in written)
    return Preferences(decision_maker="Veldt", wishes=wishes)


@settings(max_examples=150, deadline=None)
@given(open_conflicts())
def test_completions_are_those_of_the_definition(conflict: Conflict) -> None:
    model = graph_model(opened.feasible_only(conflict))
    found = completions(model)
    ranks = found.ranks()
    made = sorted(tuple(tuple(own[i].tolist()) for own in ranks) for i in range(len(found)))
    assert found.exact
    assert found.count == len(made)
    assert made == sorted(opened.joint(model))


def test_two_comparisons_of_four_states_leave_six_orders_and_a_ranking_one() -> None:
    found = completions(graph_model(strait(compared("Veldt", "NY > NN", "YY > YN"), ORIA)))
    assert [own.count for own in found.each] == [6, 1]
    veldt, oria = found.ranks()
    assert veldt.shape == (6, 4)
    assert veldt.dtype == np.int32
    assert (veldt[:, [2, 3]] > veldt[:, [0, 1]]).all()
    assert (oria == [3, 0, 2, 1]).all()


def test_a_pattern_compares_all_its_states() -> None:
    (veldt, _) = completions(graph_model(strait(compared("Veldt", "-Y > -N", "YY = NY"), ORIA))).ranks()
    assert veldt.tolist() == [[0, 1, 2, 2], [1, 0, 2, 2]]


def test_wishes_of_one_rank_are_taken_in_every_order() -> None:
    given_ = wished(("Withdraw", 1), ("not Blockade", 2), ("Blockade if Withdraw", 2))
    veldt, _ = completions(graph_model(strait(given_, ORIA))).ranks()
    # states NN, YN, NY, YY: with Withdraw first, then no blockade first, or the condition first
    assert sorted(veldt.tolist()) == [[1, 0, 2, 3], [1, 0, 3, 2]]


def test_where_nothing_is_stated_every_strict_order_is_possible() -> None:
    found = completions(graph_model(strait(ORIA)))
    assert sorted(map(tuple, found.ranks()[0].tolist())) == sorted(permutations(range(4)))


def test_too_many_are_drawn_the_same_each_time_and_said_to_be_drawn() -> None:
    model = graph_model(strait())
    found, again, other = (completions(model, most=100, samples=300, seed=seed) for seed in (1, 1, 2))
    assert (found.count, found.exact, len(found)) == (576, False, 300)
    assert all((a == b).all() for a, b in zip(found.ranks(), again.ranks(), strict=True))
    assert not (found.ranks()[0] == other.ranks()[0]).all()
    assert len(np.unique(np.concatenate(found.ranks(), axis=1), axis=0)) > 200


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            ("YY > NY", "YN > NN", "NN = NY", "NY > YN"),
            "line 7: Veldt: 'NY > YN' contradicts 'YN > NN' (line 5), 'NN = NY' (line 6). Take one of them out.",
        ),
        (("YN > NN", "NN = YN"), "line 5: Veldt: 'NN = YN' contradicts 'YN > NN' (line 4). Take one of them out."),
        (("Y- > -Y",), "line 4: Veldt: 'Y- > -Y' contradicts itself: the same state is on both sides."),
    ],
)
def test_comparisons_that_contradict_each_other_are_named(written: tuple[str, ...], told: str) -> None:
    with pytest.raises(ConflictError) as raised:
        completions(graph_model(strait(compared("Veldt", *written), ORIA)))
    assert str(raised.value).startswith(told)


def test_a_comparison_of_what_cannot_be_names_its_line() -> None:
    never = {"text": "", "when": parse("a and b", {"a": 0, "b": 1})}
    with pytest.raises(ConflictError, match="line 4: Veldt compares YY, which is not feasible"):
        completions(graph_model(strait(compared("Veldt", "YY > NN"), infeasible=(never,))))
