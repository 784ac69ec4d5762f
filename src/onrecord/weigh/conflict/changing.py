"""Dated re-runs: day by day which preference statements came or went, and which equilibria that made or broke."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise, permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ConflictError, Fault
from onrecord.record.answers import Said
from onrecord.values.conflict import Conflict, Line, Preferences, Wish
from onrecord.weigh.conflict.analysis import defined
from onrecord.weigh.conflict.certain import Certain, certain, ranks_unless_open
from onrecord.weigh.conflict.completions import SAMPLES, completions
from onrecord.weigh.conflict.dated import as_of, day_said
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.open_stability import Share, Verdict, open_stability
from onrecord.weigh.conflict.stability import CONCEPTS, Concept, equilibria, stability
from onrecord.weigh.conflict.states import Mask

NONE, SOME, ALL = 0, 1, 2
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A wish that a decision maker has from a day on, or has no longer.

    ``statement`` is the last that it cites and that was said by then; None where there is none.
    """

    who: str
    wish: Wish
    statement: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Holding:
    """In how many ``of`` some completions each state is an equilibrium, (states,), by concept.

    One completion, where preferences are given in full; all there are where ``exact``, else some drawn at random.
    ``known`` is then what is certain of everyone's preferences.
    """

    of: int
    exact: bool
    held: Mapping[Concept, NDArray[np.int64]]
    known: tuple[Certain, ...] = ()

    @property
    def open(self) -> bool:
        """Whether more than one ranking agrees with what is stated."""
        return self.of > 1 or not self.exact

    def share(self, concept: Concept, state: int) -> Share:
        """In how many completions a state is an equilibrium."""
        return Share(int(self.held[concept][state]), self.of, self.exact)

    def standing(self, concept: Concept) -> NDArray[np.int8]:
        """For each state NONE, SOME or ALL: in which completions it is an equilibrium, (states,)."""
        held = self.held[concept]
        return np.where(held == self.of, ALL, np.where(held > 0, SOME, NONE)).astype(np.int8)

    def verdict(self, standing: int) -> Verdict:
        """A standing in words."""
        return Share({NONE: 0, SOME: 1, ALL: 2}[standing], 2, self.exact).verdict


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """The ``states``, a mask, that were an equilibrium by a concept in some completions and now are in others."""

    concept: Concept
    was: Verdict
    now: Verdict
    made: bool
    states: Mask


@dataclass(frozen=True, slots=True)
class Day:
    """What came and went on a day, and what then holds.

    ``equilibria`` is None where the preferences of those in ``open`` are not yet given. ``turned`` is against the day
    before, None where either is open in that way.
    """

    day: str
    came: tuple[Change, ...]
    went: tuple[Change, ...]
    open: tuple[str, ...]
    equilibria: Holding | None
    turned: tuple[Turn, ...] | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """``first`` is the first day as it stood, with all that counted then; ``days`` those on which something changed."""

    model: GraphModel
    concepts: tuple[Concept, ...]
    start: str
    end: str
    first: Day
    days: tuple[Day, ...]


def changes(
    model: GraphModel, said: Mapping[str, Said], start: str, end: str, concepts: Sequence[Concept] = CONCEPTS,
    samples: int = SAMPLES,
) -> Changes:  # fmt: skip
    """What changed after ``start`` (YYYY-MM-DD) up to ``end``, day by day.

    ``said`` holds the statements that the conflict cites, by id. Wishes count on their days, ``since`` to ``until``;
    without ``since`` from the day on which the first of their statements was said, and without statements always.
    Where preferences are partly open on a day, all completions of what then is stated are looked at, or ``samples``.
    Raises ConflictError where a statement is not in ``said``, a concept is not defined, or too much is open.
    """
    wanted = tuple(defined(model, concepts))
    on_record(model.conflict, said)
    dated = begun(model.conflict, said)
    turns = [day for day in turning(dated) if start < day <= end]
    look = partial(_holding, concepts=wanted, samples=samples)
    days = [_day(model, dated, said, day, day if day == start else _before(day), look) for day in (start, *turns)]
    kept = tuple(_compared(old, new) for old, new in pairwise(days) if new.came or new.went)
    return Changes(model, wanted, start, end, days[0], kept)


def cites(conflict: Conflict) -> Iterator[tuple[str, int | None]]:
    """Every statement that a conflict's lines cite, with the line."""
    for line in _lines(conflict):
        yield from ((cited, line.line) for cited in line.cites)


def _lines(conflict: Conflict) -> Iterator[Line]:
    yield from (*conflict.options, *conflict.infeasible, *conflict.irreversible)
    for given in conflict.preferences:
        yield given
        yield from (*given.wishes, *given.comparisons)


