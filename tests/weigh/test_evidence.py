"""What a statement weighs: each rule of evidence on its own, all else equal."""

import pytest

from onrecord.weigh.evidence import HALF_LIFE, TELLINGS, Rank, rank, rank_of, recency, settles, stance_of, weight
from tests.weigh.made import said, told

DAY = "2027-03-14"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("President", "head"), ("Ostrelian Prime Minister", "head"), ("Secretary-General", "head"),
        ("Foreign Minister", "minister"), ("Secretary of State", "minister"), ("Vice President", "minister"),
        ("Deputy Prime Minister", "minister"), ("Foreign Minister and chief negotiator", "minister"),
        ("Deputy Foreign Minister", "negotiator"), ("Under Secretary of State", "negotiator"),
        ("special envoy of the President", "negotiator"), ("ambassador to Ostrel", "negotiator"),
        ("spokesman for the president", "spokesperson"), ("Prime Minister's spokeswoman", "spokesperson"),
        ("Foreign Ministry spokesperson", "spokesperson"), ("press secretary", "spokesperson"),
        ("adviser to the president", "official"), ("the president's adviser", "official"),
        ("former President", "official"), ("harbour pilot", "official"), ("Deputy ambassador", "official"),
        ("National Security Adviser", "minister"), ("", "official"),
    ],
)  # fmt: skip
def test_the_rank_that_a_role_names(role: str, expected: Rank) -> None:
    assert rank_of(role) == expected


def test_ranks_of_those_without_a_role() -> None:
    assert rank(said(1, "Varnia", "x", DAY, speaker=None, role="a senior official", actor_type="unnamed")) == "unnamed"
    assert rank(said(1, None, "x", DAY, speaker=None, role=None)) == "unnamed"
    assert rank(said(1, "Varnia", "x", DAY, speaker="Varnia", role=None, actor_type="government")) == "institution"
    assert rank(said(1, "Varnia", "x", DAY, speaker="Jo Berg", role=None)) == "official"


BASE = said(1, "Varnia", "x", DAY)


@pytest.mark.parametrize(
    ("heavier", "lighter"),
    [
        (said(1, "Varnia", "x", DAY, role="President"), BASE),
        (BASE, said(1, "Varnia", "x", DAY, role="spokesman")),
        (said(1, "Varnia", "x", DAY, quotation="direct"), said(1, "Varnia", "x", DAY, quotation="mixed")),
        (said(1, "Varnia", "x", DAY, quotation="mixed"), BASE),
        (BASE, said(1, "Varnia", "x", DAY, relayed_by="Petra Valk")),
        (said(1, "Varnia", "x", DAY, told("x", DAY), told("x", DAY, outlet="Tribune", full=False)), BASE),
        (BASE, said(1, "Varnia", "x", "2027-03-01")),
        (said(1, "Varnia", "x", DAY, kind="refusal"), BASE),
        (BASE, said(1, "Varnia", "x", DAY, confidence=0.6)),
    ],
)
def test_each_rule_weighs(heavier: object, lighter: object) -> None:
    assert weight(heavier, "own", DAY) > weight(lighter, "own", DAY)  # type: ignore[arg-type]


def test_tellings_add_no_more_than_a_few() -> None:
    few, many = (
        said(1, "Varnia", "x", DAY, *(told("x", DAY, outlet=str(n), full=not n) for n in range(size)))
        for size in (TELLINGS + 1, 50)
    )
    assert weight(few, "own", DAY) == weight(many, "own", DAY)


def test_half_is_left_after_a_half_life_and_dates_may_be_rough() -> None:
    assert recency("2027-01-01", "2027-01-01") == 1
    assert recency("2027-06-30", "2027-01-01") == 1
    assert recency("2026", "2027-01-01") == 2 ** -((365 + 0) / HALF_LIFE)
    assert recency("2026-12", "2027-01-01") == 0.5 ** (31 / HALF_LIFE)


def test_what_sets_no_position_alone() -> None:
    assert settles(BASE)
    assert not settles(said(1, "Varnia", "x", DAY, confidence=0.4))
    assert not settles(said(1, "Varnia", "x", DAY, speaker=None, actor_type="unnamed"))


def test_who_opposes_holds_the_contrary() -> None:
    assert [stance_of(s, "opposed_by") for s in ("for", "against", "conditional", "open", None)] == [
        "against", "for", "against", None, None
    ]  # fmt: skip
    assert stance_of("for", "supported_by") == "for"
