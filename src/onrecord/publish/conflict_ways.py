"""The ways from a state of a conflict to each equilibrium, in sentences; on what they rest where that is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.publish.conflict_open_wording import liked, looked_at, what_is_open
from onrecord.publish.wording import date_text, harmless
from onrecord.weigh.conflict import (
    Arc,
    Concept,
    GraphModel,
    OpenRoute,
    OpenStatusQuo,
    Route,
    Share,
    StatusQuo,
    Way,
    certain,
    completions,
    open_status_quo,
    ranks_unless_open,
    status_quo,
)
from onrecord.weigh.conflict.analysis import analysed
from onrecord.weigh.conflict.completions import SAMPLES
from onrecord.weigh.conflict.open_gains import Gains
from onrecord.weigh.conflict.paths import Judge, Path, judged


@dataclass(frozen=True)
class Paths:
    """What is shown: ``found`` are the ways to the equilibria by one concept, with the preferences of a day.

    ``judge`` tells which moves are gains.
    """

    model: GraphModel
    judge: Judge
    concept: Concept
    found: StatusQuo | OpenStatusQuo
    as_of: str | None = None

    def party(self, who: tuple[int, ...]) -> str:
        """A mover, or a coalition."""
        return " + ".join(self.model.conflict.decision_makers[number] for number in who)

    def label(self, state: int) -> str:
        """A state's name and its options."""
        return f"{self.model.name(state)} ({self.model.options(state)})"

    def move(self, arc: Arc) -> str:
        """A move in words; that it is no gain, or may be none, says how likely it is."""
        name = self.model.name
        return f"{self.party(arc.who)} {name(arc.start)}→{name(arc.end)}{unlikely(arc)}"

    def path(self, path: Path) -> str:
        """Its moves in words."""
        return ", then ".join(map(self.move, path))

    def reached(self, state: int) -> Share | None:
        """In how many completions improvements lead to a state, where that is not certain."""
        if isinstance(self.found, StatusQuo):
            return None
        share = self.found.shares.get(state)
        sure = all(arc.gain for arc in self.found.improvements.get(state, ()))
        return None if sure else share

    @property
    def summary(self) -> tuple[str, ...]:
        """What was looked at, and what is open, in a few lines."""
        found, every = self.found, len(self.model.states)
        day = f", preferences as of {date_text(self.as_of)}" if self.as_of else ""
        reached = f"{len(found.moves) - 1:,} can be reached by moves, {self._improved()}"
        lines = [
            f"From {self.label(found.start)}, of {every:,} feasible state{'' if every == 1 else 's'}{day}: {reached}."
        ]
        if isinstance(found, OpenStatusQuo):
            lines += filter(None, map(what_is_open, found.known))
            lines.append(looked_at(found.completions))
        if found.largest is None:
            lines.append("Coalitions were not looked at: there are too many states for them.")
        return tuple(map(harmless, lines))

    def _improved(self) -> str:
        states = [state for state in self.found.improvements if state != self.found.start]
        if isinstance(self.found, StatusQuo):
            return f"{len(states):,} by improvements alone"
        possible = sum(self.reached(state) is not None for state in states)
        certain_, more = f"{len(states) - possible:,} by improvements that are certain", f"{possible:,}"
        return f"{certain_}, {more} more in some completions by improvements of which some are open"


def paths_from(
    model: GraphModel, start: int, concept: Concept, as_of: str | None = None, samples: int = SAMPLES
) -> Paths:  # fmt: skip
    """Where a state, by number from 0, leads; ``samples`` completions are drawn where they are too many.

    Raises ConflictError where preferences contradict each other, where too much is open, and where too many states are
    reached.
    """
    alone = GraphModel(model.conflict.model_copy(update={"coalitions": ()}), model.states, model.movers)
    ranks = ranks_unless_open(alone)
    if ranks is not None:
        holds = analysed(alone, [concept], ranks).equilibria[concept]
        wanted = [state for state, held in enumerate(holds) if held]
        return Paths(alone, judged(ranks), concept, status_quo(alone, ranks, start, wanted), as_of)
    known, possible = certain(alone), completions(alone, samples=samples)
    found = open_status_quo(alone, known, possible, start, concept)
    return Paths(alone, Gains(alone, known, possible).arc, concept, found, as_of)


def unlikely(arc: Arc) -> str:
    """What is said of a move that is no certain gain."""
    return "" if arc.gain else " (a gain in some completions)" if arc.possible else " (no gain)"


