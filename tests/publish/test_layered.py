"""Boxes in columns: none overlaps another, arcs meet their boxes, and lanes keep arcs off the boxes they pass."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.layered import Curve, Grid, layout

GRID = Grid((80, 40), across=120, down=30)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[int, int], list[tuple[int, int]]]:
    columns = draw(st.lists(st.integers(0, 4), min_size=1, max_size=14))
    used = sorted({*columns})
    layers = {state: used.index(column) for state, column in enumerate(columns)}
    pairs = st.tuples(st.sampled_from([*layers]), st.sampled_from([*layers])).filter(lambda p: p[0] != p[1])
    return layers, draw(st.lists(pairs, max_size=24, unique=True)) if len(layers) > 1 else []


@given(graphs())
def test_boxes_stand_apart_and_arcs_meet_them(made: tuple[dict[int, int], list[tuple[int, int]]]) -> None:
    layers, arcs = made
    found = layout(layers, arcs, GRID)
    (width, height), places = GRID.box, found.boxes
    assert {*places} == {*layers}
    for a, (x, y) in places.items():
        assert width / 2 <= x <= found.width - width / 2
        assert height / 2 <= y <= found.height - height / 2
        assert all(abs(x - z) >= width or abs(y - w) >= height for b, (z, w) in places.items() if a != b)
    for (start, end), curves in zip(arcs, found.arcs, strict=True):
        for state, (x, y) in ((start, curves[0].start), (end, curves[-1].end)):
            assert abs(abs(x - places[state][0]) - width / 2) < 1e-6
            assert abs(y - places[state][1]) < height / 2
        assert all(one.end == other.start for one, other in pairwise(curves))
        for curve in (c for c in curves if c.by is None):  # a lane: across a column, clear of its boxes
            middle, y = curve.at(0.5)
            assert all(abs(z - middle) > 1 or abs(w - y) >= height / 2 for z, w in places.values())


def test_columns_are_ordered_so_that_arcs_do_not_cross() -> None:
    found = layout({0: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1}, [(0, 5), (1, 4), (2, 3)], GRID)
    y = {state: at[1] for state, at in found.boxes.items()}
    assert (y[0] < y[1]) == (y[5] < y[4])
    assert (y[1] < y[2]) == (y[4] < y[3])


@pytest.mark.parametrize(("t", "at"), [(0, (0, 0)), (1, (8, 0)), (0.5, (4, 6))])
def test_a_curve_goes_from_end_to_end(t: float, at: tuple[float, float]) -> None:
    assert Curve((0, 0), (8, 0), ((0, 8), (8, 8))).at(t) == pytest.approx(at)
