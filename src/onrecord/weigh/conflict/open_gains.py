"""In which completions a move is its mover's improvement, as bits of a whole number: the first completion the lowest.

So what is true of many completions at once is worked out in one step: of a path, that each of its moves is a gain.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.conflict.certain import MORE, OPEN, Certain, Liking
from onrecord.weigh.conflict.completions import JointCompletions
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.open_stability import in_chunks
from onrecord.weigh.conflict.paths import Arc, Path
from onrecord.weigh.conflict.sequences import Targets, moving, turned
from onrecord.weigh.conflict.stability import Concept, equilibria

Bits = int


@dataclass(frozen=True)
class Maker:
    """Who moves: one decision maker or several together, and what may be a gain for each of them.

    ``ahead`` are the states that may be improvements from a state, each with the completions in which it is one;
    ``back`` those from which a state can be moved to.
    """

    who: tuple[int, ...]
    ahead: Callable[[int], dict[int, Bits]]
    back: Callable[[int], Iterable[int]]


@dataclass(frozen=True, eq=False)
class Gains:
    """What open preferences make of moves: ``known`` is what is certain, ``found`` are the completions looked at."""

    model: GraphModel
    known: Sequence[Certain]
    found: JointCompletions
    _ranks: dict[int, Ints] = field(default_factory=dict, repr=False)

    @property
    def every(self) -> Bits:
        """All completions that are looked at."""
        return (1 << len(self.found)) - 1

    def arc(self, who: tuple[int, ...], start: int, end: int) -> Arc:
        """A move as an arc: a gain is what is one in every completion."""
        signs = [int(self.known[i].of(np.array([end]), start)[0]) for i in who]
        gain = all(sign == MORE for sign in signs)
        return Arc(who, start, end, gain, possible=not gain and all(sign in (MORE, OPEN) for sign in signs))

    def surely(self, who: int) -> Targets:
        """The moves of a decision maker that are improvements in every completion."""
        mover, own = self.model.movers[who], self.known[who]

        def targets(state: int) -> Iterable[int]:
            ends = mover.targets(state)
            return map(int, ends[own.of(ends, state) == MORE])

        return targets

    def maker(self, who: int) -> Maker:
        """One decision maker."""
        mover = self.model.movers[who]
        return Maker((who,), self._ahead((who,), moving(mover)), moving(turned(mover)))

    def together(self, who: tuple[int, ...], joint: Targets, back: Targets) -> Maker:
        """Some who move together, by their joint moves, and these backwards."""
        return Maker(who, self._ahead(who, joint), back)

    def _ahead(self, who: tuple[int, ...], moves: Targets) -> Callable[[int], dict[int, Bits]]:
        held: dict[int, dict[int, Bits]] = {}

        def ahead(state: int) -> dict[int, Bits]:
            if state not in held:
                held[state] = self.ends(who, state, np.array([*moves(state)], dtype=np.intp))
            return held[state]

        return ahead

    def ends(self, who: tuple[int, ...], start: int, ends: NDArray[np.intp]) -> dict[int, Bits]:
        """Which of some states each of ``who`` likes more than a state in some completion, and in which."""
        found = {int(end): self.every for end in ends}
        for one in who:
            signs = self.known[one].of(ends, start)
            unsure = ends[signs == OPEN]
            bits = dict(zip(map(int, unsure), self._where(one, start, unsure), strict=True)) if len(unsure) else {}
            found = {
                int(end): found[int(end)] & bits.get(int(end), self.every)
                for end, sign in zip(ends, signs, strict=True)
                if sign in (MORE, OPEN) and int(end) in found
            }
        return {end: able for end, able in found.items() if able}

    def path(self, path: Path) -> Bits:
        """In which completions each move of a path is a gain."""
        able = self.every
        for arc in path:
            able &= self.ends(arc.who, arc.start, np.array([arc.end])).get(arc.end, 0)
        return able

    def rests_on(self, path: Path) -> tuple[Liking, ...]:
        """The open comparisons that must be so for each move of a path to be a gain."""
        asked = (
            Liking(i, arc.end, arc.start)
            for arc in path
            for i in arc.who
            if self.known[i].of(np.array([arc.end]), arc.start)[0] == OPEN
        )
        return tuple(dict.fromkeys(asked))

    def equilibria(self, concept: Concept) -> dict[int, Bits]:
        """The states that are an equilibrium in some completion, each with those in which it is one."""
        chunks = in_chunks(self.model.movers, self.found, [concept])
        parts = [np.packbits(equilibria(masks[concept]), axis=0, bitorder="little") for _, masks in chunks]
        packed = np.concatenate(parts)
        return {int(s): _number(packed[:, s]) for s in np.flatnonzero(packed.any(0))}

    def _where(self, who: int, start: int, ends: NDArray[np.intp]) -> list[Bits]:
        """In which completions a decision maker likes each of some states more than one."""
        own = self.found.each[who]
        if who not in self._ranks:
            self._ranks[who] = own.ranks(np.arange(len(own.orders)))
        more = self._ranks[who][:, ends] > self._ranks[who][:, [start]]
        packed = np.packbits(more[self.found.picks[:, who]], axis=0, bitorder="little")
        return [_number(packed[:, k]) for k in range(len(ends))]


def _number(packed: NDArray[np.uint8]) -> Bits:
    return int.from_bytes(packed.tobytes(), "little")
