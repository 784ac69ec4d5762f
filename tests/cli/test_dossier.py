"""``onrecord dossier`` as a user meets it: drafts are files that check, faults are lines, nothing is overwritten."""

import json
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, run

EXAMPLE = str(EXAMPLES / "dossier.yaml")


def test_the_example_matches_the_example_documents(db: str) -> None:
    done = run("dossier", "check", EXAMPLE, "--db", db)
    assert done.returncode == 0, done.stderr
    assert b": valid, 3 parties, 4 forums, 6 issues." in done.stdout
    assert b"All that the dossier names is on record." in done.stdout


def test_a_draft_is_a_dossier(db: str, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    done = run("dossier", "draft", "--db", db, "--output", str(out), "--title", "Kelmar: the talks")
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == [out]
    checked = run("dossier", "check", str(out), "--db", db, "--json")
    assert checked.returncode == 0, checked.stderr
    answer = json.loads(checked.stdout)
    assert answer["dossier"]["title"] == "Kelmar: the talks"
    assert [p["name"] for p in answer["dossier"]["parties"]] == ["Varnia", "Ostrel"]
    assert {"radar"} <= {w for i in answer["dossier"]["issues"] for w in i["phrases"]}
    assert answer["unmatched"]["silent_parties"] == []
    assert run("dossier", "draft", "--db", db).stdout.decode().startswith("# A first dossier")


def test_a_file_is_replaced_only_by_force(db: str, tmp_path: Path) -> None:
    out = tmp_path / "mine.yaml"
    out.write_text("title: my own\n", encoding="utf-8")
    done = run("dossier", "draft", "--db", db, "--output", str(out))
    assert done.returncode == 1
    assert b"is there already" in done.stderr
    assert out.read_text(encoding="utf-8") == "title: my own\n"
    assert run("dossier", "draft", "--db", db, "--output", str(out), "--force").returncode == 0
    assert "parties:" in out.read_text(encoding="utf-8")


def test_each_fault_is_a_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("titel: T\nparties:\n  - {aliases: [V]}\nperiod: {start: soon}\n", encoding="utf-8")
    done = run("dossier", "check", str(path))
    assert done.returncode == 1
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 4
    assert all(line.startswith(f"onrecord: {path}:") for line in lines)
    assert "Did you mean 'title'?" in done.stderr.decode()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["draft", "--db", "none.db"], "no store here"),
        (["draft", "--since", "2028-01-01"], "no statement on record"),
        (["draft", "--as-of", "soon"], "--as-of: cannot read the date"),
        (["check", "none.yaml"], "no such file"),
        (["check", EXAMPLE, "--db", "none.db"], "no store here"),
    ],
)
def test_what_cannot_be_done_is_one_line(db: str, command: list[str], words: str) -> None:
    given = [] if "--db" in command or "check" in command else ["--db", db]
    done = run("dossier", *command, *given)
    assert done.returncode == 1
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert words in line
