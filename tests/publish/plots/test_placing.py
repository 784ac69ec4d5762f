"""Labels: none lies on another, none leaves the drawing, and what weighs most finds its place first."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.plots.placing import Wanted, placed

MARKS = st.builds(
    lambda x, half, wide, weight: Wanted(x - half, x + half, wide, weight),
    st.floats(0, 500), st.floats(2, 30), st.floats(0, 200), st.floats(0, 5),
)  # fmt: skip


@given(st.lists(MARKS, max_size=30), st.integers(1, 6))
def test_nothing_lies_on_anything(wanted: list[Wanted], rows: int) -> None:
    found = placed(wanted, rows, 0, 500)
    taken = [
        (f.row, w.low - (w.wide if f.side == "end" else 0), w.high + (w.wide if f.side == "start" else 0))
        for w, f in zip(wanted, found, strict=True)
        if f
    ]
    for (row, a, b), (other, c, d) in combinations(taken, 2):
        assert row != other or b < c or d < a
    for f, (_, a, b) in zip([f for f in found if f], taken, strict=True):
        assert f.side not in ("start", "end") or (a >= 0 and b <= 500)


def test_a_label_at_the_right_edge_stands_left() -> None:
    assert [f and f.side for f in placed([Wanted(480, 490, 100)], 1, 0, 500)] == ["end"]
    assert [f and f.side for f in placed([Wanted(10, 20, 100)], 1, 0, 500)] == ["start"]


def test_a_label_may_stand_on_a_long_mark() -> None:
    assert [f and f.side for f in placed([Wanted(0, 500, 100, inside=200)], 1, 0, 500)] == ["inside"]
    assert [f and f.side for f in placed([Wanted(0, 500, 100, inside=50)], 1, 0, 500)] == [None]


def test_what_has_no_room_is_told() -> None:
    same = [Wanted(10, 20, 50, 1), Wanted(10, 20, 50, 2), Wanted(10, 20, 50, 0)]
    found = placed(same, 2, 0, 500)
    assert [f and f.row for f in found] == [1, 0, None]
