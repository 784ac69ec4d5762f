"""Why a state is stable for a decision maker or not: each improvement, and the shortest sequence that blocks it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.stability import Concept


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, by number, moves to which state."""

    who: int
    to: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """An improvement to ``to``, and the others' ``sanction`` that blocks it: None where nothing does."""

    to: int
    sanction: tuple[Step, ...] | None


def blocking(
    movers: Sequence[Moves], ranks: Sequence[Ints], who: int, state: int, concept: Concept
) -> tuple[Improvement, ...]:
    """The improvements of ``who`` from a state, best first, each with the shortest sanction by a concept.

    ``ranks`` are everyone's, (states,). The state is stable for ``who`` where each improvement has a sanction; by
    `simultaneous`, a sanction's last step is the state that both moves together lead to.
    """
    own = ranks[who]
    better = sorted((int(t) for t in movers[who].targets(state) if own[t] > own[state]), key=lambda t: (-own[t], t))
    if concept == "nash":
        return tuple(Improvement(t, None) for t in better)
    if concept == "simultaneous":
        return tuple(Improvement(t, _together(movers, ranks, who, state, t)) for t in better)
    return tuple(Improvement(t, _sanction(movers, ranks, who, state, t, concept)) for t in better)


def _sanction(
    movers: Sequence[Moves], ranks: Sequence[Ints], who: int, state: int, begun: int, concept: Concept
) -> tuple[Step, ...] | None:
    """The shortest legal sequence from ``begun`` to a state that blocks (breadth first)."""
    own, improving, final = ranks[who], concept in ("seq", "sseq"), concept in ("smr", "sseq")
    waiting: deque[tuple[int, tuple[Step, ...]]] = deque([(begun, ())])
    seen: set[tuple[int, int]] = set()
    while waiting:
        at, path = waiting.popleft()
        for j, mover in enumerate(movers):
            if j == who or (path and path[-1].who == j):
                continue
            for target in map(int, mover.targets(at)):
                if (target, j) in seen or (improving and ranks[j][target] <= ranks[j][at]):
                    continue
                seen.add((target, j))
                onward = (*path, Step(j, target))
                if own[target] <= own[state] and not (final and (own[movers[who].targets(target)] > own[state]).any()):
                    return onward
                waiting.append((target, onward))
    return None


def _together(
    movers: Sequence[Moves], ranks: Sequence[Ints], who: int, state: int, moved: int
) -> tuple[Step, ...] | None:
    """An improvement of the other which, taken at once, leaves the mover with no gain."""
    other = 1 - who
    for answer in map(int, movers[other].targets(state)):
        landing = movers[who].beside(moved, answer)
        answered = ranks[other][answer] > ranks[other][state]
        if answered and landing is not None and ranks[who][landing] <= ranks[who][state]:
            return (Step(other, landing),)
    return None
