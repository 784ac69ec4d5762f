"""Deals on a negotiation worked by hand, and against a second implementation from the definitions."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import DealError
from onrecord.values.deal import Bounds, Negotiation, Scores, exactly, ranked
from onrecord.weigh.deals import (
    Answer,
    Packages,
    blockers,
    by_all,
    by_rule,
    kalai_smorodinsky_point,
    nash_point,
    near,
    packages,
    pareto,
    short_by,
)
from tests.weigh.deals import slow
from tests.weigh.deals.made import negotiation, party, scores

ANSWERS: dict[str, Callable[[Packages], Answer]] = {
    "by_all": by_all, "by_rule": by_rule, "pareto": pareto, "nash_point": nash_point,
    "kalai_smorodinsky_point": kalai_smorodinsky_point,
}  # fmt: skip
EXACT = ("by_all", "by_rule", "pareto")  # what is certain and possible is neither more nor less than it is


def named(made: Packages, mask: np.ndarray) -> list[str]:
    return [made.name(n) for n in np.flatnonzero(mask)]


# Veldt and Oria share a strait: who patrols it (Veldt, both, Oria) and whether the toll stays or goes.
#          A1B1   A1B2   A2B1   A2B2   A3B1   A3B2
# Veldt    10+4   10+0   7+4    7+0    0+4    0+0      needs 7
# Oria      0+0    0+5   6+0    6+5    9+0    9+5      needs 6
STRAIT = negotiation(party("Veldt", 7, scores(10, 7, 0), scores(4, 0)), party("Oria", 6, scores(0, 6, 9), scores(0, 5)))


def test_a_negotiation_worked_by_hand() -> None:
    made = packages(STRAIT)
    assert [made.name(n) for n in range(len(made))] == ["A1B1", "A1B2", "A2B1", "A2B2", "A3B1", "A3B2"]
    assert named(made, by_all(made).certain) == ["A2B1", "A2B2"]
    # A1B2 (10, 5) is worse for Oria, and for Veldt, than A2B1 (11, 6); A3B1 (4, 9) than A2B2 (7, 11).
    assert named(made, pareto(made).certain) == ["A1B1", "A2B1", "A2B2", "A3B2"]
    # Gains are (4, 0) and (0, 5): no package that both accept brings both a gain.
    assert not nash_point(made).possible.any()
    assert named(made, kalai_smorodinsky_point(made).certain) == ["A2B1", "A2B2"]
    assert [(made.name(n.package), n.party, n.short) for n in near(made)] == [
        ("A3B1", 0, exactly(3)), ("A3B2", 0, exactly(7)), ("A1B2", 1, exactly(1)), ("A1B1", 1, exactly(6)),
    ]  # fmt: skip
    assert made.worth(0, made.number("A2B1")) == exactly(11)
    assert short_by(made, 1, made.number("A1B2")) == exactly(1)
    assert short_by(made, 1, made.number("A2B2")) is None


def test_the_one_threshold_that_blocks_and_by_how_much() -> None:
    strait = STRAIT.parties
    made = packages(negotiation(strait[0], party("Oria", 12, *strait[1].scores)))
    assert not by_all(made).possible.any()
    veldt, oria = blockers(made)
    assert (veldt.party, veldt.short, [made.name(n) for n in veldt.nearest]) == (0, exactly(7), ["A3B2"])
    assert (oria.party, oria.short, [made.name(n) for n in oria.nearest]) == (1, exactly(1), ["A2B2"])
    assert veldt.certain
    assert oria.certain
    # Two that ask for too much: neither alone is in the way.
    assert not blockers(
        packages(negotiation(party("Veldt", 99, *strait[0].scores), party("Oria", 99, *strait[1].scores)))
    )


def test_where_no_package_would_surely_do_the_least_fall_may_be_that_of_any() -> None:
    # Oria may accept either way or only one; Veldt is 1 short of the first and 6 of the second.
    made = packages(negotiation(party("Veldt", 10, scores(9, 4)), party("Oria", 5, scores((4, 6), (4, 6)))))
    (veldt,) = blockers(made)
    assert (veldt.party, veldt.short, veldt.nearest) == (0, Bounds(low=Decimal(1), high=Decimal(6)), (0, 1))
    assert not veldt.certain  # Oria may accept neither


def test_a_rule_lets_parties_be_left_out_but_none_with_a_veto() -> None:
    third = party("Senn", 5, scores(0, 0, 5), scores(0, 0))
    parties = (*STRAIT.parties, third)
    assert not by_rule(packages(negotiation(*parties))).possible.any()
    made = packages(negotiation(*parties, all_but=1))
    assert named(made, by_rule(made).certain) == ["A2B1", "A2B2", "A3B1", "A3B2"]
    vetoed = packages(negotiation(*parties[:2], party("Senn", 5, *third.scores, veto=True), all_but=1))
    assert named(vetoed, by_rule(vetoed).certain) == ["A3B1", "A3B2"]


def test_a_sum_that_meets_its_threshold_on_paper_meets_it_here() -> None:
    made = packages(negotiation(party("Veldt", 0.8, scores(0.1), scores(0.7))))  # as floats, 0.1 + 0.7 is less
    assert by_all(made).certain.all()


def test_ranges_give_ranges_back() -> None:
    made = packages(negotiation(party("Veldt", (4, 6), scores((3, 5), 8)), party("Oria", 2, scores(2, (0, 3)))))
    assert by_all(made).certain.tolist() == [False, False]
    assert by_all(made).possible.tolist() == [True, True]
    assert made.worth(0, 0) == Bounds(low=Decimal(3), high=Decimal(5))
    assert [(n.package, n.party, n.short.low, n.short.high, n.certain) for n in near(made)] == [
        (0, 0, 0, 3, False), (1, 1, 0, 2, False),
    ]  # fmt: skip
    assert [(b.party, b.certain) for b in blockers(made)] == [(0, False), (1, False)]


def test_an_open_score_that_two_packages_share_does_not_make_their_order_open() -> None:
    made = packages(negotiation(party("Veldt", 0, scores((0, 50), 60), scores(1, 2))))
    assert named(made, pareto(made).certain) == ["A2B2"]
    assert named(made, pareto(made).possible) == ["A2B2"]
    ordered = packages(negotiation(party("Veldt", 0, ranked((2, 1, 3, 2), 0, 10), scores(0, 1))))
    assert named(ordered, pareto(ordered).certain) == ["A2B2"]
    assert named(ordered, pareto(ordered).possible) == ["A1B2", "A2B2", "A4B2"]  # the second may be worth as much


def test_a_product_of_many_gains_is_not_cut_off() -> None:
    high = [party(f"{n}", 0, scores(999_999_999, 999_999_998)) for n in range(12)]
    made = packages(negotiation(*high))
    assert named(made, nash_point(made).certain) == ["A1"]


@st.composite
def negotiations(draw: st.DrawFn, most_open: int = 3) -> Negotiation:
    """Two or three parties, one to three issues; few scores open, so that every completion can be tried."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    left = draw(st.integers(0, most_open))

    def worth() -> object:
        nonlocal left
        low = draw(st.integers(-2, 6))
        if left and draw(st.booleans()):
            left -= 1
            return low, low + draw(st.integers(1, 4))
        return low

    def of_one(size: int) -> Scores:
        nonlocal left
        if size == 3 and left and draw(st.booleans()):
            left -= 1
            return ranked(tuple(draw(st.permutations(draw(st.sampled_from([(1, 2, 3), (1, 1, 2)]))))), 0, 5)
        return scores(*(worth() for _ in range(size)))

    parties = [
        party(f"{n}", worth(), *(of_one(size) for size in sizes), veto=draw(st.booleans()))
        for n in range(draw(st.integers(2, 3)))
    ]
    return negotiation(*parties, all_but=draw(st.integers(0, 2)))


