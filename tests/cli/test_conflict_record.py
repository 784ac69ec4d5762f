"""``onrecord conflict draft`` and ``changes`` as a user meets them: the store of the examples and its dossier."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, run

DOSSIER = str(EXAMPLES / "dossier.yaml")
SPAN = ("--from", "2027-02-27", "--to", "2027-03-10")


@pytest.fixture(scope="module")
def drafted(db: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("conflict") / "kelmar.yaml"
    done = run("conflict", "draft", DOSSIER, "--db", db, "--output", str(path))
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    return str(path)


def test_a_draft_is_a_conflict_that_can_be_analysed(drafted: str) -> None:
    text = Path(drafted).read_text(encoding="utf-8")
    assert '{says: "not Ostrel: The radar on Skerra", since: 2027-03-01, ground: stated,' in text
    assert "{name: Close the strait to naval vessels, owner: Varnia, ground: stated," in text
    assert '{says: "Ostrel: Seize them iff not Varnia: The median line", since: 2027-03-05, ground: inferred,' in text
    assert "# Littoral Compact is not among them" in text
    done = run("conflict", "stability", drafted, "--json", "--concept", "nash")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["equilibria"]["nash"]


def test_a_draft_as_of_a_day_knows_nothing_later(db: str) -> None:
    text = run("conflict", "draft", DOSSIER, "--db", db, "--as-of", "2027-03-04").stdout.decode()
    assert "as of 4 March 2027" in text
    assert "Seize them" not in text
    assert "2027-03-05" not in text


def test_a_file_that_is_there_is_kept(db: str, tmp_path: Path) -> None:
    out = tmp_path / "mine.yaml"
    out.write_text("title: my own\n", encoding="utf-8")
    done = run("conflict", "draft", DOSSIER, "--db", db, "--output", str(out))
    assert (done.returncode, b"is there already" in done.stderr) == (1, True)
    assert out.read_text(encoding="utf-8") == "title: my own\n"
    assert run("conflict", "draft", DOSSIER, "--db", db, "--output", str(out), "--force").returncode == 0
    assert out.read_text(encoding="utf-8").startswith("# A first conflict")


def test_what_a_store_does_not_hold_is_named_with_its_line(db: str, drafted: str, tmp_path: Path) -> None:
    assert run("conflict", "stability", drafted, "--db", db, "--concept", "nash").returncode == 0
    mistaken = tmp_path / "c.yaml"
    mistaken.write_text(
        "title: T\noptions: [{name: Go, owner: A}]\npreferences:\n"
        "  A: {cites: [1], wishes: [{says: Go, cites: [999, x7]}]}\n",
        encoding="utf-8",
    )
    done = run("conflict", "stability", str(mistaken), "--db", db)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        f"onrecord: {mistaken}:4: statement {cited!r} is not in the store. Mend its id, or take it out."
        for cited in ("999", "x7")
    ]
    assert run("conflict", "stability", str(mistaken), "--json").returncode == 0
    later = mistaken.read_text(encoding="utf-8").replace("cites: [999, x7]", "since: 2027-03-02, cites: [999]")
    mistaken.write_text(later, encoding="utf-8")
    early = run("conflict", "stability", str(mistaken), "--db", db, "--as-of", "2027-03-01")
    assert (early.returncode, b"statement '999' is not in the store" in early.stderr) == (1, True)


def test_changes_of_the_draft_day_by_day(db: str, drafted: str) -> None:
    done = run("conflict", "changes", drafted, "--db", db, *SPAN, "--json", "--concept", "seq")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["concepts"], told["first"]["open"]) == (["seq"], ["Varnia", "Ostrel"])
    days = {day["day"]: day for day in told["days"]}
    assert [*days] == ["2027-02-28", "2027-03-01", "2027-03-03", "2027-03-05", "2027-03-07", "2027-03-10"]
    assert days["2027-02-28"]["open"] == ["Ostrel"]
    warned = next(c for c in days["2027-03-05"]["came"] if c["preference"].startswith("Ostrel: Seize"))
    assert (warned["statement"]["speaker"], warned["statement"]["date"]) == ("Maren Tolvik", "2027-03-05")
    held = set(days["2027-03-01"]["equilibria"]["seq"])
    for day in told["days"][2:]:
        held = (held | set(day["made"]["seq"])) - set(day["broken"]["seq"])
        assert sorted(held) == day["equilibria"]["seq"]
    table = run("conflict", "changes", drafted, "--db", db, *SPAN).stdout.decode()
    assert "nothing that it" in table
    assert "Equilibria on 10 March 2027: Nash" in table


def test_no_store_is_needed_where_nothing_is_cited(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    head = "title: T\noptions: [{name: Go, owner: A}, {name: Stop, owner: B}]\npreferences:\n A: {wishes: [Go]}\n"
    path.write_text(head + " B: {wishes: [{says: Stop iff Go, since: 2027-03-02}, not Stop]}\n", encoding="utf-8")
    told = json.loads(run("conflict", "changes", str(path), "--db", "none.db", *SPAN, "--json").stdout)
    (day,) = told["days"]
    assert (day["day"], day["made"]["nash"], day["broken"]["nash"]) == ("2027-03-02", [4], [2])
    nothing = run("conflict", "changes", str(path), "--from", "2027-03-02", "--to", "2027-03-09")
    assert nothing.stdout.decode().splitlines()[-1] == "No preference came or went up to 9 March 2027."


def test_changes_of_what_is_open(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(
        "title: T\noptions: [{name: Go, owner: A}, {name: Stop, owner: B}]\npreferences:\n A: {wishes: [Go]}\n"
        " B: {wishes: [{any_order: [{says: Stop iff Go, since: 2027-03-02}, {says: not Stop, until: 2027-03-03}]}]}\n",
        encoding="utf-8",
    )
    done = run("conflict", "changes", str(path), *SPAN, "--concept", "nash")
    assert (done.returncode, done.stderr) == (0, b"")
    words = " ".join(done.stdout.decode().split())
    assert "2027-03-02 came B Stop iff Go made Nash 4 (in some completions, before in no)" in words
    assert "broke Nash 2 (in some completions, before in all)" in words
    assert "2027-03-04 went B not Stop made Nash 4 (in all completions, before in some)" in words
    assert "Equilibria on 27 February 2027: Nash: 2. Equilibria on 10 March 2027: Nash: 4. Where" in words
    first, second = json.loads(run("conflict", "changes", str(path), *SPAN, "--concept", "nash", "--json").stdout)[
        "days"
    ]
    assert (first["equilibria"], first["completions"]) == ({"nash": []}, {"looked_at": 2, "exact": True})
    assert [(one["state"], one["held"], one["of"]) for one in first["in_some"]["nash"]] == [(2, 1, 2), (4, 1, 2)]
    assert (first["made"], first["broken"]) == ({"nash": [4]}, {"nash": [2]})
    assert second["turned"] == [
        {"concept": "nash", "was": "in some", "now": "in all", "states": [4]},
        {"concept": "nash", "was": "in some", "now": "in no", "states": [2]},
    ]
    out = tmp_path / "rows.csv"
    done = run("conflict", "changes", str(path), *SPAN, "--concept", "nash", "--format", "csv", "--output", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    rows = [*csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))]
    assert [(r["day"], r["what"], r["preference"], r["state"], r["was"], r["now"]) for r in rows] == [
        ("2027-03-02", "came", "Stop iff Go", "", "", ""),
        ("2027-03-02", "made", "", "4", "in no", "in some"),
        ("2027-03-02", "broke", "", "2", "in all", "in some"),
        ("2027-03-04", "went", "not Stop", "", "", ""),
        ("2027-03-04", "made", "", "4", "in some", "in all"),
        ("2027-03-04", "broke", "", "2", "in some", "in no"),
    ]
    only = run("conflict", "changes", str(path), "--from", "2027-03-02", "--to", "2027-03-03", "--concept", "nash")
    told = only.stdout.decode()
    assert "Equilibria on 2 March 2027: Nash: in some: 2, 4.\nNo preference came or went up to 3 March 2027." in told
    assert "Open: in which order B holds “Stop iff Go” (line 5) and “not Stop” (line 5)." in told


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["draft", "none.yaml"], "none.yaml: no such file"),
        (["draft", DOSSIER, "--as-of", "soon"], "--as-of: cannot read the date"),
        (["draft", DOSSIER, "--as-of", "2020-01-01"], "no statement on record here"),
        (["draft", DOSSIER, "--db", "none.db"], "none.db: no store here"),
        (["changes", "none.yaml", *SPAN], "none.yaml: no such file"),
        (
            ["changes", "FILE", "--from", "2027-03-02", "--to", "2027-03-01"],
            "--from 2027-03-02 is after --to 2027-03-01",
        ),
        (["changes", "FILE", "--from", "soon", "--to", "2027-03-01"], "--from: cannot read the date"),
        (["changes", "FILE", *SPAN], ":5: statement 'st-9' is not in the store. Mend its id, or take it out."),
        (["changes", "FILE", *SPAN, "--db", "none.db"], "none.db: no store here"),
    ],
)
def test_what_cannot_be_done_is_one_line(db: str, tmp_path: Path, command: list[str], words: str) -> None:
    path = tmp_path / "c.yaml"
    head = "title: T\noptions: [{name: Go, owner: A}, {name: Stop, owner: B}]\npreferences:\n A: {wishes: [Go]}\n"
    path.write_text(head + " B: {wishes: [{says: Stop, cites: [1, st-9]}]}\n", encoding="utf-8")
    store = [] if "--db" in command else ["--db", db]
    done = run("conflict", *(str(path) if c == "FILE" else c for c in command), *store)
    assert (done.returncode, done.stdout) == (1, b"")
    (line,) = done.stderr.decode().splitlines()
    assert words in line
