"""Which states are stable whatever the open preferences turn out to be, which in some completions, which in none."""

from collections.abc import Callable, Iterator, Sequence
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
MOST_KEPT: Final = 1 << 24  # verdicts on a state, one bit each, that are kept for every decision maker and concept
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

    ``together``, (states,): in how many it is stable for all of them, an equilibrium. ``kept``, (decision makers,
    completions / 8, states): in which ones, as bits; empty where that is more than MOST_KEPT.
    """

    of: int
    exact: bool
    held: dict[Concept, NDArray[np.int64]]
    together: dict[Concept, NDArray[np.int64]]
    kept: dict[Concept, NDArray[np.uint8]]

    def which(self, concept: Concept, who: int, state: int) -> Mask | None:
        """In which completions, (completions,), a state is stable for a decision maker; None where none are kept."""
        if concept not in self.kept:
            return None
        return np.unpackbits(self.kept[concept][who, :, state], count=self.of).astype(bool)

    def stable(self, concept: Concept, who: int, state: int) -> Share:
        """For how many completions a state is stable for a decision maker, by numbers from 0."""
        return Share(int(self.held[concept][who, state]), self.of, self.exact)

    def equilibrium(self, concept: Concept, state: int) -> Share:
        """For how many completions a state is an equilibrium."""
        return Share(int(self.together[concept][state]), self.of, self.exact)


def open_stability(
    movers: Sequence[Moves],
    found: JointCompletions,
    concepts: Sequence[Concept] = CONCEPTS,
    done: Callable[[int], None] = lambda _: None,
) -> OpenStability:
    """In how many completions each state is stable for each decision maker, and for all of them.

    ``done`` is told of how many more completions that is known each time.
    """
    held: dict[Concept, NDArray[np.int64]] = {}
    together: dict[Concept, NDArray[np.int64]] = {}
    kept: dict[Concept, list[NDArray[np.uint8]]] = {}
    keeping = len(found) * len(movers[0].places) <= MOST_KEPT
    for rows, masks in in_chunks(movers, found, concepts):
        for concept, each in masks.items():
            counts = np.stack([mask.sum(0, dtype=np.int64) for mask in each])
            held[concept] = held.get(concept, 0) + counts
            together[concept] = together.get(concept, 0) + equilibria(each).sum(0, dtype=np.int64)
            if keeping:
                kept.setdefault(concept, []).append(np.packbits(np.stack(each), axis=1))
        done(min(rows.stop, len(found)) - rows.start)
    joined = {concept: np.concatenate(parts, axis=1) for concept, parts in kept.items()}
    return OpenStability(len(found), found.exact, held, together, joined)


def in_chunks(
    movers: Sequence[Moves], found: JointCompletions, concepts: Sequence[Concept], at_once: int = AT_ONCE
) -> Iterator[tuple[slice, dict[Concept, list[Mask]]]]:
    """Stability by all completions, (completions, states) a mask, so many at a time that memory stays bounded.

    They come in eights, so that they can be packed part by part.
    """
    states = len(movers[0].places)
    size = max(8, at_once // states // 8 * 8)
    for begun in range(0, len(found), size):
        rows = slice(begun, begun + size)
        yield rows, stability(movers, found.ranks(rows), concepts)


def equilibrium_in(movers: Sequence[Moves], found: JointCompletions, wanted: int, concept: Concept) -> Mask:
    """In which completions, (completions,), a state is an equilibrium."""
    return np.concatenate([equilibria(masks[concept])[:, wanted] for _, masks in in_chunks(movers, found, [concept])])
