"""Which line of a conflict's file says that a decision maker prefers one state to another."""

from dataclasses import dataclass

import numpy as np

from onrecord.values.conflict import Comparison, Line, Wish
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.states import holds, matching


@dataclass(frozen=True, slots=True)
class Reason:
    """``who`` prefers one state, by number, to another, by the wish or comparison that says so, or by a ranking."""

    who: int
    better: int
    worse: int
    line: Line


def reason(model: GraphModel, who: int, better: int, worse: int) -> Reason | None:
    """The reason why ``who`` prefers a state; None where no line of the file tells the two apart."""
    name = model.conflict.decision_makers[who]
    given = next((p for p in model.conflict.preferences if p.decision_maker == name), None)
    if given is None:
        return None
    pair = model.states[np.array([better, worse])]
    for wish in sorted(given.wishes, key=lambda wish: wish.rank):
        held = holds(wish.formula, pair)
        if held[0] != held[1]:
            return Reason(who, better, worse, _grounded(wish, given))
    for one in given.comparisons:
        told = matching(one.better, model.states)[better] and matching(one.worse, model.states)[worse]
        if told and not one.equal:
            return Reason(who, better, worse, _grounded(one, given))
    return Reason(who, better, worse, given) if given.ranking else None


def _grounded(said: Wish | Comparison, given: Line) -> Wish | Comparison:
    """A wish or comparison that says nothing of what it rests on rests on what all preferences do."""
    if said.ground or said.cites:
        return said
    return said.model_copy(update={"ground": given.ground, "cites": given.cites})
