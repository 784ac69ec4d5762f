"""Dated re-runs, worked by hand: four states NN, YN, NY, YY of A's Go and B's Stop, numbered 1 to 4."""

import numpy as np
import pytest

from onrecord.errors import ConflictError
from onrecord.gather.conflict import loads
from onrecord.record.answers import Said
from onrecord.weigh.conflict import graph_model
from onrecord.weigh.conflict.changing import Changes, changes, cites
from onrecord.weigh.conflict.dated import day_said
from onrecord.weigh.conflict.states import Mask
from tests.weigh.made import said, told

HEAD = "title: T\noptions: [{name: Go, owner: A}, {name: Stop, owner: B}]\npreferences:\n  A: {wishes: [Go]}\n"
# B answers Go with Stop from the day it says so, 2 March, to 5 March; otherwise it would rather not.
ANSWER = (
    HEAD + '  B:\n    wishes:\n      - {says: Stop iff Go, cites: ["7", "8"], until: 2027-03-05}\n      - not Stop\n'
)
STATEMENTS = {
    "7": said(7, "B", "whoever goes will be stopped", "2027-03-02"),
    "8": said(8, "B", "we said so", "2027-03-04"),
}


def found(text: str, start: str, end: str, statements: dict[str, Said] = STATEMENTS) -> Changes:
    return changes(graph_model(loads(text, "c")), statements, start, end, ["nash"])


def states(masks: object) -> list[int]:
    assert isinstance(masks, dict)
    mask: Mask = masks["nash"]
    return [int(s) + 1 for s in np.flatnonzero(mask)]


def test_a_wish_comes_with_its_first_statement_and_goes_with_its_last_day() -> None:
    made = found(ANSWER, "2027-03-01", "2027-03-31")
    assert states(made.first.equilibria) == [2]
    assert [c.wish.text for c in made.first.came] == ["Go", "not Stop"]
    came, went = made.days
    assert (came.day, went.day) == ("2027-03-02", "2027-03-06")
    assert [(c.who, c.wish.text, c.wish.line, c.statement) for c in came.came] == [("B", "Stop iff Go", 7, 7)]
    assert (states(came.made), states(came.broken)) == ([4], [2])
    assert [(c.wish.text, c.statement) for c in went.went] == [("Stop iff Go", 8)]
    assert (states(went.made), states(went.broken)) == ([2], [4])


def test_only_days_after_the_first_and_up_to_the_last_are_told() -> None:
    assert [d.day for d in found(ANSWER, "2027-03-02", "2027-03-05").days] == []
    assert [d.day for d in found(ANSWER, "2027-03-02", "2027-03-06").days] == ["2027-03-06"]
    assert states(found(ANSWER, "2027-03-02", "2027-03-05").first.equilibria) == [4]


def test_the_days_that_a_file_gives_go_before_those_of_its_statements() -> None:
    text = ANSWER.replace("until: 2027-03-05", "since: 2027-03-03")
    (day,) = found(text, "2027-01-01", "2027-12-31").days
    assert day.day == "2027-03-03"
    assert [c.statement for c in day.came] == [7]  # statement 8 is of the day after: it is not used
    early = found(text.replace("2027-03-03", "2027-03-01"), "2027-01-01", "2027-12-31").days
    assert [(d.day, d.came[0].statement) for d in early] == [("2027-03-01", None)]


def test_what_preferences_cite_dates_wishes_that_cite_nothing() -> None:
    text = HEAD + '  B:\n    cites: ["8"]\n    wishes: [Stop, {says: not Go, cites: ["7"]}]\n'
    days = found(text, "2027-03-01", "2027-03-31").days
    assert [(d.day, [c.wish.text for c in d.came]) for d in days] == [
        ("2027-03-02", ["not Go"]),
        ("2027-03-04", ["Stop"]),
    ]


def test_before_a_party_has_spoken_nothing_is_filled_in() -> None:
    text = HEAD + '  B: {wishes: [{says: Stop, cites: ["7"]}]}\n'
    made = found(text, "2027-03-01", "2027-03-31")
    assert (made.first.open, made.first.equilibria) == (("B",), None)
    (day,) = made.days
    assert (day.open, states(day.equilibria), day.made, day.broken) == ((), [4], None, None)


def test_what_is_open_whatever_the_day_is_refused() -> None:
    with pytest.raises(ConflictError, match="the preferences of B are open"):
        found(HEAD, "2027-03-01", "2027-03-31")


def test_statements_that_the_store_lacks_are_named_with_their_lines() -> None:
    text = ANSWER.replace("owner: A}", 'owner: A, cites: ["9"]}')
    with pytest.raises(ConflictError) as caught:
        found(text, "2027-03-01", "2027-03-31", {"7": STATEMENTS["7"]})
    assert str(caught.value.named("c.yaml")).splitlines() == [
        f"c.yaml:{line}: statement '{number}' is not in the store. Mend its id, or take it out."
        for line, number in ((2, 9), (7, 8))
    ]
    assert [*cites(loads(text, "c"))] == [("9", 2), ("7", 7), ("8", 7)]


@pytest.mark.parametrize(
    ("date", "told_on", "day"),
    [
        ("2027-03-02", "2027-03-09", "2027-03-02"),
        ("2027-02", "2027-03-09", "2027-02-28"),
        ("2027-02", "2027-02-20", "2027-02-20"),
        ("2026", "2027-03-09", "2026-12-31"),
    ],
)
def test_a_date_known_by_month_or_year_counts_when_it_is_surely_past(date: str, told_on: str, day: str) -> None:
    assert day_said(said(1, "A", "so be it", date, told("so be it", told_on))) == day
