"""``onrecord conflict`` as a user meets it: forms, faults, exit status."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, run

EXAMPLE = str(EXAMPLES / "strait.conflict.yaml")


def test_the_example_as_a_table_and_explained() -> None:
    done = run("conflict", "stability", EXAMPLE)
    assert done.returncode == 0, done.stderr
    told = done.stdout.decode()
    assert "12 feasible states, preferences as of 2 March 2027." in told
    assert "Oria leaves" not in told
    assert (
        "Oria leaves 4 for war, which it likes more"
        in run("conflict", "stability", EXAMPLE, "--explain").stdout.decode()
    )


def test_the_example_in_other_forms(tmp_path: Path) -> None:
    told = json.loads(run("conflict", "stability", EXAMPLE, "--json", "--concept", "seq", "--concept", "nash").stdout)
    assert told["equilibria"] == {"nash": [12], "seq": [5, 6, 12]}
    made = run("conflict", "stability", EXAMPLE, "--format", "csv").stdout.decode()
    assert len([*csv.DictReader(io.StringIO(made, newline=""))]) == 36
    out = tmp_path / "strait.html"
    done = run("conflict", "stability", EXAMPLE, "--format", "html", "--output", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_day_leaves_out_what_was_not_yet_said() -> None:
    early, late = (
        json.loads(run("conflict", "stability", EXAMPLE, "--json", "--as-of", day).stdout)
        for day in ("2027-02-28", "2027-03-01")
    )
    assert early["as_of"] == "2027-02-28"
    assert early["equilibria"] != late["equilibria"]


HEAD = "title: T\noptions: [{name: Go, owner: A}, {name: Hold, owner: B}, {name: Stop, owner: C}]\n"


@pytest.mark.parametrize(
    ("text", "args", "told"),
    [
        ("title: T\n", (), ["c.yaml:1:1: the conflict has no options. Add: options: …"]),
        (
            HEAD + "preferences: {A: {wishes: [Goo]}, D: {wishes: [Go]}}\n",
            (),
            [
                "c.yaml:3:28: preferences.A.wishes: no option is called 'Goo'. Did you mean 'Go'?",
                "c.yaml:3:35: preferences: no decision maker is called 'D'. Known: A, B, C.",
            ],
        ),
        (
            HEAD + "preferences: {A: {compare: [1 > 2, 2 > 1]}}\n",
            (),
            ["c.yaml:3: the comparisons of A run in a circle: 1 > 2 (line 3), 2 > 1 (line 3). Take one of them out."],
        ),
        (
            HEAD + "infeasible:\n - when: Go\n - when: not Go\n",
            (),
            ["c.yaml:5: no state is feasible: the rules under infeasible (lines 4, 5) leave none. Drop one."],
        ),
        (
            HEAD + "preferences: {A: {wishes: [\u202eGo]}}\n",
            (),
            [
                "c.yaml:3:28: preferences.A.wishes holds a sign that turns the direction of what follows. Remove it.",
            ],
        ),
        (
            HEAD,
            ("--concept", "simultaneous"),
            ["c.yaml: simultaneous is defined for two decision makers, and there are 3. Ask for another."],
        ),
        (HEAD, ("--as-of", "soon"), ["--as-of: cannot read the date 'soon'. Write it as YYYY-MM-DD."]),
    ],
)
def test_bad_input_is_a_line_a_fault(text: str, args: tuple[str, ...], told: list[str], tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("conflict", "stability", str(path), *args)
    assert (done.returncode, done.stdout) == (1, b"")
    lines = done.stderr.decode().splitlines()
    assert lines == [f"onrecord: {line}".replace("c.yaml", str(path)) for line in told]


def test_a_file_that_is_not_there() -> None:
    done = run("conflict", "stability", "nowhere.yaml")
    assert (done.returncode, done.stderr) == (1, b"onrecord: nowhere.yaml: no such file. Check the path.\n")


@pytest.mark.parametrize(
    "verb",
    [
        ("conflict", "stability", "strait.conflict.yaml"),
        ("conflict", "settle", "strait-open.conflict.yaml"),
        ("deals", "harbour.deal.yaml"),
        ("read", "01-wire.md"),
    ],
)
def test_a_table_in_a_file_is_without_the_signs_of_a_terminal(
    verb: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out, command = tmp_path / "out.txt", (*verb[:-1], str(EXAMPLES / verb[-1]))
    assert b"\x1b[" in run(*command).stdout
    assert run(*command, "--output", str(out)).returncode == 0
    assert "\x1b" not in out.read_text(encoding="utf-8")
