"""What open preferences settle all the same: which states are liked more than which in every completion."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ConflictError
from onrecord.values.conflict import Wish
from onrecord.weigh.conflict.completions import OpenOrder, completions, open_order
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.states import Mask

MORE, SAME, LESS, OPEN = 1, 0, -1, 2
NO_MORE: Final = (SAME, LESS)

Signs = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Liking:
    """That a decision maker likes one state, ``more``, better than another, ``less``, all by numbers from 0."""

    who: int
    more: int
    less: int


@dataclass(frozen=True, eq=False)
class Certain:
    """What is certain of one decision maker's preferences, and what is open."""

    order: OpenOrder
    known: dict[int, Signs] = field(default_factory=dict, repr=False)

    def against(self, state: int) -> Signs:
        """Each state against one, (states,): MORE, LESS or the SAME in every completion, or else OPEN."""
        if state not in self.known:
            self.known[state] = self._against(state)
        return self.known[state]

    def of(self, states: NDArray[np.intp], state: int) -> Signs:
        """The same of some states alone, (some,)."""
        if state in self.known:
            return self.known[state][states]
        return self._against(state, states)

    def _against(self, state: int, states: NDArray[np.intp] | None = None) -> Signs:
        if self.order.classes is None:
            return self._by_wishes(state, states)
        own, classes = self.order.classes[state], self.order.classes
        classes = classes if states is None else classes[states]
        if not self.order.under:
            signs: Signs = np.sign(classes - own).astype(np.int8)
            return signs
        found = np.full(len(classes), OPEN, dtype=np.int8)
        found[self._lower[classes, own]] = MORE
        found[self._lower[own, classes]] = LESS
        found[classes == own] = SAME
        return found

    def _by_wishes(self, state: int, states: NDArray[np.intp] | None) -> Signs:
        held = self.order.held
        assert held is not None  # noqa: S101
        own, held = held[:, [state]], held if states is None else held[:, states]
        found = np.zeros(held.shape[1], dtype=np.int8)
        ranks = np.array([wish.rank for wish in self.order.wishes])
        for rank in np.unique(ranks):
            here, mine = held[ranks == rank], own[ranks == rank]
            more, less = ((one & ~other).any(0) for one, other in ((here, mine), (mine, here)))
            told = np.where(more & less, OPEN, more.astype(np.int8) - less)
            found = np.where(found == SAME, told, found).astype(np.int8)
        return found

    @cached_property
    def _lower(self) -> Mask:
        """(classes, classes): where the second stands below the first."""
        size = len(self.order.under)
        return np.array([[bits >> j & 1 for j in range(size)] for bits in self.order.under], dtype=bool)

    def wishes(self, more: int, less: int) -> tuple[tuple[Wish, ...], tuple[Wish, ...]]:
        """Where wishes leave two states open: those that speak for each, the most important of which decides."""
        held, wishes = self.order.held, self.order.wishes
        if held is None:
            return (), ()
        apart = [k for k in range(len(wishes)) if held[k, more] != held[k, less]]
        first = min((wishes[k].rank for k in apart), default=None)
        apart = [k for k in apart if wishes[k].rank == first]
        return tuple(wishes[k] for k in apart if held[k, more]), tuple(wishes[k] for k in apart if held[k, less])

    @property
    def unordered(self) -> tuple[tuple[Wish, ...], ...]:
        """The wishes whose order among each other is open, those of one rank together."""
        groups: dict[int, list[Wish]] = {}
        for wish in self.order.wishes:
            groups.setdefault(wish.rank, []).append(wish)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @property
    def pairs(self) -> tuple[int, int]:
        """How many pairs of states, or of classes liked the same, are open, and of how many; none where wishes say."""
        size = len(self.order.under) if self.order.classes is not None else 0
        every = size * (size - 1) // 2
        return (every - int(self._lower.sum()), every) if size else (0, 0)

    @property
    def settled(self) -> bool:
        """Whether nothing is open."""
        return not self.unordered and not self.pairs[0]


def ranks_unless_open(model: GraphModel) -> tuple[Ints, ...] | None:
    """Everyone's ranks of the states, (states,), higher is better; None where something is open.

    Comparisons that leave nothing open are as good as a ranking. Raises ConflictError where they contradict each other.
    """
    try:
        return model.ranks()
    except ConflictError:
        if not all(own.settled for own in certain(model)):
            return None
        return tuple(own[0] for own in completions(model).ranks())


def certain(model: GraphModel) -> tuple[Certain, ...]:
    """What is certain of everyone's preferences. Raises ConflictError where comparisons contradict each other."""
    given = {p.decision_maker: p for p in model.conflict.preferences}
    return tuple(Certain(open_order(given.get(who), who, model)) for who in model.conflict.decision_makers)
