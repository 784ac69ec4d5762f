"""A reviewer at a store, as a user meets it: lines from a script, keys in a terminal, the log, its export."""

import csv
import io
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, run


@pytest.fixture
def db(examples: Path, tmp_path: Path) -> str:
    return str(shutil.copy(examples, tmp_path / "talks.db"))


def told(db: str, *args: str, stdin: str = "") -> str:
    done = run(*args, "--db", db, stdin=stdin.encode())
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    return done.stdout.decode()


def review(db: str, *lines: str, judge: str = "Ada Reeve", more: tuple[str, ...] = ()) -> str:
    return told(db, "review", "--judge", judge, *more, stdin="\n".join(lines))


def rulings(db: str, *more: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(told(db, "review", "list", "--json", *more))
    return found


def statement(db: str, number: object) -> dict[str, object]:
    (found,) = [s for s in json.loads(told(db, "statements", "--json", "--limit", "500")) if s["id"] == number]
    return dict(found)


def test_a_session_by_lines_is_kept_and_said_in_its_last_line(db: str) -> None:
    shown = review(db, "c", "k refusal", "n", "x", "q")
    assert shown.splitlines()[-1] == "4 shown: 1 confirmed, 1 corrected, 1 rejected"
    reject, kind, confirm = rulings(db)
    assert [r["field"] for r in (reject, kind, confirm)] == ["reject", "kind", "confirm"]
    assert {r["judge"] for r in (reject, kind, confirm)} == {"Ada Reeve"}
    held = statement(db, kind["statement"])
    assert held["kind"] == "refusal"
    assert [r["machine"] for r in held["rulings"]] == [kind["machine"]]  # type: ignore[attr-defined]
    assert reject["statement"] not in {s["id"] for s in json.loads(told(db, "statements", "--json", "--limit", "500"))}
    assert told(db, "verify").startswith("All ")


def test_each_suggestion_stands_in_its_text_with_its_marks(db: str) -> None:
    shown = review(db, "q", more=("--party", "Varnia"))
    assert "1 of " in shown
    assert "{" in shown
    assert "«" in shown
    assert "\x1b[" not in shown
    words = shown.split("«")[1].split("»")[0]
    assert any(words in p.read_text(encoding="utf-8") for p in EXAMPLES.glob("*.md"))


def test_words_of_conditions_and_red_lines_are_looked_up_in_the_text(db: str) -> None:
    shown = review(db, "q", more=("--limit", "1"))
    words = " ".join(shown.split("«")[1].split("»")[0].split()[:3])
    again = review(db, f"r {words}", f"o {words}", "o -", "r", "r -", "o no such words", "q", more=("--limit", "1"))
    assert f"red line: {words}" in again
    assert f"condition: {words}" in again
    assert "'no such words' does not stand in this part of the text" in again
    assert [r["field"] for r in rulings(db)] == ["red_line", "red_line", "condition", "condition", "red_line"]
    assert told(db, "verify").startswith("All ")


def test_another_speaker_has_the_statement_from_then_on_and_undo_gives_it_back(db: str) -> None:
    before = json.loads(told(db, "statements", "--json", "--limit", "500"))
    shown = review(db, "s Anselm Greve", "u", "u", "s Pela Quist, Lorn", "q", more=("--party", "Varnia"))
    assert "Nothing to undo in this session" in shown
    assert "\nPela Quist (Lorn) · " in shown
    assert [s["speaker"] for s in json.loads(told(db, "statements", "--party", "Lorn", "--json"))] == ["Pela Quist"]
    (last,) = rulings(db)
    assert told(db, "review", "undo", str(last["id"])).startswith("Withdrawn: ruling ")
    assert json.loads(told(db, "statements", "--json", "--limit", "500")) == before
    assert rulings(db) == []
    assert len(rulings(db, "--withdrawn")) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("k a", "'a' is no kind. Give one of: demand, offer"),
        ("k", "'' is no kind"),
        ("s", "the speaker's name is empty"),
        ("i treaty", "Name the dossier that has them with --dossier."),
        ("t treaty for", "Name the dossier that has them with --dossier."),
        ("t treaty perhaps", "'perhaps' is no stance"),
        ("zz", "'zz' is no key"),
        ("h", "In the text, {who} speaks"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_session_goes_on(db: str, line: str, words: str) -> None:
    shown = review(db, line, "c", "q")
    assert words in shown
    assert [r["field"] for r in rulings(db)] == ["confirm"]


DOSSIER = """title: The strait
issues:
  - id: radar
    name: The radar
    proposition: The radar on Skerra is closed.
  - id: patrols
    name: Patrols
    proposition: Patrols in the strait are limited.
"""


def test_issues_and_stances_are_of_a_dossier(db: str, tmp_path: Path) -> None:
    pytest.importorskip("onrecord.gather.dossier", reason="the dossier's reader is not on this branch yet")
    path = tmp_path / "strait.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    more = ("--dossier", str(path))
    shown = review(db, "i radar", "t radar for", "i -patrols", "i boats", "c", "q", more=more)
    assert "radar (The radar on Skerra is closed.)" in shown
    assert "'boats' is no issue. Give one of: radar, patrols" in shown
    (pair,) = map(json.loads, told(db, "review", "export", "--what", "stances", *more).splitlines())
    assert (pair["issue"], pair["stance"], pair["proposition"]) == ("radar", "for", "The radar on Skerra is closed.")


def test_what_is_judged_is_not_asked_again_and_an_end_is_said(db: str) -> None:
    number = len(json.loads(told(db, "statements", "--json", "--limit", "500")))
    shown = review(db, *["c"] * number)
    assert shown.splitlines()[-1] == f"{number} shown: {number} confirmed"
    assert review(db).startswith("Nothing to review")


def test_the_export_holds_places_and_labels_and_no_text(db: str) -> None:
    review(db, "c", "k refusal", "n", "x", "q")
    rows = [json.loads(line) for line in told(db, "review", "export").splitlines()]
    assert [set(row) for row in rows] == [
        {"set", "document", "source", "cue", "content", "kind", "red_line", "condition", "by"}
    ] * 2
    assert rows[1]["kind"] == "refusal"
    assert rows[1]["condition"] is None  # nobody judged it
    assert rows[0]["red_line"] is False
    places = {(c["source"]["key"], s["start"], s["end"])
              for x in json.loads(told(db, "statements", "--json", "--limit", "500"))
              for c in x["citations"] for s in c["spans"]["content"]}  # fmt: skip
    assert all((row["document"], *span) in places for row in rows for span in row["content"])
    (gone,) = map(json.loads, told(db, "review", "export", "--what", "rejected").splitlines())
    assert set(gone) == {"set", "document", "source", "cue", "content", "by"}
    assert told(db, "review", "export", "--what", "stances") == ""


def test_the_log_as_table_csv_and_one_by_one(db: str) -> None:
    review(db, "k refusal", "q")
    assert "Ada Reeve" in told(db, "review", "list")
    (row,) = csv.DictReader(io.StringIO(told(db, "review", "list", "--csv")))
    assert (row["answer"], row["judge"]) == ("refusal", "Ada Reeve")
    shown = told(db, "review", "show", row["id"])
    assert f"Ada Reeve on {row['made'][:10]}: kind refusal (the reader: {row['reader']})" in shown
    assert "«" in shown
    assert json.loads(told(db, "review", "show", row["id"], "--json"))["answer"] == "refusal"
    told(db, "review", "undo", row["id"], "--judge", "Ben Okoro")
    assert "Withdrawn by Ben Okoro on " in told(db, "review", "show", row["id"])


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["--kind", "promise"], "--kind: 'promise' is none of"),
        (["--dossier", "none.yaml"], "none.yaml"),
        (["show", "99"], "there is no ruling 99"),
        (["undo", "99"], "there is no ruling 99"),
        (["undo", "1", "--judge", " "], "there is no ruling 1"),
    ],
)
def test_a_wrong_command_is_one_line(db: str, command: list[str], words: str) -> None:
    if "--dossier" in command:
        pytest.importorskip("onrecord.gather.dossier", reason="the dossier's reader is not on this branch yet")
    done = run("review", *command, "--db", db)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert words in line


