"""What only the feasible states show to be wrong: preferences for states that cannot be, and circles."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Final

import numpy as np

from onrecord.errors import ConflictError, Fault
from onrecord.values.conflict import Comparison, Conflict, Pattern, Preferences
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.preferring import ranked
from onrecord.weigh.conflict.states import Bits, matching

FEW: Final = 6  # comparisons of a circle that an error names


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


def _comparisons(given: Preferences, model: GraphModel) -> Iterator[Fault]:
    """Comparisons of states that cannot be, and the first circle."""
    who, names = given.decision_maker, {p: name for name, p in model.conflict.state_names}
    patterns = dict.fromkeys(p for c in given.comparisons for p in (c.better, c.worse))
    named = {p: frozenset(map(int, np.flatnonzero(matching(p, model.states)))) for p in patterns}
    for compared in given.comparisons:
        for written in (compared.better, compared.worse):
            if not named[written]:
                yield (
                    compared.line,
                    f"{who} compares {names.get(written, written)}, which is not feasible. Take it out.",
                )
    circle = _Order(given.comparisons, named).circle()
    if circle:
        told = ", ".join(f"{_spelled(c, names)} (line {c.line})" for c in circle[:FEW])
        more = f" and {len(circle) - FEW} more" if len(circle) > FEW else ""
        last = max(c.line or 0 for c in circle)
        yield last or None, f"the comparisons of {who} run in a circle: {told}{more}. Take one of them out."


def _spelled(compared: Comparison, names: Mapping[Pattern, str]) -> str:
    better, worse = (names.get(p, p) for p in (compared.better, compared.worse))
    return f"{better} {'=' if compared.equal else '>'} {worse}"


@dataclass(frozen=True)
class _Order:
    """Comparisons, and the states that each of their patterns names."""

    comparisons: Sequence[Comparison]
    named: Mapping[Pattern, frozenset[int]]

    def circle(self) -> list[Comparison]:
        """The shortest circle through a strict comparison that is in one; empty where there is none."""
        alike = self.alike()
        groups = {p: frozenset(alike.get(s, s) for s in states) for p, states in self.named.items()}
        strict = {n: c for n, c in enumerate(self.comparisons) if not c.equal}
        above: dict[int, set[int]] = {}
        for number, compared in strict.items():
            for group in groups[compared.better]:
                above.setdefault(group, set()).add(number)
        onward = {n: {m for g in groups[c.worse] for m in above.get(g, ())} for n, c in strict.items()}
        try:
            TopologicalSorter(onward).prepare()
        except CycleError as error:
            return self.through(error.args[1][0])
        return []

    def alike(self) -> dict[int, int]:
        """For each state that is liked the same as another, one that stands for all of these."""
        stands: dict[int, int] = {}

        def found(state: int) -> int:
            while stands.setdefault(state, state) != state:
                stands[state] = stands[stands[state]]
                state = stands[state]
            return state

        for compared in self.comparisons:
            if compared.equal and self.named[compared.better] and self.named[compared.worse]:
                first, *others = self.named[compared.better] | self.named[compared.worse]
                for other in others:
                    stands[found(other)] = found(first)
        return {state: found(state) for state in list(stands)}

    def through(self, start: int) -> list[Comparison]:
        """The shortest way from what a strict comparison has as worse, by others, to what it has as better."""
        begun = self.comparisons[start]
        came: dict[int, tuple[int, Comparison] | None] = dict.fromkeys(self.named[begun.worse])
        waiting = deque(came)
        below: dict[int, list[tuple[Comparison, Pattern]]] = {}
        for compared in self.comparisons:
            ways = [(compared.better, compared.worse), *([(compared.worse, compared.better)] if compared.equal else [])]
            for upper, lower in ways:
                for state in self.named[upper]:
                    below.setdefault(state, []).append((compared, lower))
        while waiting:
            state = waiting.popleft()
            if state in self.named[begun.better]:
                path = [begun]
                while step := came[state]:
                    path.insert(1, step[1])
                    state = step[0]
                return path
            for compared, lower in below.get(state, ()):
                for following in self.named[lower] - came.keys():
                    came[following] = (state, compared)
                    waiting.append(following)
        return []
