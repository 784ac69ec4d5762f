"""Where a state of a conflict leads: the ways to each equilibrium and the tree of moves, in text and plain values."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from onrecord.publish.conflict_open import plain_completions, plain_share
from onrecord.publish.conflict_open_wording import liked, what_is_open
from onrecord.publish.conflict_ways import Paths, told, unlikely
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.wording import harmless
from onrecord.weigh.conflict import Arc, Liking, OpenRoute, OpenStatusQuo, Route, Way
from onrecord.weigh.conflict.paths import Path

MOST: Final = 60  # states of one tree, and equilibria, that are written out
EQUILIBRIUM: Final = "★"


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
    lines += ["", "By improvements, each mover's own", *_tree(made, made.found.improvements, credible=True)]
    lines += ["", "By moves", *_tree(made, made.found.moves, credible=False)]
    if routes:
        shares = ", in all completions or in so many" if isinstance(made.found, OpenStatusQuo) else ""
        lines += ["", f"{EQUILIBRIUM} an equilibrium by {NAMES[made.concept]}{shares}"]
    return "\n".join(map(harmless, lines))


def _tree(made: Paths, paths: Mapping[int, Path], *, credible: bool) -> Iterator[str]:
    """The tree of the shortest paths, a state a line, below the one it is first reached from."""
    some = [*paths.items()][:MOST]
    below: dict[int, list[Arc]] = {}
    for _, path in some:
        if path:
            below.setdefault(path[-1].start, []).append(path[-1])
    goals = {route.state: _goal(route) for route in made.found.routes}

    def marked(state: int) -> str:
        return f"{made.label(state)}{goals.get(state, '')}"

    def note(arc: Arc) -> str:
        reached = made.reached(arc.end) if credible else None
        return unlikely(arc) if reached is None else f" (reached {reached})"

    yield f"  {marked(made.found.start)}"
    waiting = [(arc, "  ", k == 0) for k, arc in enumerate(reversed(below.get(made.found.start, ())))]
    while waiting:
        arc, indent, last = waiting.pop()
        yield f"{indent}{'└' if last else '├'} {made.party(arc.who)} → {marked(arc.end)}{note(arc)}"
        onward = f"{indent}{' ' if last else '│'}  "
        waiting += [(a, onward, k == 0) for k, a in enumerate(reversed(below.get(arc.end, ())))]
    if len(paths) > MOST:
        yield f"  … and {len(paths) - MOST:,} more; --format json holds them."


def _goal(route: Route | OpenRoute) -> str:
    """The sign of an equilibrium; of one that is open, with its share."""
    if isinstance(route, OpenRoute) and route.equilibrium.verdict != "in all":
        return f" {EQUILIBRIUM} {route.equilibrium}"
    return f" {EQUILIBRIUM}"


def plain(made: Paths) -> dict[str, Any]:
    """The whole as plain values: states by their numbers, from 1."""
    found, model = made.found, made.model
    known = sorted({*found.moves, *(route.state for route in found.routes)})
    told: dict[str, Any] = {
        "title": model.conflict.title,
        "as_of": made.as_of,
        "from": found.start + 1,
        "concept": made.concept,
        "states": [{"number": s + 1, "name": model.name(s), "options": model.options(s)} for s in known],
        "routes": [_route(made, route) for route in found.routes],
        "largest_coalition_tried": found.largest,
        "by_improvements": _reached(made, found.improvements),
        "by_moves": _reached(made, found.moves),
    }
    if isinstance(found, OpenStatusQuo):
        told["open"] = {own.order.who: what for own in found.known if (what := what_is_open(own))}
        told["completions"] = plain_completions(found.completions)
        for one in told["by_improvements"]:
            one["reached"] = plain_share(found.shares[one["state"] - 1])
    return told


def _route(made: Paths, route: Route | OpenRoute) -> dict[str, Any]:
    told: dict[str, Any] = {
        "to": route.state + 1,
        "shortest": _steps(made, route.shortest),
        "credible": _steps(made, route.credible),
    }
    if not isinstance(route, OpenRoute):
        return told | {
            "can_move_first": [made.party((who,)) for who in route.openers],
            "unlocked_by": [
                {"coalition": _names(made, u.members), "path": _steps(made, u.path)} for u in route.unlocked
            ],
        }
    return told | {
        "equilibrium": plain_share(route.equilibrium),
        "reached": plain_share(route.reached),
        "possible": [_way(made, way) for way in route.possible],
        "can_move_first": [made.party((who,)) for who, _ in route.openers],
        "moving_first": {made.party((who,)): plain_share(share) for who, share in route.openers},
        "unlocked_by": [
            {"coalition": _names(made, u.members), **_way(made, u.way), "share": plain_share(u.share)}
            for u in route.unlocked
        ],
    }


def _way(made: Paths, way: Way) -> dict[str, Any]:
    """A path with the open comparisons that it rests on."""

    def asked(one: Liking) -> dict[str, Any]:
        assert isinstance(made.found, OpenStatusQuo)  # noqa: S101
        text = liked(made.model, made.found.known, one)
        return {"who": made.party((one.who,)), "more": one.more + 1, "less": one.less + 1, "text": text}

    return {
        "path": _steps(made, way.path), "rests_on": [asked(one) for one in way.rests_on],
        "credible": plain_share(way.share),
    }  # fmt: skip


def _names(made: Paths, members: tuple[int, ...]) -> list[str]:
    return [made.party((who,)) for who in members]


def _steps(made: Paths, path: Path | None) -> list[dict[str, Any]] | None:
    return None if path is None else [_step(made, arc) for arc in path]


def _step(made: Paths, arc: Arc) -> dict[str, Any]:
    told = {"who": _names(made, arc.who), "from": arc.start + 1, "to": arc.end + 1, "improvement": arc.gain}
    return told | ({"possible": arc.possible} if isinstance(made.found, OpenStatusQuo) else {})


def _reached(made: Paths, paths: Mapping[int, Path]) -> list[dict[str, Any]]:
    """The states reached, each with the last step of its path."""
    return [{"state": s + 1, "steps": len(path), **_step(made, path[-1])} for s, path in paths.items() if path]
