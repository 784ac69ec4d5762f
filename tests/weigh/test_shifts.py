"""Shifts: what moved between two days, with the words of both; nothing moves in no time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record.answers import Said
from onrecord.values import Stance
from onrecord.weigh.shifts import shifts
from onrecord.weigh.weighed import Bearings
from tests.weigh.made import DAYS, DOSSIER, bears, records, said

Record = tuple[tuple[Said, ...], Bearings]
FIRST, THEN, NOW = "2027-03-01", "2027-03-08", "2027-03-14"


def moved(
    before: str, after: str, stances: tuple[Stance, Stance], **more: str
) -> list[tuple[str, str | None, str | None]]:
    marks = {"condition": None, "red_line": None} | more
    found = [
        said(n, "Varnia", words, day, **{k: v if v and v in words else None for k, v in marks.items()})  # type: ignore[arg-type]
        for n, (words, day) in enumerate([(before, FIRST), (after, NOW)], 1)
    ]
    bearings = {n: bears(radar=stance) for n, stance in enumerate(stances, 1)}
    made = shifts(found, bearings, DOSSIER, THEN, NOW)
    assert all((s.was.statement, s.now.statement) == (1, 2) for s in made)
    return [(s.what, s.before, s.after) for s in made]


def test_a_stance_that_moved() -> None:
    assert moved("no", "yes", ("against", "for")) == [("stance", "against", "for")]
    assert moved("no", "still no", ("against", "against")) == []


def test_a_condition_that_came_or_is_another() -> None:
    if_paid = {"condition": "if paid for the crews"}
    assert moved("yes, if paid for the crews", "yes in time", ("conditional", "conditional"), **if_paid) == []
    found = [
        said(1, "Varnia", "yes if the crews are freed", FIRST, condition="if the crews are freed"),
        said(2, "Varnia", "yes if the harbour is opened", NOW, condition="if the harbour is opened"),
        said(3, "Varnia", "yes if they free the crews", NOW, condition="if they free the crews"),
    ]
    bearings = {n: bears(radar="conditional") for n in (1, 2, 3)}
    (shift,) = shifts(found[:2], bearings, DOSSIER, THEN, NOW)
    assert (shift.what, shift.was.text, shift.now.text) == ("condition", shift.before, shift.after)
    assert shifts([found[0], found[2]], bearings, DOSSIER, THEN, NOW) == ()


def test_a_red_line_that_is_drawn_or_given_up() -> None:
    drawn = {"red_line": "never"}
    assert moved("it stays", "it will never go", ("against", "against"), **drawn) == [("red_line", None, "never")]
    assert moved("it will never go", "it may go", ("against", "open"), **drawn) == [
        ("stance", "against", "open"), ("red_line", "never", None),
    ]  # fmt: skip


def test_a_forum_that_changed() -> None:
    made = moved("that is for the Littoral Council", "the Commission should decide", ("for", "for"))
    assert made == [("forum", "Littoral Council", "Fisheries Commission")]


def test_what_is_first_said_is_no_shift() -> None:
    assert shifts([said(1, "Varnia", "no", NOW)], {1: bears(radar="against")}, DOSSIER, THEN, NOW) == ()


@given(records(), st.sampled_from(DAYS))
@settings(deadline=None, max_examples=60)
def test_nothing_moves_in_no_time(record: Record, day: str) -> None:
    found, bearings = record
    assert shifts(found, bearings, DOSSIER, day, day) == ()


@given(records(), st.sampled_from(DAYS), st.sampled_from(DAYS))
@settings(deadline=None, max_examples=60)
def test_both_wordings_were_known_on_their_days(record: Record, start: str, end: str) -> None:
    found, bearings = record
    dates = {s.id: s.date for s in found}
    made = shifts(found, bearings, DOSSIER, min(start, end), max(start, end))
    for shift in made:
        assert dates[shift.was.statement] <= min(start, end)
        assert dates[shift.now.statement] <= max(start, end)
        assert shift.before != shift.after
    assert shifts(found[::-1], bearings, DOSSIER, min(start, end), max(start, end)) == made
