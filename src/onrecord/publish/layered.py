"""A layered layout: boxes in columns, and arcs between them that pass other columns in lanes of their own.

After Sugiyama, Tagawa & Toda (1981): an arc over several columns holds a place in each that it passes, and places are
ordered so that few arcs cross, each by the middle of its neighbours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

Slot = int | tuple[int, int]  # a box by its number, or (arc, column): a lane in which an arc passes
Point = tuple[float, float]
SWEEPS: Final = 12  # forth and back; six leave the examples as they are after twelve


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve, or a straight line where it has no control points."""

    start: Point
    end: Point
    by: tuple[Point, Point] | None = None

    def at(self, t: float) -> Point:
        """The point at a share of the way."""
        a, d = self.start, self.end
        if self.by is None:
            return a[0] + t * (d[0] - a[0]), a[1] + t * (d[1] - a[1])
        b, c = self.by
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x, y = (sum(w * p[k] for w, p in zip(weights, (a, b, c, d), strict=True)) for k in (0, 1))
        return x, y


@dataclass(frozen=True, slots=True)
class Layout:
    """Where boxes stand, by their middles, and the curves of each arc, from its start to its end."""

    width: float
    height: float
    boxes: Mapping[int, Point]
    arcs: tuple[tuple[Curve, ...], ...]


@dataclass(frozen=True)
class Grid:
    """The measures of a layout: a box, the gap between columns, and the gap between the boxes of one."""

    box: tuple[float, float]
    across: float
    down: float
    lane: float = 20
    margin: float = 12


def layout(layers: Mapping[int, int], arcs: Sequence[tuple[int, int]], grid: Grid) -> Layout:
    """Boxes in the columns of ``layers``, from 0, with arcs between them."""
    return _Laying(layers, arcs, grid).done()


