"""Stance over time: a lane an issue, a level a stance, each statement a point, and the line of what was held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log2
from typing import Final

from onrecord.publish.plots.axis import UNITS, Axis, Unit, after, first_day, floor
from onrecord.values import Stance

LEVELS: Final[tuple[Stance, ...]] = ("for", "conditional", "open", "against")
MOST: Final = 400  # marks of a drawing: of more, those of a longer time are put together
APART: Final = 9.0  # between the marks of one level, at least
LEVEL, HEAD, FOOT = 20.0, 24.0, 12.0  # heights of a lane's levels, of its name, and below
AXIS: Final = 34.0
WIDE, NARROW = 1040.0, 352.0
GUTTER: Final = 84.0  # what the names of the levels take
DIGIT: Final = 6.5


@dataclass(frozen=True)
class Point:
    """A statement that takes a side: on which day, where it leads, and whether it set the position at some time."""

    number: int
    day: str
    stance: Stance
    href: str
    told: str
    decided: bool = False


@dataclass(frozen=True)
class Lane:
    """An issue: its name, its statements, and from which day on which stance was held."""

    key: str
    name: str
    points: tuple[Point, ...]
    steps: tuple[tuple[str, Stance | None], ...] = ()


@dataclass(frozen=True)
class Mark:
    """Statements of one stance and one time, as one mark: ``href`` is the statement's, or the table's row."""

    key: str
    start: str
    end: str
    stance: Stance
    points: tuple[Point, ...]
    x: float
    y: float
    radius: float
    counted: bool  # whether there is room for how many they are

    @property
    def decided(self) -> bool:
        """Whether one of them set the position."""
        return any(p.decided for p in self.points)

    @property
    def href(self) -> str:
        """Where the mark leads."""
        return self.points[0].href if len(self.points) == 1 else f"#{self.key}"


@dataclass(frozen=True)
class Drawn:
    """A lane as drawn: its top, its marks, and the line of what was held as stretches of (x, x, y)."""

    lane: Lane
    top: float
    marks: tuple[Mark, ...]
    held: tuple[tuple[float, float, float], ...]
    turns: tuple[tuple[float, float, float], ...]  # (x, y, y): where it went from one level to another


@dataclass(frozen=True)
class Plot:
    """The whole drawing."""

    axis: Axis
    unit: Unit
    lanes: tuple[Drawn, ...]
    width: float
    height: float


def plot(lanes: Sequence[Lane], *, width: float = WIDE, until: str | None = None) -> Plot | None:
    """Lay out a plot; None where nobody took a side. ``until`` is the day on which it ends, at least."""
    if not any(lane.points for lane in lanes):
        return None
    days = sorted(
        first_day(day) for lane in lanes for day in (*(p.day for p in lane.points), *(d for d, _ in lane.steps))
    )
    end = max([days[-1], *([first_day(until)] if until else [])])
    margin = max(2, (end - days[0]).days // 40)
    last = date.max - timedelta(days=margin + 1)
    axis = Axis(
        max(days[0], date.min + timedelta(days=margin)) - timedelta(days=margin),
        min(end, last) + timedelta(days=margin + 1), GUTTER, width - 12,
    )  # fmt: skip
    unit = _unit(lanes, axis)
    drawn: list[Drawn] = []
    top = AXIS
    for lane in lanes:
        drawn.append(_lane(lane, axis, unit, top))
        top += HEAD + LEVEL * len(LEVELS) + FOOT
    return Plot(axis, unit, tuple(drawn), width, top)


def _unit(lanes: Sequence[Lane], axis: Axis) -> Unit:
    """The shortest time whose statements are put together so that marks stand apart and are not too many."""
    for unit, days, _ in UNITS:
        if days * axis.day >= APART:
            days_of = ((lane.key, p.stance, first_day(p.day)) for lane in lanes for p in lane.points)
            if len({(key, stance, floor(day, unit)) for key, stance, day in days_of}) <= MOST:
                return unit
    return "decade"


def _lane(lane: Lane, axis: Axis, unit: Unit, top: float) -> Drawn:
    level = {stance: top + HEAD + LEVEL * (i + 0.5) for i, stance in enumerate(LEVELS)}
    groups: dict[tuple[Stance, date], list[Point]] = {}
    for p in lane.points:
        groups.setdefault((p.stance, floor(first_day(p.day), unit)), []).append(p)
    marks: list[Mark] = []
    for (stance, day), points in sorted(groups.items(), key=lambda g: (LEVELS.index(g[0][0]), g[0][1])):
        end = after(day, unit)
        x = axis.at(points[0].day, middle=True) if unit == "day" else (axis.at(day) + axis.at(end)) / 2
        next_x = min((axis.at(d) for s, d in groups if s == stance and d > day), default=axis.right + 12)
        radius = 4 + min(3.0, log2(len(points)))
        room = len(points) > 1 and x + radius + 3 + DIGIT * len(str(len(points))) <= next_x - 4
        marks.append(
            Mark(f"p-{lane.key}-{stance}-{day}", points[0].day, points[-1].day, stance, tuple(points), x, level[stance],
                 radius, room)
        )  # fmt: skip
    held, turns = _held(lane.steps, axis, level)
    return Drawn(lane, top, tuple(marks), tuple(held), tuple(turns))


def _held(
    steps: Iterable[tuple[str, Stance | None]], axis: Axis, level: dict[Stance, float]
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]:
    """Stretches at a level and what joins them; a step on which only the deciding statement changes adds none."""
    at = [(axis.at(day, middle=True), stance) for day, stance in steps]
    kept = [one for i, one in enumerate(at) if i == 0 or one[1] != at[i - 1][1]]
    held: list[tuple[float, float, float]] = []
    turns: list[tuple[float, float, float]] = []
    for i, (x, stance) in enumerate(kept):
        to = kept[i + 1] if i + 1 < len(kept) else (axis.right, None)
        if stance is not None:
            held.append((x, to[0], level[stance]))
            if to[1] is not None:
                turns.append((to[0], level[stance], level[to[1]]))
    return held, turns