def told(made: Paths, route: Route | OpenRoute) -> Iterator[str]:
    """How one equilibrium is reached: its label, and a sentence for each thing there is to say."""
    if isinstance(route, OpenRoute):
        yield from _told_open(made, route)
        return
    yield made.label(route.state)
    if route.state == made.found.start:
        yield "It starts there."
        return
    if route.credible:
        names = [made.party((who,)) for who in route.openers]
        yield f"Credible, {_many(route.credible)}: {made.path(route.credible)}. {_first(names)}"
        if route.shortest and len(route.shortest) < len(route.credible):
            yield f"By moves that are not all gains, {_many(route.shortest)}: {made.path(route.shortest)}."
        return
    yield _locked(made, route.shortest)
    for unlocked in route.unlocked:
        yield f"Unlocked by {made.party(unlocked.members)}: {made.path(unlocked.path)}."
    if not route.unlocked and (tried := _tried(made)):
        yield tried


def _told_open(made: Paths, route: OpenRoute) -> Iterator[str]:
    """The same where preferences are open: what is certain first, then what rests on what."""
    yield f"{made.label(route.state)}, an equilibrium {route.equilibrium}"
    if route.state == made.found.start:
        yield "It starts there."
        return
    if not route.reached.held:
        which = "" if route.reached.exact else " was found in the completions drawn"
        yield _locked(made, route.shortest, which)
        yield from _unlocked(made, route)
        return
    if route.credible:
        yield f"Credible whatever is open, {_many(route.credible)}: {made.path(route.credible)}."
    for way in route.possible:
        yield _rests(made, way, shorter=route.credible is not None)
    if not route.credible and [way.share.held for way in route.possible] != [route.reached.held]:
        yield f"In all, a credible path leads there {_of_those(route.reached)}."
    names = [
        made.party((who,)) + ("" if share.held == share.of else f" ({share.held:,} of {share.of:,})")
        for who, share in route.openers
    ]
    yield _first(names)
    longest = route.credible or max((way.path for way in route.possible), key=len)
    if route.shortest and len(route.shortest) < len(longest):
        yield f"By moves that are not all gains, {_many(route.shortest)}: {made.path(route.shortest)}."
    if route.reached.held < route.reached.of:
        yield from _unlocked(made, route)


def _rests(made: Paths, way: Way, *, shorter: bool) -> str:
    """A path that rests on open comparisons, and which they are."""
    kind = f"{'Shorter, credible' if shorter else 'Credible'} {_of_those(way.share)}"
    return f"{kind}, {_many(way.path)}: {_steps(made, way)}. It rests on this: {_asked(made, way)}."


def _steps(made: Paths, way: Way) -> str:
    """The moves of a path, each of which is a gain where what it rests on is so."""
    name = made.model.name
    return ", then ".join(f"{made.party(arc.who)} {name(arc.start)}→{name(arc.end)}" for arc in way.path)


def _asked(made: Paths, way: Way) -> str:
    assert isinstance(made.found, OpenStatusQuo)  # noqa: S101
    known = made.found.known
    return " and ".join(dict.fromkeys(liked(made.model, known, one) for one in way.rests_on))


def _unlocked(made: Paths, route: OpenRoute) -> Iterator[str]:
    """What coalitions unlock in the completions in which no credible path leads to an equilibrium."""
    for one in route.unlocked:
        asked = f" It rests on this: {_asked(made, one.way)}." if one.way.rests_on else ""
        others = "the others" if route.reached.held else "these"
        where = "" if one.share.held == one.share.of else f" in {one.share.held:,} of {one.share.of:,} of {others}"
        yield f"Unlocked by {made.party(one.members)}{where}: {_steps(made, one.way)}.{asked}"
    if not route.unlocked and (tried := _tried(made)):
        yield f"In the others: {tried[0].lower()}{tried[1:]}" if route.reached.held else tried


def _of_those(share: Share) -> str:
    """A share of the completions in which a state is an equilibrium."""
    drawn = "" if share.exact else " drawn"
    if share.held == share.of:
        return f"in all of these completions{drawn}"
    return f"in {share.held:,} of these {share.of:,} completions{drawn}"


def _locked(made: Paths, shortest: Path | None, which: str = "") -> str:
    if shortest:
        return f"No credible path{which}. By moves, {_many(shortest)}: {made.path(shortest)}."
    return "No sequence of moves leads there."


def _tried(made: Paths) -> str | None:
    """What to say where no coalition was found; None where nothing is known."""
    largest = made.found.largest
    if not largest:
        return None
    if largest == len(made.model.movers):
        return "No coalition's joint improvements lead there either."
    return f"No coalition of up to {largest} members leads there by joint improvements; larger ones were not tried."


def _first(names: Sequence[str]) -> str:
    return f"{names[0]} must move first." if len(names) == 1 else f"Can move first: {', '.join(names)}."


def _many(path: Sequence[Arc]) -> str:
    return f"{len(path)} step{'' if len(path) == 1 else 's'}"
