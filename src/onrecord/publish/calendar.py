"""Meetings as a calendar (RFC 5545) to import or subscribe to. A meeting whose day no source states is left out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from onrecord.publish.wording import date_text
from onrecord.record.answers import Met, Source

PRODUCT = "-//onrecord//meetings//EN"
MOST = 10_000  # meetings of a calendar
# Characters that a calendar's text may not hold (RFC 5545, 3.1), and halves of characters, which no file may.
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")


def render(meetings: Sequence[Met], *, stamp: datetime) -> str:
    """A calendar of the meetings whose day or week is known; ``stamp`` (with a timezone) is when it was made.

    A meeting keeps its UID whatever becomes of it, and its SEQUENCE grows with what its reports say, so that a calendar
    that has it already moves or cancels it.
    """
    calendar = Calendar()
    for name, value in (
        ("version", "2.0"), ("prodid", PRODUCT), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
        ("x-wr-calname", "Meetings on record"),
    ):  # fmt: skip
        calendar.add(name, value)
    for met in meetings:
        if days := _days(met):
            calendar.add_component(_event(met, *days, stamp.astimezone(UTC)))
    return str(calendar.to_ical(), "utf-8")


def left_out(meetings: Sequence[Met]) -> Mapping[str, int]:
    """Why meetings are not in the calendar, and how many for each reason."""
    return Counter(_reason(met) for met in meetings if not _days(met))


def _days(met: Met) -> tuple[date, date] | None:
    """A meeting's first day and the day after its last, where sources state them: a day, or a week."""
    if met.date is None or met.precision not in ("day", "week"):
        return None
    with suppress(ValueError, OverflowError):
        first = date.fromisoformat(met.date)
        if met.precision == "day":
            return first, first + timedelta(days=1)
        monday = first - timedelta(days=first.weekday())
        return monday, monday + timedelta(days=7)
    return None


def _reason(met: Met) -> str:
    if met.date is None:
        return "no date is stated"
    return f"only the {met.precision} is stated" if met.precision in ("month", "year") else "its date is no date"


def _event(met: Met, first: date, after: date, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{met.uid}@onrecord")
    event.add("dtstamp", stamp)
    event.add("last-modified", _modified(met, stamp))
    event.add("sequence", max(0, len({(r.date, r.place, r.status) for r in met.reports}) - 1))
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("summary", _summary(met))
    if met.place:
        event.add("location", _clean(met.place))
    event.add("status", _status(met))
    event.add("transp", "TRANSPARENT")  # the reader is not busy: others meet
    event.add("description", "\n".join(_clean(line) for line in _description(met)))
    return event


def _modified(met: Met, stamp: datetime) -> datetime:
    """The day on which the newest report became known."""
    with suppress(ValueError):
        newest = date.fromisoformat(max(r.source.day for r in met.reports))
        return min(stamp, datetime.combine(newest, time(), UTC))
    return stamp


def _summary(met: Met) -> str:
    name = _clean(met.name)
    return f"{name}: {_clean(', '.join(met.parties))}" if met.parties else name


def _status(met: Met) -> str:
    """Definite where it was held, or all reports name one day; cancelled where it will not be on that day."""
    if met.status in ("cancelled", "postponed"):
        return "CANCELLED"
    sure = met.precision == "day" and not any(c.about == "date" for c in met.conflicts)
    return "CONFIRMED" if met.status == "held" or sure else "TENTATIVE"


def _description(met: Met) -> Iterator[str]:
    """What became of it, what reports disagree on, and every source."""
    yield f"{met.status}, {date_text(met.date or '', met.precision or 'day')}"
    for conflict in met.conflicts:
        versions = "; ".join(f"{v.value} ({', '.join(_outlet(s) for s in v.sources)})" for v in conflict.versions)
        yield f"reports disagree on the {conflict.about}: {versions}"
    yield "Sources:"
    for source in dict.fromkeys(r.source for r in met.reports):
        yield ", ".join(filter(None, (_outlet(source), source.title, source.day, source.url)))


def _outlet(source: Source) -> str:
    return source.outlet or "outlet unknown"


def _clean(text: str) -> str:
    """A value on one line, without what a calendar may not hold."""
    return " ".join(_FORBIDDEN.sub(" ", text).split())
