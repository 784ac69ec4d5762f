"""What of a dossier matches nothing on record."""

import pytest

from onrecord.values import Bearing, Delegate, Dossier, DossierParty, Forum, Issue
from onrecord.weigh.matching import Lacking, Phrase, unmatched
from tests.weigh.spoken import met, spoken

RADAR = Issue(id="radar", name="R", proposition="P", phrases=("radar station", "early warning"))
DOSSIER = Dossier(
    title="T",
    parties=(
        DossierParty(name="Varnia", aliases=("Torvek",), people=(Delegate(name="Dorn"), Delegate(name="Valk"))),
        DossierParty(name="Ostrel", organs=("Harbour Board",), people=(Delegate(name="Tolvik"),)),
        DossierParty(name="Sund"),
    ),
    forums=(Forum(name="Council", aliases=("littoral council",)), Forum(name="Fisheries Commission")),
    issues=(RADAR, Issue(id="fish", name="F", proposition="P", phrases=("fishing rights",))),
)
SAID = [
    spoken(1, "torvek", "demand", "the Radar stations are closed", speaker="Dorn", relayed_by="Valk"),
    spoken(2, None, "refusal", "no", speaker="harbour board"),
    *(spoken(n, "Littoral Compact", "demand", "peace") for n in (3, 4, 5)),
    spoken(6, "Island", "demand", "peace"),
]


def test_what_matches_nothing() -> None:
    bearings = {1: (Bearing(issue="radar", stance=None, by="phrase"),)}
    found = unmatched(DOSSIER, SAID, [met(forum="Littoral Council")], {"Dorn": 1}, bearings)
    assert found.silent_parties == ("Sund",)
    assert found.unquoted_people == ("Tolvik",)  # Valk is quoted by nobody, but relays
    assert found.forums == ("Fisheries Commission",)
    assert found.phrases == (Phrase("radar", "early warning"), Phrase("fish", "fishing rights"))
    assert found.issues == ("fish",)
    assert found.lacking == (Lacking("Littoral Compact", 3),)
    assert (found.said, found.unsorted) == (6, 5)
    assert not found.everything_matches


def test_a_party_speaks_by_its_people_whatever_their_spelling() -> None:
    assert "Ostrel" in unmatched(DOSSIER, SAID[:1], [], {"Dorn": 1}, {}).silent_parties
    assert "Ostrel" not in unmatched(DOSSIER, SAID[:1], [], {"Tolvik": 2}, {}).silent_parties


def test_an_empty_store_and_an_empty_dossier() -> None:
    assert unmatched(Dossier(title="T"), [], [], {}, {}).everything_matches
    assert unmatched(DOSSIER, [], [], {}, {}).issues == ("radar", "fish")


@pytest.mark.parametrize(
    ("phrase", "words", "held"),
    [
        ("radar station", "the radar stations", True),
        ("radar station", "a station with a radar", False),
        ("limits of 1998", "that the limits of 1998 remain", True),
        ("radar-station", "the radar station", True),
    ],
)
def test_phrases_stand_side_by_side_in_any_form(phrase: str, words: str, *, held: bool) -> None:
    issue = RADAR.model_copy(update={"phrases": (phrase,)})
    found = unmatched(Dossier(title="T", issues=(issue,)), [spoken(1, None, "demand", words)], [], {}, {})
    assert found.phrases == (() if held else (Phrase("radar", phrase),))
