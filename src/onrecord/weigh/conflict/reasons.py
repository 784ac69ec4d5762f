"""Which lines of a conflict's file say that a decision maker prefers one state to another."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.values.conflict import Comparison, Line, Pattern, Wish
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.states import holds, matching


@dataclass(frozen=True, slots=True)
class Reason:
    """``who`` prefers one state, by number, to another, by the wish or comparison that says so, or by a ranking."""

    who: int
    better: int
    worse: int
    line: Line


def reasons(model: GraphModel, who: int, better: int, worse: int) -> tuple[Reason, ...]:
    """The reasons why ``who`` prefers a state; none where no line of the file tells the two apart.

    Where that follows from several comparisons, as A > B and B > C, these: the fewest that do.
    """
    name = model.conflict.decision_makers[who]
    given = next((p for p in model.conflict.preferences if p.decision_maker == name), None)
    if given is None:
        return ()
    pair = model.states[np.array([better, worse])]
    for wish in sorted(given.wishes, key=lambda wish: wish.rank):
        held = holds(wish.formula, pair)
        if held[0] != held[1]:
            return (Reason(who, better, worse, _grounded(wish, given)),)
    chain = _chain(given.comparisons, model, better, worse)
    if chain:
        return tuple(Reason(who, upper, lower, _grounded(said, given)) for said, upper, lower in chain)
    return (Reason(who, better, worse, given),) if given.ranking else ()


Step = tuple[Comparison, int, int]  # a comparison, with the state above and the state below that it tells apart


def _chain(comparisons: Sequence[Comparison], model: GraphModel, better: int, worse: int) -> tuple[Step, ...]:
    """The fewest comparisons, of which one is strict, by which one state stands above another: breadth first."""
    named = [(_states(c.better, model), _states(c.worse, model)) for c in comparisons]
    waiting: deque[tuple[int, bool, tuple[Step, ...]]] = deque([(better, False, ())])
    seen = {(better, False)}
    while waiting:
        at, strict, path = waiting.popleft()
        if at == worse and strict:
            return path
        for said, (upper, lower) in zip(comparisons, named, strict=True):
            alike = upper | lower if said.equal else frozenset[int]()
            for to in sorted(alike if at in alike else lower if at in upper and not said.equal else ()):
                if (step := (to, strict or not said.equal)) not in seen:
                    seen.add(step)
                    waiting.append((*step, (*path, (said, at, to))))
    return ()


def _states(pattern: Pattern, model: GraphModel) -> frozenset[int]:
    return frozenset(map(int, np.flatnonzero(matching(pattern, model.states))))


def _grounded(said: Wish | Comparison, given: Line) -> Wish | Comparison:
    """A wish or comparison that says nothing of what it rests on rests on what all preferences do."""
    if said.ground or said.cites:
        return said
    return said.model_copy(update={"ground": given.ground, "cites": given.cites})
