"""``onrecord conflict paths`` and coalitions named on the command line, as a user meets them."""

import json
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.command import EXAMPLES, run

EXAMPLE = str(EXAMPLES / "strait.conflict.yaml")


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
