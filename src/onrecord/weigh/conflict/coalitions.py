"""Coalitions that move as one: which states are stable when their members can move together.

A coalition improves jointly by a change of its members' options after which each of them is strictly better off. A
joint improvement is blocked as one decision maker's is, where the others can lead to a state that some member likes no
more than where the coalition stood (after Inohara & Hipel, 2008); they move by legal sequences, each on its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onrecord.weigh.conflict.model import GraphModel, moves_of
from onrecord.weigh.conflict.moves import FAR, Ints, Moves
from onrecord.weigh.conflict.stability import Concept, least_reachable
from onrecord.weigh.conflict.states import Mask

AT_ONCE: Final = 1 << 22  # states times states looked at in one step: some tens of MB


@dataclass(frozen=True, slots=True)
class Coalition:
    """Some decision makers, by number, their joint moves, and each one's ranks, (members, states)."""

    members: tuple[int, ...]
    mover: Moves
    ranks: Ints

    def improvements(self, state: int) -> tuple[int, ...]:
        """The states to which the coalition moves from a state with a gain for each member."""
        targets = self.mover.targets(state)
        gains: Mask = np.logical_and.reduce(self.ranks[:, targets] > self.ranks[:, [state]])
        return tuple(map(int, targets[gains]))


def coalition(model: GraphModel, ranks: Sequence[Ints], members: Sequence[str]) -> Coalition:
    """A coalition, by the names of its members; ``ranks`` are everyone's, (states,)."""
    numbers = tuple(model.conflict.decision_makers.index(name) for name in members)
    return Coalition(numbers, moves_of(model.conflict, model.states, members), np.stack([ranks[n] for n in numbers]))


def jointly_stable(
    model: GraphModel, ranks: Sequence[Ints], joined: Coalition, concepts: Sequence[Concept]
) -> dict[Concept, Mask]:
    """In which states a coalition is stable, (states,); `simultaneous` is not defined for it and left out."""
    found: dict[Concept, Mask] = {c: np.ones(len(model.states), dtype=bool) for c in concepts if c != "simultaneous"}
    improved = {state: list(to) for state in range(len(model.states)) if (to := joined.improvements(state))}
    outside = [n for n in range(len(model.movers)) if n not in joined.members]
    movers = [joined.mover, *(model.movers[n] for n in outside)]
    improving = [np.zeros(len(model.states), dtype=np.int32), *(ranks[n] for n in outside)]
    starts, step = [*improved], max(1, AT_ONCE // max(1, len(model.states)))
    for some in (starts[at : at + step] for at in range(0, len(starts), step)):
        gains: Mask = np.logical_and.reduce(joined.ranks[:, None, :] > joined.ranks[:, some, None])
        answered = joined.mover.most(gains.astype(np.int32)) == 1
        for concept, stable in found.items():
            blocks: Mask = ~(gains | answered) if concept in ("smr", "sseq") else ~gains
            worst = np.full(gains.shape, FAR)
            if concept != "nash":
                values = np.where(blocks, np.int32(0), np.int32(1))
                worst = least_reachable(movers, values, 0, improving if concept in ("seq", "sseq") else None)
            for row, state in enumerate(some):
                stable[state] = bool((worst[row, improved[state]] == 0).all())
    return found
