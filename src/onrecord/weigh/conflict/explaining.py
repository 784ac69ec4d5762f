"""Why a state is stable for a decision maker or not: each improvement, and the shortest sequence that blocks it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.sequences import Step, Targets, improving, moving, shortest
from onrecord.weigh.conflict.stability import Concept


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
    """The shortest legal sequence from ``begun`` to a state that blocks."""
    own = ranks[who]

    def blocks(end: int) -> bool:
        final = concept in ("smr", "sseq") and (own[movers[who].targets(end)] > own[state]).any()
        return bool(own[end] <= own[state]) and not final

    return shortest(answering(movers, ranks, (who,), concept), begun, blocks)


def answering(
    movers: Sequence[Moves], ranks: Sequence[Ints], members: Collection[int], concept: Concept
) -> list[Targets]:
    """What each decision maker may do to sanction ``members``, who do nothing, by a concept."""
    if concept in ("seq", "sseq"):
        may = [improving(mover, own) for mover, own in zip(movers, ranks, strict=True)]
    else:
        may = [moving(mover) for mover in movers]
    return [(lambda _: ()) if j in members else targets for j, targets in enumerate(may)]


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
