"""The fewest comparisons that settle whether a wanted state is an equilibrium, whatever they turn out to be.

One smallest set of open pairs does it, and no other: the pairs that, where they are neighbours in some completion,
change the verdict by changing places. Each is needed, for these two completions differ in nothing else. Together they
are enough: between two completions that agree on them all, neighbours in which the two differ can change places one by
one, through completions only, and no such change touches the verdict. No subsets have to be tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ConflictError
from onrecord.weigh.conflict.completions import JointCompletions, OpenOrder
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints, Moves
from onrecord.weigh.conflict.open_stability import AT_ONCE, Share, equilibrium_in
from onrecord.weigh.conflict.stability import Concept, equilibria, stability
from onrecord.weigh.conflict.states import Mask

MOST_RANKS_SWAPPED: Final = 1 << 22  # ranks of states looked at where completions are drawn: some seconds

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Question:
    """Which of two states, or of two wishes, matters more to a decision maker.

    ``changes`` is in how many of the completions looked at the verdict hangs on the answer alone. ``if_first`` is the
    share that is left where the first matters more, ``if_second`` where the second does; None where none was drawn.
    """

    who: str
    about: Literal["states", "wishes"]
    first: str
    second: str
    changes: int
    if_first: Share | None
    if_second: Share | None


@dataclass(frozen=True, slots=True)
class Settling:
    """What settles whether a state is an equilibrium: the ``questions``, the most telling first.

    Where ``share`` is exact, these are enough and each is needed. Where it is not, each is needed and more may be.
    """

    share: Share
    questions: tuple[Question, ...]


def settling(model: GraphModel, found: JointCompletions, wanted: int, concept: Concept) -> Settling:
    """The fewest comparisons that settle whether a state, by number from 0, is an equilibrium."""
    if concept == "simultaneous" and len(model.movers) != 2:
        told = "simultaneous moves are defined for two decision makers. Ask for another concept."
        raise ConflictError([(None, told)])
    verdicts = equilibrium_in(model.movers, found, wanted, concept)
    count = _listed if found.exact else _drawn
    questions = [
        _question(model, found, verdicts, who, (int(a), int(b)), int(changes[a, b]))
        for who, changes in enumerate(count(model.movers, found, verdicts, wanted, concept))
        for a, b in np.argwhere(changes)
    ]
    questions.sort(key=lambda question: -question.changes)
    return Settling(Share(int(verdicts.sum()), len(found), found.exact), tuple(questions))


def _question(
    model: GraphModel, found: JointCompletions, verdicts: Mask, who: int, pair: tuple[int, int], changes: int
) -> Question:
    """The question of two items of a decision maker's order."""
    own, (first, second) = found.each[who], pair
    order = own.order
    leads = (own.orders[:, first] > own.orders[:, second])[found.picks[:, who]]
    answers = [_share(verdicts[mask], exact=found.exact) for mask in (leads, ~leads)]
    if order.wishes:
        return Question(order.who, "wishes", order.wishes[first].text, order.wishes[second].text, changes, *answers)
    a, b = (model.name(int(np.flatnonzero(order.classes == item)[0])) for item in pair)
    return Question(order.who, "states", a, b, changes, *answers)


def _share(verdicts: Mask, *, exact: bool) -> Share | None:
    return Share(int(verdicts.sum()), len(verdicts), exact) if len(verdicts) else None


def _listed(
    _movers: Sequence[Moves], found: JointCompletions, verdicts: Mask, _wanted: int, _concept: Concept
) -> Iterator[Counts]:
    """For each decision maker and pair of items, (items, items): how many verdicts change with them, of all."""
    table = verdicts.reshape([len(own.orders) for own in found.each])
    for who, own in enumerate(found.each):
        rows = np.moveaxis(table, who, 0).reshape(len(own.orders), -1)
        size = len(own.order.under)
        changes = np.zeros((size, size), dtype=np.int64)
        keys = _keys(own.orders)
        sorting = np.argsort(keys)
        for able, first, second, swapped in _swaps(own.order.under, own.orders):
            other = sorting[np.searchsorted(keys, _keys(swapped), sorter=sorting)]
            np.add.at(changes, (first, second), (rows[able] != rows[other]).sum(1))
        yield changes


def _drawn(
    movers: Sequence[Moves], found: JointCompletions, verdicts: Mask, wanted: int, concept: Concept
) -> Iterator[Counts]:
    """The same of the completions that were drawn, or as many of them as can be looked at."""
    states = len(movers[0].places)
    bearing = [_bearing(movers[who], own.order, wanted) for who, own in enumerate(found.each)]
    swaps = sum(len(pairs) * float(pairs.mean()) for pairs in bearing if len(pairs))
    looked_at = np.arange(min(len(found), int(1 + MOST_RANKS_SWAPPED / (states * (1 + swaps)))))
    ranks = found.ranks(slice(len(looked_at)))
    for who, own in enumerate(found.each):
        changes = np.zeros(bearing[who].shape, dtype=np.int64)
        for able, first, second, swapped in _swaps(own.order.under, own.orders[found.picks[looked_at, who]]):
            kept = np.flatnonzero(bearing[who][first, second])
            for part in np.split(kept, range(0, len(kept), max(1, AT_ONCE // states))[1:]):
                if len(part):
                    changed = [r[able[part]] for r in ranks]
                    changed[who] = own.order.ranks(swapped[part])
                    held = equilibria(stability(movers, changed, [concept])[concept])[:, wanted]
                    np.add.at(changes, (first[part], second[part]), held != verdicts[able[part]])
        yield changes


def _bearing(mover: Moves, order: OpenOrder, wanted: int) -> Mask:
    """Which pairs of items, (items, items), can bear on the verdict at all.

    A decision maker's own stability compares states with the wanted one; what it would do, states that a move joins.
    """
    size = len(order.under)
    if order.classes is None or not size:
        return np.ones((size, size), dtype=bool)
    found = np.zeros((size, size), dtype=bool)
    found[order.classes[wanted]] = True
    for state, item in enumerate(order.classes):
        found[item, order.classes[mover.targets(state)]] = True
    return found | found.T


def _swaps(under: Sequence[int], orders: Ints) -> Iterator[tuple[Counts, Counts, Counts, Ints]]:
    """For each place: in which orders its item and the next may change places, the two, and the orders so changed."""
    lower = np.array([[bits >> j & 1 for j in range(len(under))] for bits in under], dtype=bool)
    at = np.argsort(orders, axis=1)
    for place in range(len(under) - 1):
        low, high = at[:, place], at[:, place + 1]
        able = np.flatnonzero(~lower[high, low])
        low, high = low[able], high[able]
        swapped = orders[able]
        swapped[np.arange(len(able)), low] += 1
        swapped[np.arange(len(able)), high] -= 1
        yield able, np.minimum(low, high), np.maximum(low, high), swapped


def _keys(orders: Ints) -> NDArray[np.void]:
    """Each row as one value that can be sorted and looked up."""
    return np.ascontiguousarray(orders.astype(">u4")).view(f"V{4 * max(1, orders.shape[1])}").ravel()
