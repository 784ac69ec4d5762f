"""The feasible states of a conflict, as bit patterns: bit k is set where option k is taken."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from onrecord.values.conflict import Pattern
from onrecord.values.formula import Formula, Join, Not, Taken, options_of

Bits = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_STATES = 1 << 22


class TooManyStatesError(ValueError):
    """More than MOST_STATES states are feasible, or must be looked at on the way."""


def holds(formula: Formula, states: Bits) -> Mask:
    """In which of some states, (states,), a formula holds."""
    return _truth(formula, states, np.int64(-1))[0]


def feasible(options: int, infeasible: Sequence[Formula]) -> Bits:
    """The states in which no formula of ``infeasible`` holds, (states,), rising.

    Options are decided one by one, and what is certain to be infeasible is dropped at once, so that many options are no
    hindrance where few states remain. Raises TooManyStatesError.
    """
    speaking = [(rule, options_of(rule)) for rule in infeasible]
    found, decided = np.zeros(1, dtype=np.int64), np.int64(0)
    for number in range(options):
        bit = np.int64(1) << number
        found, decided = np.concatenate([found, found | bit]), decided | bit
        for formula in (rule for rule, options in speaking if number in options):  # no other can have become certain
            found = found[~_truth(formula, found, decided)[0]]
        if len(found) > MOST_STATES:
            raise TooManyStatesError
    return found


def _truth(formula: Formula, states: Bits, decided: np.int64) -> tuple[Mask, Mask]:
    """Where a formula surely holds and where it surely does not, by the options that are decided (Kleene)."""
    match formula:
        case Taken(number):
            if not decided >> number & 1:
                return (no := np.zeros(len(states), dtype=bool)), no
            taken = (states >> number & 1).astype(bool)
            return taken, ~taken
        case Not(part):
            yes, no = _truth(part, states, decided)
            return no, yes
        case Join(word, left, right):
            (a, not_a), (b, not_b) = (_truth(part, states, decided) for part in (left, right))
            if word == "and":
                return a & b, not_a | not_b
            if word == "or":
                return a | b, not_a & not_b
            return a & b | not_a & not_b, a & not_b | not_a & b


def matching(pattern: Pattern, states: Bits) -> Mask:
    """Which of the feasible states, (states,), a pattern names."""
    if pattern.isdecimal():
        numbered: Mask = np.arange(1, len(states) + 1) == int(pattern)
        return numbered
    fixed = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
    taken = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
    named: Mask = (states & fixed) == taken
    return named


def pattern(state: int, options: int) -> Pattern:
    """The pattern of one state."""
    return "".join("Y" if state >> k & 1 else "N" for k in range(options))


def mask_of(numbers: Sequence[int]) -> int:
    """The bits of some options."""
    return reduce(lambda bits, number: bits | 1 << number, numbers, 0)