def test_without_a_store_there_is_one_line_and_none_is_made(tmp_path: Path) -> None:
    for command in (["review"], ["review", "list"], ["review", "export"], ["review", "undo", "1"], ["reread"]):
        done = run(*command, "--db", str(tmp_path / "none.db"))
        assert done.returncode == 1
        assert b"no store here" in done.stderr
        assert list(tmp_path.iterdir()) == []


def test_single_keys_in_a_terminal(db: str) -> None:
    terminal, its = pty.openpty()
    command = [sys.executable, "-m", "onrecord", "review", "--db", db, "--judge", "Ada Reeve"]
    child = subprocess.Popen(command, stdin=its, stdout=its, stderr=its, start_new_session=True)
    os.close(its)
    seen = b""

    def wait_for(words: bytes) -> None:
        nonlocal seen
        until = time.monotonic() + 60
        while words not in seen:
            assert time.monotonic() < until, seen
            if select.select([terminal], [], [], 1)[0]:
                seen += os.read(terminal, 65536)
        seen = seen[seen.index(words) + len(words) :]

    def press(key: bytes) -> None:
        wait_for(b"\n> ")
        time.sleep(0.5)  # what is typed before a key is asked for is not taken for one
        os.write(terminal, key)

    press(b"c")
    press(b"k")
    wait_for(b"kind (KIND)")
    os.write(terminal, b"warning\r")
    wait_for(b"Ada Reeve on ")
    press(b"q")
    wait_for(b"2 shown: 1 confirmed, 1 corrected")
    assert child.wait(timeout=60) == 0
    os.close(terminal)
    assert next((r["field"], r["answer"]) for r in rulings(db)) == ("kind", "warning")


