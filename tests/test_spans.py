"""Ranges: joined, trimmed, taken out of one another."""

import pytest

from onrecord.spans import Range, dice, inside, merged, overlap, trimmed, without


def test_overlap_and_inside() -> None:
    assert overlap((0, 5), (3, 9)) == 2
    assert overlap((0, 3), (3, 9)) == 0
    assert inside((2, 3), (2, 4))
    assert not inside((1, 3), (2, 4))


def test_merged_joins_what_touches() -> None:
    assert merged([(4, 6), (0, 2), (2, 3)]) == [(0, 3), (4, 6)]


def test_trimmed_keeps_an_empty_range_where_it_begins() -> None:
    assert trimmed("  a  ", (0, 5)) == (2, 3)
    assert trimmed("   ", (0, 3)) == (3, 3)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], ((0, 10),)),
        ([(0, 10)], ()),
        ([(3, 5)], ((0, 3), (5, 10))),
        ([(0, 2), (8, 12)], ((2, 8),)),
        ([(20, 30)], ((0, 10),)),
    ],
)
def test_without(taken: list[Range], left: tuple[Range, ...]) -> None:
    assert without([(0, 10)], taken) == left


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ([(0, 10)], [(0, 10)], 1.0),
        ([(0, 10)], [(5, 15)], 0.5),
        ([(0, 10)], [(10, 20)], 0.0),
        ([(0, 4), (6, 10)], [(0, 10)], 16 / 18),
        ([], [(0, 3)], 0.0),
        ([], [], 0.0),
    ],
)
def test_dice_is_what_two_sets_of_ranges_share(a: list[Range], b: list[Range], share: float) -> None:
    assert dice(a, b) == dice(b, a) == pytest.approx(share)
