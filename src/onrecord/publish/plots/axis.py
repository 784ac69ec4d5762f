"""A time axis: where a day stands, and ticks on the borders of the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onrecord.publish.wording import MONTHS

Unit = Literal["day", "week", "month", "quarter", "year", "decade"]
# The days of a unit, and the width that its labels take.
UNITS: tuple[tuple[Unit, float, float], ...] = (
    ("day", 1, 24), ("week", 7, 26), ("month", 30.4, 34), ("quarter", 91.3, 36), ("year", 365.25, 38),
    ("decade", 3652.5, 38),
)  # fmt: skip
LETTER = 7.0  # the width of a character of 12 px sans-serif, at most
APART = 8.0  # between two labels of the second line


@dataclass(frozen=True)
class Tick:
    """A border of the calendar: its label, and under it ``above``, the larger unit, where that begins anew."""

    x: float
    label: str
    above: str | None = None


@dataclass(frozen=True)
class Axis:
    """Days from ``start`` on and before ``end``, between two edges of a drawing."""

    start: date
    end: date
    left: float
    right: float

    @property
    def day(self) -> float:
        """The width of a day."""
        return (self.right - self.left) / max(1, (self.end - self.start).days)

    def at(self, value: str | date, *, middle: bool = False) -> float:
        """Where a day begins, or its middle; of a month or year the first day. What lies outside stands at the edge."""
        days = (first_day(value) - self.start).days + (0.5 if middle else 0)
        return min(self.right, max(self.left, self.left + days * self.day))

    def has(self, value: str) -> bool:
        """Whether a day lies on the axis."""
        return self.start <= first_day(value) < self.end

    @property
    def unit(self) -> Unit:
        """The finest unit whose labels have room."""
        return next((u for u, days, wide in UNITS if days * self.day >= wide), "decade")

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The borders of that unit, from the first that lies on the axis."""
        unit = self.unit
        found: list[Tick] = []
        said, free = "", self.left - 1000
        for day in borders(self.start, self.end, unit):
            label, larger = _label(day, unit)
            x = self.at(day)
            above = larger if larger != said and x >= free else None
            if above:
                said, free = above, x + LETTER * len(above) + APART
            found.append(Tick(x, label, above))
        return tuple(found)


def borders(start: date, end: date, unit: Unit) -> Iterator[date]:
    """The first days of a unit, from ``start`` on and before ``end``."""
    day = floor(start, unit)
    while day < end:
        if day >= start:
            yield day
        day = after(day, unit)


def floor(day: date, unit: Unit) -> date:
    """The first day of the unit that holds a day."""
    match unit:
        case "day":
            return day
        case "week":
            return day - timedelta(days=min(day.weekday(), (day - date.min).days))
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "decade":
            return date(max(1, day.year // 10 * 10), 1, 1)


def after(day: date, unit: Unit) -> date:
    """The first day of the next unit; the last day there is, where the calendar ends."""
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=1 if unit == "day" else 7)
        return shifted(day, months[unit])
    except (OverflowError, ValueError):
        return date.max


def shifted(day: date, months: int) -> date:
    """The first day of a month some months later. Raises ValueError outside the calendar."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def first_day(value: str | date) -> date:
    """A date as a day: that of a month or year is its first."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)


def _label(day: date, unit: Unit) -> tuple[str, str]:
    month = MONTHS[day.month - 1][:3]
    if unit in ("day", "week"):
        return str(day.day), f"{month} {day.year}"
    if unit in ("month", "quarter"):
        return month, str(day.year)
    return str(day.year), ""
