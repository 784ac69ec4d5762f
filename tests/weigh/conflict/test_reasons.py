"""Which lines a preference rests on: one, or the chain of comparisons that it follows from."""

import pytest
from hypothesis import given, settings

from onrecord.values.conflict import Comparison, Conflict
from onrecord.weigh.conflict import certain, graph_model
from onrecord.weigh.conflict.certain import MORE
from onrecord.weigh.conflict.reasons import reasons
from tests.weigh.conflict.opened import compared, feasible_only, open_conflicts, strait


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        (("NN > YY",), [4]),
        (("NN > YN", "YN > YY"), [4, 5]),
        (("NN > YN", "YN = NY", "NY > YY"), [4, 5, 6]),
        (("NN = NY", "NY > YY"), [4, 5]),
        (("NN > YN", "YN > NY", "NY > YY", "YN > YY"), [4, 7]),
        (("N- > YN", "YN = YY"), [4, 5]),
        (("NN > YN",), []),
        (("NN = YY",), []),
    ],
)
def test_a_preference_rests_on_the_fewest_comparisons_that_make_it(written: tuple[str, ...], lines: list[int]) -> None:
    model = graph_model(strait(compared("Veldt", *written)))
    assert [one.line.line for one in reasons(model, 0, model.number("NN"), model.number("YY"))] == lines


@settings(max_examples=60, deadline=None)
@given(open_conflicts())
def test_all_that_is_certain_has_reasons_and_nothing_else_has(conflict: Conflict) -> None:
    model = graph_model(feasible_only(conflict))
    for who, known in enumerate(certain(model)):
        for worse in range(len(model.states)):
            for better, sign in enumerate(known.against(worse)):
                found = reasons(model, who, better, worse)
                assert bool(found) == (sign == MORE)
                at = better
                for one in found:
                    assert isinstance(one.line, Comparison)
                    assert one.better == at
                    at = one.worse
                assert not found or at == worse
