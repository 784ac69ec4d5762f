"""The harbour games of ../shared/data/cases."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord.weigh.deals import Packages, blockers, by_all, by_rule, nash_point, near, packages, pareto
from tests.weigh.deals.made import negotiation, party, scores

CASES = Path(__file__).resolve().parents[4] / "shared/data/cases/cases.json"


def case(name: str) -> dict[str, Any]:
    if not CASES.exists():
        pytest.skip("needs ../shared/data/cases")
    found: dict[str, Any] = json.loads(CASES.read_text())[name]
    return found


def laid_out(known: dict[str, Any]) -> Packages:
    parties = (
        party(name, p["threshold"], *(scores(*row) for row in p["scores"]), veto=name in known["veto"])
        for name, p in known["parties"].items()
    )
    return packages(negotiation(*parties, all_but=1))


@pytest.mark.parametrize("name", ["harbour-6-parties", "harbour-7-parties"])
def test_counts_are_those_of_the_case(name: str) -> None:
    known = case(name)
    made = laid_out(known)
    assert len(made) == known["packages"]
    assert by_all(made).certain.sum() == known["acceptable_to_all"]
    assert by_rule(made).certain.sum() == known["acceptable_by_rule"]


def test_the_packages_and_the_nash_point_of_six_parties() -> None:
    known = case("harbour-6-parties")
    made = laid_out(known)
    assert [made.name(n) for n in np.flatnonzero(by_all(made).certain)] == known["packages_acceptable_to_all"]
    assert [made.name(n) for n in np.flatnonzero(nash_point(made).certain)] == [known["nash_point"]]


def test_what_is_beside_the_known_figures_fits_them() -> None:
    made = laid_out(case("harbour-7-parties"))
    points = nash_point(made).certain
    assert points.sum() == 1
    assert (points <= (by_all(made).certain & pareto(made).certain)).all()
    assert not blockers(made)
    assert not blockers(made, for_all=True)
    veto = {who for who, p in enumerate(made.negotiation.parties) if p.veto}
    # A deal by the rule is one that all accept, or all but one that has no veto.
    assert by_rule(made).certain.sum() - by_all(made).certain.sum() == sum(n.party not in veto for n in near(made))
