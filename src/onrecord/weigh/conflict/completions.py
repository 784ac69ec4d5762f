"""What partly open preferences leave possible: every ranking that agrees with what is stated, or a fair sample.

What is stated makes a partial order of items: of wishes, where some are of one rank; of classes of states liked the
same, where states are compared. A completion puts the items in one strict order. Where nothing is stated every strict
order of the states is one; a full ranking has one, itself.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ConflictError
from onrecord.values.conflict import Comparison, Preferences, Wish
from onrecord.weigh.conflict.extensions import Extensions, TooOpenError
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.preferring import by_importance, ranked, wished
from onrecord.weigh.conflict.states import Bits, Mask, holds, matching

MOST_LISTED: Final = 50_000  # completions that are all looked at; above, some are drawn
MOST_RANKS: Final = 1 << 22  # … and ranks of states among them: 16 MB a decision maker
SAMPLES: Final = 2_000  # the 95 % error of a share is then about 2 points at most
SEED: Final = 2017
MOST_COMPARED: Final = 1_024  # states that may be in question one by one


@dataclass(frozen=True, slots=True, eq=False)
class OpenOrder:
    """What one decision maker's preferences settle and leave open.

    ``under``: for each item, as bits, those that stand below it. Items are the ``wishes``, held as in ``held``,
    (wishes, states); or else the classes of states of ``classes``, (states,). Without items, ``classes`` are the ranks.
    """

    who: str
    under: tuple[int, ...]
    classes: NDArray[np.intp] | None = None
    wishes: tuple[Wish, ...] = ()
    held: Mask | None = None

    def ranks(self, orders: Ints) -> Ints:
        """The ranks, (orders, states), that orders of the items, (orders, items), give."""
        if self.held is not None:
            return np.stack([by_importance(self.held[np.argsort(-order)]) for order in orders])
        assert self.classes is not None  # noqa: S101
        if not self.under:
            return np.broadcast_to(self.classes.astype(np.int32), (len(orders), len(self.classes)))
        return orders[:, self.classes]


@dataclass(frozen=True, slots=True, eq=False)
class Completions:
    """One decision maker's completions, all where ``exact``: ``orders``, (completions, items).

    ``count`` is how many there are in all: None where that is too much to count. ``listed``, (completions, states), are
    the ranks where all stand here; drawn ones are worked out when they are needed, since they may fill the memory.
    """

    order: OpenOrder
    orders: Ints
    count: int | None
    exact: bool
    listed: Ints | None = None

    def ranks(self, picks: NDArray[np.intp]) -> Ints:
        """The ranks, (picks, states), of some completions, higher is better."""
        return self.order.ranks(self.orders[picks]) if self.listed is None else self.listed[picks]


@dataclass(frozen=True, slots=True, eq=False)
class JointCompletions:
    """Everyone's completions together: a row of ``picks``, (combinations, decision makers), takes one of each."""

    each: tuple[Completions, ...]
    picks: NDArray[np.intp]
    count: int | None
    exact: bool

    def __len__(self) -> int:
        return len(self.picks)

    def ranks(self, rows: slice = slice(None)) -> tuple[Ints, ...]:
        """Everyone's ranks, (combinations, states), in some of the combinations."""
        return tuple(own.ranks(self.picks[rows, who]) for who, own in enumerate(self.each))


def completions(
    model: GraphModel, *, most: int = MOST_LISTED, samples: int = SAMPLES, seed: int = SEED
) -> JointCompletions:
    """Everyone's completions: all combinations where they are ``most`` or fewer, else ``samples`` drawn uniformly.

    Raises ConflictError where comparisons contradict each other, or too much is open.
    """
    given = {p.decision_maker: p for p in model.conflict.preferences}
    orders = [open_order(given.get(who), who, model) for who in model.conflict.decision_makers]
    return combined(orders, len(model.states), most=most, samples=samples, seed=seed)


