"""Where a state of a conflict leads, drawn: one SVG that needs nothing else, in black and white and grey."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import Final

from onrecord.publish.conflict_ways import Paths, told
from onrecord.publish.conflict_wording import NAMES
from onrecord.publish.layered import Curve, Grid, Layout, Point, layout
from onrecord.publish.templates import environment
from onrecord.publish.wording import harmless
from onrecord.weigh.conflict import OpenRoute, OpenStatusQuo
from onrecord.weigh.conflict.paths import Arc, Path, arcs

MOST: Final = 24  # states of a drawing with all moves: of more, those on the way to an equilibrium are drawn
MOST_ARCS: Final = 40  # of a drawing that can be read
LETTER: Final = 7.0  # the width of a character of 12 px sans-serif, at most; labels are as large as this says
LONGEST: Final = 26  # characters of a name in the drawing; the rest is in its title
NARROWEST: Final = 780.0  # what the legend takes
WIDEST: Final = 1100.0  # of a line of text
HEAD: Final = 14  # the length of an arrow's head, beside a box
PATTERN: Final = 20  # letters of a line of options
PLACES: Final = (0.5, 0.43, 0.57, 0.36, 0.64, 0.29, 0.71, 0.22, 0.78)  # where a label may stand on a curve


@dataclass(frozen=True, slots=True)
class Box:
    """A state as drawn: its middle, and its lines; ``likely``: an equilibrium in some completions."""

    at: Point
    name: str
    options: tuple[str, ...]
    title: str
    start: bool
    goal: bool
    likely: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An arc as drawn: its curve, and its label with the middle and the width that it takes."""

    curve: str
    label: str
    title: str
    at: Point
    wide: float
    gain: bool
    possible: bool
    joint: bool
    leading: bool


