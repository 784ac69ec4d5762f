"""Meetings and statements on one time axis: meetings above, a lane a party below."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from onrecord.publish.plots.axis import LETTER, Axis, Unit, after, first_day, floor
from onrecord.publish.plots.placing import Wanted, placed
from onrecord.weigh.histories import Standing

WIDE, NARROW = 1040.0, 352.0
GUTTER: Final = 150.0  # for the names of parties; a narrow drawing has them above their lanes
ROW, ROWS, HALF = 20.0, 14, 7.0  # meetings: the height of a row, how many, half a mark
BAR, FLAT, STRIP, NAME, AXIS = 52.0, 18.0, 16.0, 18.0, 34.0  # heights: bars, none, meetings, a name, the axis
CROWDED: Final = 30.0  # the room of a number of meetings
DOT: Final = 9.0  # the room of a statement drawn as a point
LONGEST: Final = {False: 44, True: 24}  # characters of a label, of a narrow drawing fewer
NUMBERED: Final = 18.0  # the width of a bar from which it bears its number
POINTS: Final = 160  # statements that are drawn one by one
LAST: Final = {"unreported": 3.0, "cancelled": 4.0, "postponed": 4.0, "planned": 2.0, "held": 1.0}


@dataclass(frozen=True)
class Happening:
    """A meeting to draw: its days, what became of it, for which days it was planned before, and whose it is."""

    label: str
    told: str
    href: str
    start: str
    end: str  # the day after its last
    standing: Standing
    before: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saying:
    """A statement to draw as a point."""

    day: str
    href: str
    told: str
    red: bool


@dataclass(frozen=True)
class Side:
    """A party: how many statements each day has, those that draw a red line, and all where they are few."""

    name: str
    parties: tuple[str, ...]
    days: Counter[str]
    red: tuple[Saying, ...] = ()
    sayings: tuple[Saying, ...] | None = None


@dataclass(frozen=True)
class Met:
    """A meeting as drawn."""

    what: Happening
    x: float
    y: float
    low: float
    high: float
    before: tuple[float, ...]
    label: str | None
    side: str | None


@dataclass(frozen=True)
class Bar:
    """What a party said in a day, week or month."""

    start: date
    count: int
    x: float
    y: float
    wide: float
    high: float
    href: str
    numbered: bool


@dataclass(frozen=True)
class Dot:
    """A statement, or red lines of one time."""

    x: float
    y: float
    href: str
    told: str
    red: bool


@dataclass(frozen=True)
class Small:
    """Meetings of a party on one day, week or month, below its bars."""

    x: float
    count: int
    standing: Standing
    href: str
    told: str


@dataclass(frozen=True)
class Lane:
    """A party as drawn; ``base`` is where its bars stand."""

    side: Side
    top: float
    base: float
    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    met: tuple[Small, ...]


@dataclass(frozen=True)
class Timeline:
    """The drawing."""

    axis: Axis
    unit: Unit
    met: tuple[Met, ...]
    crowded: tuple[Dot, ...]  # meetings that found no place, by time
    lanes: tuple[Lane, ...]
    width: float
    height: float
    divide: float
    today: float | None
    most: int = 0


@dataclass(frozen=True)
class Drawer:
    """What the layout needs beside the data: window, width, and where a time leads (lane or None, day, unit)."""

    start: date
    end: date
    href: Callable[[str | None, date, Unit], str]
    width: float = WIDE
    today: str | None = None

    @property
    def narrow(self) -> bool:
        """Whether it is drawn for a narrow window."""
        return self.width < GUTTER * 4

    @property
    def axis(self) -> Axis:
        """The time axis."""
        return Axis(self.start, self.end, 8.0 if self.narrow else GUTTER, self.width - 8)

    @property
    def unit(self) -> Unit:
        """The shortest time whose bar can be seen and hit."""
        units: tuple[tuple[Unit, float], ...] = (("day", 1), ("week", 7), ("month", 30))
        return next((unit for unit, days in units if days * self.axis.day >= 6), "month")

    def draw(
        self, sides: Sequence[Side], happenings: Sequence[Happening], crowd: Mapping[str, int] | None = None
    ) -> Timeline:
        """Lay everything out. ``crowd`` are meetings too many to draw one by one: how many, by date."""
        axis, unit = self.axis, self.unit
        met, crowded, rows = self._met(happenings, self._binned(crowd or {}, unit))
        divide = AXIS + ROW * rows + 8
        most = max((n for s in sides for n in self._binned(s.days, unit).values()), default=0)
        lanes: list[Lane] = []
        top = divide
        for side in sides:
            lanes.append(self._lane(side, happenings, top, most))
            top = lanes[-1].base + STRIP + 6
        today = axis.at(self.today, middle=True) if self.today and axis.has(self.today) else None
        return Timeline(axis, unit, met, crowded, tuple(lanes), self.width, top, divide, today, most)

    def _met(
        self, happenings: Sequence[Happening], crowd: Counter[date]
    ) -> tuple[tuple[Met, ...], tuple[Dot, ...], int]:
        spots = [self._spot(h) for h in happenings]
        labels = [_cut(h.label, LONGEST[self.narrow]) for h in happenings]
        wanted = [
            Wanted(
                min(low, x - HALF),
                max(high, x + HALF),
                LETTER * len(label) + 6,
                LAST[h.standing] + bool(h.before),
                high - x - 9,
            )
            for h, (x, low, high, _), label in zip(happenings, spots, labels, strict=True)
        ]
        found = placed(wanted, ROWS, 0.0, self.width)
        rows = 1 + max((f.row for f in found if f), default=-1)
        met = tuple(
            Met(h, x, AXIS + ROW * (f.row + 0.5), low, high, before, label if f.side else None, f.side)
            for h, (x, low, high, before), label, f in zip(happenings, spots, labels, found, strict=True)
            if f
        )
        starts = (max(first_day(h.start), self.start) for h, f in zip(happenings, found, strict=True) if not f)
        left = crowd + Counter(floor(day, self.unit) for day in starts)
        crowded = tuple(self._crowded(left, AXIS + ROW * (rows + 0.5)))
        return met, crowded, rows + bool(crowded)

    def _crowded(self, left: Mapping[date, int], y: float) -> Iterator[Dot]:
        """Numbers of meetings, those together that would lie on each other."""
        held: list[tuple[date, int]] = []
        for day, n in sorted(left.items()):
            if held and self.axis.at(day) - self.axis.at(held[-1][0]) < CROWDED:
                held[-1] = (held[-1][0], held[-1][1] + n)
            else:
                held.append((day, n))
        for day, n in held:
            unit: Unit = self.unit if after(day, self.unit) <= after(floor(day, "week"), "week") else "month"
            yield Dot(self.axis.at(day, middle=True), y, self.href(None, day, unit), f"+{n}", red=False)

    def _spot(self, h: Happening) -> tuple[float, float, float, tuple[float, ...]]:
        """Where a meeting stands, from where to where it and what it was before reaches, and where it was before."""
        axis = self.axis
        low, high = axis.at(h.start), axis.at(h.end)
        x = (low + high) / 2
        before = tuple(axis.at(b, middle=True) for b in h.before if axis.has(b))
        if (first_day(h.end) - first_day(h.start)).days == 1:
            low = high = x
        return x, min(low, *before, x), max(high, *before, x), before

    def _lane(self, side: Side, happenings: Sequence[Happening], top: float, most: int) -> Lane:
        head = top + (NAME if self.narrow else 4.0)
        if side.sayings is not None:
            dots, high = self._dots(side.sayings, head)
            return Lane(side, top, head + high, (), dots, self._small(side, happenings))
        base = head + (BAR if side.days else FLAT)
        bars = tuple(self._bars(side, base, most))
        return Lane(side, top, base, bars, tuple(self._red(side, head)), self._small(side, happenings))

    def _bars(self, side: Side, base: float, most: int) -> Iterator[Bar]:
        """Bars as high as the root of their number, so that those who say little are seen beside those who say much."""
        axis = self.axis
        for day, count in sorted(self._binned(side.days, self.unit).items()):
            x, end = axis.at(day), axis.at(after(day, self.unit))
            high = max(3.0, (BAR - 24) * sqrt(count / most))
            room = end - x >= max(NUMBERED, LETTER * len(str(count)) + 2)
            yield Bar(
                day,
                count,
                x + 0.5,
                base - high,
                max(1.5, end - x - 1),
                high,
                self.href(side.name, day, self.unit),
                room,
            )

    def _red(self, side: Side, head: float) -> Iterator[Dot]:
        held: dict[date, list[Saying]] = {}
        for one in side.red:
            held.setdefault(floor(first_day(one.day), self.unit), []).append(one)
        for day, found in sorted(held.items()):
            x = (self.axis.at(day) + self.axis.at(after(day, self.unit))) / 2
            if len(found) == 1:
                yield Dot(x, head + 5, found[0].href, found[0].told, red=True)
            else:
                yield Dot(x, head + 5, self.href(side.name, day, self.unit), f"{len(found)} red lines", red=True)

    def _dots(self, sayings: Iterable[Saying], head: float) -> tuple[tuple[Dot, ...], float]:
        """Points side by side within their day, or week or month where a day has no room, then above each other."""
        units: tuple[tuple[Unit, float], ...] = (("day", 1), ("week", 7), ("month", 28))
        unit, days = next(((u, n) for u, n in units if n * self.axis.day >= DOT), units[-1])
        across = max(1, int(days * self.axis.day / DOT))
        held: dict[date, list[Saying]] = {}
        for one in sayings:
            held.setdefault(floor(first_day(one.day), unit), []).append(one)
        rows = max((-(-len(found) // across) for found in held.values()), default=1)
        high = max(FLAT, DOT * rows + 2)
        dots: list[Dot] = []
        for day, found in sorted(held.items()):
            middle = (self.axis.at(day) + self.axis.at(after(day, unit))) / 2
            for i, one in enumerate(found):
                row, column = divmod(i, across)
                wide = min(across, len(found) - row * across)
                x = middle + DOT * (column - (wide - 1) / 2)
                dots.append(Dot(x, head + high - DOT * (row + 0.5) - 1, one.href, one.told, one.red))
        return tuple(dots), high

    def _small(self, side: Side, happenings: Sequence[Happening]) -> tuple[Small, ...]:
        names = set(side.parties)
        held: dict[date, list[Happening]] = {}
        for h in happenings:
            if names & set(h.parties) and (first_day(h.end) - first_day(h.start)).days <= 7 and self.axis.has(h.start):
                held.setdefault(floor(first_day(h.start), self.unit), []).append(h)
        return tuple(self._one(side, day, found) for day, found in sorted(held.items()))

    def _one(self, side: Side, day: date, found: Sequence[Happening]) -> Small:
        x = (self.axis.at(day) + self.axis.at(after(day, self.unit))) / 2
        first = max(found, key=lambda h: LAST[h.standing])
        if len(found) == 1:
            return Small(x, 1, first.standing, first.href, first.told)
        told = "; ".join(h.told for h in found)
        return Small(
            x, len(found), first.standing, self.href(side.name, day, self.unit), f"{len(found)} meetings: {told}"
        )

    def _binned(self, days: Mapping[str, int], unit: Unit) -> Counter[date]:
        out: Counter[date] = Counter()
        for day, count in days.items():
            if self.axis.has(day):
                out[max(self.start, floor(first_day(day), unit))] += count
        return out


def _cut(label: str, most: int) -> str:
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def window(zoom: str, at: date) -> tuple[date, date]:
    """The first day of a zoom around a day, and the day after its last: whole weeks and months.

    A month has those before and after it beside it in a quarter, half a year on each side in a year.
    """
    if zoom == "week":
        first = floor(at, "week")
        return first, after(first, "week")
    before, months = {"month": (0, 1), "quarter": (1, 3), "year": (6, 12)}[zoom]
    count = at.year * 12 + at.month - 1 - before
    start = max(12, min(count, 9997 * 12))
    return _month(start), _month(start + months)


def _month(count: int) -> date:
    return date(count // 12, count % 12 + 1, 1)
