"""What positions are made from: a person's word wins over the reader's, and a day hides what came later."""

from onrecord.values import Bearing
from onrecord.weigh.weighed import Rulings, Weighed, conditions, corrected, known_by, on_dossier
from tests.weigh.made import DOSSIER, bears, said, told


def test_a_persons_word_wins() -> None:
    read = {1: bears(radar="for", patrols="against"), 2: bears(radar=None)}
    words: Rulings = {1: {"radar": "off", "patrols": "on"}, 2: {"radar": "against"}, 3: {"radar": "open"}}
    made = corrected(read, words, lambda *_: "conditional")
    assert made[1] == (Bearing(issue="patrols", stance="conditional", by="person"),)
    assert made[2] == (Bearing(issue="radar", stance="against", by="person"),)
    assert made[3] == (Bearing(issue="radar", stance="open", by="person"),)


def test_words_on_other_statements_and_issues_are_left_out() -> None:
    words: Rulings = {1: {"radar": "off", "fishing": "on"}, 2: {"fishing": "for"}, 9: {"radar": "for"}}
    assert on_dossier(words, {1, 2}, {"radar", "patrols"}) == {1: {"radar": "off"}}


def test_a_day_hides_later_statements_and_later_tellings() -> None:
    words = "the radar stays where it is"
    early, late = told("the radar stays", "2027-03-01", full=False), told(words, "2027-03-05", outlet="Tribune")
    one, other = said(1, "Varnia", words, "2027-03-01", early, late), said(2, "Varnia", words, "2027-03-06")
    (kept,) = known_by([one, other], "2027-03-04")
    assert kept.content == "the radar stays"
    assert kept.fullest.source.outlet == "Meridian Wire"
    assert known_by([one, other], None) == (one, other)
    assert known_by([one, other], "2027-03-06") == (one, other)


def test_a_statement_known_later_than_said_is_not_known_before() -> None:
    one = said(1, "Varnia", "x", "2027-03-01", told("x", "2027-03-09"))
    assert known_by([one], "2027-03-05") == ()


def test_unsorted_and_conditions() -> None:
    words = "ready if the station is shared"
    one = said(1, "Varnia", words, "2027-03-01", condition="if the station is shared")
    other = said(2, "Varnia", "x", "2027-03-01")
    made = Weighed((one, other), {1: bears(radar="conditional"), 2: ()}, DOSSIER)
    assert made.unsorted == (other,)
    assert conditions(made.said, made.bearings) == {"if the station is shared"}
    assert conditions(made.said, {1: bears(radar="against")}) == frozenset()
