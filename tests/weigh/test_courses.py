"""Courses: what holds after each step is what is found as of that day."""

from hypothesis import given, settings

from onrecord.record.answers import Said
from onrecord.values import Alongside
from onrecord.weigh.courses import Course, courses
from onrecord.weigh.positions import positions
from onrecord.weigh.weighed import Bearings
from tests.weigh.made import DAYS, DOSSIER, bears, records, said, told

Record = tuple[tuple[Said, ...], Bearings]


@settings(max_examples=60)
@given(records())
def test_a_course_is_the_position_of_every_day(record: Record) -> None:
    all_said, bearings = record
    for party in DOSSIER.parties:
        found = {c.issue: c for c in courses(all_said, bearings, DOSSIER, party.name, DAYS[-1])}
        for day in DAYS:
            made = {p.issue: p for p in positions(all_said, bearings, DOSSIER, day) if p.party == party.name}
            for issue in DOSSIER.issues:
                held = made.get(issue.id)
                expected = (held.stance, held.decided_by) if held else (None, None)
                assert standing(found.get(issue.id), day) == expected, (party.name, issue.id, day)


def standing(course: Course | None, day: str) -> tuple[str | None, int | None]:
    steps = [s for s in course.steps if s.day <= day] if course else []
    return (steps[-1].stance, steps[-1].decided_by) if steps else (None, None)


def test_a_page_that_changed_takes_its_statement_back() -> None:
    gone = told("no", "2027-03-01", gone="2027-03-08")
    all_said = [said(1, "Varnia", "no", "2027-03-01", gone)]
    made = courses(all_said, {1: bears(radar="against")}, DOSSIER, "Varnia", "2027-03-07")
    assert [(s.day, s.stance) for s in made[0].steps] == [("2027-03-01", "against")]
    assert made[0].decided == {1}
    assert courses(all_said, {1: bears(radar="against")}, DOSSIER, "Varnia", "2027-03-08") == ()


def test_an_opponent_of_a_statement_takes_the_contrary() -> None:
    beside = Alongside(name="Ostrel", type="government", party="Ostrel", relation="opposed_by")
    one = said(1, "Varnia", "x", "2027-03-01", alongside=(beside,))
    made = courses([one], {1: bears(radar="for")}, DOSSIER, "Ostrel")
    assert [(t.stance, t.voice) for t in made[0].taken] == [("against", "opposed_by")]


def test_silence_has_no_course() -> None:
    assert courses([said(1, "Varnia", "x", "2027-03-01")], {1: bears(radar=None)}, DOSSIER, "Varnia") == ()