@dataclass
class _Laying:
    layers: Mapping[int, int]
    arcs: Sequence[tuple[int, int]]
    grid: Grid
    centre: dict[Slot, Point] = field(default_factory=dict)

    def done(self) -> Layout:
        columns = self.columns()
        self.place(columns)
        ends = self.attached()
        curves = tuple(self.curves(number, ends) for number in range(len(self.arcs)))
        points = [p for curve in curves for c in curve for p in (c.start, c.end, *(c.by or ()))]
        box, margin = self.grid.box, self.grid.margin
        right = max([x + box[0] / 2 for x, _ in self.centre.values()] + [x for x, _ in points])
        bottom = max([y + box[1] / 2 for y in (y for _, y in self.centre.values())] + [y for _, y in points])
        boxes = {slot: point for slot, point in self.centre.items() if isinstance(slot, int)}
        return Layout(right + margin, bottom + margin, boxes, curves)

    def passed(self, number: int) -> list[Slot]:
        """The lanes of an arc, from its start to its end."""
        start, end = (self.layers[state] for state in self.arcs[number])
        way = range(start + 1, end) if start < end else range(start - 1, end, -1)
        return [(number, column) for column in way]

    def columns(self) -> list[list[Slot]]:
        """Every slot in its column, ordered."""
        chains = [[a, *self.passed(k), b] for k, (a, b) in enumerate(self.arcs)]
        near: dict[Slot, list[Slot]] = {}
        for chain in chains:
            for one, other in pairwise(chain):
                near.setdefault(one, []).append(other)
                near.setdefault(other, []).append(one)
        lanes = [slot for chain in chains for slot in chain[1:-1]]
        columns: list[list[Slot]] = [[] for _ in range(max(self.layers.values()) + 1)]
        for slot in (*self.layers, *dict.fromkeys(lanes)):
            columns[self.column(slot)].append(slot)
        best, least = [[*c] for c in columns], _crossings(columns, near)
        for sweep in range(SWEEPS):
            for at in range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns))):
                _order(columns, at, near)
            if (crossing := _crossings(columns, near)) < least:
                best, least = [[*c] for c in columns], crossing
        return best

    def column(self, slot: Slot) -> int:
        return self.layers[slot] if isinstance(slot, int) else slot[1]

    def place(self, columns: Sequence[Sequence[Slot]]) -> None:
        """Columns side by side, each in the middle of the height."""
        (width, height), grid = self.grid.box, self.grid
        tall = [sum(grid.lane if isinstance(s, tuple) else height + grid.down for s in column) for column in columns]
        for at, column in enumerate(columns):
            x = grid.margin + width / 2 + at * (width + grid.across)
            y = grid.margin + (max(tall) - tall[at]) / 2
            for slot in column:
                own = grid.lane if isinstance(slot, tuple) else height + grid.down
                self.centre[slot] = (x, y + own / 2)
                y += own

    def attached(self) -> dict[tuple[int, bool], Point]:
        """Where each arc leaves its start (False) and meets its end (True): spread over a box's side, uncrossed."""
        sides: dict[tuple[int, int], list[tuple[float, int, bool]]] = {}
        for number, (start, end) in enumerate(self.arcs):
            chain: list[Slot] = [start, *self.passed(number), end]
            for state, other, is_end in ((start, chain[1], False), (end, chain[-2], True)):
                side = -1 if self.column(other) < self.column(state) else 1
                sides.setdefault((state, side), []).append((self.centre[other][1], number, is_end))
        found: dict[tuple[int, bool], Point] = {}
        for (state, side), held in sides.items():
            (x, y), (width, height) = self.centre[state], self.grid.box
            for k, (_, number, is_end) in enumerate(sorted(held)):
                offset = ((k + 1) / (len(held) + 1) - 0.5) * height
                found[number, is_end] = (x + side * width / 2, y + offset)
        return found

    def curves(self, number: int, ends: Mapping[tuple[int, bool], Point]) -> tuple[Curve, ...]:
        """The curves of an arc: across each gap, and straight along each lane."""
        start, end = self.arcs[number]
        a, d = ends[number, False], ends[number, True]
        if self.layers[start] == self.layers[end]:
            out = 24 + 0.12 * abs(d[1] - a[1])
            return (Curve(a, d, ((a[0] + out * 1.3, a[1]), (d[0] + out * 1.3, d[1]))),)
        way = 1 if self.layers[start] < self.layers[end] else -1
        half, found = way * self.grid.box[0] / 2, list[Curve]()
        for slot in self.passed(number):
            x, y = self.centre[slot]
            found += [_across(a, (x - half, y)), Curve((x - half, y), (x + half, y))]
            a = (x + half, y)
        return (*found, _across(a, d))


def _across(a: Point, d: Point) -> Curve:
    bend = (d[0] - a[0]) * 0.4
    return Curve(a, d, ((a[0] + bend, a[1]), (d[0] - bend, d[1])))


def _order(columns: list[list[Slot]], at: int, near: Mapping[Slot, Sequence[Slot]]) -> None:
    """One column by the middles of its slots' neighbours in the others; slots without any stay about where they are."""
    places = {slot: k / max(1, len(column)) for column in columns for k, slot in enumerate(column)}
    own = {*columns[at]}

    def middle(slot: Slot) -> float:
        others = [places[other] for other in near.get(slot, ()) if other not in own]
        return sum(others) / len(others) if others else places[slot]

    columns[at].sort(key=middle)


def _crossings(columns: Sequence[Sequence[Slot]], near: Mapping[Slot, Sequence[Slot]]) -> int:
    """How many pairs of arcs cross between neighbouring columns."""
    count = 0
    for left, right in pairwise(columns):
        places = {slot: k for k, slot in enumerate(right)}
        lines = [(k, places[other]) for k, slot in enumerate(left) for other in near.get(slot, ()) if other in places]
        count += sum((a - c) * (b - d) < 0 for n, (a, b) in enumerate(lines) for c, d in lines[:n])
    return count
