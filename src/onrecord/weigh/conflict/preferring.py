"""From preferences to ranks of states: whole numbers, higher is better, equal where two states are liked the same."""

from itertools import pairwise

import numpy as np

from onrecord.errors import ConflictError, Fault
from onrecord.values.conflict import Preferences, Ranking, Wish
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.states import Bits, holds, matching

FEW = 3  # missing states that an error names


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
    faults: list[Fault] = []
    for place, group in enumerate(ranking.groups):
        line = ranking.lines[place] if ranking.lines else ranking.line
        for written in group:
            named = matching(written, states)
            if not named.any():
                faults.append((line, f"{who} ranks {written}, which is not feasible. Take it out."))
            elif (found[named] >= 0).any():
                faults.append((line, f"{who} ranks {written} twice. Take one of them out."))
            found[named] = len(ranking.groups) - 1 - place
    missing = np.flatnonzero(found < 0)
    if len(missing):
        some = ", ".join(str(state + 1) for state in missing[:FEW]) + (", …" if len(missing) > FEW else "")
        told = f"the ranking of {who} misses {len(missing)} of {len(states)} feasible states ({some})."
        faults.append((ranking.line, f"{told} Add them, or use compare."))
    if faults:
        raise ConflictError(faults)
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
    order = np.lexsort(held[::-1])
    steps = (np.diff(held[:, order].astype(np.int8), axis=1) != 0).any(0)
    found = np.empty(len(states), dtype=np.int32)
    found[order] = np.concatenate([[0], np.cumsum(steps)])
    return found
