"""The published cases of ../shared/data/cases: every equilibrium by every concept."""

import json
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.values.conflict import Conflict, Infeasible, Option, Preferences, Ranking
from onrecord.values.formula import Formula, Join, Not, Taken
from onrecord.weigh.conflict import CONCEPTS, Answers, GraphModel, blocking, equilibria, graph_model, stability

CASES = Path(__file__).resolve().parents[4] / "shared/data/cases/cases.json"


def one_of(patterns: list[str]) -> Formula:
    """True in the states of some patterns."""
    states = [
        reduce(
            lambda a, b: Join("and", a, b), [Taken(k) if letter == "Y" else Not(Taken(k)) for k, letter in enumerate(p)]
        )
        for p in patterns
    ]
    return reduce(lambda a, b: Join("or", a, b), states)


def modelled(case: dict[str, Any]) -> GraphModel:
    """The graph model of a case that lists its states and rankings."""
    states: dict[str, str] = case["states"]
    rankings = {
        who: Ranking(groups=tuple(tuple(states[str(s)] for s in (g if isinstance(g, list) else [g])) for g in ranking))
        for who, ranking in case["rankings"].items()
    }
    return graph_model(
        Conflict(
            title="a case",
            decision_makers=tuple(case["decision_makers"]),
            options=tuple(Option(name=o["name"], owner=o["owner"], direction=o["direction"]) for o in case["options"]),
            infeasible=(Infeasible(text="not listed", when=Not(one_of(list(states.values())))),),
            state_names=tuple(states.items()),
            preferences=tuple(Preferences(decision_maker=who, ranking=r) for who, r in rankings.items()),
        )
    )


def case(name: str) -> dict[str, Any]:
    """A case by name."""
    if not CASES.exists():
        pytest.skip("needs ../shared/data/cases")
    found: dict[str, Any] = json.loads(CASES.read_text())[name]
    return found


@pytest.mark.parametrize("name", ["prisoners", "syria-iraq-1975", "elmira", "cuba-1962", "garrison"])
def test_equilibria_are_those_of_the_case(name: str) -> None:
    known = case(name)
    model = modelled(known)
    found = stability(model.movers, model.ranks())
    for concept in known["equilibria"]:
        states = np.flatnonzero(equilibria(found[concept]))
        assert sorted(int(model.name(s)) for s in states) == sorted(known["equilibria"][concept]), concept


@pytest.mark.parametrize("name", ["syria-iraq-1975", "elmira", "garrison"])
def test_a_state_is_stable_exactly_where_every_improvement_has_a_sanction(name: str) -> None:
    model = modelled(case(name))
    found = stability(model.movers, model.ranks())
    for concept in (c for c in CONCEPTS if c in found):
        for who, mask in enumerate(found[concept]):
            for state, stable in enumerate(mask):
                improvements = blocking(model.movers, model.ranks(), who, state, concept)
                assert all(i.sanction for i in improvements) == stable, (concept, who, model.name(state))


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        ("legal sequences", "legal sequences (the definition, default)"),
        ("each once", "each opponent at most once"),
        ("one move", "one move of one opponent"),
    ],
)
def test_each_reading_of_the_sanction_rule_gives_what_it_gave(answers: Answers, rule: str) -> None:
    known = case("garrison")
    model = modelled(known)
    found = stability(model.movers, model.ranks(), ["gmr", "smr"], answers)
    for concept in ("gmr", "smr"):
        states = np.flatnonzero(equilibria(found[concept]))
        assert sorted(int(model.name(s)) for s in states) == known["sanction_rules"][rule]["gmr"]
