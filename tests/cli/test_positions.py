"""The commands on positions, as a user meets them: the store of the examples and a dossier file of its negotiation."""

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord.record.store import open_store
from tests.cli.command import run
from tests.cli.test_store import answer

# On 14 March Varnia would withdraw its demand for a harbour authority on a condition; on 7 March it still made it.
DOSSIER = """title: The Halden Strait
parties:
  - name: Varnia
    people: [{name: Ilya Dorn, role: Foreign Minister}, {name: Petra Valk, role: spokeswoman}]
  - name: Ostrel
    people: [{name: Maren Tolvik, role: Foreign Minister}, {name: Anselm Greve, role: President}]
  - name: Littoral Compact
    aliases: [the Compact]
forums: [Littoral Council, Fisheries Commission]
issues:
  - id: radar
    name: Radar on Skerra
    proposition: The radar on Skerra is dismantled or switched off.
    phrases: [radar, station]
  - id: patrols
    name: Patrols
    proposition: Patrols in the strait are limited.
    phrases: [patrol, patrols]
  - id: harbour
    name: Harbour authority
    proposition: A joint harbour authority is set up for the strait.
    phrases: [harbour authority]
"""
WEAVING = """title: Looms
parties: [{name: Kelmar}]
issues: [{id: looms, name: Looms, proposition: Looms are taxed., phrases: [loom tax]}]
"""
COMMANDS = (["matrix"], ["clashes"], ["common-ground"], ["shifts", "--from", "2027-03-07", "--to", "2027-03-15"])


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("dossier") / "strait.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", [*COMMANDS, ["unsorted"]], ids=lambda c: c[0])
def test_each_answers_in_words_json_and_csv(db: str, dossier: str, command: list[str]) -> None:
    verb, *options = command
    text = answer(db, verb, dossier, *options)
    assert text.strip()
    assert "\x1b[" not in text
    made = json.loads(answer(db, verb, dossier, *options, "--json"))
    assert made["on_record"] >= made["unsorted"] > 0
    header, *rows = csv.reader(io.StringIO(answer(db, verb, dossier, *options, "--csv")))
    assert {len(row) for row in rows} <= {len(header)}
    assert bool(rows) == (made["why_none"] is None)


def test_the_matrix_at_a_glance(db: str, dossier: str, tmp_path: Path) -> None:
    text = answer(db, "matrix", dossier)
    assert "Varnia" in text
    assert "Radar on Skerra" in text
    assert "left unsorted" in text
    held = json.loads(answer(db, "matrix", dossier, "--json"))
    numbers = {s["id"] for s in held["statements"]}
    assert all(set(p["statements"]) <= numbers for p in held["positions"])
    page = tmp_path / "matrix.html"
    assert answer(db, "matrix", dossier, "--html", str(page)) == ""
    assert 'href="#e-radar-1"' in page.read_text(encoding="utf-8")


def test_shifts_cite_old_words_and_new(db: str, dossier: str) -> None:
    moved = json.loads(answer(db, "shifts", dossier, "--from", "2027-03-03", "--to", "2027-03-15", "--json"))
    dates = {s["id"]: s["date"] for s in moved["statements"]}
    assert ("radar", "red_line") in {(s["issue"], s["what"]) for s in moved["shifts"]}
    for shift in moved["shifts"]:
        assert dates[shift["was"]["statement"]] <= "2027-03-03"
        assert shift["was"]["spans"]
        assert shift["now"]["spans"]
        assert shift["before"] != shift["after"]


def test_as_of_sees_nothing_later(db: str, dossier: str) -> None:
    made = json.loads(answer(db, "matrix", dossier, "--as-of", "2027-03-05", "--json"))
    assert made["positions"]
    assert all(p["last"] <= "2027-03-05" for p in made["positions"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_empty_answers_say_why(db: str, tmp_path: Path, command: list[str]) -> None:
    verb, *options = command
    other = tmp_path / "looms.yaml"
    other.write_text(WEAVING, encoding="utf-8")
    assert "is about an issue of the dossier" in answer(db, verb, str(other), *options)
    assert answer(db, verb, str(other), *options, "--csv").count("\n") == 1
    empty = tmp_path / "empty.db"
    nothing = tmp_path / "none"
    nothing.mkdir()
    run("add", str(nothing), "--db", str(empty))
    if empty.exists():
        assert "Nothing is on record" in answer(str(empty), verb, str(other), *options)


def test_the_brief_tells_positions(db: str, dossier: str) -> None:
    text = answer(db, "brief", "--dossier", dossier, "--since", "2027-03-07")
    for heading in ("## Where they clash", "## Where they could meet", "## What has shifted since 7 March 2027"):
        assert heading in text
    assert "## Where they clash" not in answer(db, "brief")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["matrix", "missing.yaml"], "missing.yaml"),
        (["shifts", "DOSSIER", "--from", "2027-03-09", "--to", "2027-03-01"], "Give the earlier day first"),
        (["shifts", "DOSSIER", "--from", "soon", "--to", "2027-03-01"], "--from: cannot read the date 'soon'"),
        (["clashes", "DOSSIER", "--as-of", "soon"], "--as-of"),
        (["matrix", "DOSSIER", "--html", "/nowhere/at/all.html"], "cannot be written"),
        (["brief", "--dossier", "DOSSIER", "README.md"], "--dossier"),
    ],
)
def test_mistakes_end_in_one_line(db: str, dossier: str, args: list[str], told: str) -> None:
    done = run(*(dossier if a == "DOSSIER" else a for a in args), "--db", db)
    assert done.returncode == 1
    assert told in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_a_day_may_be_written_in_any_iso_form(db: str, dossier: str) -> None:
    one, other = (answer(db, "matrix", dossier, "--as-of", day, "--json") for day in ("2027-03-05", "20270305"))
    assert json.loads(one) == json.loads(other)


def test_an_empty_store_writes_no_page(tmp_path: Path, dossier: str) -> None:
    store, page = tmp_path / "empty.db", tmp_path / "matrix.html"
    open_store(store, create=True, write=True).dispose()
    assert "Nothing is on record" in answer(str(store), "matrix", dossier, "--html", str(page))
    assert not page.exists()
