"""When something was said: beside the cue, at a meeting, by a quoted "tomorrow", or not told at all."""

import pytest

from onrecord.read.dates import dated
from onrecord.read.parsed import Attribution, Parsed
from onrecord.read.said_on import Said, said_on
from onrecord.values import Genre, Meeting, When, cut
from tests.read.located import attribution, parsed

FRIDAY = "2027-03-05"


def day(
    text: str,
    one: Attribution,
    genre: Genre = "article",
    before: Said | None = None,
    meetings: tuple[Meeting, ...] = (),
) -> str | None:
    read: Parsed = parsed(text, one)
    previous = (attribution(text, "Dorn", "said", "one thing"), before) if before else None
    said = said_on(read, one, dated(read, FRIDAY), FRIDAY, genre, previous, meetings)
    return said.when.date if said else None


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "iso"),
    [
        ("Dorn said on Monday that talks failed.", "Dorn", "said", "that talks failed", "2027-03-01"),
        ("On March 2, Dorn said talks failed.", "Dorn", "said", "talks failed", "2027-03-02"),
        ("Dorn said that talks failed on Monday.", "Dorn", "said", "that talks failed on Monday", None),
        ("Ahead of Monday's talks, Dorn said boats wait.", "Dorn", "said", "boats wait", None),
        ("Dorn, elected in 1998, said boats wait.", "Dorn", "said", "boats wait", None),
        ("Dorn said boats wait.", "Dorn", "said", "boats wait", None),
    ],
)
def test_beside_the_cue(text: str, source: str, cue: str, content: str, iso: str | None) -> None:
    assert day(text, attribution(text, source, cue, content)) == iso


def test_a_readout_was_said_on_the_day_it_was_published() -> None:
    text = "Dorn said boats wait."
    one = attribution(text, "Dorn", "said", "boats wait")
    assert day(text, one, genre="readout") == FRIDAY


def test_words_at_a_dated_meeting() -> None:
    text = "Dorn and Brell met over lunch on March 4. Dorn, during a meeting with Brell, noted boats wait."
    one = attribution(text, "Dorn, during a meeting with Brell,", "noted", "boats wait")
    held = Meeting(
        forum=None, what="lunch", kind="meeting", date=When(date="2027-03-04", precision="day"),
        delegates=("Ilya Dorn", "Ana Brell"), status="held", evidence=cut(text, [(0, 40)]),
    )  # fmt: skip
    assert day(text, one, meetings=(held,)) == "2027-03-04"


def test_a_quoted_tomorrow_means_the_eve_of_the_planned_meeting() -> None:
    text = '"We will not waste our time tomorrow," Dorn said.'
    one = attribution(text, "Dorn", "said", '"We will not waste our time tomorrow,"')
    planned = Meeting(
        forum=None, what="talks", kind="round", date=When(date="2027-03-08", precision="day"),
        status="planned", evidence=cut(text, [(0, 10)]),
    )  # fmt: skip
    assert day(text, one, meetings=(planned,)) == "2027-03-07"
    assert day(text, one) is None


def test_the_same_speaker_goes_on() -> None:
    text = "Dorn said one thing. He also said boats wait."
    one = Attribution(((21, 23),), ((29, 33),), ((34, 44),), 0.9)
    before = Said(When(date="2027-03-01", precision="day"), ((0, 4),))
    assert day(text, one, before=before) == "2027-03-01"
