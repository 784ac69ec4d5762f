"""Coalitions that move as one: which states are stable when their members can move together.

Definitions after Kilgour, Hipel, Fang & Peng (2001, *Coalition analysis in group decision support*) and Inohara & Hipel
(2008, *Coalition analysis in the graph model for conflict resolution*). A coalition moves by legal sequences of its
members: any number of moves, nobody twice in a row, whether or not a single move gains. A joint improvement is such a
move to a state that each member likes more than where the coalition stood. A state is stable for the coalition when
each joint improvement is blocked: `nash`, there is none; `gmr`, those outside can reach, by a legal sequence, a state
that some member likes no more than where the coalition stood; `smr`, such a state from which no joint move of the
coalition leads to one that each member likes more than where it stood; `seq` and `sseq`, the same by improvements of
those outside alone, each its own mover's. For a coalition of one these are the concepts of ``stability``. Those outside
each move on their own: that they could join forces in turn is not considered.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onrecord.errors import ConflictError
from onrecord.weigh.conflict.explaining import Improvement, answering
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.sequences import (
    Step,
    Targets,
    Words,
    leading,
    moving,
    packed,
    shortest,
    spread,
    turned,
    walked,
)
from onrecord.weigh.conflict.stability import Concept
from onrecord.weigh.conflict.states import Mask

MOST_JOINT: Final = 1 << 14  # states for which a coalition is looked at: time and memory grow with their square
AT_ONCE: Final = 1 << 18  # words looked at in one step: 2 MB, of which some tens are held


@dataclass(frozen=True, slots=True)
class Coalition:
    """Some decision makers, by number, each one's moves, and each one's ranks, (members, states)."""

    members: tuple[int, ...]
    movers: tuple[Moves, ...]
    ranks: Ints

    def improvements(self, state: int) -> tuple[int, ...]:
        """The states, rising, to which the coalition can move from a state with a gain for each member."""
        reached = {path[-1].to for path in walked([moving(m) for m in self.movers], state)}
        return tuple(sorted(to for to in reached if self.gains(state, to)))

    def gains(self, state: int, to: int) -> bool:
        """Whether each member likes one state more than another."""
        return bool((self.ranks[:, to] > self.ranks[:, state]).all())

    def way(self, state: int, to: int) -> tuple[Step, ...] | None:
        """The shortest legal sequence of the members from a state to another."""
        steps = shortest([moving(m) for m in self.movers], state, lambda end: end == to)
        return steps and tuple(Step(self.members[step.who], step.to) for step in steps)

    def better(self, states: Sequence[int]) -> Words:
        """Marked at each state: those of ``states`` than which each member likes it more."""
        some = [*states]
        return packed(np.logical_and.reduce([own[:, None] > own[None, some] for own in self.ranks]))


def coalition(model: GraphModel, ranks: Sequence[Ints], members: Sequence[str]) -> Coalition:
    """A coalition, by the names of its members; ``ranks`` are everyone's, (states,). Raises as ``numbered`` does."""
    return joined(model, ranks, numbered(model, members))


def numbered(model: GraphModel, members: Sequence[str]) -> list[int]:
    """The numbers of some members.

    Raises ConflictError for a name that no decision maker has, for none, and for one given twice.
    """
    known = model.conflict.decision_makers
    for name in members:
        if name not in known:
            told = f"no decision maker is called {name!r}. Known: {', '.join(known)}."
            raise ConflictError([(None, told)])
        if [*members].count(name) > 1:
            raise ConflictError([(None, f"a coalition: {name} stands twice. Take one out.")])
    if not members:
        raise ConflictError([(None, "a coalition has no members. Name two or more decision makers.")])
    return [known.index(name) for name in members]


def joined(model: GraphModel, ranks: Sequence[Ints], members: Sequence[int]) -> Coalition:
    """A coalition, by the numbers of its members."""
    return Coalition(tuple(members), tuple(model.movers[n] for n in members), np.stack([ranks[n] for n in members]))


def jointly_stable(
    model: GraphModel, ranks: Sequence[Ints], coalition: Coalition, concepts: Sequence[Concept]
) -> dict[Concept, Mask]:
    """In which states a coalition is stable, (states,); `simultaneous` is not defined for it and left out.

    Raises ConflictError for more than MOST_JOINT states.
    """
    bounded(model)
    wanted = [c for c in concepts if c != "simultaneous"]
    found: dict[Concept, Mask] = {c: np.ones(len(model.states), dtype=bool) for c in wanted}
    outside = [n for n in range(len(model.movers)) if n not in coalition.members]
    others, theirs = [model.movers[n] for n in outside], [ranks[n] for n in outside]
    for some in portions(len(model.states)):
        better = coalition.better(some)
        met = leading(coalition.movers, better)
        for concept in wanted:
            free = better
            if concept != "nash":
                blocks = ~(better | met) if concept in ("smr", "sseq") else ~better
                free = better & ~leading(others, blocks, theirs if concept in ("seq", "sseq") else None)
            left = met if concept == "nash" else leading(coalition.movers, free)
            found[concept][some] = ~np.diagonal(spread(left[some], len(some)))
    return found


def jointly_improving(model: GraphModel, coalition: Coalition) -> Targets:
    """The joint improvements of a coalition from any state, worked out for all states at once.

    Raises ConflictError for more than MOST_JOINT states.
    """
    return jointly_moving(model, coalition.movers, coalition.better)


def jointly_moving(
    model: GraphModel, movers: Sequence[Moves], kept: Callable[[range], Words] | None = None
) -> Targets:  # fmt: skip
    """The joint moves of some who move together; those alone that ``kept`` marks, (states, words), for some starts.

    Raises ConflictError for more than MOST_JOINT states.
    """
    bounded(model)
    back = [turned(m) for m in movers]
    parts = []
    for some in portions(len(model.states)):
        here = np.zeros((len(model.states), len(some)), dtype=bool)
        here[some, np.arange(len(some))] = True
        led = leading(back, packed(here))
        parts.append((led if kept is None else led & kept(some)).T)
    marks = np.concatenate(parts)  # (words, states), marked at the states that are led to
    return lambda state: map(int, np.flatnonzero(marks[state // 64] >> np.uint64(state % 64) & np.uint64(1)))


def jointly_blocking(
    model: GraphModel, ranks: Sequence[Ints], coalition: Coalition, state: int, concept: Concept
) -> tuple[Improvement, ...]:
    """The joint improvements from a state, each with the shortest sanction of those outside; None where there is none.

    The state is stable for the coalition where each has one.
    """

    def blocks(end: int) -> bool:
        if coalition.gains(state, end):
            return False
        final = concept in ("smr", "sseq")
        return not (final and any(coalition.gains(state, p[-1].to) for p in walked(joint, end)))

    joint = [moving(m) for m in coalition.movers]
    answers = answering(model.movers, ranks, coalition.members, concept)
    return tuple(
        Improvement(to, None if concept == "nash" else shortest(answers, to, blocks))
        for to in coalition.improvements(state)
    )


def bounded(model: GraphModel) -> None:
    """Raises ConflictError for more states than coalitions are looked at for."""
    if len(model.states) > MOST_JOINT:
        told = (
            f"coalitions are analysed for up to {MOST_JOINT:,} feasible states, and there are {len(model.states):,}. "
            "Rule some out under infeasible, or take the coalitions out."
        )
        raise ConflictError([(None, told)])


def portions(states: int) -> Iterator[range]:
    """All states, as many at a time as are looked at in one step; a multiple of 64, so that words can be joined."""
    step = 64 * max(1, AT_ONCE // states)
    yield from (range(at, min(at + step, states)) for at in range(0, states, step))