def combined(
    orders: Sequence[OpenOrder], states: int, *, most: int = MOST_LISTED, samples: int = SAMPLES, seed: int = SEED
) -> JointCompletions:
    """The completions of some open orders together."""
    random = np.random.default_rng(seed)
    most = min(most, MOST_RANKS // states)
    each = tuple(_completed(order, most, samples, random) for order in orders)
    counts = [own.count for own in each if own.count is not None]
    count = prod(counts) if len(counts) == len(each) else None
    if count is not None and count <= max(most, 1):
        picks = np.indices([len(own.orders) for own in each]).reshape(len(each), -1).T
        return JointCompletions(each, picks, count, exact=True)
    drawn = [random.integers(len(own.orders), size=samples) if own.exact else np.arange(samples) for own in each]
    return JointCompletions(each, np.stack(drawn, axis=-1), count, exact=False)


def _completed(order: OpenOrder, most: int, samples: int, random: np.random.Generator) -> Completions:
    """All completions of one decision maker, or as many as are drawn."""
    extensions = Extensions(order.under)
    count = extensions.count
    exact = count is not None and count <= max(most, 1)
    try:
        orders = extensions.every() if exact else extensions.drawn(samples, random)
    except TooOpenError:
        told = f"the comparisons of {order.who} leave too much open to draw from fairly. Compare more, or write wishes."
        raise ConflictError([(None, told)]) from None
    return Completions(order, orders, count, exact, order.ranks(orders) if exact else None)


def open_order(given: Preferences | None, who: str, model: GraphModel) -> OpenOrder:
    """What a decision maker's preferences settle and leave open. Raises ConflictError where they contradict."""
    if given is not None and given.ranking:
        return settled(who, ranked(given.ranking, who, model.states))
    if given is not None and given.wishes:
        return _wishes(given.wishes, who, model.states)
    return _compared(given, who, model)


def settled(who: str, ranks: Ints) -> OpenOrder:
    """Preferences that leave nothing open."""
    return OpenOrder(who, (), classes=ranks.astype(np.intp))


def unsettled(who: str, states: int) -> OpenOrder:
    """Preferences of which nothing is known."""
    return OpenOrder(who, (0,) * states, classes=np.arange(states))


def _wishes(wishes: tuple[Wish, ...], who: str, states: Bits) -> OpenOrder:
    ranks = [wish.rank for wish in wishes]
    if len({*ranks}) == len(ranks):
        return settled(who, wished(wishes, who, states))
    under = tuple(sum(1 << j for j, other in enumerate(ranks) if other > rank) for rank in ranks)
    held = np.stack([holds(wish.formula, states) for wish in wishes])
    return OpenOrder(who, under, wishes=wishes, held=held)


def _compared(given: Preferences | None, who: str, model: GraphModel) -> OpenOrder:
    """The partial order of classes of states that comparisons make."""
    compared = given.comparisons if given else ()
    if (size := len(model.states)) > MOST_COMPARED:
        told = f"the preferences of {who} leave {size:,} states open one by one, more than {MOST_COMPARED:,}."
        raise ConflictError([(given.line if given else None, f"{told} Write wishes, or a ranking.")])
    sides = [(_named(c, c.better, who, model.states), _named(c, c.worse, who, model.states)) for c in compared]
    found = _partial_order(compared, sides, size)
    if found is None:
        raise ConflictError([_contradiction(compared, sides, who, size)])
    classes, under = found
    return OpenOrder(who, under, classes=classes)


def _named(comparison: Comparison, pattern: str, who: str, states: Bits) -> list[int]:
    """The states of one side of a comparison."""
    found = np.flatnonzero(matching(pattern, states)).tolist()
    if not found:
        raise ConflictError([(comparison.line, f"{who} compares {pattern}, which is not feasible. Take it out.")])
    return list(found)


Sides = Sequence[tuple[list[int], list[int]]]


def _partial_order(
    compared: Sequence[Comparison], sides: Sides, states: int
) -> tuple[NDArray[np.intp], tuple[int, ...]] | None:
    """Each state's class, and for each class those below it; None where the comparisons contradict each other."""
    first = list(range(states))  # of each state, one that stands for all liked the same
    for comparison, (better, worse) in zip(compared, sides, strict=True):
        if comparison.equal:
            alike = {first[s] for s in (*better, *worse)}
            first = [min(alike) if f in alike else f for f in first]
    number = {f: k for k, f in enumerate(sorted({*first}))}
    classes = [number[f] for f in first]
    under = [0] * len(number)
    for comparison, (better, worse) in zip(compared, sides, strict=True):
        if not comparison.equal:
            below = _bits(classes[s] for s in worse)
            for c in {classes[s] for s in better}:
                under[c] |= below
    closed = _closed(under)
    return None if closed is None else (np.array(classes, dtype=np.intp), closed)


def _bits(items: Iterable[int]) -> int:
    found = 0
    for item in items:
        found |= 1 << item
    return found


def _closed(under: Sequence[int]) -> tuple[int, ...] | None:
    """Everything below each item, through others too; None where an item stands below itself."""
    found = list(under)
    for middle in range(len(found)):
        through = found[middle]
        for item, bits in enumerate(found):
            if bits >> middle & 1:
                found[item] = bits | through
    return None if any(bits >> item & 1 for item, bits in enumerate(found)) else tuple(found)


def _contradiction(compared: Sequence[Comparison], sides: Sides, who: str, states: int) -> tuple[int | None, str]:
    """The first comparison that contradicts those before it, and which ones."""
    last = bisect_left(
        range(len(compared)), 1, key=lambda n: _partial_order(compared[: n + 1], sides[: n + 1], states) is None
    )
    chain = [compared[n] for n in sorted(_chain(compared, sides, last))]
    written = f"{who}: {_text(compared[last])!r} contradicts "
    if not chain:
        return compared[last].line, f"{written}itself: the same state is on both sides. Make them differ."
    others = ", ".join(repr(_text(c)) + (f" (line {c.line})" if c.line else "") for c in chain)
    return compared[last].line, f"{written}{others}. Take one of them out."


def _text(comparison: Comparison) -> str:
    return f"{comparison.better} {'=' if comparison.equal else '>'} {comparison.worse}"


def _chain(compared: Sequence[Comparison], sides: Sides, last: int) -> set[int]:
    """The fewest comparisons before the last that, with it, put a state below itself (breadth first)."""
    better, worse = sides[last]
    equal = compared[last].equal
    begun, ends = ({*better, *worse}, {*better, *worse}) if equal else ({*worse}, {*better})
    waiting = deque((state, not equal, frozenset[int]()) for state in sorted(begun))
    seen = {(state, strict) for state, strict, _ in waiting}
    while waiting:
        at, strict, path = waiting.popleft()
        if strict and at in ends:
            return {*path}
        for n in range(last):
            ups, downs = sides[n]
            alike = compared[n].equal
            onward = {*ups, *downs} if alike and (at in ups or at in downs) else {*downs} if at in ups else set()
            for state in sorted(onward):
                step = (state, strict or not alike)
                if step not in seen:
                    seen.add(step)
                    waiting.append((*step, path | {n}))
    return set()
