"""A conflict as it stood on a day: the wishes that were counted then."""

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
