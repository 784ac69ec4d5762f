"""What became of meetings: turns in the order in which they became known, and what stands on a day."""

import pytest

from onrecord.record.answers import Met, Report, Source
from onrecord.values import Precision, Status
from onrecord.weigh.histories import earlier_dates, history, period, standing


def report(known: str, status: Status = "planned", date: str | None = None) -> Report:
    return Report(Source(known, None, "Meridian Wire", None, known, known, None), 0, date, "day", None, status, {})


def met(*reports: Report, date: str | None = None, precision: Precision = "day") -> Met:
    last = reports[-1]
    day = date or next((r.date for r in reversed(reports) if r.date), None)
    return Met("u", "Council", "session", "round", None, day, precision, last.status, (), (), reports)


def test_a_meeting_that_is_put_off_and_planned_anew_was_moved() -> None:
    made = met(
        report("2027-03-01", "planned", "2027-03-10"), report("2027-03-02", "planned", "2027-03-10"),
        report("2027-03-05", "postponed"), report("2027-03-07", "planned", "2027-03-20"),
        report("2027-03-21", "held", "2027-03-20"),
    )  # fmt: skip
    assert [(t.what, t.before) for t in history(made)] == [
        ("planned", None), ("postponed", None), ("moved", "2027-03-10"), ("held", None),
    ]  # fmt: skip
    assert earlier_dates(made) == ("2027-03-10",)


def test_reports_that_go_back_and_forth_disagree_and_move_nothing() -> None:
    made = met(*(report(f"2027-03-0{i}", "planned", f"2027-03-1{i % 2}") for i in range(1, 4)))
    assert [t.what for t in history(made)] == ["planned", "redated", "redated"]
    assert earlier_dates(made) == ()


def test_a_meeting_reported_held_was_not_moved() -> None:
    made = met(
        report("2027-03-11", "held", "2027-03-10"), report("2027-03-12"), report("2027-03-13", date="2027-03-20")
    )
    assert [t.what for t in history(made)] == ["held", "planned", "redated"]
    assert earlier_dates(made) == ()


def test_a_finer_date_is_no_move() -> None:
    made = met(report("2027-03-01", "planned", "2027-03"), report("2027-03-02", "planned", "2027-03-10"))
    assert [t.what for t in history(made)] == ["planned"]
    assert earlier_dates(made) == ()


def test_what_was_planned_and_is_over_without_a_report_is_unreported() -> None:
    planned = met(report("2027-03-01", "planned", "2027-03-10"))
    assert standing(planned, "2027-03-10") == "planned"
    assert standing(planned, "2027-03-11") == "unreported"
    assert standing(met(report("2027-03-01", "held", "2027-03-10")), "2028-01-01") == "held"
    assert standing(met(report("2027-03-01", "planned", "2027-03")), "2027-03-31") == "planned"
    assert standing(met(report("2027-03-01", "planned")), "2029-01-01") == "planned"


@pytest.mark.parametrize(
    ("value", "week", "first", "after"),
    [
        ("2027", False, "2027-01-01", "2028-01-01"),
        ("2027-12", False, "2027-12-01", "2028-01-01"),
        ("2028-02", False, "2028-02-01", "2028-03-01"),
        ("2027-03-10", False, "2027-03-10", "2027-03-11"),
        ("2027-03-10", True, "2027-03-08", "2027-03-15"),
        ("9999-12-31", False, "9999-12-31", "9999-12-31"),
        ("9999-12", False, "9999-12-01", "9999-12-31"),
        ("9999", False, "9999-01-01", "9999-12-31"),
    ],
)
def test_the_days_of_a_date(value: str, week: bool, first: str, after: str) -> None:
    assert period(value, week=week) == (first, after)
