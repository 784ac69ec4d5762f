"""Where a state of a conflict leads: the ways to each equilibrium and the tree of moves, in text and plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.wording import date_text, harmless
from onrecord.weigh.conflict import Concept, GraphModel
from onrecord.weigh.conflict.moves import Ints
from onrecord.weigh.conflict.paths import Arc, Path, Route, StatusQuo

MOST: Final = 60  # states of one tree, and equilibria, that are written out
EQUILIBRIUM: Final = "★"


@dataclass(frozen=True)
class Paths:
    """What is shown: ``found`` are the ways to the equilibria by one concept, with the preferences of a day."""

    model: GraphModel
    ranks: tuple[Ints, ...]
    concept: Concept
    found: StatusQuo
    as_of: str | None = None

    def party(self, who: tuple[int, ...]) -> str:
        """A mover, or a coalition."""
        return " + ".join(self.model.conflict.decision_makers[number] for number in who)

    def label(self, state: int) -> str:
        """A state's name and its options."""
        return f"{self.model.name(state)} ({self.model.options(state)})"

    def move(self, arc: Arc) -> str:
        """A move in words; that it is no gain says how likely it is."""
        name, loss = self.model.name, "" if arc.gain else " (no gain)"
        return f"{self.party(arc.who)} {name(arc.start)}→{name(arc.end)}{loss}"

    def path(self, path: Path) -> str:
        """Its moves in words."""
        return ", then ".join(map(self.move, path))

    @property
    def summary(self) -> tuple[str, ...]:
        """What was looked at, in a line or two."""
        found, every = self.found, len(self.model.states)
        day = f", preferences as of {date_text(self.as_of)}" if self.as_of else ""
        moves, improvements = len(found.moves) - 1, len(found.improvements) - 1
        reached = f"{moves:,} can be reached by moves, {improvements:,} by improvements alone"
        lines = [
            f"From {self.label(found.start)}, of {every:,} feasible state{'' if every == 1 else 's'}{day}: {reached}."
        ]
        if found.largest is None:
            lines.append("Coalitions were not looked at: there are too many states for them.")
        return tuple(map(harmless, lines))


def text(made: Paths) -> str:
    """The whole as text."""
    routes = made.found.routes
    lines = [made.model.conflict.title, *made.summary, "", f"Ways to the equilibria by {NAMES[made.concept]}"]
    for route in routes[:MOST]:
        label, *sentences = told(made, route)
        lines += [f"  {label}", *(f"    {sentence}" for sentence in sentences)]
    if not routes:
        lines.append("  There is none.")
    if len(routes) > MOST:
        lines.append(f"  … and {len(routes) - MOST:,} more; --format json holds them.")
    lines += ["", "By improvements, each mover's own", *_tree(made, made.found.improvements)]
    lines += ["", "By moves", *_tree(made, made.found.moves)]
    goals = {route.state for route in routes}
    if goals:
        lines += ["", f"{EQUILIBRIUM} an equilibrium by {NAMES[made.concept]}"]
    return "\n".join(map(harmless, lines))


def told(made: Paths, route: Route) -> Iterator[str]:
    """How one equilibrium is reached: its label, and a sentence for each thing there is to say."""
    yield made.label(route.state)
    if route.state == made.found.start:
        yield "It starts there."
        return
    if route.credible:
        yield f"Credible, {_many(route.credible)}: {made.path(route.credible)}. {_openers(made, route)}"
        if route.shortest and len(route.shortest) < len(route.credible):
            yield f"By moves that are not all gains, {_many(route.shortest)}: {made.path(route.shortest)}."
        return
    if route.shortest:
        yield f"No credible path. By moves, {_many(route.shortest)}: {made.path(route.shortest)}."
    else:
        yield "No sequence of moves leads there."
    for unlocked in route.unlocked:
        yield f"Unlocked by {made.party(unlocked.members)}: {made.path(unlocked.path)}."
    if not route.unlocked and (tried := _tried(made)):
        yield tried


def _tried(made: Paths) -> str | None:
    """What to say where no coalition was found; None where nothing is known."""
    largest = made.found.largest
    if not largest:
        return None
    if largest == len(made.model.movers):
        return "No coalition's joint improvements lead there either."
    return f"No coalition of up to {largest} members leads there by joint improvements; larger ones were not tried."


def _openers(made: Paths, route: Route) -> str:
    names = [made.party((who,)) for who in route.openers]
    return f"{names[0]} must move first." if len(names) == 1 else f"Can move first: {', '.join(names)}."


def _many(path: Sequence[Arc]) -> str:
    return f"{len(path)} step{'' if len(path) == 1 else 's'}"


def _tree(made: Paths, paths: Mapping[int, Path]) -> Iterator[str]:
    """The tree of the shortest paths, a state a line, below the one it is first reached from."""
    some = [*paths.items()][:MOST]
    below: dict[int, list[Arc]] = {}
    for _, path in some:
        if path:
            below.setdefault(path[-1].start, []).append(path[-1])
    goals = {route.state for route in made.found.routes}

    def marked(state: int) -> str:
        return f"{made.label(state)}{f' {EQUILIBRIUM}' if state in goals else ''}"

    yield f"  {marked(made.found.start)}"
    waiting = [(arc, "  ", k == 0) for k, arc in enumerate(reversed(below.get(made.found.start, ())))]
    while waiting:
        arc, indent, last = waiting.pop()
        loss = "" if arc.gain else " (no gain)"
        yield f"{indent}{'└' if last else '├'} {made.party(arc.who)} → {marked(arc.end)}{loss}"
        onward = f"{indent}{' ' if last else '│'}  "
        waiting += [(a, onward, k == 0) for k, a in enumerate(reversed(below.get(arc.end, ())))]
    if len(paths) > MOST:
        yield f"  … and {len(paths) - MOST:,} more; --format json holds them."


def plain(made: Paths) -> dict[str, Any]:
    """The whole as plain values: states by their numbers, from 1."""
    found, model = made.found, made.model

    def steps(path: Path | None) -> list[dict[str, Any]] | None:
        return None if path is None else [step(arc) for arc in path]

    def step(arc: Arc) -> dict[str, Any]:
        who = [model.conflict.decision_makers[number] for number in arc.who]
        return {"who": who, "from": arc.start + 1, "to": arc.end + 1, "improvement": arc.gain}

    def tree(paths: Mapping[int, Path]) -> list[dict[str, Any]]:
        reached = ((state, path) for state, path in paths.items() if path)
        return [{"state": state + 1, "steps": len(path), **step(path[-1])} for state, path in reached]

    known = sorted({*found.moves, *(route.state for route in found.routes)})
    return {
        "title": model.conflict.title,
        "as_of": made.as_of,
        "from": found.start + 1,
        "concept": made.concept,
        "states": [{"number": s + 1, "name": model.name(s), "options": model.options(s)} for s in known],
        "routes": [
            {
                "to": route.state + 1,
                "shortest": steps(route.shortest),
                "credible": steps(route.credible),
                "can_move_first": [made.party((who,)) for who in route.openers],
                "unlocked_by": [
                    {"coalition": [made.party((w,)) for w in u.members], "path": steps(u.path)} for u in route.unlocked
                ],
            }
            for route in found.routes
        ],
        "largest_coalition_tried": found.largest,
        "by_improvements": tree(found.improvements),
        "by_moves": tree(found.moves),
    }
