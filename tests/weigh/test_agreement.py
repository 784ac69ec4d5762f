"""How far coders agree, against values worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from onrecord.record.answers import Field, Ruling
from onrecord.weigh.agreement import FEWEST, Unit, agreement, alpha, answers

DORN = {"name": "Ilya Dorn", "type": "person", "role": None, "party": "Varnia"}
READ = {"kind": "refusal", "speaker": DORN, "red_line": [], "condition": []}
WORDS = [{"start": 0, "end": 4, "exact": "word"}]


def ruling(number: int, judge: str, of: int | None, field: Field, answer: Any = None, **more: Any) -> Ruling:
    made = Ruling(
        number, number, of, "d", "s", (), (), ((0, 4),), field, None, None, answer, judge, "2027-03-02T09:00:00+00:00"
    )
    return replace(made, **more)


def confirm(number: int, judge: str, of: int, **more: Any) -> Ruling:
    return ruling(number, judge, of, "confirm", READ, machine=READ, **more)


def test_alpha_by_hand() -> None:
    # Four units, answers aa aa bb ab: observed disagreement 1/4; of 8 values 5 a and 3 b, by chance
    # 2 * 5 * 3 / (8 * 7) = 15/28; alpha = 1 - (1/4) / (15/28) = 8/15.
    assert alpha([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]) == pytest.approx(8 / 15)
    assert alpha([("a", "a"), ("b", "b")]) == pytest.approx(1)
    # ab ba: observed 1; by chance 2 * 2 * 2 / (4 * 3) = 2/3; alpha = 1 - 3/2.
    assert alpha([("a", "b"), ("b", "a")]) == pytest.approx(-0.5)
    assert alpha([("a", "a"), ("b", "b"), ("a",)]) == pytest.approx(1)  # what one alone judged does not count


def test_alpha_is_unknown_where_chance_cannot_be_told() -> None:
    assert alpha([]) is None
    assert alpha([("a", "a"), ("a", "a")]) is None
    assert alpha([("a",), ("b",)]) is None


def test_confirming_agrees_with_the_reader_and_a_correction_with_itself() -> None:
    found = answers([confirm(1, "Ada", 7), ruling(2, "Ben", 7, "kind", "warning"), confirm(3, "Ben", 7)])
    assert found["Ada"][Unit("kind", 7)] == "refusal"
    assert found["Ben"][Unit("kind", 7)] == "warning"  # confirmed later, with the correction
    assert found["Ada"][Unit("speaker", 7)] == found["Ben"][Unit("speaker", 7)] == "Ilya Dorn"
    assert found["Ada"][Unit("red_line", 7)] == "no"
    assert found["Ada"][Unit("statement", 7)] == "yes"


def test_a_condition_is_there_or_not_whatever_its_words() -> None:
    found = answers([ruling(1, "Ada", 7, "condition", WORDS), ruling(2, "Ada", 7, "red_line", [])])
    assert found == {"Ada": {Unit("condition", 7): "yes", Unit("red_line", 7): "no"}}


def test_who_rejects_judges_nothing_but_that_it_is_no_statement() -> None:
    found = answers([ruling(1, "Ada", 7, "kind", "offer"), ruling(2, "Ada", 7, "reject"), confirm(3, "Ben", 7)])
    assert found["Ada"] == {Unit("statement", 7): "no"}
    (one,) = agreement(found)
    assert (one.field, one.both, one.alike, one.alpha) == ("statement", 1, 0, None)
    assert one.apart[0].answers == ("no", "yes")


def test_issues_and_stances_are_compared_issue_by_issue_and_confirming_is_the_readers() -> None:
    found = answers([
        ruling(1, "Ada", 7, "stance", "against", issue="radar", machine="for"),
        ruling(2, "Ada", 7, "issue", answer=False, issue="patrols", machine=True),
        confirm(3, "Ben", 7),
    ])  # fmt: skip
    assert found["Ada"] == {
        Unit("stance", 7, "radar"): "against", Unit("issue", 7, "radar"): "on", Unit("issue", 7, "patrols"): "off",
    }  # fmt: skip
    assert found["Ben"][Unit("stance", 7, "radar")] == "for"
    assert found["Ben"][Unit("issue", 7, "patrols")] == "on"
    shown = confirm(4, "Cora", 7)
    shown = replace(shown, machine=READ | {"stances": {"radar": None, "patrols": "off"}})
    cora = answers([shown])["Cora"]
    assert (cora[Unit("stance", 7, "radar")], cora[Unit("issue", 7, "patrols")]) == ("no side", "off")
    assert Unit("stance", 7, "patrols") not in cora


def test_an_issue_taken_away_takes_no_side_and_a_side_taken_later_is_on_it() -> None:
    away = ruling(2, "Ada", 7, "issue", answer=False, issue="radar")
    side = ruling(1, "Ada", 7, "stance", "for", issue="radar")
    assert answers([side, away])["Ada"] == {Unit("issue", 7, "radar"): "off"}
    assert answers([replace(side, id=3), away])["Ada"] == {
        Unit("issue", 7, "radar"): "on", Unit("stance", 7, "radar"): "for",
    }  # fmt: skip


def test_alpha_of_two_judges_is_shown_from_enough_statements_on() -> None:
    kinds = ["offer"] * 5 + ["refusal"] * 5
    some = [ruling(n, "Ada", n, "kind", kind) for n, kind in enumerate(kinds)]
    some += [ruling(100 + n, "Ben", n, "kind", "demand" if n == 0 else kind) for n, kind in enumerate(kinds)]
    (one,) = agreement(answers(some))
    # Observed 1/10; of 20 values 9 offers, 10 refusals, 1 demand: by chance (20 * 20 - 81 - 100 - 1) / (20 * 19).
    assert one.alpha == pytest.approx(1 - (1 / 10) / (218 / 380))
    assert (one.judges, one.both, one.alike) == (("Ada", "Ben"), FEWEST, 9)
    assert [(a.unit, a.answers) for a in one.apart] == [(Unit("kind", 0), ("offer", "demand"))]
    (fewer,) = agreement(answers([r for r in some if r.statement != 9]))
    assert (fewer.both, fewer.alpha) == (9, None)


def test_what_is_not_placed_or_judged_by_one_alone_is_no_agreement() -> None:
    assert agreement(answers([ruling(1, "Ada", None, "kind", "offer"), ruling(2, "Ben", 7, "kind", "offer")])) == ()
    assert agreement(answers([ruling(1, "Ada", 7, "kind", "offer"), ruling(2, "Ben", 7, "red_line", [])])) == ()


def test_the_case_of_a_name_is_no_disagreement() -> None:
    ada = ruling(1, "Ada", 7, "speaker", DORN)
    ben = ruling(2, "Ben", 7, "speaker", DORN | {"name": "ilya dorn"})
    (one,) = agreement(answers([ada, ben]))
    assert (one.both, one.alike) == (1, 1)
    nobody = {"name": None, "type": "unnamed", "role": "an official", "party": None}
    assert answers([ruling(1, "Ada", 7, "speaker", nobody)])["Ada"] == {Unit("speaker", 7): "unnamed (an official)"}
