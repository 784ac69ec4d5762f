"""Where a conflict can go from a state while preferences are partly open: what ``paths`` tells, in every completion.

Moves are known whatever is open. An improvement is certain, in every completion, or possible, in some: a credible path
rests on the open comparisons of its possible ones, and counts in those completions alone in which they are all so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Final

from onrecord.errors import ConflictError
from onrecord.weigh.conflict.certain import Certain, Liking
from onrecord.weigh.conflict.coalitions import jointly_moving
from onrecord.weigh.conflict.completions import JointCompletions
from onrecord.weigh.conflict.model import GraphModel
from onrecord.weigh.conflict.open_gains import Bits, Gains, Maker
from onrecord.weigh.conflict.open_stability import Share
from onrecord.weigh.conflict.paths import MOST_COALITIONS, Path, paths_to
from onrecord.weigh.conflict.sequences import moving, turned
from onrecord.weigh.conflict.stability import Concept

MOST_OPEN: Final = 1 << 12  # states that paths are followed to: some seconds
MOST_TOGETHER: Final = 1 << 7  # states for which coalitions are tried
WAYS: Final = 3  # paths to one state that are named

Key = tuple[int, int, int]  # a state, who moved there last, and who made the first move


@dataclass(frozen=True, slots=True)
class Way:
    """A credible path that rests on open comparisons; ``share``: in how many of some completions it is credible.

    These are the completions in which its end is an equilibrium, or those of them in which a coalition is needed.
    """

    path: Path
    rests_on: tuple[Liking, ...]
    share: Share


@dataclass(frozen=True, slots=True)
class OpenUnlocking:
    """A coalition that leads to a state where no credible path does: by such a way, in a share of these completions."""

    members: tuple[int, ...]
    way: Way
    share: Share


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """The ways to one state, in the completions in which it is an ``equilibrium``.

    ``shortest`` is the shortest path by moves, ``credible`` the shortest that is certain: None where there is none.
    ``possible`` are paths that rest on open comparisons: those that are shorter than the certain one; without one, of
    those that reach it at all, the shortest, each in completions in which those before it do not, WAYS at the most.
    ``reached`` is in how many of the completions a credible path leads there; of those, the shares of ``openers`` can
    make the first move. ``unlocked`` are the smallest coalitions that lead there in the others.
    """

    state: int
    equilibrium: Share
    shortest: Path | None
    credible: Path | None
    possible: tuple[Way, ...]
    reached: Share
    openers: tuple[tuple[int, Share], ...]
    unlocked: tuple[OpenUnlocking, ...]

    @property
    def ways(self) -> tuple[Path, ...]:
        """Every way that is told."""
        sure = (self.credible,) if self.credible else ()
        return (*sure, *(way.path for way in self.possible), *(u.way.path for u in self.unlocked))


@dataclass(frozen=True, slots=True)
class OpenStatusQuo:
    """What a state leads to: ``moves`` and ``improvements`` hold the shortest path to each state reached.

    Those of ``improvements`` are certain where there are such, else possible; ``shares`` says in how many completions
    a state is reached by them. ``largest`` is as in ``StatusQuo``.
    """

    start: int
    moves: Mapping[int, Path]
    improvements: Mapping[int, Path]
    shares: Mapping[int, Share]
    routes: tuple[OpenRoute, ...]
    largest: int | None
    known: tuple[Certain, ...]
    completions: JointCompletions


def open_status_quo(
    model: GraphModel, known: Sequence[Certain], found: JointCompletions, start: int, concept: Concept
) -> OpenStatusQuo:
    """Where a state leads, and how to each state that is an equilibrium in some completion, the likeliest first.

    Raises ConflictError where more than MOST_OPEN states can be reached.
    """
    gains = Gains(model, known, found)
    makers = [gains.maker(who) for who in range(len(model.movers))]
    alone = [maker.who for maker in makers]
    moves = paths_to([moving(mover) for mover in model.movers], alone, gains.arc, start)
    if len(moves) > MOST_OPEN:
        told = f"{len(moves):,} states can be reached from there; where preferences are open, up to {MOST_OPEN:,}"
        raise ConflictError([(None, f"{told} are followed. Rule some out under infeasible, or settle what is open.")])
    surely = paths_to([gains.surely(who) for who in range(len(makers))], alone, gains.arc, start)
    spread = Spread(gains, makers, start)
    wanted = sorted(gains.equilibria(concept).items(), key=lambda one: (-one[1].bit_count(), one[0]))
    unlocked, largest = _unlocked(gains, makers, start, {s: held & ~spread.reached(s) for s, held in wanted})
    routes = tuple(
        _route(gains, spread, state, held, (moves.get(state), surely.get(state)), tuple(unlocked.get(state, ())))
        for state, held in wanted
    )
    return OpenStatusQuo(
        start, moves, _improvements(spread, surely), {s: _share(gains, spread.reached(s)) for s in spread.states},
        routes, largest, tuple(known), found,
    )  # fmt: skip


@dataclass
class Spread:
    """Where sequences of improvements lead, in every completion at once.

    ``levels[k]`` holds, by how they end and began, the completions in which the shortest such one has k + 1 moves.
    """

    gains: Gains
    makers: Sequence[Maker]
    start: int
    levels: list[dict[Key, Bits]] = field(default_factory=list)
    held: dict[Key, Bits] = field(default_factory=dict)
    _at: dict[int, list[tuple[int, Key]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        level = {
            (to, j, j): able
            for j, maker in enumerate(self.makers)
            for to, able in maker.ahead(self.start).items()
        }  # fmt: skip
        while level:
            for key, bits in level.items():
                self.held[key] = self.held.get(key, 0) | bits
                self._at.setdefault(key[0], []).append((len(self.levels), key))
            self.levels.append(level)
            level = self._onward(level)

    def _onward(self, level: Mapping[Key, Bits]) -> dict[Key, Bits]:
        found: dict[Key, Bits] = {}
        for (at, last, first), bits in level.items():
            for j, maker in enumerate(self.makers):
                for to, able in maker.ahead(at).items() if j != last else ():
                    fresh = bits & able & ~self.held.get((to, j, first), 0)
                    if fresh:
                        found[to, j, first] = found.get((to, j, first), 0) | fresh
        return found

    @property
    def states(self) -> Iterator[int]:
        """Every state that is reached in some completion, the nearest first; where it starts is the first."""
        yield self.start
        yield from (state for state in self._at if state != self.start)

    def reached(self, state: int, first: int | None = None) -> Bits:
        """In which completions a state is reached; where ``first`` makes the first move."""
        if state == self.start and first is None:
            return self.gains.every
        able = 0
        for key in {key for _, key in self._at.get(state, ())}:
            if first in (None, key[2]):
                able |= self.held[key]
        return able

    def path(self, state: int, within: Bits) -> Path | None:
        """The shortest path to a state in some completion of those ``within``: of such, one that serves many."""
        ends = ((k, key, self.levels[k][key] & within) for k, key in self._at.get(state, ()))
        some = [(k, key, bits) for k, key, bits in ends if bits]
        if not some:
            return None
        level, key, bits = min(some, key=lambda one: (one[0], -one[2].bit_count()))
        path: Path = ()
        while level:
            before, led = self._before(key, level, bits)
            path = (self.gains.arc(self.makers[key[1]].who, before[0], key[0]), *path)
            level, key, bits = level - 1, before, led
        return (self.gains.arc(self.makers[key[1]].who, self.start, key[0]), *path)

    def _before(self, key: Key, level: int, bits: Bits) -> tuple[Key, Bits]:
        """The step before a step, in as many of some completions as can be."""
        to, last, first = key
        maker, known = self.makers[last], self.levels[level - 1]
        before = (
            ((at, j, first), known[at, j, first] & maker.ahead(at).get(to, 0) & bits)
            for at in maker.back(to)
            for j in range(len(self.makers))
            if j != last and (at, j, first) in known
        )
        return max(before, key=lambda one: one[1].bit_count())


def _route(
    gains: Gains, spread: Spread, state: int, held: Bits, sure: tuple[Path | None, Path | None],
    unlocked: tuple[OpenUnlocking, ...],
) -> OpenRoute:  # fmt: skip
    """The ways to one state in the completions in which it is an equilibrium."""
    shortest, credible = sure
    reached = spread.reached(state) & held
    begun = [(who, spread.reached(state, who) & held) for who in range(len(spread.makers))]
    of = reached.bit_count()
    return OpenRoute(
        state,
        _share(gains, held),
        shortest,
        credible,
        () if state == spread.start else tuple(_ways(gains, spread, state, held, credible)),
        _share(gains, reached, held.bit_count()),
        () if state == spread.start else tuple((who, _share(gains, able, of)) for who, able in begun if able),
        unlocked,
    )


def _ways(gains: Gains, spread: Spread, state: int, held: Bits, credible: Path | None) -> Iterator[Way]:
    """Paths that rest on open comparisons, each in completions in which those before it do not lead there."""
    left = held
    for _ in range(WAYS):
        path = spread.path(state, left)
        if path is None or (credible is not None and len(path) >= len(credible)):
            return
        way = _way(gains, path, held)
        yield way
        left &= ~gains.path(path)


def _way(gains: Gains, path: Path, held: Bits) -> Way:
    return Way(path, gains.rests_on(path), _share(gains, gains.path(path) & held, held.bit_count()))


def _share(gains: Gains, bits: Bits, of: int | None = None) -> Share:
    return Share(bits.bit_count(), len(gains.found) if of is None else of, gains.found.exact)


def _improvements(spread: Spread, surely: Mapping[int, Path]) -> dict[int, Path]:
    """The shortest path by improvements to each state that is reached: first those that are certain."""
    found = dict(surely)
    for state in spread.states:
        if state not in found and (path := spread.path(state, spread.gains.every)):
            found[state] = path
    return found


def _unlocked(
    gains: Gains, makers: Sequence[Maker], start: int, locked: Mapping[int, Bits]
) -> tuple[dict[int, list[OpenUnlocking]], int | None]:
    """For each state the smallest coalitions that lead there in completions in which it is locked.

    With the number of members of the largest that were tried.
    """
    model, many, largest, tried = gains.model, len(makers), 0, 0
    if len(model.states) > MOST_TOGETHER:
        return {}, None
    found: dict[int, list[OpenUnlocking]] = {}
    left = {state: bits for state, bits in locked.items() if bits}
    for size in range(2, many + 1):
        tried += comb(many, size)
        if not left or tried > MOST_COALITIONS:
            break
        largest, led = size, dict.fromkeys(left, 0)
        for members in combinations(range(many), size):
            spread = Spread(gains, [*makers, _together(gains, members)], start)
            for state, bits in left.items():
                if (able := spread.reached(state) & bits) and (path := spread.path(state, able)):
                    of = locked[state].bit_count()
                    way = _way(gains, path, locked[state])
                    found.setdefault(state, []).append(OpenUnlocking(members, way, _share(gains, able, of)))
                    led[state] |= able
        left = {state: rest for state, bits in left.items() if (rest := bits & ~led[state])}
    return found, largest


def _together(gains: Gains, members: tuple[int, ...]) -> Maker:
    movers = [gains.model.movers[who] for who in members]
    back = jointly_moving(gains.model, [turned(mover) for mover in movers])
    return gains.together(members, jointly_moving(gains.model, movers), back)
