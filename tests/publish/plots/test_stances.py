"""The plot of stances: on numbers."""

from itertools import pairwise

from onrecord.publish.plots.stances import LEVELS, MOST, Lane, Point, plot
from onrecord.values import Stance


def point(number: int, day: str, stance: Stance = "for", *, decided: bool = False) -> Point:
    return Point(number, day, stance, f"/s/{number}", f"told {number}", decided)


def test_levels_are_heights_and_days_are_places() -> None:
    points = tuple(point(i, f"2027-03-0{i + 1}", stance) for i, stance in enumerate(LEVELS))
    made = plot([Lane("radar", "Radar", points), Lane("patrols", "Patrols", (point(9, "2027-03-08"),))])
    assert made is not None
    first, second = made.lanes
    assert [m.stance for m in first.marks] == list(LEVELS)
    assert [m.y for m in first.marks] == sorted(m.y for m in first.marks)
    assert [m.x for m in first.marks] == sorted(m.x for m in first.marks)
    assert second.top > first.marks[-1].y
    assert second.marks[0].x > first.marks[-1].x
    assert second.marks[0].href == "/s/9"


def test_statements_of_one_day_and_stance_are_one_mark() -> None:
    made = plot([Lane("radar", "Radar", (point(1, "2027-03-01"), point(2, "2027-03-01", decided=True),
                                         point(3, "2027-03-09", "open")))])  # fmt: skip
    assert made is not None
    one, other = made.lanes[0].marks
    assert [p.number for p in one.points] == [1, 2]
    assert one.decided
    assert one.counted
    assert one.href == "#p-radar-for-2027-03-01"
    assert one.radius > other.radius
    assert not other.decided


def test_years_of_statements_are_put_together() -> None:
    days = [f"{year}-{month:02}-{day:02}" for year in range(2020, 2027) for month in range(1, 13) for day in (1, 9, 20)]
    lanes = [Lane(f"i{i}", "Issue", tuple(point(n, d) for n, d in enumerate(days))) for i in range(3)]
    made = plot(lanes, width=352)
    assert made is not None
    assert made.unit not in ("day", "week")
    assert sum(len(d.marks) for d in made.lanes) <= MOST
    for d in made.lanes:
        assert sum(len(m.points) for m in d.marks) == len(days)  # none is lost
        xs = [m.x for m in d.marks]
        assert all(b - a >= 8 for a, b in pairwise(xs))


def test_what_was_held_is_a_line_from_step_to_step() -> None:
    steps: tuple[tuple[str, Stance | None], ...] = (
        ("2027-03-02", "against"), ("2027-03-04", "against"), ("2027-03-06", "for"), ("2027-03-08", None),
    )  # fmt: skip
    made = plot([Lane("radar", "Radar", (point(1, "2027-03-01"), point(2, "2027-03-10")), steps)])
    assert made is not None
    drawn = made.lanes[0]
    assert [(round(made.axis.at("2027-03-02", middle=True)), round(made.axis.at("2027-03-06", middle=True)))] == [
        (round(a), round(b)) for a, b, _ in drawn.held[:1]
    ]
    assert len(drawn.held) == 2
    assert drawn.held[1][1] == made.axis.at("2027-03-08", middle=True)  # nothing is held after that
    assert len(drawn.turns) == 1


def test_nobody_took_a_side() -> None:
    assert plot([Lane("radar", "Radar", ())]) is None
    assert plot([]) is None


def test_the_calendar_ends() -> None:
    assert plot([Lane("radar", "Radar", (point(1, "9999-12-31"), point(2, "0001-01-01")))]) is not None
