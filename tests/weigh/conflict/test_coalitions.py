"""Coalitions: what members can do together, on the published case and against the definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ConflictError
from onrecord.values.conflict import Conflict, Option, Preferences, Ranking
from onrecord.weigh.conflict import CONCEPTS, GraphModel, graph_model
from onrecord.weigh.conflict.analysis import Analysis, analysed
from tests.weigh.conflict.test_cases import case, modelled


def with_coalition(model: GraphModel, *names: str) -> Analysis:
    conflict = model.conflict.model_copy(update={"coalitions": (names,)})
    return analysed(GraphModel(conflict, model.states, model.movers))


def test_elmira_with_a_coalition() -> None:
    known = case("elmira")
    found = with_coalition(modelled(known), *known["coalition"]["members"])
    model, (joint,) = found.model, found.joint
    states = np.flatnonzero(joint.equilibria["nash"])
    assert sorted(int(model.name(s)) for s in states) == known["coalition"]["nash"]
    start, end = known["coalition"]["joint_improvement"]
    at = next(s for s in range(len(model.states)) if model.name(s) == str(start))
    assert [int(model.name(s)) for s in joint.coalition.improvements(at)] == [end]


def slow(found: Analysis, concept: str) -> list[bool]:
    """Straight from the definitions: sets of states, one legal sequence at a time."""
    model, (joint,) = found.model, found.joint
    inside, ranks = joint.coalition.members, found.ranks
    outside = [n for n in range(len(model.movers)) if n not in inside]

    def gains(start: int) -> set[int]:
        return {s for s in range(len(model.states)) if all(ranks[i][s] > ranks[i][start] for i in inside)}

    def reached(start: int) -> set[int]:
        waiting, seen = [(start, -1)], set()
        while waiting:
            at, last = waiting.pop()
            for j in outside:
                for to in map(int, model.movers[j].targets(at)):
                    better = ranks[j][to] > ranks[j][at]
                    if j != last and (to, j) not in seen and (better or concept not in ("seq", "sseq")):
                        seen.add((to, j))
                        waiting.append((to, j))
        return {to for to, _ in seen}

    def joint_targets(start: int) -> set[int]:
        return {*map(int, joint.coalition.mover.targets(start))}

    def blocked(start: int, to: int) -> bool:
        if concept == "nash":
            return False
        final = concept in ("smr", "sseq")
        return any(s not in gains(start) and not (final and joint_targets(s) & gains(start)) for s in reached(to))

    return [all(blocked(s, to) for to in joint_targets(s) & gains(s)) for s in range(len(model.states))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=16, max_size=16), min_size=3, max_size=3))
def test_agrees_with_the_definitions(ranks: list[list[int]]) -> None:
    owners = ("A", "B", "C", "C")
    states = ["".join("Y" if s >> k & 1 else "N" for k in range(4)) for s in range(16)]
    groups = [
        [tuple(p for p, r in zip(states, own, strict=True) if r == level) for level in range(4, -1, -1)]
        for own in ranks
    ]
    conflict = Conflict(
        title="random",
        decision_makers=("A", "B", "C"),
        options=tuple(Option(name=f"o{k}", owner=owner) for k, owner in enumerate(owners)),
        preferences=tuple(
            Preferences(decision_maker=who, ranking=Ranking(groups=tuple(filter(None, g))))
            for who, g in zip("ABC", groups, strict=True)
        ),
    )
    found = with_coalition(graph_model(conflict), "A", "B")
    for concept, mask in found.joint[0].stable.items():
        assert mask.tolist() == slow(found, concept), concept
    assert [*found.joint[0].stable] == [c for c in CONCEPTS if c != "simultaneous"]


def test_simultaneous_alone_is_refused_for_three() -> None:
    with pytest.raises(ConflictError, match="two decision makers, and there are 3"):
        analysed(modelled(case("elmira")), ["simultaneous"])
