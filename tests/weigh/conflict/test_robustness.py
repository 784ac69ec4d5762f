"""Over rankings, irreversible moves, concepts and beliefs: the published table, and games worked by hand."""

from typing import Any

import numpy as np
import pytest

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict, Infeasible, Irreversible, Option, Preferences, Ranking
from onrecord.values.formula import Not
from onrecord.weigh.conflict import (
    Analysis,
    Belief,
    GraphModel,
    every_analysis,
    graph_model,
    misperception,
    mistakes,
    named_profiles,
    profiles,
    robustness,
)
from tests.weigh.conflict.opened import ranking, strait
from tests.weigh.conflict.test_cases import case, one_of


def north_korea() -> tuple[dict[str, Any], GraphModel]:
    """The case whose states are numbered by the sum of their options' bits."""
    known = case("us-north-korea-2017")

    def pattern(number: int) -> str:
        return "".join("Y" if number & option["bit"] else "N" for option in known["options"])

    def ranked(states: list[int]) -> Ranking:
        return Ranking(groups=tuple((pattern(s),) for s in states))

    invaded = Irreversible(
        owner="North Korea",
        text=known["irreversible_invasion"],
        start=one_of([pattern(s) for s in (4, 5, 6)]),
        end=one_of([pattern(s) for s in (0, 1, 2, 8, 9, 10)]),
    )
    others = [name for name in known["rankings"] if name != "base"]
    preferences = tuple(
        Preferences(
            decision_maker=who,
            ranking=ranked(known["rankings"]["base"][who]),
            alternatives=tuple((name, ranked(known["rankings"][name][who])) for name in others),
        )
        for who in known["decision_makers"]
    )
    conflict = Conflict(
        title="a case",
        decision_makers=tuple(known["decision_makers"]),
        options=tuple(Option(name=o["name"], owner=o["owner"], direction=o["direction"]) for o in known["options"]),
        infeasible=(Infeasible(text="not listed", when=Not(one_of([pattern(s) for s in known["states"]]))),),
        irreversible=(invaded,),
        preferences=preferences,
    )
    return known, graph_model(conflict)


def analyses(known: dict[str, Any], model: GraphModel) -> list[Analysis]:
    """Those of the case."""
    named = named_profiles(model) | {"base": (None, None)}
    return [
        Analysis(named[a["ranking"]], tuple(a["concept"].split(" or ")), irreversible=a.get("irreversible", False))
        for a in known["analyses"]
    ]


def test_every_published_analysis_comes_out() -> None:
    known, model = north_korea()
    found = robustness(model, analyses(known, model))
    for analysis, holds in zip(known["analyses"], found.holds, strict=True):
        assert model.states[holds].tolist() == analysis["result"], analysis


def test_the_published_table_of_robustness_comes_out() -> None:
    known, model = north_korea()
    found = robustness(model, [a for a in analyses(known, model) if a.concepts != ("nash",)])
    assert len(found.analyses) == 9
    times = {str(model.states[s]): int(n) for s, n in enumerate(found.times) if n}
    assert times == known["robustness"]["times_an_equilibrium"]


def dilemma(**changed: object) -> GraphModel:
    """Each is best off firing alone and worst off holding its fire alone; a meek Oria would rather be fired at."""
    meek = ranking("YY", "NY", "YN", "NN")
    return graph_model(
        strait(
            Preferences(decision_maker="Veldt", ranking=ranking("NY", "YY", "NN", "YN")),
            Preferences(decision_maker="Oria", ranking=ranking("YN", "YY", "NN", "NY"), alternatives=(("meek", meek),)),
            options=tuple(Option(name=f"{who} holds fire", owner=who) for who in ("Veldt", "Oria")),
            **changed,
        )
    )


def test_a_mistaken_belief_ends_a_truce() -> None:
    # seen rightly, NN and YY hold: who fires first at YY is fired at. Veldt, who takes Oria to be meek, fires.
    model = dilemma()
    right = misperception(model, Analysis((None, None), ("seq",)))
    assert [model.options(s) for s in np.flatnonzero(right.holds)] == ["NN", "YY"]
    assert all((view == right.holds).all() for view in right.expected)
    wrong = misperception(model, Analysis((None, None), ("seq",), beliefs=(Belief("Veldt", "Oria", "meek"),)))
    assert [model.options(s) for s in np.flatnonzero(wrong.holds)] == ["NN"]
    veldt, oria = ([model.options(s) for s in np.flatnonzero(view)] for view in wrong.expected)
    assert (veldt, oria) == (["NY"], ["NN", "YY"])


def test_counts_over_mistakes() -> None:
    model = dilemma()
    beliefs = ((), *mistakes(model, (None, None)))
    assert beliefs == ((), (Belief("Veldt", "Oria", "meek"),))
    found = robustness(model, every_analysis([(None, None)], [("seq",)], beliefs=beliefs))
    assert found.times.tolist() == [2, 0, 0, 1]


def test_combinations_take_every_ranking_and_names_take_those_of_one_name() -> None:
    model = dilemma()
    assert profiles(model) == ((None, None), (None, "meek"))
    assert named_profiles(model) == {"meek": (None, "meek")}
    found = robustness(model, every_analysis(profiles(model), [("nash",), ("seq",)]))
    # nash: NN, and NY where Oria is meek; seq: NN and YY, and NY
    assert [[model.options(s) for s in np.flatnonzero(h)] for h in found.holds] == [
        ["NN"],
        ["NN", "YY"],
        ["NY"],
        ["NY"],
    ]


def test_an_open_preference_is_tried_by_its_alternatives_alone() -> None:
    one = Preferences(decision_maker="Veldt", alternatives=(("calm", ranking("NN", "NY", "YY", "YN")),))
    other = Preferences(decision_maker="Oria", ranking=ranking("NN", "NY", "YY", "YN"))
    assert profiles(graph_model(strait(one, other))) == (("calm", None),)


def test_irreversible_moves_count_or_not() -> None:
    # Veldt, who once holds its fire, cannot open it again: YY holds, for a meek Oria likes it best
    held = Irreversible(owner="Veldt", text="", start=one_of(["YN", "YY"]), end=one_of(["NN", "NY"]))
    model = dilemma(irreversible=(held,))
    found = robustness(model, every_analysis([(None, "meek")], [("nash",)], irreversible=(True, False)))
    assert [[model.options(s) for s in np.flatnonzero(h)] for h in found.holds] == [["NY", "YY"], ["NY"]]


@pytest.mark.parametrize(
    ("analysis", "told"),
    [
        (Analysis((None, "bold"), ("seq",)), "Oria has no ranking called 'bold'. Known: meek."),
        (Analysis(("bold", None), ("seq",)), "Veldt has no ranking called 'bold'. Add it under alternatives."),
        (Analysis((None, None), ("seq",), beliefs=(Belief("Tarn", "Oria", "meek"),)), "Tarn is no decision maker"),
        (Analysis((None, None), ("seq",), beliefs=(Belief("Oria", "Oria", "meek"),)), "Oria cannot be mistaken about"),
    ],
)
def test_what_is_not_there_is_named(analysis: Analysis, told: str) -> None:
    with pytest.raises(ConflictError, match=told):
        robustness(dilemma(), [analysis])