def test_two_reviewers_and_an_adder_at_once_lose_nothing(db: str, tmp_path: Path) -> None:
    extra = tmp_path / "more"
    extra.mkdir()
    for path in EXAMPLES.glob("*.md"):
        (extra / path.name).write_text(path.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    kinds = ["warning", "offer"] * 10
    command = [sys.executable, "-m", "onrecord", "review", "--db", db, "--limit", "3", "--judge"]
    pipe = subprocess.PIPE
    adding = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "add", str(extra), "--db", db], stdout=pipe, stderr=pipe
    )
    at_work = [
        subprocess.Popen([*command, judge], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for judge in ("Ada Reeve", "Ben Okoro")
    ]
    lines = "\n".join([*(f"k {kind}" for kind in kinds), "s Pela Quist, Lorn", "n", "x", "q"])
    for one in at_work:
        _, wrong = one.communicate(lines, timeout=120)
        assert (one.returncode, wrong) == (0, "")
    _, wrong_adding = adding.communicate(timeout=120)
    assert (adding.returncode, wrong_adding) == (0, b"")
    made = rulings(db, "--limit", "500")
    by = {judge: [r for r in made if r["judge"] == judge] for judge in ("Ada Reeve", "Ben Okoro")}
    for own in by.values():
        assert [r["answer"] for r in reversed(own) if r["field"] == "kind"] == kinds
        assert {r["field"] for r in own} >= {"kind", "speaker"}
    assert told(db, "verify").startswith("All ")


def test_a_store_is_read_again_and_what_was_ruled_stays(db: str) -> None:
    review(db, "k refusal", "n", "x", "q")
    before = told(db, "statements", "--json", "--limit", "500")
    assert told(db, "reread") == "6 documents: 6 as before\n"
    assert told(db, "statements", "--json", "--limit", "500") == before


@pytest.mark.parametrize("redirect", ["<&-", "< <(printf 's \\xff\\n')"])
def test_input_that_is_none_ends_in_a_line_at_most(db: str, redirect: str) -> None:
    command = f'"{sys.executable}" -m onrecord review --db "{db}" {redirect}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1
