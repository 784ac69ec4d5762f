"""What a statement does, in all: its kind, the words of its condition, and its absolute words.

Phrases find the words (``kinds``, ``conditions``, ``red_lines``); a network that has read the statement
(``kind_reader``) tells the kind, and whether what was found is a condition and a red line.
"""

from dataclasses import dataclass

import numpy as np

from onrecord.read.classifier import raised
from onrecord.read.conditions import asked_in_return, conditions
from onrecord.read.kinds import Floats, Ranges, framed, signals
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.red_lines import red_lines
from onrecord.read.scheme import KINDS, MARKS, PLACES
from onrecord.values import Kind

TELLING = 2.5  # by what a phrase of full weight multiplies its kind's odds (the logarithm)
CLEAR = 0.65  # what a phrase of the content must weigh for that
# What is asked of another side as the condition of an offer makes the offer no demand, however it reads.
NO_DEMAND: Floats = np.array([-10 if kind == "demand" else 0 for kind in KINDS], dtype=np.float32)
POSITIONS: tuple[Kind, ...] = ("refusal", "commitment", "demand")
# Below this likelihood that a statement refuses, commits or demands, strong words are about facts: "he will never win".
POSITION = 0.3
DEPENDS, ABSOLUTE = 0.03, 0.02  # how likely a condition and a red line must be, of which words were found


@dataclass(frozen=True)
class Act:
    """How likely a statement is of each kind, (KINDS,), and the words of its condition and its red line."""

    odds: Floats
    condition: Ranges
    red_line: Ranges

    @property
    def kind(self) -> Kind:
        """The likeliest kind."""
        return KINDS[int(self.odds.argmax())]


def act(parsed: Parsed, attribution: Attribution) -> Act:
    """What a statement does. Raises ValueError for a text that was parsed without a model.

    The network knows the phrases too, but it learned them from news in which few words name an act of diplomacy: those
    that do weigh in once more.
    """
    if parsed.kinds is None:
        message = "kinds are told by a model: parse the text with one"
        raise ValueError(message)
    depends, absolute = conditions(parsed, attribution), red_lines(parsed, attribution)
    spoken_for = signals(parsed, attribution, depends, absolute)
    told, (conditional, strict) = parsed.kinds.odds(*framed(parsed, attribution), spoken_for)
    odds = _with_phrases(told, spoken_for)
    if depends and asked_in_return(parsed, attribution):
        odds = raised(odds, NO_DEMAND)
    position = float(sum(odds[KINDS.index(kind)] for kind in POSITIONS))
    return Act(
        odds,
        condition=depends if conditional >= DEPENDS else (),
        red_line=of_position(absolute, position, float(strict)),
    )


def of_position(absolute: Ranges, position: float, strict: float) -> Ranges:
    """Absolute words where the statement is likely to take a position, and they to draw a red line; else none."""
    return absolute if position >= POSITION and strict >= ABSOLUTE else ()


def _with_phrases(told: Floats, spoken_for: Floats) -> Floats:
    cue, content, _ = spoken_for[: -len(MARKS)].reshape(len(KINDS), len(PLACES)).T
    return raised(told, TELLING * (cue + np.where(content >= CLEAR, content, 0)))
