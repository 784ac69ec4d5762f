"""Clashes need opposed kinds, two parties and rare words in common; statements alike in words and speaker are one."""

import pytest

from onrecord.values import Document, Kind, Reading, Speaker, Statement, cut
from onrecord.weigh.disputes import Stated, disputes
from onrecord.weigh.likeness import grouped


def said(number: int, party: str, kind: Kind, words: str) -> Statement:
    return Statement(
        id=str(number), source=(), cue=(), content=cut(words, [(0, len(words))]), quotation="indirect",
        speaker=Speaker(name=f"Envoy of {party}", type="person", party=party), kind=kind, confidence=0.9,
    )  # fmt: skip


def reading(*statements: Statement) -> Reading:
    return Reading(document=Document(id="d", text="-"), statements=statements)


RADAR = "the radar on Skerra must be dismantled"


@pytest.mark.parametrize(
    ("party", "kind", "words", "clash"),
    [
        ("Ostrel", "refusal", "the radar on Skerra will never be dismantled", True),
        ("Ostrel", "refusal", "fishing rights are no matter for these talks", False),
        ("Varnia", "refusal", "the radar on Skerra will never be dismantled", False),
        ("Ostrel", "demand", "the radar on Skerra must be respected", False),
    ],
)
def test_what_clashes(party: str, kind: Kind, words: str, clash: bool) -> None:
    found = disputes([reading(said(1, "Varnia", "demand", RADAR), said(2, party, kind, words))])
    assert bool(found) is clash


def test_each_statement_is_in_one_dispute_and_documents_are_told_apart() -> None:
    one = reading(said(1, "Varnia", "demand", RADAR))
    other = reading(
        said(2, "Ostrel", "refusal", "the radar on Skerra stays"),
        said(3, "Ostrel", "refusal", "Skerra keeps its radar, dismantled it will not be"),
    )
    (found,) = disputes([one, other])
    assert (found.one.document, found.other.document) == (0, 1)


def test_names_of_the_speakers_make_no_clash() -> None:
    pair = reading(said(1, "Varnia", "demand", "Varnia and Ostrel"), said(2, "Ostrel", "refusal", "Ostrel and Varnia"))
    assert disputes([pair]) == ()


def test_near_copies_are_grouped_in_order() -> None:
    first, other = said(1, "Varnia", "demand", RADAR), said(2, "Varnia", "demand", "free passage for all")
    copy = said(3, "Varnia", "demand", RADAR + " now")
    made = grouped([Stated(0, first), Stated(0, other), Stated(1, copy)])
    assert [[s.statement.id for s in g] for g in made] == [["1", "3"], ["2"]]
