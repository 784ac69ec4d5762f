"""Dated re-runs, worked by hand: four states NN, YN, NY, YY of A's Go and B's Stop, numbered 1 to 4."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ConflictError
from onrecord.gather.conflict import loads
from onrecord.record.answers import Said
from onrecord.values.conflict import Conflict, Wish
from onrecord.weigh.conflict import completions, equilibria, graph_model, stability
from onrecord.weigh.conflict.changing import ALL, Changes, Day, Holding, changes, cites
from onrecord.weigh.conflict.dated import as_of, day_said
from tests.weigh.conflict.test_certain import wishing
from tests.weigh.conflict.test_open_paths import of_three
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


def states(held: Holding | None) -> list[int]:
    assert held is not None
    return [int(s) + 1 for s in np.flatnonzero(held.standing("nash") == ALL)]


def turns(day: Day) -> list[tuple[bool, str, str, list[int]]]:
    return [(t.made, t.was, t.now, [int(s) + 1 for s in np.flatnonzero(t.states)]) for t in day.turned or ()]


def test_a_wish_comes_with_its_first_statement_and_goes_with_its_last_day() -> None:
    made = found(ANSWER, "2027-03-01", "2027-03-31")
    assert states(made.first.equilibria) == [2]
    assert [c.wish.text for c in made.first.came] == ["Go", "not Stop"]
    came, went = made.days
    assert (came.day, went.day) == ("2027-03-02", "2027-03-06")
    assert [(c.who, c.wish.text, c.wish.line, c.statement) for c in came.came] == [("B", "Stop iff Go", 7, 7)]
    assert turns(came) == [(True, "in no", "in all", [4]), (False, "in all", "in no", [2])]
    assert [(c.wish.text, c.statement) for c in went.went] == [("Stop iff Go", 8)]
    assert turns(went) == [(True, "in no", "in all", [2]), (False, "in all", "in no", [4])]


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
    assert (day.open, states(day.equilibria), day.turned) == ((), [4], None)


def test_of_whom_nothing_is_ever_said_all_is_open() -> None:
    made = found(HEAD, "2027-03-01", "2027-03-31")
    assert made.first.equilibria is not None
    assert (made.first.open, made.first.equilibria.of) == ((), 24)
    assert [str(made.first.equilibria.share("nash", s)) for s in range(4)] == [
        "in no completion",
        "in 12 of 24 completions",
        "in no completion",
        "in 12 of 24 completions",
    ]


def test_a_statement_that_leaves_something_open_makes_possible_what_it_does_not_settle() -> None:
    # from 2 March B has an answer to Go, and whether that matters more to it than not to stop nobody has said;
    # from 4 March on it no longer minds to stop
    either = '{any_order: [{says: Stop iff Go, cites: ["7"]}, {says: not Stop, until: 2027-03-03}]}'
    made = found(HEAD + f"  B: {{wishes: [{either}]}}\n", "2027-03-01", "2027-03-31")
    assert states(made.first.equilibria) == [2]
    came, settled = made.days
    assert (came.day, settled.day) == ("2027-03-02", "2027-03-04")
    assert turns(came) == [(True, "in no", "in some", [4]), (False, "in all", "in some", [2])]
    assert came.equilibria is not None
    assert (came.equilibria.of, len([one for one in came.equilibria.known if not one.settled])) == (2, 1)
    assert turns(settled) == [(True, "in some", "in all", [4]), (False, "in some", "in no", [2])]


@settings(max_examples=40, deadline=None)
@given(st.one_of(wishing(), of_three()), st.data())
def test_each_day_is_what_its_completions_tell(conflict: Conflict, data: st.DataObject) -> None:
    days = ["2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04"]

    def dated(wish: Wish) -> Wish:
        return wish.model_copy(update={"since": data.draw(st.sampled_from([None, *days]))})

    given_ = tuple(p.model_copy(update={"wishes": tuple(map(dated, p.wishes))}) for p in conflict.preferences)
    model = graph_model(conflict.model_copy(update={"preferences": given_}))
    made = changes(model, {}, days[0], days[-1], ("nash", "seq"))
    before = made.first
    for day in (made.first, *made.days):
        if day.equilibria is None:
            assert day.open
        else:
            now = graph_model(as_of(model.conflict, day.day))
            every = completions(now)
            for concept, held in day.equilibria.held.items():
                masks = [
                    equilibria(stability(now.movers, ranks, [concept])[concept])
                    for ranks in zip(*every.ranks(), strict=True)
                ]
                shares = [sum(bool(mask[s]) for mask in masks) / len(masks) for s in range(len(now.states))]
                assert (held / day.equilibria.of).tolist() == pytest.approx(shares)
        if day is not before and before.equilibria and day.equilibria:
            for turn in day.turned or ():
                for s in np.flatnonzero(turn.states):
                    was, is_ = (d.equilibria.share(turn.concept, int(s)) for d in (before, day) if d.equilibria)
                    assert (was.verdict, is_.verdict) == (turn.was, turn.now)
                    assert turn.made == (is_.share > was.share)
            changed = {
                (c, s)
                for c in made.concepts
                for s in range(len(model.states))
                if before.equilibria.share(c, s).verdict != day.equilibria.share(c, s).verdict
            }
            assert {(t.concept, int(s)) for t in day.turned or () for s in np.flatnonzero(t.states)} == changed
        before = day


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
