"""Meetings in sentences: which, where, when, who, on what, and whether they were held."""

import pytest

from onrecord.read.actors import cast
from onrecord.read.dates import dated
from onrecord.read.meetings import meetings
from onrecord.read.model import load
from onrecord.read.parse import parse
from onrecord.values import Document, Meeting

STATES = " The Varnian foreign minister and the Ostrelian foreign minister lead the delegations of Varnia and Ostrel."


def found(text: str, published: str | None = "2027-03-05") -> tuple[Meeting, ...]:
    whole = text + STATES
    read = parse(whole, load())
    document = Document(id="d", text=whole, published=published)
    people = cast(read, document, read.attributions)
    return meetings(read, dated(read, published), people.gazetteer, people.find, document)


BOTH = ("Varnia", "Ostrel")


@pytest.mark.parametrize(
    ("text", "forum", "date", "status", "parties"),
    [
        ("Varnia and Ostrel will meet in Kelmar on March 8.", None, "2027-03-08", "planned", BOTH),
        ("Varnia and Ostrel held talks on March 2.", None, "2027-03-02", "held", BOTH),
        ("Talks between Varnia and Ostrel, due on March 9, were called off.", None, "2027-03-09", "cancelled", BOTH),
        ("Talks between Varnia and Ostrel set for March 9 were postponed.", None, "2027-03-09", "postponed", BOTH),
        (
            "The Littoral Security Dialogue opens on March 12.",
            "Littoral Security Dialogue",
            "2027-03-12",
            "planned",
            (),
        ),
        (
            "The NATO-Russia Council meets on March 9.",
            "NATO-Russia Council",
            "2027-03-09",
            "planned",
            ("NATO", "Russia"),
        ),
        ("An OSCE summit is due on March 13.", "OSCE", "2027-03-13", "planned", ("OSCE",)),
    ],
)
def test_a_meeting_in_a_sentence(
    text: str, forum: str | None, date: str, status: str, parties: tuple[str, ...]
) -> None:
    made = [m for m in found(text) if m.date and m.date.date == date]
    assert len(made) == 1
    assert (made[0].forum, made[0].status, made[0].parties) == (forum, status, parties)
    assert all((text + STATES)[s.start : s.end] == s.exact for s in made[0].evidence)


@pytest.mark.parametrize(
    "text",
    [
        "The talks were hard.",
        "Meetings are often dull.",
        "“We will meet Varnia in Kelmar on March 8,” he sang.",
        "The board met shareholders.",
    ],
)
def test_what_is_no_meeting_of_record(text: str) -> None:
    assert found(text) == ()


def test_two_forums_with_dates_of_their_own() -> None:
    made = found(
        "Results go to the Littoral Council meeting (March 10) and the Northern Ministers Conference (March 15)."
    )
    assert [(m.forum, m.date.date if m.date else None) for m in made] == [
        ("Littoral Council", "2027-03-10"),
        ("Northern Ministers Conference", "2027-03-15"),
    ]


def test_place_and_agenda() -> None:
    (meeting,) = found("Varnia and Ostrel will meet in Geneva on March 8 to discuss patrols in the strait.")
    assert meeting.place == "Geneva"
    assert [s.exact for s in meeting.agenda] == ["patrols in the strait"]


def test_what_is_kept_off_the_table() -> None:
    kept_off = "Dorn said that fishing rights would not be discussed in the round on March 8."
    made = found(f"Varnia and Ostrel will meet on March 8. {kept_off}")
    assert [s.exact for m in made for s in m.off_agenda] == ["fishing rights"]


def test_what_is_kept_off_one_table_stands_on_the_agenda_of_the_forum_it_is_sent_to() -> None:
    kept_off = "Dorn said that fishing rights would not be discussed in the round on March 8."
    sent = "These points will be presented at the Littoral Council meeting on March 12."
    council = next(m for m in found(f"Varnia and Ostrel will meet on March 8. {kept_off} {sent}") if m.forum)
    assert (council.forum, [s.exact for s in council.agenda]) == ("Littoral Council", ["fishing rights"])
    assert "These points will be presented at" in [s.exact for s in council.evidence]


def test_a_forum_named_after_something_else_takes_nothing_over() -> None:
    kept_off = "Dorn said that fishing rights would not be discussed in the round on March 8."
    other = "The Littoral Council meeting on March 12 will be held in Kelmar."
    council = next(m for m in found(f"Varnia and Ostrel will meet on March 8. {kept_off} {other}") if m.forum)
    assert council.agenda == ()


def test_one_meeting_named_twice_is_one() -> None:
    assert len(found("Varnia and Ostrel will meet on March 8. The round on March 8 will be long.")) == 1
