"""Common ground: both for, or a condition that the other's own words answer."""

from hypothesis import given, settings

from onrecord.record.answers import Said
from onrecord.values import Kind, Stance
from onrecord.weigh.common_ground import CommonGround, common_ground
from onrecord.weigh.weighed import Bearings
from tests.weigh.made import DOSSIER, bears, records, said

Record = tuple[tuple[Said, ...], Bearings]
YES_IF = "ready to switch off the radar if the Compact runs a monitoring station in the strait"
CONDITION = "if the Compact runs a monitoring station in the strait"


def made(words: str, kind: Kind, stance: Stance | None, **more: object) -> tuple[CommonGround, ...]:
    """What Ostrel's conditional yes and Varnia's words make."""
    found = [
        said(1, "Ostrel", YES_IF, "2027-03-01", condition=CONDITION, kind="offer"),
        said(2, "Varnia", words, "2027-03-02", kind=kind),
        said(3, "Varnia", "fishing rights are no matter for these talks", "2027-03-02"),
    ]
    bearings = {1: bears(radar="conditional"), 2: bears(patrols=None) if stance is None else bears(radar=stance)}
    return common_ground(found, bearings, DOSSIER, **more)  # type: ignore[arg-type]


def test_both_for() -> None:
    found = [said(1, "Ostrel", "yes", "2027-03-01"), said(2, "Varnia", "it must go", "2027-03-02")]
    (ground,) = common_ground(found, {1: bears(radar="for"), 2: bears(radar="for")}, DOSSIER)
    assert [s.position.party for s in ground.stands] == ["Varnia", "Ostrel"]
    assert ground.met == ()
    assert common_ground(found, {1: bears(radar="for"), 2: bears(radar="against")}, DOSSIER) == ()


def test_a_condition_that_the_other_meets() -> None:
    (ground,) = made("proposed a monitoring station run by a third party", "offer", None)
    (met,) = ground.met
    assert (met.party, met.condition.text, met.other, met.words.statement) == ("Ostrel", CONDITION, "Varnia", 2)


def test_what_does_not_meet_it() -> None:
    assert made("proposed a monitoring station run by a third party", "accusation", None) == ()
    assert made("proposed a joint patrol of the coast", "offer", None) == ()
    assert made("demanded that no monitoring station be run by anybody", "demand", "against") == ()


def test_meaning_finds_what_other_words_say_given_one_word_in_common() -> None:
    one, far = bytes([127, 0]), bytes([0, 127])
    words = "the Compact could watch from a station of its own"
    assert made(words, "offer", None) == ()
    assert made(words, "offer", None, meanings={2: one}, conditions={CONDITION: one})
    assert made(words, "offer", None, meanings={2: far}, conditions={CONDITION: one}) == ()
    assert made("a joint patrol", "offer", None, meanings={2: one}, conditions={CONDITION: one}) == ()


@given(records())
@settings(deadline=None, max_examples=60)
def test_who_meets_is_not_against(record: Record) -> None:
    found, bearings = record
    for ground in common_ground(found, bearings, DOSSIER):
        assert {s.position.stance for s in ground.stands} <= {"for", "conditional"}
        assert len(ground.stands) > 1 or ground.met
        for met in ground.met:
            assert met.party != met.other
            assert met.condition.statement != met.words.statement
    assert common_ground(found[::-1], bearings, DOSSIER) == common_ground(found, bearings, DOSSIER)
