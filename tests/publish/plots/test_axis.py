"""The time axis: days in proportion, ticks on borders of the calendar, labels that do not touch."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.plots.axis import LETTER, UNITS, Axis, after, borders, floor

MARCH = Axis(date(2027, 3, 1), date(2027, 4, 1), 100, 410)  # 10 to a day


def test_days_stand_in_proportion() -> None:
    assert MARCH.at("2027-03-01") == 100
    assert MARCH.at("2027-03-11") == 200
    assert MARCH.at("2027-03-11", middle=True) == 205
    assert MARCH.at("2027-03") == 100
    assert MARCH.at("2026-01-01") == 100
    assert MARCH.at("2030-01-01") == 410
    assert MARCH.has("2027-03-31")
    assert not MARCH.has("2027-04-01")


def test_ticks_are_the_finest_that_have_room() -> None:
    assert [t.label for t in MARCH.ticks] == ["1", "8", "15", "22", "29"]  # Mondays
    assert [t.above for t in MARCH.ticks] == ["Mar 2027", None, None, None, None]
    year = Axis(date(2027, 1, 1), date(2028, 1, 1), 0, 500)
    assert [t.label for t in year.ticks][:3] == ["Jan", "Feb", "Mar"]
    assert year.ticks[0].above == "2027"
    week = Axis(date(2027, 3, 1), date(2027, 3, 8), 0, 700)
    assert len(week.ticks) == 7
    century = Axis(date(1900, 1, 1), date(2000, 1, 1), 0, 350)
    assert [t.label for t in century.ticks][:2] == ["1900", "1910"]


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(1, 4000), st.floats(200, 1200))
def test_ticks_stand_apart_and_on_borders(start: date, days: int, width: float) -> None:
    axis = Axis(start, start + timedelta(days=days), 0, width)
    ticks = axis.ticks
    if axis.unit != "decade":
        assert all(b.x - a.x >= LETTER * 2 for a, b in pairwise(ticks))
    above = [t for t in ticks if t.above]
    assert all(b.x - a.x >= LETTER * len(a.above or "") for a, b in pairwise(above))


@given(st.dates(), st.sampled_from([unit for unit, _, _ in UNITS]))
def test_a_unit_holds_its_days(day: date, unit: str) -> None:
    first = floor(day, unit)  # type: ignore[arg-type]
    assert first <= day <= after(first, unit)  # type: ignore[arg-type]
    assert floor(first, unit) == first  # type: ignore[arg-type]


def test_borders_begin_inside() -> None:
    assert list(borders(date(2027, 3, 2), date(2027, 5, 2), "month")) == [date(2027, 4, 1), date(2027, 5, 1)]
    assert list(borders(date(9999, 12, 30), date.max, "day")) == [date(9999, 12, 30)]
