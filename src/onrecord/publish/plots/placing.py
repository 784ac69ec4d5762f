"""Where marks and labels go so that none lies on another."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 6.0  # between two things of a row


@dataclass(frozen=True)
class Wanted:
    """A mark from ``low`` to ``high``, with a label ``wide`` beside it where there is room.

    What has a higher ``weight`` finds its place first. ``inside`` is the room for a label on the mark itself.
    """

    low: float
    high: float
    wide: float = 0.0
    weight: float = 0.0
    inside: float = 0.0


@dataclass(frozen=True)
class Found:
    """The row of a mark, and where its label stands: right (``start``), left (``end``), ``inside``, or nowhere."""

    row: int
    side: str | None


def placed(wanted: Sequence[Wanted], rows: int, left: float, right: float) -> tuple[Found | None, ...]:
    """A place for each, in ``rows`` rows between two edges; without its label where that has no room.

    None where not even the mark has.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    out: list[Found | None] = [None] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda i: (-wanted[i].weight, wanted[i].low))
    for i in order:
        one = wanted[i]
        bare = (one.low, one.high)
        both = [("start", (bare[0], bare[1] + one.wide)), ("end", (bare[0] - one.wide, bare[1]))]
        fits = [(side, room) for side, room in both if one.wide and room[0] >= left and room[1] <= right]
        out[i] = _first(taken, [*fits, ("inside" if one.wide and one.inside >= one.wide else None, bare)])
    return tuple(out)


def _first(
    taken: list[list[tuple[float, float]]], tries: Sequence[tuple[str | None, tuple[float, float]]]
) -> Found | None:
    for side, (start, end) in tries:
        for row, held in enumerate(taken):
            if all(end + GAP <= a or start >= b + GAP for a, b in held):
                held.append((start, end))
                return Found(row, side)
    return None
