"""The timeline: on numbers."""

from collections import Counter
from datetime import date

import pytest

from onrecord.publish.plots.axis import Unit
from onrecord.publish.plots.timeline import BAR, NARROW, Drawer, Happening, Saying, Side, window
from onrecord.weigh.histories import Standing


def leads(lane: str | None, day: date, unit: Unit) -> str:
    return f"{lane}/{day}/{unit}"


def drawer(start: date = date(2027, 3, 1), end: date = date(2027, 4, 1), **more: object) -> Drawer:
    return Drawer(start, end, leads, **more)  # type: ignore[arg-type]


def meeting(label: str, day: str, after: str, standing: Standing = "planned", *before: str) -> Happening:
    return Happening(label, label, f"/m/{label}", day, after, standing, before, ("Varnia",))


def test_bars_are_as_high_as_the_root_of_their_number() -> None:
    sides = [Side("Varnia", ("Varnia",), Counter({"2027-03-01": 100, "2027-03-02": 25, "2027-05-01": 9}))]
    made = drawer().draw(sides, [])
    one, other = made.lanes[0].bars  # what lies outside is not drawn
    assert (one.count, other.count) == (100, 25)
    assert one.high == pytest.approx(2 * other.high)
    assert one.high <= BAR
    assert one.href == "Varnia/2027-03-01/day"
    assert made.unit == "day"


def test_a_year_has_bars_of_weeks_and_counts_every_day() -> None:
    days = Counter({f"2027-{m:02}-{d:02}": 1 for m in range(1, 13) for d in range(1, 28)})
    made = drawer(date(2027, 1, 1), date(2028, 1, 1), width=NARROW).draw([Side("Varnia", (), days)], [])
    assert made.unit == "week"
    assert sum(b.count for b in made.lanes[0].bars) == sum(days.values())
    assert all(made.axis.left <= b.x and b.x + b.wide <= made.axis.right + 1 for b in made.lanes[0].bars)


def test_few_statements_are_points_that_do_not_touch() -> None:
    sayings = tuple(Saying(f"2027-03-{1 + i // 8:02}", f"/s/{i}", "told", i == 3) for i in range(40))
    for width in (NARROW, 1040.0):
        made = drawer(width=width).draw([Side("Varnia", (), Counter(), (), sayings)], [])
        dots = made.lanes[0].dots
        assert {d.href for d in dots} == {s.href for s in sayings}
        assert [d.href for d in dots if d.red] == ["/s/3"]
        places = [(round(d.x, 2), round(d.y, 2)) for d in dots]
        assert all(max(abs(a - c), abs(b - d)) > 6.4 for i, (a, b) in enumerate(places) for c, d in places[:i])


def test_meetings_stand_on_their_days_and_where_they_were_before() -> None:
    moved = meeting("moved", "2027-03-20", "2027-03-21", "planned", "2027-03-10")
    week = meeting("week", "2027-03-08", "2027-03-15", "postponed")
    made = drawer(today="2027-03-12").draw([Side("Varnia", ("Varnia",), Counter())], [moved, week])
    first, second = made.met
    assert first.x == pytest.approx(made.axis.at("2027-03-20", middle=True))
    assert first.before == (made.axis.at("2027-03-10", middle=True),)
    assert first.low == first.before[0]
    assert (second.low, second.high) == (made.axis.at("2027-03-08"), made.axis.at("2027-03-15"))
    assert first.y != second.y  # they would lie on each other
    assert made.today == made.axis.at("2027-03-12", middle=True)
    assert [s.standing for s in made.lanes[0].met] == ["postponed", "planned"]


def test_meetings_without_room_are_counted() -> None:
    many = [meeting(f"session {i}", "2027-03-08", "2027-03-09") for i in range(40)]
    made = drawer().draw([], many)
    assert len(made.met) + sum(int(c.told) for c in made.crowded) == 40
    crowd = drawer().draw([], [], {"2027-03-08": 300, "2027-03-09": 2})
    assert [c.told for c in crowd.crowded] == ["+302"]


@pytest.mark.parametrize(
    ("zoom", "first", "after"),
    [
        ("week", "2027-03-08", "2027-03-15"),
        ("month", "2027-03-01", "2027-04-01"),
        ("quarter", "2027-02-01", "2027-05-01"),
        ("year", "2026-09-01", "2027-09-01"),
    ],
)
def test_windows_are_whole_weeks_and_months(zoom: str, first: str, after: str) -> None:
    assert window(zoom, date(2027, 3, 10)) == (date.fromisoformat(first), date.fromisoformat(after))
    for edge in (date.min, date.max):
        start, end = window(zoom, edge)
        assert start < end
