"""What counts as one statement, one meeting, one text: tables of pairs."""

import pytest

from onrecord.gather.duplicates import signature
from onrecord.record.address import Address
from onrecord.record.sameness import Session, near_days, same_meeting, same_words, shifted, wordings_differ, words
from tests.record.kept import DORN, document, reading, said, store

LONG = "Ostrel would dismantle the radar on Skerra by June if Varnia withdrew its patrol boats from the strait"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (LONG, LONG, True),
        (LONG, f"that {LONG}.", True),
        (LONG, LONG.replace("withdrew", "removed"), True),  # one word of another wording
        (LONG, "Ostrel would dismantle the radar on Skerra by June", True),  # cut
        (LONG, "Ostrel would not dismantle the radar on Skerra by June", False),  # a negation
        (LONG, LONG.replace("would dismantle", "wouldn't dismantle"), False),
        (LONG, LONG.replace("would dismantle", "would never dismantle"), False),
        (LONG, LONG.replace("June", "July"), True),  # a wording that differs: shown as a conflict where quoted
        ("the fine was 300 crowns and would be paid", "the fine was 500 crowns and would be paid", False),  # a number
        ("we will sign", "we will not sign", False),
        ("we will sign", LONG, False),
        ("the radar", "the radar on Skerra must be dismantled", False),  # too short to be a cut
        ("fishing rights will be discussed in Kelmar", "grain transit will be discussed in Kelmar next week", False),
        ("“We will sign,”", '"We will sign"', True),  # marks do not matter
    ],
)
def test_statements(a: str, b: str, same: bool) -> None:
    assert same_words(words(a), words(b)) is same
    assert same_words(words(b), words(a)) is same


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("2027-03-01", "2027-03-04", True),
        ("2027-03-01", "2027-03-05", False),
        ("2027-03", "2027-03-31", True),
        ("2027", "2027-12-31", True),
        ("2027-02", "2027-03-01", False),
    ],
)
def test_days(a: str, b: str, near: bool) -> None:
    assert near_days(a, b) is near
    assert near_days(b, a) is near


def test_days_shift_over_months_and_coarse_dates() -> None:
    assert shifted("2027-03-01", -1) == "2027-02-28"
    assert shifted("2027-03", 2) == "2027-03-03"
    assert shifted("2027", -1) == "2026-12-31"


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [("we will sign on Friday", "we will sign on friday", False), ("we will sign", "we will sign on friday", False),
     ("we will sign on friday", "we will sign on monday", True)],
)  # fmt: skip
def test_wordings(a: str, b: str, differ: bool) -> None:
    assert wordings_differ(words(a), words(b)) is differ


def session(date: str | None = "2027-03-08", **known: object) -> Session:
    plain = {
        "forum": None, "precision": "day", "place": None, "parties": frozenset({"Varnia", "Ostrel"}),
        "people": frozenset(), "status": "planned", "known_on": "2027-03-01", "others": frozenset(),
    }  # fmt: skip
    return Session(date=date, **(plain | known))


COUNCIL = {"forum": "Littoral Council", "parties": frozenset()}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (session(), session(), True),
        (session(), session("2027-03-09"), False),  # no forum names it: another day is another meeting
        (session(), session(parties=frozenset({"Varnia", "Brenmark"})), False),
        (session(), session(parties=frozenset({"Varnia", "Ostrel", "Brenmark"})), True),
        (session(), session(parties=frozenset()), False),
        (session(place="Kelmar"), session(place="Kelmar", parties=frozenset()), True),
        (session(place="Kelmar"), session("2027-03-09", place="Kelmar", parties=frozenset()), False),
        (session(people=frozenset({"Ilya Dorn"})), session(people=frozenset({"Ilya Dorn", "Maren Tolvik"})), True),
        (session(people=frozenset({"Ilya Dorn"})), session(people=frozenset({"Maren Tolvik"})), False),
        (session(**COUNCIL), session(forum="the Littoral council", parties=frozenset()), True),
        (session(**COUNCIL), session(forum="Fisheries Commission", parties=frozenset()), False),
        (session("2027-03-20", **COUNCIL), session(**COUNCIL), True),  # moved
        (session("2027-04-20", **COUNCIL), session(**COUNCIL), False),  # the next one
        (session("2027-03-09", **COUNCIL), session(others=frozenset({"2027-03-09"}), **COUNCIL), False),  # two days
        (session(None, status="cancelled", **COUNCIL), session(**COUNCIL), True),
        (session("2027-03", **COUNCIL), session(**COUNCIL), True),
        (session("2027-03-20", status="held", **COUNCIL), session(status="held", **COUNCIL), False),
    ],
)
def test_meetings(a: Session, b: Session, same: bool) -> None:
    assert same_meeting(a, [b]) is same


def test_copies_of_a_text_share_what_unnamed_sources_say(at: Address) -> None:
    """An official without a name says one thing in a wire report and its copies, and another in another report."""
    official = DORN.model_copy(update={"name": None, "type": "unnamed", "role": "official"})
    told = "the radar would go silent in June and stay so for two years"
    wire = f"KELMAR - Talks on the strait went on for a third day. An official said {told}. " + "No date was set. " * 9
    copy = wire + "Additional reporting by the Harbour Tribune."
    other = (
        f"An official said {told}, but gave no reason, and would not say who had decided it or when it would be known."
    )
    docs = [document(t, "2027-03-01", o) for t, o in ((wire, "Wire"), (copy, "Tribune"), (other, "Post"))]
    view = store(at, *(reading(d, said(d.text, official, told)) for d in docs))
    outlets = [{c.source.outlet for c in s.citations} for s in view.statements()]
    assert sorted(outlets, key=len) == [{"Post"}, {"Wire", "Tribune"}]


def test_signatures_of_copies_are_alike() -> None:
    text = " ".join(f"word{i}" for i in range(400))
    cut = " ".join(f"word{i}" for i in range(360))
    share = sum(a == b for a, b in zip(signature(text), signature(cut), strict=True)) / len(signature(text))
    assert share > 0.75
    apart = signature(" ".join(f"other{i}" for i in range(400)))
    assert sum(a == b for a, b in zip(signature(text), apart, strict=True)) < 5
