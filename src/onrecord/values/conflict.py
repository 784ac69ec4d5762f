"""The nouns of a conflict: decision makers, their options, what is infeasible or irreversible, and preferences.

A state is a choice, taken (Y) or not (N), for every option. A ``Pattern`` writes one down, a letter an option in the
order of the options, or several at once: ``-`` stands for either. A number names a feasible state, from 1, in the
order in which bit patterns rise.
"""

from typing import Literal

from pydantic import Field

from onrecord.values import Noun
from onrecord.values.formula import Formula

Direction = Literal["reversible", "no to yes only", "yes to no only"]
Ground = Literal["stated", "inferred"]
Pattern = str


class Line(Noun):
    """What an analyst wrote on one line of a file: the statements it rests on, and whether they say it themselves."""

    line: int | None = Field(default=None, exclude=True, repr=False)
    cites: tuple[str, ...] = ()
    ground: Ground | None = None


class Option(Line):
    """What one decision maker can do or leave; ``direction`` says which way it can be changed."""

    name: str
    owner: str
    direction: Direction = "reversible"


class Infeasible(Line):
    """States that cannot be: those in which ``when`` holds. ``text`` is the rule as it was written."""

    text: str
    when: Formula


class Irreversible(Line):
    """A move that ``owner`` cannot make: from a state where ``start`` holds to one where ``end`` holds."""

    owner: str
    text: str
    start: Formula
    end: Formula


class Wish(Line):
    """A preference statement: states where ``formula`` holds are preferred to those where it does not.

    Wishes of one ``rank`` (1 is the most important) are in no known order among each other. ``since`` and ``until`` are
    the days, first and last, on which the wish is counted; None: as early, or late, as can be.
    """

    text: str
    formula: Formula
    rank: int
    since: str | None = None
    until: str | None = None


class Comparison(Line):
    """One state, or several alike, preferred to another, or liked the same where ``equal``."""

    better: Pattern
    worse: Pattern
    equal: bool = False


class Ranking(Line):
    """Every feasible state, the best first; those of one group, each with its line, are liked the same."""

    groups: tuple[tuple[Pattern, ...], ...]
    lines: tuple[int, ...] = Field(default=(), exclude=True, repr=False)


class Preferences(Line):
    """What a decision maker prefers: by a ranking, by wishes in order, or by comparisons that may leave pairs open.

    ``alternatives`` are other rankings that it may have, by name: for robustness and misperception.
    """

    decision_maker: str
    ranking: Ranking | None = None
    wishes: tuple[Wish, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    alternatives: tuple[tuple[str, Ranking], ...] = ()


class Conflict(Noun):
    """A conflict as an analyst wrote it. ``state_names`` names some states, by pattern, in the analyst's own words.

    ``lines`` are those of the state names, and of ``status_quo``.
    """

    title: str
    decision_makers: tuple[str, ...]
    options: tuple[Option, ...]
    infeasible: tuple[Infeasible, ...] = ()
    irreversible: tuple[Irreversible, ...] = ()
    state_names: tuple[tuple[str, Pattern], ...] = ()
    preferences: tuple[Preferences, ...] = ()
    coalitions: tuple[tuple[str, ...], ...] = ()
    status_quo: Pattern | None = None
    lines: tuple[tuple[str, int], ...] = Field(default=(), exclude=True, repr=False)
