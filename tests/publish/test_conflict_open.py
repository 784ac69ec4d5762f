"""The table of open preferences: its signs, what a large conflict shows, and that all an analyst wrote is escaped."""

import re

import pytest

from onrecord.gather.conflict import loads
from onrecord.publish.conflict_open import OpenTable, explained, rows, sign, summary, tables
from onrecord.publish.conflict_open_wording import OpenAnalysis, told_open
from onrecord.publish.conflict_page import render_open
from onrecord.weigh.conflict import Share, certain, completions, graph_model, open_stability


def made(text: str) -> OpenTable:
    model = graph_model(loads(text, "t"))
    possible = completions(model, samples=200)
    return OpenTable(OpenAnalysis(model, certain(model), possible, open_stability(model.movers, possible, ["nash"])))


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Share(6, 6, exact=True), "●"),
        (Share(0, 6, exact=True), "·"),
        (Share(2, 6, exact=True), "33 %"),
        (Share(999, 1000, exact=True), ">99 %"),
        (Share(1, 1000, exact=True), "<1 %"),
        (Share(2000, 2000, exact=False), "~●"),
        (Share(0, 2000, exact=False), "~·"),
        (Share(500, 2000, exact=False), "~25 %"),
    ],
)
def test_a_sign_never_says_more_than_is_known(share: Share, told: str) -> None:
    assert sign(share) == told


def test_a_large_conflict_is_cut_to_what_may_be_an_equilibrium() -> None:
    options = ", ".join(f"{{name: o{n}, owner: {'AB'[n % 2]}}}" for n in range(7))
    shown = made(
        f"title: T\noptions: [{options}]\n"
        "preferences: {A: {wishes: [o0, o2, o4, o6]}, B: {wishes: [o1, {any_order: [o3 and o5, not o5]}]}}\n"
    )
    # A takes all of its own; B takes o1 and either o3 and o5, or not o5, and then o3 is all the same to it
    assert [shown.made.model.options(s) for s in shown.shown] == ["YYYNYNY", "YYYYYNY", "YYYYYYY"]
    assert any(line.startswith("More than 60 states: shown are") for line in summary(shown))
    assert len(rows(shown, explain=False).rows) == 128 * 3
    assert len([line for line in explained(shown) if line.startswith("State")]) == len(shown.shown)


def test_a_narrow_terminal_gets_the_table_in_parts() -> None:
    shown = made("title: T\noptions: [{name: Go, owner: A}, {name: Hold, owner: B}]\n")
    assert [len(table.columns) - 1 for table in tables(shown, 50)] == [3, 1]


def test_what_an_analyst_wrote_is_escaped() -> None:
    text = 'title: <b>T</b>\noptions: [{name: <i>Go, owner: <u>A}]\nstates: {"&on": Y}\n'
    page = render_open(made(text))
    assert not re.search(r"<(b|i|u)>", page)
    assert "&amp;on" in page


def test_a_state_held_in_no_completion_is_not_said_to_be_left_in_none() -> None:
    # Oria answers Veldt's A, or its B, as one or the other of its wishes matters more: never both
    model = graph_model(
        loads(
            "title: T\noptions: [{name: A, owner: Veldt}, {name: B, owner: Veldt}, {name: C, owner: Oria}]\n"
            "infeasible: [{exclusive: [A, B]}]\npreferences:\n"
            "  Veldt: {ranking: [YNN, NYN, NNN, NNY, YNY, NYY]}\n"
            "  Oria: {wishes: [{any_order: [C iff A, C iff B]}]}\n",
            "t",
        )
    )
    possible = completions(model)
    found = open_stability(model.movers, possible, ["seq"])
    assert found.stable("seq", 0, 0).held == 0
    (told,) = told_open(OpenAnalysis(model, certain(model), possible, found), 0, 0)
    assert told.text == "Veldt stays at 1 in no completion, though not for one reason in all of them."
