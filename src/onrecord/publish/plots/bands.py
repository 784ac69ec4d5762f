"""Things that lasted, each a band on a time axis: the roles that someone was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from onrecord.publish.plots.axis import LETTER, Axis, first_day

ROW, AXIS = 34.0, 34.0
LEAST: Final = 6.0  # the width of a band that lasted a day
WIDE, NARROW = 1040.0, 352.0


@dataclass(frozen=True)
class Lasting:
    """What is drawn: its name, its first and last day, and what is told of it."""

    name: str
    first: str
    last: str
    told: str


@dataclass(frozen=True)
class Band:
    """A band as drawn, and its name as far as it fits."""

    what: Lasting
    label: str
    at: float  # where the name begins
    x: float
    y: float
    wide: float


@dataclass(frozen=True)
class Bands:
    """The drawing."""

    axis: Axis
    bands: tuple[Band, ...]
    width: float
    height: float


def bands(lasting: Sequence[Lasting], *, width: float = WIDE) -> Bands | None:
    """Lay out bands, one a row; None without any. A name stands above its band, whole where there is room."""
    if not lasting:
        return None
    first, last = min(first_day(w.first) for w in lasting), max(first_day(w.last) for w in lasting)
    margin = max(1, (last - first).days // 40)
    axis = Axis(
        max(first, date.min + timedelta(days=margin)) - timedelta(days=margin),
        min(last, date.max - timedelta(days=margin + 1)) + timedelta(days=margin + 1), 6, width - 6,
    )  # fmt: skip
    drawn = []
    for row, one in enumerate(lasting):
        x = axis.at(one.first)
        wide = max(LEAST, axis.at(first_day(one.last) + timedelta(days=1)) - x)
        most = int((width - 12) / LETTER)
        label = one.name if len(one.name) <= most else one.name[: most - 1] + "…"
        x = min(x, axis.right - wide)
        at = max(axis.left, min(x, axis.right - LETTER * len(label)))
        drawn.append(Band(one, label, at, x, AXIS + ROW * row, wide))
    return Bands(axis, tuple(drawn), width, AXIS + ROW * len(drawn) + 4)
