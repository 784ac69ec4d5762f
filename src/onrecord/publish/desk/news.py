"""Since when something is new to who looks, and what is."""

from datetime import UTC, date, datetime, timedelta

from fastapi import Request

from onrecord.publish.desk.asking import Asked
from onrecord.record.answers import Days

FORTNIGHT = timedelta(days=14)


def fortnight_before(day: str) -> str:
    """The day two weeks before another."""
    return (max(date.fromisoformat(day), date.min + FORTNIGHT) - FORTNIGHT).isoformat()


def since(request: Request, asked: Asked, days: Days) -> tuple[str, bool]:
    """From which day on things are new: the one asked for, else that of the last visit, which is told.

    On a first visit, and for a day in the past, it is a fortnight before the last day on which anything became known.
    """
    visited = last_visit(request)
    if asked.since:
        return asked.since, False
    if visited and asked.as_of is None:
        return visited, True
    return fortnight_before(asked.as_of or days.latest or _today()), False


def last_visit(request: Request) -> str | None:
    """The day of the visit before today's; the session keeps it and today."""
    kept = request.session.get("visits") or [None, None]
    if kept[1] != _today():
        request.session["visits"] = kept = [kept[1], _today()]
    before: str | None = kept[0]
    return before


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
