"""Where a conflict can go from a state: by which moves, by which improvements, and what a coalition would unlock.

After the status quo analysis of Li, Kilgour & Hipel (2005). Paths are legal sequences: any number of moves, no decision
maker twice in a row. A path is credible where each move is its mover's improvement. A coalition unlocks a state that no
credible path reaches where one does once the coalition moves too, as one more mover, by its joint improvements.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final

import numpy as np

from onrecord.errors import ConflictError
from onrecord.weigh.conflict.coalitions import MOST_JOINT, joined, jointly_improving
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.sequences import Targets, improving, moving, opening, packed, spread, walked

MOST_REACHED: Final = 1 << 16  # states that paths are followed to: some seconds
AT_ONCE: Final = 1 << 10  # states whose first movers are looked for in one step
MOST_COALITIONS: Final = 500  # coalitions that are tried: all of up to eight decision makers


@dataclass(frozen=True, slots=True)
class Arc:
    """A move of one decision maker, or a joint one of several, by number; ``gain``: each of them likes the end more.

    ``possible``: whether that is a gain is open. Where preferences are given in full no move is.
    """

    who: tuple[int, ...]
    start: int
    end: int
    gain: bool
    possible: bool = False


Path = tuple[Arc, ...]
Judge = Callable[[tuple[int, ...], int, int], Arc]  # a move, by who makes it, its start and its end, as an arc


@dataclass(frozen=True, slots=True)
class Unlocking:
    """A coalition whose joint improvements, among the improvements of everyone, lead to a state."""

    members: tuple[int, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class Route:
    """The ways to one state: the ``shortest`` and the shortest ``credible`` path, None where there is none.

    ``openers`` are the decision makers who can make the first move of a credible path; where there is but one, it must
    move first. ``unlocked`` are the smallest coalitions that lead there where no credible path does.
    """

    state: int
    shortest: Path | None
    credible: Path | None
    openers: tuple[int, ...]
    unlocked: tuple[Unlocking, ...]

    @property
    def ways(self) -> tuple[Path, ...]:
        """The credible path, or those that coalitions unlock."""
        return (self.credible,) if self.credible else tuple(u.path for u in self.unlocked)


@dataclass(frozen=True, slots=True)
class StatusQuo:
    """What a state leads to: ``moves`` and ``improvements`` hold the shortest path to each state reached.

    ``largest`` is the number of members of the largest coalitions that were tried: none, 0, where nothing was locked;
    None where there are too many states for coalitions.
    """

    start: int
    moves: Mapping[int, Path]
    improvements: Mapping[int, Path]
    routes: tuple[Route, ...]
    largest: int | None


def status_quo(model: GraphModel, ranks: Sequence[Ints], start: int, wanted: Sequence[int]) -> StatusQuo:
    """Where a state leads, and how to each of the states ``wanted``; ``ranks`` are everyone's, (states,).

    Raises ConflictError where more than MOST_REACHED states can be reached.
    """
    able = [moving(mover) for mover in model.movers]
    willing = [improving(mover, own) for mover, own in zip(model.movers, ranks, strict=True)]
    makers, judge = [(who,) for who in range(len(model.movers))], judged(ranks)
    moves = paths_to(able, makers, judge, start)
    improvements = paths_to(willing, makers, judge, start)
    opened = _opened(model, ranks, start, wanted)
    locked = [state for state in wanted if state not in improvements]
    unlocked, largest = _unlocked(model, ranks, willing, start, locked)
    routes = tuple(
        Route(
            state,
            moves.get(state),
            improvements.get(state),
            () if state == start else opened[k],
            tuple(unlocked.get(state, ())),
        )
        for k, state in enumerate(wanted)
    )
    return StatusQuo(start, moves, improvements, routes, largest)


def judged(ranks: Sequence[Ints]) -> Judge:
    """Moves as arcs, by everyone's ranks, (states,)."""
    return lambda who, start, end: Arc(who, start, end, all(bool(ranks[i][end] > ranks[i][start]) for i in who))


def _opened(model: GraphModel, ranks: Sequence[Ints], start: int, wanted: Sequence[int]) -> list[tuple[int, ...]]:
    """Who can make the first move of a credible path to each of some states."""
    found: list[tuple[int, ...]] = []
    for some in (wanted[at : at + AT_ONCE] for at in range(0, len(wanted), AT_ONCE)):
        marks = np.zeros((len(model.states), len(some)), dtype=bool)
        marks[[*some], np.arange(len(some))] = True
        begun = [spread(words[start], len(some)) for words in opening(model.movers, packed(marks), ranks)]
        found += [tuple(who for who, leads in enumerate(begun) if leads[k]) for k in range(len(some))]
    return found


def arcs(
    model: GraphModel,
    judge: Judge,
    moves: Mapping[int, Path],
    improvements: Collection[int],
    states: Collection[int],
) -> Iterator[Arc]:
    """Moves between some states: all improvements that credible paths may hold, and the moves that first lead to each.

    ``moves`` are the shortest paths from where it starts, ``improvements`` the states that a credible path leads to.
    In the order of the decision makers, each move once.
    """
    tree = {path[-1] for state, path in moves.items() if path and state in states}
    for who, mover in enumerate(model.movers):
        for start in (s for s in moves if s in states):
            for end in (int(t) for t in mover.targets(start) if int(t) in states):
                arc = judge((who,), start, end)
                if arc in tree or ((arc.gain or arc.possible) and start in improvements):
                    yield arc


def paths_to(
    targets: Sequence[Targets], makers: Sequence[tuple[int, ...]], judge: Judge, start: int
) -> dict[int, Path]:  # fmt: skip
    """The shortest path to each state reached, the nearest first; ``makers`` are who moves by each of ``targets``.

    Raises ConflictError where more than MOST_REACHED states are reached.
    """
    found: dict[int, Path] = {start: ()}
    for steps in walked(targets, start):
        if steps[-1].to in found:
            continue
        if len(found) >= MOST_REACHED:
            told = f"more than {MOST_REACHED:,} states can be reached from there. Rule some out under infeasible."
            raise ConflictError([(None, told)])
        ends = [start, *(step.to for step in steps)]
        found[steps[-1].to] = tuple(
            judge(who, a, b) for who, a, b in zip((makers[step.who] for step in steps), ends, ends[1:], strict=False)
        )
    return found


def _unlocked(
    model: GraphModel, ranks: Sequence[Ints], willing: Sequence[Targets], start: int, locked: Sequence[int]
) -> tuple[dict[int, list[Unlocking]], int | None]:
    """For each locked state the smallest coalitions that lead there, and the size of the largest that were tried."""
    if len(model.states) > MOST_JOINT:
        return {}, None
    many, largest, tried = len(model.movers), 0, 0
    found: dict[int, list[Unlocking]] = {}
    makers, judge = [(who,) for who in range(many)], judged(ranks)
    for size in range(2, many + 1):
        left, tried = [state for state in locked if state not in found], tried + comb(many, size)
        if not left or tried > MOST_COALITIONS:
            break
        largest = size
        for members in combinations(range(many), size):
            joint = jointly_improving(model, joined(model, ranks, members))
            reached = paths_to([*willing, joint], [*makers, members], judge, start)
            for state in left:
                if state in reached:
                    found.setdefault(state, []).append(Unlocking(members, reached[state]))
    return found, largest
