"""Conflicts with open preferences, invented, and their completions straight from the definition, slow on purpose."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from onrecord.values.conflict import Comparison, Conflict, Infeasible, Option, Preferences, Ranking
from onrecord.values.formula import Taken
from onrecord.weigh.conflict import GraphModel, graph_model
from onrecord.weigh.conflict.states import matching
from tests.weigh.conflict import slow

MAKERS = ("Veldt", "Oria")


def strait(*preferences: Preferences, **changed: object) -> Conflict:
    """Veldt may blockade, Oria may withdraw: NN, YN, NY and YY."""
    options = (Option(name="Blockade", owner="Veldt"), Option(name="Withdraw", owner="Oria"))
    made = {"title": "The strait", "decision_makers": MAKERS, "options": options, "preferences": preferences}
    return Conflict.model_validate(made | changed)


def compared(who: str, *written: str) -> Preferences:
    """Comparisons as they are written, a line each from 4."""
    made = []
    for line, (better, sign, worse) in enumerate((text.split() for text in written), start=4):
        made.append(Comparison(better=better, worse=worse, equal=sign == "=", line=line))
    return Preferences(decision_maker=who, comparisons=tuple(made))


def ranking(*states: str) -> Ranking:
    """A ranking of single states, the best first."""
    return Ranking(groups=tuple((state,) for state in states))


@st.composite
def open_conflicts(draw: st.DrawFn) -> Conflict:
    """Two or three options, four states at most, and comparisons that some ranking agrees with."""
    preferences = []
    third = draw(st.sampled_from(("Veldt", "Oria", None)))
    patterns = ["".join(p) for p in product("NY", repeat=3 if third else 2)]
    for who in MAKERS:
        true = {p: draw(st.integers(0, 3)) for p in patterns}
        pairs = draw(st.sets(st.sampled_from([(a, b) for a in patterns for b in patterns if a < b]), min_size=1))
        written = []
        for a, b in sorted(pairs):
            a, b = (a, b) if true[a] >= true[b] else (b, a)
            written.append(f"{a} {'=' if true[a] == true[b] else '>'} {b}")
        preferences.append(compared(who, *written))
    if third is None:
        return strait(*preferences)
    options = (Option(name="Talk", owner=third), *strait().options)
    # of the eight, those with one option free: four that both can still move between
    ruled_out = Infeasible(text="", when=Taken(draw(st.integers(0, 2))))
    return strait(*preferences, options=options, infeasible=(ruled_out,))


def feasible_only(conflict: Conflict) -> Conflict:
    """Without the comparisons of states that cannot be."""
    states = graph_model(conflict).states
    kept = [
        p.model_copy(
            update={
                "comparisons": tuple(
                    c for c in p.comparisons if matching(c.better, states).any() and matching(c.worse, states).any()
                )
            }
        )
        for p in conflict.preferences
    ]
    return conflict.model_copy(update={"preferences": tuple(kept)})


def completions(given: Preferences, states: list[str]) -> list[tuple[int, ...]]:
    """Every way to rank a few states, the worst 0, in which states tie only where that is stated or follows."""
    alike = [{s} for s in states]
    for c in given.comparisons:
        if c.equal:
            joined = {s for group in alike for s in group if {c.better, c.worse} & group}
            alike = [group for group in alike if not group & joined] + [joined]
    found = []
    for ranks in product(range(len(states)), repeat=len(states)):
        rank = dict(zip(states, ranks, strict=True))
        if {*ranks} != {*range(len({*ranks}))}:
            continue
        if any(
            (rank[a] == rank[b]) != any(a in group and b in group for group in alike) for a in states for b in states
        ):
            continue
        if all(c.equal or rank[c.better] > rank[c.worse] for c in given.comparisons):
            found.append(ranks)
    return found


def joint(model: GraphModel) -> list[tuple[tuple[int, ...], ...]]:
    """Every combination of everyone's completions."""
    states = [model.options(s) for s in range(len(model.states))]
    return [*product(*(completions(given, states) for given in model.conflict.preferences))]


def stable(model: GraphModel, ranks: tuple[tuple[int, ...], ...], who: int, state: int, concept: str) -> bool:
    """Stability straight from its definition."""
    return slow.stable(
        who, state, ranks, lambda j, at: frozenset(map(int, np.atleast_1d(model.movers[j].targets(at)))), concept
    )
