"""Whose words a statement is: by party, organ or person of the dossier, and alongside; never guessed."""

import pytest

from onrecord.values import Alongside, Delegate, Dossier, DossierParty, Relation
from onrecord.weigh.sides import Side, Sides
from tests.weigh.made import DOSSIER, said

SIDES = Sides(DOSSIER)


@pytest.mark.parametrize(
    ("party", "speaker", "whose"),
    [
        ("Varnia", "Somebody Else", "Varnia"),
        ("republic of VARNIA", None, "Varnia"),
        ("Foreign Ministry of  Varnia", None, "Varnia"),
        (None, "Foreign Ministry of Varnia", "Varnia"),
        (None, "maren tolvik", "Ostrel"),
        ("Kelmar", "Maren Tolvik", "Ostrel"),
        ("Kelmar", "Somebody Else", None),
        (None, None, None),
    ],
)
def test_whose_words(party: str | None, speaker: str | None, whose: str | None) -> None:
    assert SIDES.party(said(1, party, "patrols", "2027-03-01", speaker=speaker)) == whose


def beside(party: str, relation: Relation) -> Alongside:
    return Alongside(name=party, type="government", party=party, relation=relation)


@pytest.mark.parametrize(
    ("party", "others", "found"),
    [
        ("Varnia", [beside("Ostrel", "supported_by")], [("Ostrel", "supported_by"), ("Varnia", "own")]),
        ("Varnia", [beside("Littoral Compact", "on_behalf_of")], [("Littoral Compact", "on_behalf_of")]),
        ("Varnia", [beside("Elsewhere", "on_behalf_of")], [("Varnia", "own")]),
        (None, [beside("the compact", "opposed_by")], [("Littoral Compact", "opposed_by")]),
        ("Varnia", [beside("Varnia", "jointly")], [("Varnia", "own")]),
    ],
)
def test_who_stands_alongside(party: str | None, others: list[Alongside], found: list[tuple[str, str]]) -> None:
    one = said(1, party, "patrols", "2027-03-01", alongside=others)
    assert [(s.party, s.voice) for s in SIDES.of(one)] == found


def test_a_name_that_two_parties_claim_is_neithers() -> None:
    twice = tuple(DossierParty(name=n, aliases=("the north",), people=(Delegate(name="Jo Berg"),)) for n in ("A", "B"))
    sides = Sides(Dossier(title="t", parties=twice))
    assert sides.party(said(1, "the north", "patrols", "2027-03-01", speaker="Jo Berg")) is None
    assert sides.of(said(1, "A", "patrols", "2027-03-01", speaker="Jo Berg")) == (Side("A", "own"),)


def test_a_role_that_only_the_dossier_knows() -> None:
    assert SIDES.role(said(1, None, "patrols", "2027-03-01", speaker="Ilya Dorn", role=None)) == "Foreign Minister"
    assert SIDES.role(said(1, None, "patrols", "2027-03-01", speaker="Ilya Dorn", role="President")) == "President"