@settings(max_examples=300, deadline=None)
@given(negotiations())
def test_agrees_with_the_definitions_on_every_completion(drawn: Negotiation) -> None:
    made = packages(drawn)
    each = [slow.answers(drawn, *completion) for completion in slow.completions(drawn)]
    for name, answer in ANSWERS.items():
        found = answer(made)
        certain, possible = (set(np.flatnonzero(mask).tolist()) for mask in (found.certain, found.possible))
        always, ever = set.intersection(*(a[name] for a in each)), set.union(*(a[name] for a in each))
        if name in EXACT or len(each) == 1:
            assert (certain, possible) == (always, ever), name
        assert certain <= always, name
        assert ever <= possible, name


@settings(max_examples=100, deadline=None)
@given(negotiations(), st.integers(1, 4))
def test_the_pareto_set_is_the_same_in_portions(drawn: Negotiation, portion: int) -> None:
    each = [slow.answers(drawn, *completion)["pareto"] for completion in slow.completions(drawn)]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_BLOCK", "_MARKED"):
            patch.setattr(import_module("onrecord.weigh.deals.pareto"), name, portion)
        found = pareto(packages(drawn))
    assert set(np.flatnonzero(found.certain)) == set.intersection(*each)
    assert set(np.flatnonzero(found.possible)) == set.union(*each)


