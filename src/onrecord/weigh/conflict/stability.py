"""Which states are stable for whom, by the solution concepts of the Graph Model for Conflict Resolution.

Definitions after Fang, Hipel & Kilgour (1993) and, for symmetric sequential stability, Rêgo & Vieira (2017). A state is
stable for a decision maker when each improvement of it is blocked: `nash`, there is none; `gmr`, the others can reach a
state that the mover likes no more than where it stood; `smr`, one from which it cannot move to a better one either;
`seq` and `sseq`, the same by improvements of the others alone. The others move by legal sequences: any number of moves,
no decision maker twice in a row.

All ranks are arrays of whole numbers, higher is better, with any number of leading axes: many rankings at once.
"""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from onrecord.weigh.conflict.moves import FAR, Ints, Moves
from onrecord.weigh.conflict.sequences import turned
from onrecord.weigh.conflict.states import Mask

Concept = Literal["nash", "gmr", "smr", "seq", "sseq", "simultaneous"]
Answers = Literal["legal sequences", "each once", "one move"]  # what the others may answer an improvement with
CONCEPTS: Final[tuple[Concept, ...]] = ("nash", "gmr", "smr", "seq", "sseq", "simultaneous")


def stability(
    movers: Sequence[Moves],
    ranks: Sequence[Ints],
    concepts: Sequence[Concept] = CONCEPTS,
    answers: Answers = "legal sequences",
) -> dict[Concept, list[Mask]]:
    """For each concept and decision maker in which states it is stable, (…, states).

    ``ranks`` holds each decision maker's, (…, states), axes that broadcast. `simultaneous` is defined for two decision
    makers and left out where there are more.
    """
    wanted = [c for c in concepts if c != "simultaneous" or len(movers) == 2]
    each = [stable(movers, ranks, who, wanted, answers) for who in range(len(movers))]
    return {concept: [found[concept] for found in each] for concept in wanted}


def equilibria(stable_for: Sequence[Mask]) -> Mask:
    """The states that are stable for every decision maker, (…, states)."""
    found = stable_for[0]
    for mask in stable_for[1:]:
        found = found & mask
    return found


def stable(
    movers: Sequence[Moves],
    ranks: Sequence[Ints],
    who: int,
    concepts: Sequence[Concept],
    answers: Answers = "legal sequences",
) -> dict[Concept, Mask]:
    """In which states one decision maker, by number, is stable."""
    own = ranks[who]
    countered = np.maximum(own, movers[who].most(own)) if {"smr", "sseq"} & {*concepts} else own
    found: dict[Concept, Mask] = {}
    for concept in concepts:
        if concept == "nash":
            worst = np.full_like(own, FAR - 1)
        elif concept == "simultaneous":
            found[concept] = _simultaneous(movers, ranks, who)
            continue
        else:
            sanctions = countered if concept in ("smr", "sseq") else own
            improving = ranks if concept in ("seq", "sseq") else None
            worst = (
                least_reachable(movers, sanctions, who, improving)
                if answers == "legal sequences"
                else _least_within(movers, sanctions, who, improving, 1 if answers == "one move" else len(movers))
            )
        found[concept] = _blocked(movers[who], own, worst)
    return found


def _blocked(mover: Moves, own: Ints, worst: Ints) -> Mask:
    """Where each improvement leads to a state whose ``worst`` is no more than what the mover had."""
    blocked: Mask = mover.most(worst, own) <= own
    return blocked


def least_reachable(movers: Sequence[Moves], values: Ints, who: int, improving: Sequence[Ints] | None = None) -> Ints:
    """The least value that the others can reach from each state by a legal sequence, (…, states); FAR for none.

    With ``improving``, everyone's ranks, each move of a sequence must be its mover's improvement.
    """
    others = [j for j in range(len(movers)) if j != who]
    shape = values.shape if improving is None else np.broadcast_shapes(values.shape, *(r.shape for r in improving))
    first = {j: np.full(shape, FAR) for j in others}  # the least that a sequence begun by j reaches
    stale = set(others)
    while stale:
        j = min(stale)
        stale.remove(j)
        onward = np.broadcast_to(values, shape)
        for k in others:
            if k != j:
                onward = np.minimum(onward, first[k])
        reached = movers[j].least(onward, None if improving is None else improving[j])
        if (reached < first[j]).any():
            first[j] = reached
            stale.update(k for k in others if k != j)
    return np.minimum.reduce([first[j] for j in others]) if others else np.full(shape, FAR)


def _least_within(movers: Sequence[Moves], values: Ints, who: int, improving: Sequence[Ints] | None, most: int) -> Ints:
    """The least value that the others reach by a sequence of ``most`` moves at the most, each moving once, or FAR."""

    def reached(left: tuple[int, ...], moves: int) -> Ints:
        found = np.full(values.shape, FAR)
        for j in left if moves else ():
            rest = tuple(k for k in left if k != j)
            onward = np.minimum(values, reached(rest, moves - 1))
            found = np.minimum(found, movers[j].least(onward, None if improving is None else improving[j]))
        return found

    return reached(tuple(j for j in range(len(movers)) if j != who), most)


def _simultaneous(movers: Sequence[Moves], ranks: Sequence[Ints], who: int) -> Mask:
    """Where each improvement, taken together with some improvement of the other, is no gain.

    Looked at by where an improvement leads, a column of the mover's table at a time: each answer of the other, which
    changes the row, then lands in that column. So no pairs of states are laid out.
    """
    mine, theirs = movers[who], movers[1 - who]
    no = np.bool_(0)
    own, back = mine.laid(ranks[who], FAR), turned(mine)
    barred = [(mine.laid(start, no), mine.laid(end, no)) for start, end in mine.barred]
    found = np.ones(np.broadcast_shapes(ranks[who].shape, ranks[1 - who].shape), dtype=bool)
    for target in range(mine.table.shape[1]):
        aim = own[..., target, None]
        gains = np.zeros(own.shape, dtype=bool)
        begun = back.ends(target)
        gains[..., begun] = (aim > own[..., begun]) & (aim < FAR)
        for start, end in barred:
            gains &= ~(start & end[..., target, None])
        if gains.any():
            landing = theirs.least(mine.picked(np.broadcast_to(aim, own.shape)), ranks[1 - who])
            found &= ~mine.picked(gains) | (landing <= ranks[who])
    return found