def on_record(conflict: Conflict, said: Mapping[str, Said]) -> None:
    """Raise ConflictError, with their lines, where a conflict cites statements that are not in ``said``."""
    told = "statement {!r} is not in the store. Mend its id, or take it out."
    unknown: list[Fault] = [(line, told.format(cited)) for cited, line in cites(conflict) if cited not in said]
    if unknown:
        raise ConflictError(unknown)


def begun(conflict: Conflict, said: Mapping[str, Said]) -> Conflict:
    """The conflict with the first day of each wish that cites statements written out."""
    return conflict.model_copy(
        update={
            "preferences": tuple(
                p.model_copy(update={"wishes": tuple(_begun(w, p, said) for w in p.wishes)})
                for p in conflict.preferences
            )
        }
    )


def _begun(wish: Wish, given: Preferences, said: Mapping[str, Said]) -> Wish:
    """A wish that cites nothing rests on what all preferences of its decision maker cite."""
    cited = wish.cites or given.cites
    since = wish.since or min((day_said(said[c]) for c in cited), default=None)
    return wish.model_copy(update={"since": since, "cites": cited})


def turning(conflict: Conflict) -> list[str]:
    """The days on which a wish comes, or is no longer counted."""
    wishes = [w for p in conflict.preferences for w in p.wishes]
    ends = {_after(w.until) for w in wishes if w.until}
    return sorted({w.since for w in wishes if w.since} | ends)


def _day(
    model: GraphModel, dated: Conflict, said: Mapping[str, Said], day: str, before: str,
    look: Callable[[GraphModel], Holding],
) -> Day:  # fmt: skip
    """A day, and what is other than it was the day before; all that counts where ``before`` is the day itself."""
    now, then = as_of(dated, day), as_of(dated, before)
    old = () if day == before else tuple(_pairs(then))
    new = tuple(_pairs(now))
    came = tuple(Change(who, w, _statement(w, said, day)) for who, w in new if (who, w) not in old)
    went = tuple(Change(who, w, _statement(w, said, before)) for who, w in old if (who, w) not in new)
    whatever = _silent(dated)  # nothing is ever said of these: all that they may prefer is open
    silent = tuple(who for who in _silent(now) if who not in whatever)
    return Day(day, came, went, silent, None if silent else look(replace(model, conflict=now)))


def _pairs(conflict: Conflict) -> Iterator[tuple[str, Wish]]:
    for given in conflict.preferences:
        yield from ((given.decision_maker, wish) for wish in given.wishes)


def _silent(conflict: Conflict) -> tuple[str, ...]:
    """The decision makers of whom nothing is said."""
    given = {p.decision_maker for p in conflict.preferences if p.ranking or p.wishes or p.comparisons}
    return tuple(who for who in conflict.decision_makers if who not in given)


def _holding(model: GraphModel, concepts: Sequence[Concept], samples: int) -> Holding:
    """The equilibria by what is stated, in every completion of it."""
    ranks = ranks_unless_open(model)
    if ranks is not None:
        masks = stability(model.movers, ranks, concepts)
        return Holding(1, exact=True, held={c: equilibria(each).astype(np.int64) for c, each in masks.items()})
    possible = completions(model, samples=samples)
    found = open_stability(model.movers, possible, concepts).together
    return Holding(len(possible), possible.exact, found, certain(model))


def _statement(wish: Wish, said: Mapping[str, Said], day: str) -> int | None:
    """The last statement that a wish cites and that was said by a day."""
    by = [s for s in (said[c] for c in wish.cites) if day_said(s) <= day]
    return max(by, key=lambda s: (day_said(s), s.id)).id if by else None


def _compared(old: Day, new: Day) -> Day:
    """A day with what it made and broke."""
    if old.equilibria is None or new.equilibria is None:
        return new
    return replace(new, turned=tuple(_turned(old.equilibria, new.equilibria)))


def _turned(before: Holding, after: Holding) -> Iterator[Turn]:
    """What was made first, then what was broken."""
    for made in (True, False):
        for concept in after.held:
            old, new = before.standing(concept), after.standing(concept)
            for was, now in permutations((ALL, SOME, NONE), 2):
                states: Mask = (old == was) & (new == now)
                if made == (now > was) and states.any():
                    yield Turn(concept, before.verdict(was), after.verdict(now), made, states)


def _before(day: str) -> str:
    return (date.fromisoformat(day) - _ONE).isoformat()


def _after(day: str) -> str:
    """The next day; a last day that there is has none."""
    return "9999-12-31" if day >= "9999-12-31" else (date.fromisoformat(day) + _ONE).isoformat()
