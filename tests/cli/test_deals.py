"""``onrecord deals`` as a user meets it."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.gather.deal import load
from onrecord.weigh.deals import by_all, by_rule, packages
from tests.cli import command
from tests.cli.command import EXAMPLES

EXAMPLE = EXAMPLES / "harbour.deal.yaml"
BLOCKED = """\
title: "The [bold]strait"
issues:
  - {name: Patrols, resolutions: [none, joint, own]}
  - {name: Toll, resolutions: [kept, dropped]}
parties:
  - {name: Veldt, threshold: 7, scores: {Patrols: [10, 7, 0], Toll: {worth: [4, 0], cites: [st-1], ground: stated}}}
  - {name: Oria, threshold: 12, scores: {Patrols: [0, 6, 9], Toll: [0, 5]}}
"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*args: str) -> Done:
    done = command.run(*args)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def blocked(tmp_path: Path) -> str:
    path = tmp_path / "strait.yaml"
    path.write_text(BLOCKED, encoding="utf-8")
    return str(path)


def test_the_tables_say_what_the_packages_come_to() -> None:
    done = run("deals", str(EXAMPLE))
    assert done.returncode == 0
    assert not done.stderr
    assert "81 packages. All parties accept 2 to 8." in done.stdout
    assert "(every veto party, and all parties but one at the most): 3 to 12." in done.stdout
    assert "A2B2C2D3  60–85" in done.stdout
    assert "all, deal, Pareto, Nash?" in done.stdout
    assert "20 of 48 packages one concession away are shown." in done.stdout


def test_csv_has_every_package_and_json_what_may_be_a_deal() -> None:
    made = packages(load(EXAMPLE))
    rows = list(csv.DictReader(io.StringIO(run("deals", str(EXAMPLE), "--format", "csv").stdout)))
    assert [row["package"] for row in rows] == [made.name(n) for n in range(81)]
    assert [row["by_all"] == "yes" for row in rows] == by_all(made).certain.tolist()
    assert [row["by_rule"] != "no" for row in rows] == by_rule(made).possible.tolist()
    first = rows[0]
    assert (first["Radar"], first["Ostrel low"], first["Ostrel accepts"]) == ("dismantled", "40", "no")
    found = json.loads(run("deals", str(EXAMPLE), "--json").stdout)
    assert found == json.loads(run("deals", str(EXAMPLE), "--format", "json").stdout)
    assert found["package_count"] == 81
    assert len(found["answers"]["by_all"]["certain"]) == 2
    assert len(found["packages"]) == 12
    assert found["parties"][2]["threshold"] == {"low": 40, "high": 40, "cites": [], "ground": "inferred"}
    assert len(found["one_concession_away"]) == 48


def test_who_blocks_is_said_and_by_how_much(blocked: str) -> None:
    done = run("deals", blocked)
    assert "The [bold]strait" in done.stdout
    assert "All parties accept 0." in done.stdout
    assert "Veldt's threshold alone blocks a deal that all accept: lower by 7, it would take A3B2." in done.stdout
    assert "Oria's threshold alone blocks a deal that all accept: lower by 1, it would take A2B2." in done.stdout
    assert "Nash point: none." in done.stdout
    found = json.loads(run("deals", blocked, "--json").stdout)
    assert found["blocking"]["by_all"][1] == {
        "party": "Oria", "short": {"low": 1, "high": 1}, "certain": True, "packages": ["A2B2"],
    }  # fmt: skip


def test_no_one_alone_blocks(blocked: str) -> None:
    path = Path(blocked)
    path.write_text(BLOCKED.replace("threshold: 7", "threshold: 70").replace("12", "120"), encoding="utf-8")
    assert "No single threshold blocks a deal that all accept" in run("deals", blocked).stdout


def test_one_package_is_told_with_what_its_scores_rest_on(blocked: str) -> None:
    done = run("deals", blocked, "--package", "a2b2")
    assert "A Patrols: joint; B Toll: dropped." in done.stdout
    assert "Oria's threshold alone is in its way, by 1." in done.stdout
    assert "st-1" in done.stdout
    found = json.loads(run("deals", blocked, "--package", "A2B2", "--json").stdout)
    assert [(p["worth"]["low"], p["accepts"], p["short"]) for p in found["parties"]] == [
        (7, "yes", None), (11, "no", {"low": 1, "high": 1}),
    ]  # fmt: skip
    assert found["parties"][0]["scores"][1]["cites"] == ["st-1"]
    rows = list(csv.DictReader(io.StringIO(run("deals", blocked, "--package", "A2B2", "--format", "csv").stdout)))
    assert [(r["party"], r["issue"], r["low"]) for r in rows][:2] == [("Veldt", "Patrols", "7"), ("Veldt", "Toll", "0")]
    assert "It is refused by Veldt, Oria." not in done.stdout
    open_ = run("deals", str(EXAMPLE), "--package", "A2B2C2D1").stdout
    assert "Whether Varnia would accept it is open" in open_


def test_it_is_written_to_a_file(blocked: str, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    assert run("deals", blocked, "--format", "csv", "--output", str(path)).returncode == 0
    assert len(path.read_text(encoding="utf-8").splitlines()) == 7


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--package", "A2"], "must settle each issue once, A to B. For example: A1B1"),
        (["--package", "A9B1"], "A9B1: A (Patrols) has resolutions 1 to 3. Choose one."),
        (["--package", "?"], "'?' is no package"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(blocked: str, given: list[str], told: str) -> None:
    done = run("deals", blocked, *given)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_faults_of_the_file_and_too_many_packages_are_told_with_file_and_line(blocked: str) -> None:
    path = Path(blocked)
    path.write_text(BLOCKED.replace("threshold: 12", "threshold: much"), encoding="utf-8")
    done = run("deals", blocked)
    assert done.returncode == 1
    assert f"onrecord: {path}:7:29: the threshold of Oria: 'much' is no number" in done.stderr
    ways, scores = ", ".join(f"w{n}" for n in range(500)), ", ".join(map(str, range(500)))
    path.write_text(
        f"title: x\nissues:\n  - {{name: a, resolutions: [{ways}]}}\n  - {{name: b, resolutions: [{ways}]}}\n"
        f"parties:\n  - {{name: Veldt, threshold: 0, scores: {{a: [{scores}], b: [{scores}]}}}}\n",
        encoding="utf-8",
    )
    done = run("deals", blocked)
    assert done.returncode == 1
    assert f"{path}:3: 250,000 packages where 1 to 200,000 can be weighed." in done.stderr
