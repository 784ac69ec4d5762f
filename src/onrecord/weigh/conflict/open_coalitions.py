"""Where a coalition stays whatever the open preferences turn out to be, in which completions, or in none.

The definitions are those of ``coalitions``. Who can move where does not hang on what is open, only what is a gain does:
so one state is looked at after the other, and a mark stands for a completion, 64 of them in a word.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.conflict.completions import JointCompletions
from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.open_stability import Share, in_chunks
from onrecord.weigh.conflict.sequences import Words, leading, led_by, packed, spread
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria
from onrecord.weigh.conflict.states import Mask

MOST_WORDS: Final = 1 << 27  # words of moves that are looked at, for all coalitions together: some tens of seconds
JOINT: Final = tuple(c for c in CONCEPTS if c != "simultaneous")  # the concepts that are defined for coalitions

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class OpenJoint:
    """In how many of ``of`` completions a coalition is stable in a state: ``held``, (states,), by concept.

    ``together``: in how many the state is stable for it and for everyone outside, so an equilibrium of these.
    ``left``: in how many it is an equilibrium of everyone on their own that the coalition would leave.
    """

    members: tuple[int, ...]
    of: int
    exact: bool
    held: dict[Concept, Counts]
    together: dict[Concept, Counts]
    left: dict[Concept, Counts]

    def stable(self, concept: Concept, state: int) -> Share:
        """For how many completions a state is stable for the coalition."""
        return Share(int(self.held[concept][state]), self.of, self.exact)

    def equilibrium(self, concept: Concept, state: int) -> Share:
        """For how many completions a state is an equilibrium of the coalition, as one, and those outside."""
        return Share(int(self.together[concept][state]), self.of, self.exact)

    def leaving(self, concept: Concept, state: int) -> Share:
        """For how many completions a state is an equilibrium of everyone that the coalition would leave."""
        return Share(int(self.left[concept][state]), self.of, self.exact)


def bearable(movers: Sequence[Moves], found: JointCompletions, coalitions: int, most: int = MOST_WORDS) -> bool:
    """Whether so many coalitions are looked at: time grows with states, moves between them and completions."""
    states = len(movers[0].places)
    each = coalitions * states * -(-len(found) // 64)
    if each * states > most:
        return False
    return each * sum(len(mover.targets(state)) for mover in movers for state in range(states)) <= most


def open_coalitions(
    movers: Sequence[Moves],
    found: JointCompletions,
    coalitions: Sequence[Sequence[int]],
    concepts: Sequence[Concept] = CONCEPTS,
    done: Callable[[int], None] = lambda _: None,
) -> tuple[OpenJoint, ...]:
    """In how many completions each state is stable for some coalitions, by the numbers of their members.

    `simultaneous` is not defined for coalitions and left out. ``done`` is told of how many more completions that is
    known each time. It takes long where it is not ``bearable``.
    """
    wanted = [c for c in JOINT if c in concepts]
    made = [OpenJoint(tuple(members), len(found), found.exact, {}, {}, {}) for members in coalitions]
    for rows, alone in in_chunks(movers, found, wanted) if wanted else ():
        ranks = found.ranks(rows)
        gains = [_Gains.of(m, own) for m, own in zip(movers, ranks, strict=True)] if _ordered(wanted) else []
        for joint in made:
            stable = _stable(movers, ranks, gains, joint.members, wanted)
            outside = [n for n in range(len(movers)) if n not in joint.members]
            for concept, mask in stable.items():
                _add(joint.held, concept, mask)
                _add(joint.together, concept, equilibria([mask, *(alone[concept][n] for n in outside)]))
                _add(joint.left, concept, equilibria(alone[concept]) & ~mask)
        done(min(rows.stop, len(found)) - rows.start)
    return tuple(made)


def _ordered(concepts: Sequence[Concept]) -> bool:
    """Whether by some of the concepts those outside answer with improvements alone."""
    return bool({"seq", "sseq"} & {*concepts})


def _add(counts: dict[Concept, Counts], concept: Concept, mask: Mask) -> None:
    counts[concept] = counts.get(concept, 0) + mask.sum(0, dtype=np.int64)


def _stable(
    movers: Sequence[Moves],
    ranks: Sequence[Ints],
    gains: Sequence["_Gains"],
    members: Sequence[int],
    concepts: Sequence[Concept],
) -> dict[Concept, Mask]:
    """In which completions a coalition is stable in each state, (completions, states)."""
    many, states = ranks[0].shape
    together = [movers[n] for n in members]
    outside = [n for n in range(len(movers)) if n not in members]
    others, improving = [movers[n] for n in outside], [gains[n].led for n in outside] if gains else []
    found: dict[Concept, Mask] = {c: np.ones((many, states), dtype=bool) for c in concepts}
    for state in range(states):
        better = packed(np.logical_and.reduce([ranks[n] > ranks[n][:, [state]] for n in members]).T)
        met = leading(together, better)
        for concept in concepts:
            free = better
            if concept != "nash":
                blocks = ~(better | met) if concept in ("smr", "sseq") else ~better
                blocked = led_by(improving, blocks) if concept in ("seq", "sseq") else leading(others, blocks)
                free = better & ~blocked
            left = met if concept == "nash" else leading(together, free)
            found[concept][:, state] = ~spread(left[state], many)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Gains:
    """The moves of a decision maker, by where they begin, and in which completions each is a gain.

    ``begun``, the states with a move, rising; ``first``, where the moves from each begin among ``ends``, (moves,);
    ``able``, (moves, words).
    """

    begun: NDArray[np.intp]
    first: NDArray[np.intp]
    ends: NDArray[np.intp]
    able: Words

    @classmethod
    def of(cls, mover: Moves, ranks: Ints) -> "_Gains":
        """From the ranks, (completions, states)."""
        each = [np.atleast_1d(mover.targets(state)) for state in range(ranks.shape[1])]
        size = np.array([len(ends) for ends in each], dtype=np.intp)
        begun = np.flatnonzero(size)
        ends = np.concatenate([*each, np.zeros(0, dtype=np.intp)]).astype(np.intp)
        parts = [packed((ranks[:, each[s]] > ranks[:, [s]]).T) for s in begun]
        able = np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.uint64)
        return cls(begun, (np.cumsum(size) - size)[begun], ends, able)

    def led(self, marks: Words) -> Words:
        """From which states one improvement leads to a marked one, in which completions."""
        found = np.zeros_like(marks)
        if len(self.begun):
            found[self.begun] = np.bitwise_or.reduceat(marks[self.ends] & self.able, self.first, axis=0)
        return found
