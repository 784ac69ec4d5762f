"""The command line as a user meets it: real files, exit status, what goes to which stream."""

import json
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, run

FIRST = str(min(EXAMPLES.glob("*.md")))


def test_brief_of_the_examples_is_markdown_with_citations() -> None:
    done = run("brief", *map(str, sorted(EXAMPLES.glob("*.md"))))
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert text.startswith("# ")
    assert "[1]" in text
    assert "\x1b[" not in text


def test_brief_as_html_goes_whole_into_a_file(tmp_path: Path) -> None:
    out = tmp_path / "brief.html"
    done = run("brief", FIRST, "--format", "html", "--output", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [out]


def test_brief_as_json() -> None:
    done = run("brief", FIRST, "--format", "json")
    assert json.loads(done.stdout)["sections"]


def test_read_jsonl_has_one_line_a_document_in_order() -> None:
    paths = [str(p) for p in sorted(EXAMPLES.glob("*.md"))[:2]]
    done = run("read", *paths, "--json")
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [set(row) for row in rows] == [{"document", "actors", "statements", "meetings", "background"}] * 2
    text = Path(paths[0]).read_text(encoding="utf-8").split("\n---\n", 1)[1]
    for statement in rows[0]["statements"]:
        for span in statement["content"]:
            assert text[span["start"] : span["end"]] == span["exact"]


def test_read_from_standard_input_with_a_date() -> None:
    words = b"Varnian Foreign Minister Ilya Dorn said on Monday that Varnia would not leave the strait to anyone else."
    done = run("read", "-", "--published", "2027-03-03", "--format", "jsonl", stdin=words)
    (statement,) = json.loads(done.stdout)["statements"]
    assert statement["speaker"]["name"] == "Ilya Dorn"
    assert statement["said_on"] == {"date": "2027-03-01", "precision": "day"}


def test_read_table_is_plain_when_piped() -> None:
    done = run("read", FIRST)
    assert done.returncode == 0
    assert b"\x1b[" not in done.stdout


def test_read_html_marks_the_document() -> None:
    done = run("read", FIRST, "--format", "html")
    assert b"<mark" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.txt", b"", "no text"),
        ("blank.md", b" \n\n ", "no text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        ("menu.html", b"<html><body><nav>Home</nav></body></html>", "no article"),
        (
            "deutsch.txt",
            "Der Außenminister sagte am Montag, dass die Gespräche schwierig werden.".encode() * 3,
            "German",
        ),
        ("broken.md", b"---\ntitle: [\n---\nThe minister said that talks would go on for a while.", "front matter"),
    ],
)
def test_bad_input_is_one_line_and_a_status(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run("brief", str(path))
    message = done.stderr.decode().strip()
    assert done.returncode == 1
    assert done.stdout == b""
    assert len(message.splitlines()) == 1
    assert problem in message
    assert name in message


def test_twenty_megabytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The minister said the talks would go on. " * 500_000, encoding="utf-8")
    done = run("read", str(path))
    assert done.returncode == 1
    assert "longer than" in done.stderr.decode()


def test_the_good_inputs_are_read_and_the_bad_ones_listed(tmp_path: Path) -> None:
    done = run("brief", FIRST, str(tmp_path / "missing.md"))
    assert done.returncode == 1
    assert done.stdout.startswith(b"# ")
    assert "missing.md" in done.stderr.decode()
    assert "missing.md" in done.stdout.decode()


def test_a_date_that_cannot_be_read() -> None:
    done = run("brief", FIRST, "--published", "the day after")
    assert done.returncode == 1
    assert "cannot read the date" in done.stderr.decode()


def test_private_addresses_are_refused() -> None:
    done = run("read", "http://127.0.0.1:9/article")
    assert done.returncode == 1
    assert "private" in done.stderr.decode()


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    done = run("brief", FIRST, "--output", str(tmp_path / "no" / "brief.md"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr.decode()


def test_usage_errors_have_status_two() -> None:
    assert run("brief", FIRST, "--format", "pdf").returncode == 2
    assert run("nonsense").returncode == 2


def test_version_and_completion() -> None:
    assert run("--version").stdout.decode().startswith("onrecord ")
    assert b"--install-completion" in run("--help").stdout
