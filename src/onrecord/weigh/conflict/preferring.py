"""From preferences to ranks of states: whole numbers, higher is better, equal where two states are liked the same."""

from itertools import pairwise

import numpy as np

from onrecord.errors import ConflictError
from onrecord.values.conflict import Preferences, Ranking, Wish
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.states import Bits, Mask, holds, matching


def ranks(given: Preferences | None, who: str, states: Bits) -> Ints:
    """A decision maker's ranks of some states, (states,). Raises ConflictError where they are not given in full."""
    if given is not None and given.ranking:
        return ranked(given.ranking, who, states)
    if given is not None and given.wishes:
        return wished(given.wishes, who, states)
    line = given.line if given else None
    told = f"the preferences of {who} are open. Rank the states, or write preference statements in order."
    raise ConflictError([(line, told)])


def ranked(ranking: Ranking, who: str, states: Bits) -> Ints:
    """Ranks, (states,), of a ranking. Raises ConflictError where a state is missing, or stands twice."""
    found = np.full(len(states), -1, dtype=np.int32)
    for place, group in enumerate(ranking.groups):
        for written in group:
            named = matching(written, states)
            if not named.any():
                raise ConflictError([(ranking.line, f"{who} ranks {written}, which is not feasible. Take it out.")])
            if (found[named] >= 0).any():
                raise ConflictError([(ranking.line, f"{who} ranks {written} twice. Take one of them out.")])
            found[named] = len(ranking.groups) - 1 - place
    if (found < 0).any():
        missing = int((found < 0).sum())
        told = f"the ranking of {who} misses {missing} of {len(states)} feasible states. Add them, or use compare."
        raise ConflictError([(ranking.line, told)])
    return found


def wished(wishes: tuple[Wish, ...], who: str, states: Bits) -> Ints:
    """Ranks, (states,), by option prioritising: of k wishes in order, the j-th, where it holds, adds 2^(k-j).

    After Peng, Hipel & Kilgour (1997). Raises ConflictError where the order of two wishes is open.
    """
    ordered = sorted(wishes, key=lambda wish: wish.rank)
    for first, second in pairwise(ordered):
        if first.rank == second.rank:
            told = f"{who}: the order of {first.text!r} and {second.text!r} is open. Put one before the other."
            raise ConflictError([(second.line, told)])
    held = np.stack([holds(wish.formula, states) for wish in ordered])
    return by_importance(held)


def by_importance(held: Mask) -> Ints:
    """Ranks, (states,), by where wishes hold, (wishes, states), the most important first."""
    order = np.lexsort(held[::-1])
    steps = (np.diff(held[:, order].astype(np.int8), axis=1) != 0).any(0)
    found = np.empty(held.shape[1], dtype=np.int32)
    found[order] = np.concatenate([[0], np.cumsum(steps)])
    return found
