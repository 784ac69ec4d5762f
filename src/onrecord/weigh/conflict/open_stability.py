"""Which states are stable whatever the open preferences turn out to be, which in some completions, which in none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.conflict.completions import JointCompletions
from onrecord.weigh.conflict.moves import Moves
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria, stability
from onrecord.weigh.conflict.states import Mask

AT_ONCE: Final = 1 << 18  # ranks of states that are worked on at once: some tens of MB
NORMAL_95: Final = 1.959964  # how many standard errors hold 95 % of a normal distribution

Verdict = Literal["in all", "in some", "in no", "in all drawn", "in none drawn"]


@dataclass(frozen=True, slots=True)
class Share:
    """In ``held`` of ``of`` completions: of all there are where ``exact``, else of some drawn at random."""

    held: int
    of: int
    exact: bool

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.held / self.of

    @property
    def verdict(self) -> Verdict:
        """What is certain; a sample can only show that something holds in some and not in others."""
        if 0 < self.held < self.of:
            return "in some"
        if self.exact:
            return "in all" if self.held else "in no"
        return "in all drawn" if self.held else "in none drawn"

    @property
    def interval(self) -> tuple[float, float]:
        """Between what the share lies: itself where exact, else with 95 % confidence (Wilson 1927)."""
        if self.exact:
            return self.share, self.share
        z = NORMAL_95**2 / self.of
        middle = (self.share + z / 2) / (1 + z)
        half = NORMAL_95 / (1 + z) * sqrt(self.share * (1 - self.share) / self.of + z / 4 / self.of)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def error(self) -> float:
        """How far the share may be off, with 95 % confidence; 0 where it is exact."""
        low, high = self.interval
        return max(self.share - low, high - self.share)

    def __str__(self) -> str:
        if self.verdict == "in some":
            told = f"in {self.held:,} of {self.of:,}"
            return f"{told} completions" if self.exact else f"{told} sampled ({self.share:.0%} ± {self.error:.1%})"
        if self.exact:
            return "in all completions" if self.held else "in no completion"
        return f"in every one of {self.of:,} sampled" if self.held else f"in none of {self.of:,} sampled"


@dataclass(frozen=True, slots=True, eq=False)
class OpenStability:
    """In how many of ``of`` completions a state is stable: ``held``, (decision makers, states), by concept.

    ``together``, (states,): in how many it is stable for all of them, an equilibrium.
    """

    of: int
    exact: bool
    held: dict[Concept, NDArray[np.int64]]
    together: dict[Concept, NDArray[np.int64]]

    def stable(self, concept: Concept, who: int, state: int) -> Share:
        """For how many completions a state is stable for a decision maker, by numbers from 0."""
        return Share(int(self.held[concept][who, state]), self.of, self.exact)

    def equilibrium(self, concept: Concept, state: int) -> Share:
        """For how many completions a state is an equilibrium."""
        return Share(int(self.together[concept][state]), self.of, self.exact)


def open_stability(
    movers: Sequence[Moves], found: JointCompletions, concepts: Sequence[Concept] = CONCEPTS
) -> OpenStability:
    """In how many completions each state is stable for each decision maker, and for all of them."""
    held: dict[Concept, NDArray[np.int64]] = {}
    together: dict[Concept, NDArray[np.int64]] = {}
    for _, masks in in_chunks(movers, found, concepts):
        for concept, each in masks.items():
            counts = np.stack([mask.sum(0, dtype=np.int64) for mask in each])
            held[concept] = held.get(concept, 0) + counts
            together[concept] = together.get(concept, 0) + equilibria(each).sum(0, dtype=np.int64)
    return OpenStability(len(found), found.exact, held, together)


def in_chunks(
    movers: Sequence[Moves], found: JointCompletions, concepts: Sequence[Concept], at_once: int = AT_ONCE
) -> Iterator[tuple[slice, dict[Concept, list[Mask]]]]:
    """Stability by all completions, (completions, states) a mask, so many at a time that memory stays bounded."""
    states = len(movers[0].places)
    size = max(1, at_once // states)
    for begun in range(0, len(found), size):
        rows = slice(begun, begun + size)
        yield rows, stability(movers, found.ranks(rows), concepts)


def equilibrium_in(movers: Sequence[Moves], found: JointCompletions, wanted: int, concept: Concept) -> Mask:
    """In which completions, (completions,), a state is an equilibrium."""
    return np.concatenate([equilibria(masks[concept])[:, wanted] for _, masks in in_chunks(movers, found, [concept])])
