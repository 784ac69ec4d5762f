"""The moves of one decision maker: changes of its own options alone, to a feasible state, as far as each may change.

States are laid out as a table: a row for each choice of the others, a column for each choice of its own. A move stays
within its row, so that what can be reached is worked out for all rows at once.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.weigh.conflict.states import Bits, Mask

Ints = NDArray[np.int32]
T = TypeVar("T", bound=np.generic)
FAR = np.int32(np.iinfo(np.int32).max)  # above every rank: nothing is reached
MOST_PLACES: Final = 1 << 24  # of one table: four for each of the most states, some 128 MB


class TooSparseError(ValueError):
    """Of the pairs of one's choices and those of all others, more than MOST_PLACES, too few are feasible."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Where one decision maker can move.

    ``table``, (rows, columns), holds the number of the state at each place, or the number of states where there is
    none; ``places``, (states,), each state's place in the table laid flat; ``choices``, (columns,), the bits of each
    column's own options, of which ``up_only`` can only be taken and ``down_only`` only be given up; ``barred`` pairs of
    masks, (states,): no move leads from the one to the other.
    """

    table: NDArray[np.intp]
    places: NDArray[np.intp]
    choices: Bits
    up_only: int = 0
    down_only: int = 0
    barred: tuple[tuple[Mask, Mask], ...] = ()

    @property
    def free(self) -> bool:
        """Whether every column of a row can be reached from every other."""
        return not self.barred and not self.up_only and not self.down_only

    def ends(self, column: int) -> NDArray[np.intp]:
        """The columns that can be reached from a column, as far as each option may change; not itself."""
        start = self.choices[column]
        possible = (start & ~self.choices & self.up_only == 0) & (~start & self.choices & self.down_only == 0)
        possible[column] = False
        return np.flatnonzero(possible)

    def least(self, values: Ints, ranks: Ints | None = None) -> Ints:
        """The least value that one move reaches from each state, FAR where none does.

        ``values`` is (…, states). With ``ranks``, (…, states), only moves to a higher rank count: improvements.
        """
        rows = self.laid(values, FAR)
        ranked = None if ranks is None else self.laid(ranks, np.int32(-1))
        if self.free:
            return self.picked(_least_of_others(rows) if ranked is None else _least_of_better(rows, ranked))
        no = np.bool_(0)
        barred = [(self.laid(a, no), self.laid(b, no)) for a, b in self.barred]
        found = np.full(np.broadcast_shapes(rows.shape, () if ranked is None else ranked.shape), FAR)
        for column in range(self.table.shape[1]):
            ends = self.ends(column)
            reached = rows[..., ends]
            if ranked is not None:
                reached = np.where(ranked[..., ends] > ranked[..., column, None], reached, FAR)
            for start, end in barred:
                reached = np.where(start[..., column, None] & end[..., ends], FAR, reached)
            if len(ends):
                found[..., column] = reached.min(-1)
        return self.picked(found)

    def most(self, values: Ints, ranks: Ints | None = None) -> Ints:
        """The greatest value that one move, or improvement, reaches from each state, -FAR where none does."""
        return -self.least(-values, ranks)

    def laid(self, values: NDArray[T], missing: T) -> NDArray[T]:
        """Values of states, (…, states), as the table lays them out: (…, rows, columns)."""
        width = (*values.shape[:-1], 1)
        return np.concatenate([values, np.full(width, missing, dtype=values.dtype)], axis=-1)[..., self.table]

    def picked(self, table: NDArray[T]) -> NDArray[T]:
        """The values of the states, (…, states), from a table, (…, rows, columns)."""
        return table.reshape(*table.shape[:-2], -1)[..., self.places]

    def targets(self, state: int) -> NDArray[np.intp]:
        """The states that one move reaches from a state, rising."""
        row, column = divmod(int(self.places[state]), self.table.shape[1])
        ends = self.table[row, self.ends(column)]
        ends = ends[ends < len(self.places)]
        for start, end in self.barred:
            if start[state]:
                ends = ends[~end[ends]]
        return np.sort(ends)

    def beside(self, own: int, others: int) -> int | None:
        """The state with this decision maker's choice as in ``own`` and the others' as in ``others``, if feasible."""
        width = self.table.shape[1]
        found = int(self.table[int(self.places[others]) // width, int(self.places[own]) % width])
        return found if found < len(self.places) else None


def moves(states: Bits, own: int, up_only: int, down_only: int, barred: tuple[tuple[Mask, Mask], ...] = ()) -> Moves:
    """The moves of the owner of the options ``own`` (bits) between ``states``, (states,).

    ``up_only`` are the options that can only be taken, ``down_only`` those that can only be given up. Raises
    TooSparseError.
    """
    rows, row = np.unique(states & ~np.int64(own), return_inverse=True)
    choices, column = np.unique(states & np.int64(own), return_inverse=True)
    if len(rows) * len(choices) > MOST_PLACES:
        raise TooSparseError
    table = np.full((len(rows), len(choices)), len(states), dtype=np.intp)
    table[row, column] = np.arange(len(states))
    return Moves(table, row * len(choices) + column, choices, own & up_only, own & down_only, barred)


def _least_of_others(rows: Ints) -> Ints:
    """At each place, (…, rows, columns), the least of the other places of its row."""
    least = rows.argmin(-1, keepdims=True)
    rest = rows.copy()
    np.put_along_axis(rest, least, FAR, axis=-1)
    found = np.broadcast_to(rows.min(-1, keepdims=True), rows.shape).copy()
    np.put_along_axis(found, least, rest.min(-1, keepdims=True), axis=-1)
    return found


def _least_of_better(rows: Ints, ranked: Ints) -> Ints:
    """At each place the least of those places of its row that are ranked higher."""
    rows, ranked = np.broadcast_arrays(rows, ranked)
    order = ranked.argsort(-1)
    ranks = np.take_along_axis(ranked, order, -1)
    onward = np.minimum.accumulate(np.take_along_axis(rows, order, -1)[..., ::-1], axis=-1)[..., ::-1]
    onward = np.concatenate([onward, np.full((*onward.shape[:-1], 1), FAR)], axis=-1)
    wide = ranks.shape[-1]
    steps = np.where(ranks[..., 1:] != ranks[..., :-1], np.arange(1, wide), wide)
    steps = np.concatenate([steps, np.full((*steps.shape[:-1], 1), wide)], axis=-1)
    higher = np.minimum.accumulate(steps[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty_like(rows)
    np.put_along_axis(found, order, np.take_along_axis(onward, higher, -1), axis=-1)
    return found
