"""What became of a meeting: what its reports said anew, in the order in which they became known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from onrecord.record.answers import Met, Report

Turning = Literal["planned", "held", "moved", "postponed", "cancelled", "redated"]
# ``unreported``: it was planned for a day that is over, and no report says that it was held.
Standing = Literal["planned", "held", "postponed", "cancelled", "unreported"]


LAST = date.max.isoformat()


@dataclass(frozen=True)
class Turn:
    """What a report says anew: a status, or another date than ``before``.

    ``moved`` where no report before has the new date and none after it the old one, and none has it that it was held
    on the old one; else reports disagree: ``redated``.
    """

    what: Turning
    report: Report
    before: str | None = None


def history(met: Met) -> tuple[Turn, ...]:
    """The turns of a meeting, the first report first; those that say nothing new are left out."""
    return tuple(_turns(met.reports))


def earlier_dates(met: Met) -> tuple[str, ...]:
    """The dates for which a meeting was planned before it was moved."""
    moved = (t.before for t in history(met) if t.what == "moved" and t.before)
    return tuple(dict.fromkeys(d for d in moved if d != met.date))


def standing(met: Met, day: str) -> Standing:
    """A meeting's status on a day: one planned for a day before, of which no more is told, is unreported."""
    if met.status == "planned" and met.date:
        over = period(met.date, week=met.precision == "week")[1]
        if over <= day:
            return "unreported"
    return met.status


def period(value: str, *, week: bool = False) -> tuple[str, str]:
    """The first day of a date and the day after its last."""
    if len(value) == len("2022"):
        return f"{value}-01-01", f"{int(value) + 1:04}-01-01" if value < LAST[:4] else LAST
    if len(value) == len("2022-01"):
        first = date.fromisoformat(f"{value}-01")
        return first.isoformat(), LAST if value == LAST[:7] else (first.replace(day=28) + timedelta(days=4)).replace(
            day=1
        ).isoformat()
    first = date.fromisoformat(value)
    if week:
        first -= timedelta(days=first.weekday())
    days = timedelta(days=7 if week else 1)
    return first.isoformat(), (first + days).isoformat() if first < date.max - days else LAST


def _turns(reports: tuple[Report, ...]) -> Iterator[Turn]:
    status, day, was_held = None, None, False  # ``was_held``: a report has it that the meeting took place on that day
    for number, report in enumerate(reports):
        other = bool(day and report.date and not _agree(day, report.date))
        if status == "postponed" and report.status == "planned":
            yield Turn("moved", report, day)
        elif report.status != status and not (other and was_held):
            yield Turn(report.status, report, day if other else None)
        elif other:
            back = any(_agree(report.date or "", r.date) for r in reports[:number] if r.date)
            again = any(_agree(day or "", r.date) for r in reports[number + 1 :] if r.date)
            yield Turn("redated" if back or again or was_held else "moved", report, day)
        if report.date:
            day, was_held = report.date, report.status == "held"
        status = report.status


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
