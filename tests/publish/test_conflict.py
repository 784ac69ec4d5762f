"""A conflict's table: what each cell says, on the published case and on invented ones, and the page."""

import re
from pathlib import Path

import pytest

from onrecord.gather.conflict import load, loads
from onrecord.publish.conflict import Stability, explained, plain, rows, summary, tables
from onrecord.publish.conflict_page import render
from onrecord.weigh.conflict import CONCEPTS, Concept, GraphModel, graph_model
from onrecord.weigh.conflict.analysis import analysed
from tests.weigh.conflict.test_cases import case, modelled

EXAMPLE = Path(__file__).parents[2] / "examples/strait.conflict.yaml"


def made(model: GraphModel, *concepts: Concept) -> Stability:
    return Stability(analysed(model, concepts or CONCEPTS))


def why(shown: Stability, who: str, state: str) -> list[str]:
    (number,) = (s for s in range(len(shown.found.model.states)) if shown.found.model.name(s) == state)
    (row,) = (r for r in shown.rows if r.name == who)
    return [one.led for one in shown.told(row, number)]


@pytest.fixture(scope="module")
def strait() -> Stability:
    return made(graph_model(load(EXAMPLE)))


def test_each_concept_is_told_by_its_shortest_sanction() -> None:
    model = graph_model(
        loads(
            "title: T\noptions: [{name: A, owner: Veldt}, {name: B, owner: Oria}, {name: C, owner: Sund}]\n"
            "preferences:\n  Veldt: {ranking: [4, 7, 2, [1, 5], [6, 8], 3]}\n"
            "  Oria: {ranking: [6, 4, 2, 1, 5, [3, 7, 8]]}\n  Sund: {ranking: [3, 8, [1, 2], 4, 5, 6, 7]}\n",
            "t",
        )
    )
    _, any_moves, gains, symmetric = why(made(model), "Veldt", "1")
    only = "Veldt stays at 1: its only improvement, to 2, is sanctioned by"
    assert any_moves.startswith(f"GMR, SMR: {only} Sund's 2→6 (no gain for Sund), which")
    assert gains == f"SEQ: {only} Oria's 2→4 and then Sund's 4→8, which Veldt likes less."
    assert symmetric.startswith(f"SSEQ: {only} Oria's 2→4 and then Sund's 4→8 and then Oria's 8→6, which")


def test_a_published_case_explains_itself() -> None:
    shown = made(modelled(case("syria-iraq-1975")))
    nash, sanctioned, at_once = why(shown, "Syria", "3")
    assert nash == "Nash: Syria leaves 3 for 1, which it likes more."
    assert sanctioned == (
        "GMR, SMR, SEQ, SSEQ: Syria stays at 3: its only improvement, to 1, is sanctioned by Iraq's 1→4, "
        "which Syria likes less and cannot leave for a better one."
    )
    assert at_once == (
        "SIM: Syria stays at 3: its only improvement, to 1, is sanctioned by Iraq's 3→6 at the same time: "
        "both lead to 4, which Syria likes less."
    )
    assert why(shown, "Iraq", "1")[1] == (
        "GMR: Iraq stays at 1: its only improvement, to 4, is sanctioned by Syria's 4→5 (no gain for Syria), "
        "which Iraq likes less."
    )


def test_a_sanction_of_several_moves_names_each() -> None:
    told = why(made(modelled(case("garrison"))), "US Support", "4")[1]
    assert "Canadian Opposition's 3→7 (no gain for Canadian Opposition) and then IJC's 7→14 (no gain for IJC)" in told


def test_a_sentence_names_the_preferences_it_rests_on(strait: Stability) -> None:
    nash, sanctioned, at_once = why(strait, "Veldt", "3")
    dated = "“not Mine the strait”, stated, since 2 March 2027, statement 12"
    answered = "“Mine the strait iff Air strike”, stated, since 1 March 2027, statement 14"
    assert nash == "Nash: Veldt leaves 3 for 4, which it likes more (“Blockade”)."
    assert sanctioned == (
        "GMR, SMR, SEQ, SSEQ: Veldt stays at 3: its only improvement, to 4, is sanctioned by Oria's 4→war, "
        f"which Veldt likes less and cannot leave for a better one ({dated}; {answered})."
    )
    assert at_once == (
        "SIM: Veldt stays at 3: its only improvement, to 4, is sanctioned by Oria's 3→11 at the same time: "
        f"both lead to war, which Veldt likes less ({dated}; {answered})."
    )
    assert why(strait, "Oria", "war") == ["Oria stays at war: no move of its own leads to a state that it likes more."]
    assert "Oria's pressure→10 (no gain for Oria), which Veldt likes less" in why(strait, "Veldt", "calm")[1]
    assert why(strait, "Veldt + Oria", "6") == [
        "Veldt and Oria can move together from 6 to talks, a gain for each of them."
    ]


