"""Weighted mean and median: on a published case, by hand, and the properties that define them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import OnrecordError
from onrecord.weigh.spatial import Stakeholder, weighted_mean, weighted_median

CASES = Path(__file__).resolve().parents[3] / "shared/data/cases/cases.json"
numbers = st.decimals(0, 9, places=2).map(float)


def test_the_emissions_case() -> None:
    if not CASES.exists():
        pytest.skip("needs ../shared/data/cases")
    known = json.loads(CASES.read_text())["emissions-1988"]
    actors = [Stakeholder(name, a["position"], a["capability"], a["salience"]) for name, a in known["actors"].items()]
    assert round(weighted_mean(actors), 5) == known["weighted_mean"]
    assert weighted_median(actors) == (known["weighted_median"], known["weighted_median"])


def test_half_of_the_weight_on_either_side_leaves_the_median_open() -> None:
    halves = [Stakeholder("Veldt", 1, 0.1, 3), Stakeholder("Oria", 5, 0.3, 1), Stakeholder("Senn", 9, 1, 0)]
    assert weighted_median(halves) == (1, 5)  # 0.1 × 3 is more than 0.3 in floats, and not on paper
    assert weighted_mean(halves) == 3


@given(st.lists(st.builds(Stakeholder, st.just("x"), numbers, numbers, numbers), min_size=1))
def test_the_median_has_no_more_than_half_on_either_side(parties: list[Stakeholder]) -> None:
    weights = [round(p.capability * 100) * round(p.salience * 100) for p in parties]
    if not any(weights):
        with pytest.raises(OnrecordError, match="no one has any weight"):
            weighted_median(parties)
        return
    low, high = weighted_median(parties)
    assert low <= high
    for end in (low, high):
        below, above = (
            sum(w for p, w in zip(parties, weights, strict=True) if (p.position - end) * side > 0) for side in (-1, 1)
        )
        assert 2 * max(below, above) <= sum(weights)
    assert min(p.position for p in parties) <= weighted_mean(parties) <= max(p.position for p in parties)


@pytest.mark.parametrize(
    ("parties", "told"),
    [
        ([], "no one has any weight"),
        ([Stakeholder("Veldt", 1, -1, 1)], "Veldt: capability and salience cannot be below 0"),
        ([Stakeholder("Veldt", float("nan"), 1, 1)], "Veldt: position, capability and salience must be numbers"),
        ([Stakeholder("Veldt", 1, float("inf"), 1)], "must be numbers"),
    ],
)
def test_what_cannot_be_weighed_is_told(parties: list[Stakeholder], told: str) -> None:
    for one in (weighted_mean, weighted_median):
        with pytest.raises(OnrecordError, match=told):
            one(parties)
