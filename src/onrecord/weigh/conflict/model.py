"""A conflict made ready to be analysed: its feasible states, everyone's moves and, where given in full, rankings."""

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from onrecord.errors import ConflictError, Fault
from onrecord.values.conflict import Conflict, Pattern
from onrecord.weigh.conflict.moves import MOST_PLACES, Ints, Moves, TooSparseError, moves
from onrecord.weigh.conflict.preferring import ranks
from onrecord.weigh.conflict.states import (
    MOST_STATES,
    Bits,
    TooManyStatesError,
    feasible,
    holds,
    mask_of,
    matching,
    pattern,
)


@dataclass(frozen=True, slots=True)
class GraphModel:
    """The graph model of a conflict: ``states``, (states,), rising bit patterns, and each decision maker's moves."""

    conflict: Conflict
    states: Bits
    movers: tuple[Moves, ...]

    def ranks(self, but: str | None = None) -> tuple[Ints, ...]:
        """Everyone's ranks of the states, (states,), higher is better; ``but`` one's, which are then all 0.

        Raises ConflictError where a ranking is open.
        """
        given = {p.decision_maker: p for p in self.conflict.preferences}
        found: list[Ints] = []
        faults: list[Fault] = []
        for who in self.conflict.decision_makers:
            if who == but:
                found.append(np.zeros(len(self.states), dtype=np.int32))
                continue
            try:
                found.append(ranks(given.get(who), who, self.states))
            except ConflictError as error:
                faults += error.faults
        if faults:
            raise ConflictError(faults)
        return tuple(found)

    def number(self, written: Pattern) -> int:
        """The number, from 0, of the one state a pattern names. Raises ConflictError where it names none or several."""
        fits = written.isdecimal() or len(written) == len(self.conflict.options)
        found = np.flatnonzero(matching(written, self.states)) if fits else np.zeros(0, dtype=np.intp)
        if len(found) != 1:
            many = f"{len(found)} feasible states" if len(found) else "no feasible state"
            raise ConflictError([(None, f"the state {written} is {many}. Name one, a letter Y or N an option.")])
        return int(found[0])

    def state(self, text: str) -> int:
        """The number, from 0, of the one state that a name, a number from 1 or a pattern gives, as in a file.

        Raises ConflictError where that is none, or several.
        """
        names, letters = dict(self.conflict.state_names), text.upper()
        if text in names:
            return self.number(names[text])
        if text.isascii() and text.isdecimal():
            return self.number(text)
        if not letters or set(letters) - set("YN-"):
            near = get_close_matches(text, names, n=1, cutoff=0.5)
            cure = f"Did you mean {near[0]!r}?" if near else "Give a name of states, a number or a pattern."
            raise ConflictError([(None, f"no state is called {text!r}. {cure}")])
        if len(letters) != len(self.conflict.options):
            told = f"{letters} has {len(letters)} letters, and there are {len(self.conflict.options)} options."
            raise ConflictError([(None, f"{told} Write a letter Y or N for each.")])
        return self.number(letters)

    def name(self, state: int) -> str:
        """A state's name in the analyst's words; without one, its number from 1."""
        written = pattern(int(self.states[state]), len(self.conflict.options))
        given = {p: name for name, p in self.conflict.state_names}
        return given.get(written) or given.get(str(state + 1)) or str(state + 1)

    def options(self, state: int) -> Pattern:
        """A state's pattern."""
        return pattern(int(self.states[state]), len(self.conflict.options))


def graph_model(conflict: Conflict) -> GraphModel:
    """The graph model of a conflict. Raises ConflictError where no state is feasible, too many, or too sparsely so."""
    try:
        states = feasible(len(conflict.options), [rule.when for rule in conflict.infeasible])
    except TooManyStatesError:
        told = f"more than {MOST_STATES:,} states are feasible. Rule some out under infeasible, or leave options out."
        raise ConflictError([(conflict.options[0].line, told)]) from None
    if not len(states):
        lines = [rule.line for rule in conflict.infeasible if rule.line]
        at = f" (line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines))})" if lines else ""
        raise ConflictError(
            [(max(lines, default=None), f"no state is feasible: the rules under infeasible{at} leave none. Drop one.")]
        )
    return GraphModel(conflict, states, tuple(moves_of(conflict, states, (who,)) for who in conflict.decision_makers))


def moves_of(conflict: Conflict, states: Bits, members: Collection[str]) -> Moves:
    """The moves of one decision maker, or of several together, by name."""
    own = [(k, option.direction) for k, option in enumerate(conflict.options) if option.owner in members]
    up_only, down_only = (
        mask_of([k for k, direction in own if direction == way]) for way in ("no to yes only", "yes to no only")
    )
    barred = tuple(
        (holds(rule.start, states), holds(rule.end, states)) for rule in conflict.irreversible if rule.owner in members
    )
    try:
        return moves(states, mask_of([k for k, _ in own]), up_only, down_only, barred)
    except TooSparseError:
        line = next((o.line for o in conflict.options if o.owner in members), None)
        told = (
            f"the choices of {' and '.join(members)} and those of all others make more than {MOST_PLACES:,} pairs, of "
            "which few are feasible. Let one option stand for those that go together, or leave some out."
        )
        raise ConflictError([(line, told)]) from None