def test_what_a_file_does_not_say_is_not_said() -> None:
    head = "title: T\noptions: [{name: Go, owner: A}, {name: Hold, owner: B}]\npreferences:\n"
    shown = made(
        graph_model(loads(head + "  A: {ranking: [3, 1, 2, 4]}\n  B: {ranking: [4, 3, 2, 1], ground: stated}\n", "t"))
    )
    assert why(shown, "A", "2") == ["A leaves 2 for 1, which it likes more."]
    assert why(shown, "B", "1") == ["B leaves 1 for 3, which it likes more (stated)."]


def test_a_move_that_cannot_be_made() -> None:
    text = (
        "title: T\noptions: [{name: Go, owner: A, direction: no to yes only}, {name: Hold, owner: B}]\n"
        "preferences: {A: {wishes: [not Go]}, B: {wishes: [Hold]}}\n"
    )
    shown = made(graph_model(loads(text, "t")))
    assert why(shown, "A", "2") == ["A stays at 2: it has no move."]


def test_the_table_marks_what_is_stable_and_what_is_an_equilibrium(strait: Stability) -> None:
    from rich.console import Console

    console = Console(width=100, no_color=True)
    with console.capture() as captured:
        console.print(*tables(strait, 100))
    lines = [line.split() for line in captured.get().splitlines() if line.strip()]
    assert ["Blockade", *["N", "Y"] * 6] in lines
    nash = [line[1:] for line in lines if line[0] == "Nash"]
    assert [row.count("●") for row in nash[:3]] == [6, 4, 6]
    assert nash[3] == ["·"] * 11 + ["★"]


def test_a_narrow_terminal_gets_the_table_in_parts(strait: Stability) -> None:
    assert [len(t.columns) - 1 for t in tables(strait, 50)] == [6, 6]


def test_the_summary_tells_the_equilibria(strait: Stability) -> None:
    told = summary(strait)
    assert told[0] == "12 feasible states."
    assert "Equilibria by Nash, SIM: war." in told
    assert "Equilibria by SEQ, SSEQ: talks, 6, war." in told
    assert "With Veldt + Oria moving as one: Nash, GMR, SMR, SEQ, SSEQ: calm, 3, talks, 7, 11, war." in told
    assert "Status quo: calm." in told


def test_rows_and_values_hold_every_state(strait: Stability) -> None:
    listing = rows(strait, explain=True)
    assert listing.columns == ("state", "name", "options", "who", *CONCEPTS, "equilibrium", "why")
    assert len(listing.rows) == 12 * 3
    assert listing.rows[-1][:11] == (12, "war", "YYNY", "Veldt + Oria", 1, 1, 1, 1, 1, None, " ".join(CONCEPTS))
    told = plain(strait, explain=True)
    assert told["equilibria"]["seq"] == [5, 6, 12]
    assert told["coalitions"][0]["members"] == ("Veldt", "Oria")
    assert told["states"][2]["why"]["Veldt"][1]["rests_on"] == [
        {"line": 17, "ground": "stated", "cites": ("12",), "text": "not Mine the strait"},
        {"line": 25, "ground": "stated", "cites": ("14",), "text": "Mine the strait iff Air strike"},
    ]
    assert "why" not in plain(strait, explain=False)["states"][2]


def test_each_cell_of_the_page_leads_to_its_reasons(strait: Stability) -> None:
    page = render(strait)
    ids = set(re.findall(r'id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) == 12 * 4
    assert set(links) <= ids
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "is sanctioned by Oria&#39;s 4→war" in page


def test_what_an_analyst_wrote_is_escaped() -> None:
    text = (
        'title: <b>T</b>\noptions: [{name: <i>Go, owner: <u>A}]\nstates: {"&on": Y}\n'
        'preferences: {"<u>A": {wishes: [{says: <i>Go, ground: stated, cites: [<img>]}]}}\n'
    )
    page = render(made(graph_model(loads(text, "t"))))
    assert not re.search(r"<(b|i|u|img)>", page)
    assert "&lt;img&gt;" in page


def test_a_large_conflict_is_cut_to_its_equilibria() -> None:
    options = ", ".join(f"{{name: o{n}, owner: {'AB'[n % 2]}}}" for n in range(7))
    text = (
        f"title: T\noptions: [{options}]\npreferences: {{A: {{wishes: [o0, o2, o4, o6]}}, B: {{wishes: [o1, o3]}}}}\n"
    )
    shown = made(graph_model(loads(text, "t")))
    assert shown.shown == (95, 127)
    assert "More than 60: shown are the 2 equilibria. --format csv and json hold every state." in summary(shown)
    assert len(rows(shown, explain=False).rows) == 128 * 2
    assert [line for line in explained(shown) if line.startswith("State")] == [
        "State 96 (YYYYYNY) ★ Nash, GMR, SMR, SEQ, SSEQ, SIM",
        "State 128 (YYYYYYY) ★ Nash, GMR, SMR, SEQ, SSEQ, SIM",
    ]
