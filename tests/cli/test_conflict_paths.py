"""``onrecord conflict paths`` and coalitions named on the command line, as a user meets them."""

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.command import EXAMPLES, run

EXAMPLE = str(EXAMPLES / "strait.conflict.yaml")
OPEN = str(EXAMPLES / "strait-open.conflict.yaml")


def test_paths_from_the_status_quo_and_from_a_state() -> None:
    told = run("conflict", "paths", EXAMPLE)
    assert told.returncode == 0, told.stderr
    assert "From calm (NNNN), of 12 feasible states, preferences as of 2 March 2027" in told.stdout.decode()
    by = [run("conflict", "paths", EXAMPLE, "--from", state).stdout for state in ("pressure", "2", "YNNN", "ynnn")]
    assert b"From pressure (YNNN)" in by[0]
    assert len({*by}) == 1


def test_paths_in_other_forms(tmp_path: Path) -> None:
    told = json.loads(run("conflict", "paths", EXAMPLE, "--from", "4", "--concept", "seq", "--json").stdout)
    assert (told["from"], told["concept"]) == (4, "seq")
    assert [route["to"] for route in told["routes"]] == [5, 6, 12]
    out = tmp_path / "paths.svg"
    done = run("conflict", "paths", EXAMPLE, "--format", "svg", "--output", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    assert etree.parse(out).getroot().get("role") == "img"


def test_paths_where_preferences_are_open(tmp_path: Path) -> None:
    done = run("conflict", "paths", OPEN)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert "5 can be reached by moves, 0 by improvements that are certain, 4 more in some completions" in text
    assert "Open: in which order Oria holds “Withdraw if Blockade” (line 23) and “not Withdraw” (line 23)." in text
    assert "48 completions agree with what is stated; all are looked at." in text
    assert (
        "concession (YNY), an equilibrium in 12 of 48 completions\n"
        "    Credible in 4 of these 12 completions, 2 steps: Veldt calm→pressure, then Oria pressure→concession. "
        "It rests on this: Veldt likes pressure more than calm and "
        "“Withdraw if Blockade” matters more to Oria than “not Withdraw”.\n    Veldt must move first."
    ) in text
    assert "├ Veldt → war (YYN) ★ in 32 of 48 completions (a gain in some completions)" in text
    told = json.loads(run("conflict", "paths", OPEN, "--json").stdout)
    assert told["completions"] == {"count": 48, "looked_at": 48, "exact": True}
    route = next(r for r in told["routes"] if r["to"] == 6)
    assert (route["credible"], route["equilibrium"]["held"], route["reached"]["held"]) == (None, 12, 4)
    (way,) = route["possible"]
    assert [(s["who"], s["to"], s["improvement"], s["possible"]) for s in way["path"]] == [
        (["Veldt"], 2, False, True),
        (["Oria"], 6, False, True),
    ]
    assert [(one["who"], one["more"], one["less"]) for one in way["rests_on"]] == [("Veldt", 2, 1), ("Oria", 6, 2)]
    drawn = tmp_path / "paths.svg"
    assert run("conflict", "paths", OPEN, "--format", "svg", "--output", str(drawn)).returncode == 0
    words = {"".join(node.itertext()) for node in etree.parse(drawn).getroot().iter("{*}text")}
    assert {"a certain improvement", "a possible improvement", "one in some completions"} <= words


def test_paths_whatever_is_open(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    # A is sure to go, B is sure to answer, and what else they like is open
    head = "title: T\noptions: [{name: Go, owner: A}, {name: Stop, owner: B}]\nstatus_quo: NN\npreferences:\n"
    preferences = " A: {compare: [YN > NN, YY > NY]}\n B: {compare: [YY > YN, NN > NY]}\n"
    file.write_text(head + preferences, encoding="utf-8")
    text = run("conflict", "paths", str(file)).stdout.decode()
    assert "4 (YY), an equilibrium in all completions" in text
    assert "Credible whatever is open, 2 steps: A 1→2, then B 2→4.\n    A must move first." in text
    assert "Unlocked" not in text
    drawn = run("conflict", "paths", str(file), "--json", "--as-of", "2027-01-01")
    assert json.loads(drawn.stdout)["routes"][0]["possible"] == []


def test_a_sample_of_paths_says_that_it_is_one(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    options = ", ".join(f"{{name: o{k}, owner: {'ABC'[k % 3]}}}" for k in range(4))
    file.write_text(f"title: T\noptions: [{options}]\nstatus_quo: NNNN\n", encoding="utf-8")
    text = run("conflict", "paths", str(file)).stdout.decode()
    assert "2,000 completions are looked at, drawn from about 10^40 that agree with what is stated" in text
    assert " of 2,000 sampled (" in text
    assert " completions drawn, 1 step: " in text


def test_a_coalition_can_be_named_for_once(tmp_path: Path) -> None:
    alone = tmp_path / "c.yaml"
    lines = (EXAMPLES / "strait.conflict.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    alone.write_text("".join(line for line in lines if not line.startswith("coalitions")), encoding="utf-8")
    assert json.loads(run("conflict", "stability", str(alone), "--json").stdout)["coalitions"] == []
    named = run("conflict", "stability", str(alone), "--json", "--coalition", "Veldt + Oria")
    written = run("conflict", "stability", EXAMPLE, "--json", "--coalition", "Veldt+Oria")
    assert json.loads(named.stdout)["coalitions"] == json.loads(written.stdout)["coalitions"] != []


@pytest.mark.parametrize(
    ("verb", "args", "told"),
    [
        ("paths", ("--from", "clam"), "--from: no state is called 'clam'. Did you mean 'calm'?"),
        ("paths", ("--from", "YN"), "--from: YN has 2 letters, and there are 4 options."),
        ("paths", ("--from", "13"), "--from: the state 13 is no feasible state."),
        ("paths", ("--from", "Y---"), "--from: the state Y--- is 6 feasible states."),
        ("paths", ("--from", ""), "--from: no state is called ''."),
        ("stability", ("--coalition", "Veldt"), "--coalition 'Veldt': name two or more decision makers"),
        ("stability", ("--coalition", "Veldt + Orla"), "no decision maker is called 'Orla'. Known: Veldt, Oria."),
    ],
)
def test_what_cannot_be_is_told_in_a_line(verb: str, args: tuple[str, ...], told: str) -> None:
    done = run("conflict", verb, EXAMPLE, *args)
    assert done.returncode == 1
    assert told in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_paths_ask_for_a_state_where_the_file_has_none(tmp_path: Path) -> None:
    file = tmp_path / "c.yaml"
    file.write_text("title: T\noptions: [{name: Go, owner: A}, {name: Stop, owner: B}]\n", encoding="utf-8")
    done = run("conflict", "paths", str(file))
    assert done.returncode == 1
    assert "no status quo is written down" in done.stderr.decode()