@pytest.mark.parametrize(("parties", "most"), [(2, 3), (3, 9), (5, 4), (7, 30)])
def test_the_pareto_set_of_many_packages(parties: int, most: int) -> None:
    random = np.random.default_rng(parties)
    drawn = [party(f"{n}", 0, *(scores(*random.integers(0, most, 6)) for _ in range(4))) for n in range(parties)]
    made = packages(negotiation(*drawn))
    worths = [tuple(column) for column in made.low.T.tolist()]
    best = {
        w for w in {*worths} if not any(o != w and all(a >= b for a, b in zip(o, w, strict=True)) for o in {*worths})
    }
    found = pareto(made)
    assert 0 < found.possible.sum() < len(made) == 1296
    assert found.possible.tolist() == found.certain.tolist() == [w in best for w in worths]
    some = random.random(len(made)) < 0.5
    assert pareto(made, some).certain[some & found.certain].all()
    assert not pareto(made, some).possible[~some].any()


@settings(max_examples=300, deadline=None)
@given(negotiations())
def test_what_is_near_and_what_blocks_agree_with_the_definitions(drawn: Negotiation) -> None:
    made = packages(drawn)
    every = list(slow.completions(drawn))
    each = [slow.answers(drawn, *completion)["near"] for completion in every]
    assert {n.package for n in near(made)} == set.union(*each)
    assert {n.package for n in near(made) if n.certain} <= set.intersection(*each)
    for deals in ("by_all", "by_rule"):
        found = {b.party: b for b in blockers(made, for_all=deals == "by_all")}
        told = [slow.blocks(drawn, *completion, deals) for completion in every]
        for blocked in told:
            assert set(blocked) <= set(found)
            for who, short in blocked.items():
                assert Fraction(found[who].short.low) <= short <= Fraction(found[who].short.high)
        for who, blocker in found.items():
            assert not blocker.certain or all(who in blocked for blocked in told)
            if len(every) == 1:
                assert blocker.certain
                assert told[0][who] == Fraction(blocker.short.low) == Fraction(blocker.short.high)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("A1", "must settle each issue once, A to B"),
        ("A1A2", "must settle each issue once"),
        ("A4B1", r"A \(issue 1\) has resolutions 1 to 3"),
        ("A0B1", "1 to 3"),
        ("B1A1C1", "must settle each issue once"),
        ("nonsense", "is no package"),
        ("", "is no package"),
    ],
)
def test_what_is_no_package_is_told_so(written: str, told: str) -> None:
    with pytest.raises(DealError, match=told):
        packages(STRAIT).number(written)


def test_a_package_may_be_written_loosely() -> None:
    made = packages(STRAIT)
    assert made.name(made.number("b2 a3")) == "A3B2"
    assert all(made.number(made.name(n)) == n for n in range(len(made)))


def test_too_many_packages_and_missing_scores_are_refused() -> None:
    with pytest.raises(DealError, match="10,077,696 packages where 1 to 200,000"):
        packages(negotiation(party("Veldt", 0, *(scores(1, 2, 3, 4, 5, 6) for _ in range(9)))))
    with pytest.raises(DealError, match="more than 26 issues: issue 27"):
        packages(negotiation(party("Veldt", 0, *(scores(1) for _ in range(27)))))
    with pytest.raises(DealError, match="Oria scores 1 of 2 issues"):
        packages(negotiation(STRAIT.parties[0], party("Oria", 0, scores(1, 2, 3))))
    with pytest.raises(DealError, match="Oria scores 2 of 3 resolutions of issue 1"):
        packages(negotiation(STRAIT.parties[0], party("Oria", 0, scores(1, 2), scores(1, 2))))
    with pytest.raises(DealError, match="at least one of each"):
        packages(Negotiation(title="none", issues=(), parties=()))


def test_a_range_upside_down_is_none() -> None:
    with pytest.raises(ValueError, match="no range"):
        Bounds(low=Decimal(2), high=Decimal(1))
