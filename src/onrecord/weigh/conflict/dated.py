"""A conflict as it stood on a day: the wishes that were counted then."""

from calendar import monthrange

from onrecord.record.answers import Said
from onrecord.values.conflict import Conflict


def last_day(conflict: Conflict) -> str | None:
    """The last day that a wish names; None where no wish is dated."""
    days = [day for p in conflict.preferences for w in p.wishes for day in (w.since, w.until) if day]
    return max(days, default=None)


def as_of(conflict: Conflict, day: str | None) -> Conflict:
    """The conflict with the wishes that count on a day, YYYY-MM-DD; None: on the last day that one names."""
    when = day or last_day(conflict)
    if when is None:
        return conflict
    counted = tuple(
        p.model_copy(update={"wishes": tuple(w for w in p.wishes if (w.since or when) <= when <= (w.until or when))})
        for p in conflict.preferences
    )
    return conflict.model_copy(update={"preferences": counted})


def day_said(said: Said) -> str:
    """The day by which a statement was surely said, YYYY-MM-DD.

    Of a date known by month or year that is its last day, or the one on which it was first told, if that was earlier.
    """
    year, month = said.date[:4], said.date[5:7]
    if len(said.date) == len("2022-01-10"):
        return said.date
    last = f"{said.date}-{monthrange(int(year), int(month))[1]}" if month else f"{year}-12-31"
    return min([last, *(c.source.day for c in said.citations)])