@dataclass(frozen=True)
class Drawing:
    """What the template draws."""

    made: Paths

    @cached_property
    def ways(self) -> tuple[Path, ...]:
        """The paths that are drawn strong: to each equilibrium the credible ones, or those that coalitions unlock."""
        return tuple(path for route in self.made.found.routes for path in route.ways)

    @property
    def open(self) -> bool:
        """Whether preferences are."""
        return isinstance(self.made.found, OpenStatusQuo)

    @cached_property
    def states(self) -> dict[int, int]:
        """The states that are drawn, with their column."""
        found = self.made.found
        columns = {state: len(path) for state, path in found.moves.items()}
        if len(columns) > MOST:
            held = {found.start: 0}
            for path in (*self.ways, *(r.shortest for r in found.routes if r.shortest)):
                new = {arc.end for arc in path} - held.keys()
                if len(held) + len(new) <= MOST:
                    held |= dict.fromkeys(new, 0)
            columns = {state: columns[state] for state in held if state in columns}
        for arc in (a for path in self.ways for a in path):
            if arc.end not in columns and arc.start in columns and len(columns) < MOST:
                columns[arc.end] = columns[arc.start] + 1
        return columns

    @cached_property
    def every(self) -> tuple[Arc, ...]:
        """The arcs there could be between the states that are drawn."""
        made, shown = self.made, self.states
        strong = (arc for path in self.ways for arc in path)
        if len(made.found.moves) <= MOST:
            found = [*arcs(made.model, made.judge, made.found.moves, made.found.improvements, shown)]
        else:
            found = [arc for route in made.found.routes for arc in route.shortest or ()]
        return tuple(arc for arc in dict.fromkeys([*found, *strong]) if arc.start in shown and arc.end in shown)

    @cached_property
    def drawn(self) -> tuple[Arc, ...]:
        """The arcs that are drawn: where they would be too many, those by which states are first reached."""
        found = self.made.found
        if len(self.every) <= MOST_ARCS or len(found.moves) > MOST:
            return self.every
        kept = {path[-1] for paths in (found.moves, found.improvements) for path in paths.values() if path}
        kept |= {arc for path in self.ways for arc in path}
        return tuple(arc for arc in self.every if arc in kept)

    @cached_property
    def box(self) -> tuple[float, float]:
        """The width and the height of a box."""
        longest = max(max(len(_cut(self.made.model.name(s))), len(self.pattern(s)[0])) for s in self.states)
        lines = 1 + len(self.pattern(self.made.found.start))
        return max(84.0, LETTER * longest + 24), 16.0 * lines + 16

    def pattern(self, state: int) -> tuple[str, ...]:
        """The options of a state, in lines."""
        return tuple(wrap(self.made.model.options(state), PATTERN)) or ("",)

    @cached_property
    def laid(self) -> Layout:
        """Where everything stands."""
        widest = max((len(_cut(self.made.party(arc.who))) for arc in self.drawn), default=0)
        grid = Grid(self.box, across=max(120.0, LETTER * widest * 1.5 + 60), down=34)
        return layout(self.states, [(arc.start, arc.end) for arc in self.drawn], grid)

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The states as drawn."""
        made = self.made
        goals = {route.state for route in made.found.routes}
        likely = {r.state for r in made.found.routes if isinstance(r, OpenRoute) and r.equilibrium.verdict == "in some"}
        return tuple(
            Box(
                at,
                _cut(made.model.name(state)),
                self.pattern(state),
                harmless(made.label(state)),
                start=state == made.found.start,
                goal=state in goals,
                likely=state in likely,
            )
            for state, at in self.laid.boxes.items()
        )

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The arcs as drawn, those on the way to an equilibrium last; theirs are the first labels to find a place."""
        strong = {arc for path in self.ways for arc in path}
        width, height = self.box
        right, down = width / 2 + HEAD, height / 2
        taken = [(x - right, y - down, x + right, y + down) for x, y in self.laid.boxes.values()]
        found: list[Line] = []
        both = zip(self.drawn, self.laid.arcs, strict=True)
        for arc, curves in sorted(both, key=lambda pair: pair[0] not in strong):
            label = _cut(self.made.party(arc.who))
            wide = LETTER * len(label) * 0.9 + 6
            at = _free(curves, wide, taken)
            taken.append(_around(at, wide))
            title, joint = harmless(self.made.move(arc)), len(arc.who) > 1
            found.append(Line(_drawn(curves), label, title, at, wide, arc.gain, arc.possible, joint, arc in strong))
        return tuple(reversed(found))

    @cached_property
    def width(self) -> float:
        """The width of the whole."""
        return max(self.laid.width, NARROWEST)

    @cached_property
    def across(self) -> int:
        """The characters of a line of text."""
        return int((min(self.width, WIDEST) - 24) / (LETTER * 0.92))

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What stands above."""
        return tuple(part for line in self.made.summary for part in wrap(line, self.across))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What stands below: the order of the options, and the ways to the equilibria."""
        conflict, across = self.made.model.conflict, self.across
        options = ", ".join(f"{o.name} ({o.owner})" for o in conflict.options)
        lines = [*wrap(f"Options, in order: {options}.", across)]
        if len(self.made.found.moves) > len(self.states):
            lines.append(f"Of {len(self.made.found.moves):,} states that can be reached, {len(self.states)} are drawn.")
        if left := len(self.every) - len(self.drawn):
            lines.append(f"Not drawn: {left} more improvement{'' if left == 1 else 's'} between these states.")
        lines += [f"Ways to the equilibria by {NAMES[self.made.concept]}:"] if self.made.found.routes else []
        for route in self.made.found.routes[:MOST]:
            label, *sentences = told(self.made, route)
            lines += wrap(f"{label}: {' '.join(sentences)}", across, initial_indent="• ", subsequent_indent="   ")
        if len(self.made.found.routes) > MOST:
            lines.append(f"… and {len(self.made.found.routes) - MOST:,} more.")
        return tuple(map(harmless, lines))


def svg(made: Paths) -> str:
    """The drawing. Everything that an analyst wrote is escaped."""
    shown = Drawing(made)
    title = harmless(made.model.conflict.title)
    return environment().get_template("paths.svg").render(
        shown=shown, title=title, summary=shown.summary, box=shown.box, concept=NAMES[made.concept]
    )  # fmt: skip


def _cut(name: str) -> str:
    plain = harmless(name)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _drawn(curves: Sequence[Curve]) -> str:
    (x, y), parts = curves[0].start, list[str]()
    for curve in curves:
        ends = [*(curve.by or ()), curve.end]
        parts.append(("C" if curve.by else "L") + " ".join(f"{a:.1f},{b:.1f}" for a, b in ends))
    return f"M{x:.1f},{y:.1f}{''.join(parts)}"


def _around(at: Point, wide: float) -> tuple[float, float, float, float]:
    return at[0] - wide / 2, at[1] - 8, at[0] + wide / 2, at[1] + 8


def _free(curves: Sequence[Curve], wide: float, taken: Sequence[tuple[float, float, float, float]]) -> Point:
    """The place on an arc at which a label hides least of what stands already."""
    bends = [curve for curve in curves if curve.by]

    def hidden(at: Point) -> float:
        a, b, c, d = _around(at, wide)
        shared = ((min(c, z) - max(a, x), min(d, w) - max(b, y)) for x, y, z, w in taken)
        return sum(max(0.0, across) * max(0.0, down) for across, down in shared)

    return min((curve.at(t) for t in PLACES for curve in bends), key=hidden)
