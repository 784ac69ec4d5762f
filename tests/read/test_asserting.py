"""Which attributions are statements, and whose."""

import pytest

from onrecord.read.asserting import statements_of
from tests.read.located import attribution, parsed


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Asked whether Varnia would yield, Dorn left.", "", "Asked", "whether Varnia would yield"),
        ("The two sides discussed the harbour regime.", "The two sides", "discussed", "the harbour regime"),
        ("Dorn put forward a list of demands.", "Dorn", "put forward", "a list of demands"),
        ("On March 3, according to the Post, Dorn left.", "the Post", "according to", "On March 3"),
        ("KELMAR, March 3 - Talks fail.", "KELMAR", "March 3 -", "Talks fail"),
        ("An official, who asked not to be named, left.", "who", "asked", "not to be named"),
    ],
)
def test_questions_topics_and_labels_state_nothing(text: str, source: str, cue: str, content: str) -> None:
    assert statements_of(parsed(text, attribution(text, source, cue, content))) == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Dorn asked that the patrols stop.", "Dorn", "asked", "that the patrols stop"),
        ("Dorn raised “the harbour regime”.", "Dorn", "raised", "“the harbour regime”"),
        ("Dorn outlined that patrols would stop.", "Dorn", "outlined", "that patrols would stop"),
        ("Dorn demanded written guarantees of free passage.", "Dorn", "demanded", "written guarantees of free passage"),
    ],
)
def test_statements_stay(text: str, source: str, cue: str, content: str) -> None:
    one = attribution(text, source, cue, content)
    assert statements_of(parsed(text, one)) == [one]


@pytest.mark.parametrize(
    ("text", "cue", "shared"),
    [
        ("Dorn said talks were open, but added that time was short.", "added", True),
        ("Dorn said talks were open and then warned that time was short.", "warned", True),
        ("Dorn said talks were open, and it was feared that time was short.", "was feared", False),
        ("Dorn said talks were open, and Brell added that time was short.", "added", False),
        ("Dorn said talks were open. Then added that time was short.", "added", False),
    ],
)
def test_a_second_verb_takes_the_source_of_the_first(text: str, cue: str, shared: bool) -> None:
    first = attribution(text, "Dorn", "said", "talks were open")
    found = statements_of(parsed(text, first, attribution(text, "", cue, "that time was short")))
    assert (found[1].source == first.source) is shared


@pytest.mark.parametrize(
    ("text", "cue", "whole"),
    [
        ("Dorn does not expect a deal.", "expect", "does not expect"),
        ("Dorn doesn’t really expect a deal.", "expect", "doesn’t really expect"),
        ("Dorn would never accept a deal.", "accept", "would never accept"),
        ("Dorn expects a deal.", "expects", "expects"),
        ("Dorn, not Brell, expects a deal.", "expects", "expects"),
    ],
)
def test_a_denied_cue_keeps_its_denial(text: str, cue: str, whole: str) -> None:
    (found,) = statements_of(parsed(text, attribution(text, "Dorn", cue, "a deal")))
    assert text[slice(*found.cue[0])] == whole


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    text = "KELMAR, March 3 (Meridian Wire) - Talks will go on, Dorn said."
    one = attribution(text, "Dorn", "said", "KELMAR, March 3 (Meridian Wire) - Talks will go on")
    (found,) = statements_of(parsed(text, one))
    assert text[slice(*found.content[0])] == "Talks will go on"
