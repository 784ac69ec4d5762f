"""What only the feasible states show to be wrong: preferences for states that cannot be, and circles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ConflictError, Fault
from onrecord.values.conflict import Comparison, Conflict, Pattern, Preferences
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.preferring import ranked
from onrecord.weigh.conflict.states import Bits, Mask, matching


def check(model: GraphModel) -> None:
    """Raise ConflictError, with every fault, where a name or preference speaks of no feasible state or contradicts."""
    faults = [*_names(model.conflict, model.states)]
    for given in model.conflict.preferences:
        for ranking in filter(None, [given.ranking, *(ranking for _, ranking in given.alternatives)]):
            try:
                ranked(ranking, given.decision_maker, model.states)
            except ConflictError as error:
                faults += error.faults
        faults += _comparisons(given, model)
    if faults:
        raise ConflictError(faults)


def _names(conflict: Conflict, states: Bits) -> Iterator[Fault]:
    lines = dict(conflict.lines)
    for name, written in conflict.state_names:
        if not matching(written, states).any():
            yield lines.get(name), f"the state {name}, {written}, is not feasible. Mend it, or take it out of states."
    if conflict.status_quo and not matching(conflict.status_quo, states).any():
        yield lines.get("status_quo"), f"the status quo, {conflict.status_quo}, is not feasible. Mend it."


@dataclass(frozen=True, slots=True)
class _Edge:
    """All states of one pattern are liked no less, or where ``strict`` more, than those of another."""

    better: int
    worse: int
    strict: bool
    of: Comparison


def _comparisons(given: Preferences, model: GraphModel) -> Iterator[Fault]:
    """Comparisons of states that cannot be, and the first circle."""
    who, names = given.decision_maker, {p: name for name, p in model.conflict.state_names}
    patterns = [*dict.fromkeys(p for c in given.comparisons for p in (c.better, c.worse))]
    if not patterns:
        return
    named = np.stack([matching(p, model.states) for p in patterns])
    empty = {p for p, mask in zip(patterns, named, strict=True) if not mask.any()}
    for compared in given.comparisons:
        for written in (compared.better, compared.worse):
            if written in empty:
                yield (
                    compared.line,
                    f"{who} compares {names.get(written, written)}, which is not feasible. Take it out.",
                )
    at = {p: number for number, p in enumerate(patterns)}
    edges = [_Edge(at[c.better], at[c.worse], not c.equal, c) for c in given.comparisons]
    edges += [_Edge(at[c.worse], at[c.better], strict=False, of=c) for c in given.comparisons if c.equal]
    circle = _circle(edges, named)
    if circle:
        told = ", ".join(f"{_spelled(edge.of, names)} (line {edge.of.line})" for edge in circle)
        last = max((edge.of.line or 0 for edge in circle), default=0)
        yield last or None, f"the comparisons of {who} run in a circle: {told}. Take one of them out."


def _spelled(compared: Comparison, names: dict[Pattern, str]) -> str:
    better, worse = (names.get(p, p) for p in (compared.better, compared.worse))
    return f"{better} {'=' if compared.equal else '>'} {worse}"


def _circle(edges: Sequence[_Edge], named: Mask) -> list[_Edge]:
    """The shortest circle through the first strict comparison that is in one.

    One comparison leads on to another where a state is among the worse of the one and the better of the other.
    """
    shared = named.astype(np.float32) @ named.T.astype(np.float32) > 0
    onward: Mask = shared[np.ix_([e.worse for e in edges], [e.better for e in edges])]
    left: NDArray[np.intp] = np.arange(len(edges))
    while len(left):  # what nothing leads to, or what leads nowhere, is in no circle
        inner = onward[np.ix_(left, left)]
        kept = left[inner.any(0) & inner.any(1)]
        if len(kept) == len(left):
            break
        left = kept
    for start in map(int, left):
        if edges[start].strict and (path := _back(start, onward)):
            return [edges[number] for number in path]
    return []


def _back(start: int, onward: Mask) -> list[int]:
    """The shortest path from a node back to it; empty where there is none."""
    came: NDArray[np.intp] = np.full(len(onward), -1)
    waiting = [start]
    for node in waiting:
        if onward[node, start]:
            path = [node]
            while path[-1] != start:
                path.append(int(came[path[-1]]))
            return path[::-1]
        for following in np.flatnonzero(onward[node] & (came < 0)):
            came[following] = node
            waiting.append(int(following))
    return []
