"""The commands over a store, as a user meets them: a real store of the examples, exit status, both streams."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.command import EXAMPLES, run


def answer(db: str, *args: str) -> str:
    done = run(*args, "--db", db)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


@pytest.mark.parametrize(
    "command",
    [
        ["statements"], ["who", "Tolvik"], ["meetings"], ["search", "radar"], ["sources"],
        ["changes", "--since", "2027-03-07"], ["brief"], ["verify"], ["calendar"],
    ],
)  # fmt: skip
def test_every_question_has_a_plain_answer(db: str, command: list[str]) -> None:
    text = answer(db, *command)
    assert text.strip()
    assert "\x1b[" not in text


@pytest.mark.parametrize(
    "command",
    [
        ["statements"], ["who", "Tolvik"], ["meetings"], ["search", "radar"], ["sources"],
        ["changes", "--since", "2027-03-07"],
    ],
)  # fmt: skip
def test_as_json_and_as_csv(db: str, command: list[str]) -> None:
    assert json.loads(answer(db, *command, "--json"))
    header, *rows = csv.reader(io.StringIO(answer(db, *command, "--csv")))
    assert rows
    assert {len(row) for row in rows} == {len(header)}


def test_narrowed_statements(db: str) -> None:
    found = json.loads(
        answer(db, "statements", "--party", "Ostrel", "--kind", "refusal", "--as-of", "2027-03-05", "--json")
    )
    assert found
    assert {(s["party"], s["kind"]) for s in found} == {("Ostrel", "refusal")}
    assert all(c["source"]["day"] <= "2027-03-05" for s in found for c in s["citations"])


def test_statements_csv_rests_on_characters_of_the_texts(db: str) -> None:
    rows = list(csv.DictReader(io.StringIO(answer(db, "statements", "--csv", "--limit", "100"))))
    texts = [p.read_text(encoding="utf-8").split("\n---\n", 1)[1] for p in EXAMPLES.glob("*.md")]
    for row in rows:
        if " … " not in row["content"]:
            words = row["content"].removeprefix("'") if row["content"].startswith("'-") else row["content"]
            assert any(t[int(row["start"]) : int(row["end"])] == words for t in texts)


def test_the_calendar_opens(db: str) -> None:
    events = Calendar.from_ical(answer(db, "calendar")).walk("VEVENT")
    assert {str(e["uid"]) for e in events}
    assert any(str(e["status"]) == "CANCELLED" for e in events)  # the session that was put off
    assert "second session" in answer(db, "calendar", "--format", "table")


def test_a_brief_of_the_store_as_of_a_day(db: str, tmp_path: Path) -> None:
    text = answer(db, "brief", "--as-of", "2027-03-05")
    assert "As of 5 March 2027" in text
    assert "14 March" not in text
    out = tmp_path / "brief.html"
    answer(db, "brief", "--format", "html", "--output", str(out))
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["statements", "--as-of", "yesterday"], "--as-of: cannot read the date 'yesterday'"),
        (["statements", "--kind", "promise"], "--kind: 'promise' is none of"),
        (["changes", "--since", "2027-13-01"], "--since: cannot read the date"),
        (["who", "Nobody Atall"], "nobody on record is called"),
    ],
)
def test_a_wrong_question_is_one_line(db: str, command: list[str], words: str) -> None:
    done = run(*command, "--db", db)
    assert done.returncode == 1
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert words in line


@pytest.mark.parametrize("command", [["statements"], ["brief"], ["verify"], ["add", "--failed"]])
def test_no_store_is_one_line_and_makes_none(tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "--db", str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert b"no store here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_add_names_what_it_could_not_read_and_tries_again(tmp_path: Path) -> None:
    db, late = str(tmp_path / "talks.db"), tmp_path / "late.md"
    done = run("add", str(late), str(min(EXAMPLES.glob("*.md"))), "--db", db)
    assert done.returncode == 1
    assert done.stdout.decode() == "2 documents: 1 new, 1 not read\n"
    assert f"{late}: no such file" in done.stderr.decode()
    shutil.copy(max(EXAMPLES.glob("*.md")), late)
    again = run("add", "--failed", "--db", db)
    assert again.returncode == 0, again.stderr
    assert again.stdout.decode() == "1 document: 1 new\n"
    assert run("add", "--failed", "--db", db).stdout.decode() == "0 documents: none\n"


def test_a_bad_line_of_a_file_in_an_archive_is_tried_again_from_the_archive(tmp_path: Path) -> None:
    db, archive = str(tmp_path / "talks.db"), tmp_path / "talks.zip"
    good = json.dumps({"text": "Foreign Minister Ilya Dorn said that Varnia would sign the treaty on Friday."})
    for lines, told in (
        (f"{good}\n{{\n", "2 documents: 1 new, 1 not read\n"),
        (f'{good}\n{good[:-3]} night."}}\n', None),
    ):
        with zipfile.ZipFile(archive, "w") as made:
            made.writestr("march/talks.jsonl", lines)
        done = run("add", *([str(archive)] if told else ["--failed"]), "--db", db)
        assert done.stdout.decode() == (told or "1 document: 1 new\n"), done.stderr


def test_add_takes_a_source_or_failed(tmp_path: Path) -> None:
    assert run("add", "--db", str(tmp_path / "t.db")).returncode == 2
    assert run("add", "x.md", "--failed", "--db", str(tmp_path / "t.db")).returncode == 2


def test_interrupted_add_says_how_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(60):
        for path in EXAMPLES.glob("*.md"):
            text = path.read_text(encoding="utf-8")
            (folder / f"{number}-{path.name}").write_text(f"{text}\nReport {number}.\n", encoding="utf-8")
    db = tmp_path / "talks.db"
    command = [sys.executable, "-m", "onrecord", "add", str(folder), "--db", str(db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as adding:
        while not db.exists():
            time.sleep(0.05)
        time.sleep(1)
        os.kill(adding.pid, signal.SIGINT)
        _, told = adding.communicate(timeout=60)
    assert adding.returncode == 130
    assert b"Run the same command to go on" in told
    assert b"Traceback" not in told
    assert run("verify", "--db", str(db)).returncode == 0


def test_actors_are_listed_merged_and_split(db: str, tmp_path: Path) -> None:
    own = str(tmp_path / "own.db")
    shutil.copy(db, own)
    listed = {a["name"]: a["id"] for a in json.loads(answer(own, "actors", "--json"))}
    assert {"Ilya Dorn", "Maren Tolvik"} <= set(listed)
    told = answer(own, "actors", "merges", "Ilya Dorn", "--json")
    assert all(j["reason"] for j in json.loads(told))
    done = answer(own, "actors", "merge", "Ilya Dorn", "Anselm Greve", "--reason", "a test of the desk")
    assert f"Undo: onrecord actors split {listed['Anselm Greve']}" in done
    (judged,) = [j for j in json.loads(answer(own, "actors", "merges", "--json")) if j["judge"] != "onrecord"]
    assert judged["reason"] == "a test of the desk"
    assert "Anselm Greve" in answer(own, "who", "Ilya Dorn")
    answer(own, "actors", "split", str(listed["Anselm Greve"]), "--reason", "undone")
    assert "Anselm Greve" not in answer(own, "who", "Ilya Dorn").split("Met:")[0]
    assert answer(own, "statements", "--json") == answer(db, "statements", "--json")
    assert answer(own, "verify").startswith("All ")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["merge", "Ilya Dorn", "Ilya Dorn", "--reason", "x"], "are one already"),
        (["merge", "Ilya Dorn", "Nobody", "--reason", "x"], "nobody on record"),
        (["split", "99999", "--reason", "x"], "there is no actor 99999"),
    ],
)
def test_a_correction_that_cannot_be_made_is_one_line(db: str, command: list[str], words: str) -> None:
    done = run("actors", *command, "--db", db)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert words in line
