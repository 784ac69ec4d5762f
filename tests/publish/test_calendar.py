"""A calendar reads back as what was put in, whatever the names hold, and shows no day that no source states."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from onrecord.publish.calendar import left_out, render
from onrecord.record.answers import Conflict, Met, Report, Source, Version
from onrecord.values import Precision, Status

STAMP = datetime(2027, 3, 4, 10, 30, tzinfo=timezone(timedelta(hours=1)))
WIRE = Source("k1", "Talks in Kelmar", "Meridian Wire", "https://wire.example/1", "2027-03-01", "2027-03-01", None)
POST = Source("k2", None, None, None, None, "2027-03-03", None)


def report(source: Source, day: str | None = "2027-03-08", status: Status = "planned") -> Report:
    return Report(source, 0, day, "day" if day else None, "Kelmar", status, {})


MET = Met(
    uid="ab12", forum="Strait Commission", what="round", kind="round", place="Kelmar", date="2027-03-08",
    precision="day", status="planned", parties=("Varnia", "Ostrel"), delegates=(), reports=(report(WIRE),),
)  # fmt: skip


def events(text: str) -> list[Event]:
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    assert calendar["method"] == "PUBLISH"
    assert calendar["x-wr-calname"]
    return list(calendar.walk("VEVENT"))


def event(met: Met) -> Event:
    (one,) = events(render([met], stamp=STAMP))
    assert not one.errors
    return one


def test_a_meeting_reads_back() -> None:
    one = event(MET)
    assert one["uid"] == "ab12@onrecord"
    assert one["summary"] == "Strait Commission: Varnia, Ostrel"
    assert one["location"] == "Kelmar"
    assert one["status"] == "CONFIRMED"
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2027, 3, 8), date(2027, 3, 9))
    assert one["dtstart"].params["value"] == "DATE"
    assert one["dtstamp"].dt == datetime(2027, 3, 4, 9, 30, tzinfo=UTC)
    assert one["last-modified"].dt == datetime(2027, 3, 1, tzinfo=UTC)
    assert one["sequence"] == 0
    assert one["description"].splitlines() == [
        "planned, 8 March 2027",
        "Sources:",
        "Meridian Wire, Talks in Kelmar, 2027-03-01, https://wire.example/1",
    ]


def test_a_week_is_the_whole_week_and_not_settled() -> None:
    one = event(replace(MET, precision="week"))
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2027, 3, 8), date(2027, 3, 15))
    assert one["status"] == "TENTATIVE"


@pytest.mark.parametrize(
    ("day", "precision", "reason"),
    [
        (None, None, "no date is stated"),
        ("2027-03", "month", "only the month is stated"),
        ("2027", "year", "only the year is stated"),
        ("2027-02-30", "day", "its date is no date"),
    ],
)
def test_no_day_is_guessed(day: str | None, precision: Precision | None, reason: str) -> None:
    met = replace(MET, date=day, precision=precision)
    assert events(render([met], stamp=STAMP)) == []
    assert left_out([met, MET]) == {reason: 1}


@pytest.mark.parametrize(
    ("status", "shown"),
    [("planned", "CONFIRMED"), ("held", "CONFIRMED"), ("postponed", "CANCELLED"), ("cancelled", "CANCELLED")],
)
def test_status(status: Status, shown: str) -> None:
    assert event(replace(MET, status=status))["status"] == shown


def test_reports_that_disagree_are_all_told() -> None:
    versions = (Version("2027-03-08", (WIRE,)), Version("2027-03-09", (POST,)))
    one = event(
        replace(MET, conflicts=(Conflict("date", versions),), reports=(report(WIRE), report(POST, "2027-03-09")))
    )
    assert one["status"] == "TENTATIVE"
    lines = one["description"].splitlines()
    assert lines[1] == "reports disagree on the date: 2027-03-08 (Meridian Wire); 2027-03-09 (outlet unknown)"
    assert lines[-1] == "outlet unknown, 2027-03-03"


def test_what_becomes_of_a_meeting_keeps_its_uid_and_raises_its_sequence() -> None:
    stages = [
        MET,
        replace(MET, reports=(*MET.reports, report(POST))),  # the same told again
        replace(MET, date="2027-03-10", reports=(*MET.reports, report(POST, "2027-03-10"))),
        replace(
            MET, status="cancelled", date="2027-03-10",
            reports=(*MET.reports, report(POST, "2027-03-10"), report(POST, "2027-03-10", "cancelled")),
        ),
    ]  # fmt: skip
    shown = [event(met) for met in stages]
    assert {one["uid"] for one in shown} == {"ab12@onrecord"}
    assert [one["sequence"] for one in shown] == [0, 0, 1, 2]


def test_signs_of_the_format_are_escaped_and_long_lines_folded() -> None:
    name = "Round; of \\n talks, " + "é" * 200
    text = render([replace(MET, forum=name)], stamp=STAMP)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert events(text)[0]["summary"] == f"{name}: Varnia, Ostrel"


def test_no_name_adds_a_line_of_its_own() -> None:
    one = event(replace(MET, forum="a\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00\ud800", place="x\u2028y\x85z"))
    assert one["summary"] == "a END:VEVENT BEGIN:VEVENT: Varnia, Ostrel"
    assert one["location"] == "x y z"


NAMES = st.text(st.characters(codec=None), min_size=1, max_size=80)


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=4))
def test_any_name_reads_back(names: list[tuple[str, str, str]]) -> None:
    meetings = [
        replace(MET, uid=str(i), forum=f, place=p, reports=(report(replace(WIRE, title=t)),))
        for i, (f, p, t) in enumerate(names)
    ]
    text = render(meetings, stamp=STAMP)
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    shown = events(text)
    assert [one["uid"] for one in shown] == [f"{i}@onrecord" for i in range(len(names))]
    for one, (forum, _, _) in zip(shown, names, strict=True):
        kept = "".join(c if c.isprintable() else " " for c in forum)
        got = "".join(c if c.isprintable() else " " for c in one["summary"].removesuffix(": Varnia, Ostrel"))
        assert got.split() == kept.split()
        assert one.get("location", "") == " ".join(one.get("location", "").split())
        assert len(one["description"].splitlines()) >= 3
