"""Documentation that fails the build: code blocks run, the command line's help is the page's."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest
import typer

import onrecord
from onrecord.cli import app
from onrecord.values.columns import SCHEMAS
from onrecord.values.dataset import TABLES
from tests.cli.command import run
from tests.publish.shards import written
from tests.record.made import LATER, WIRE

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if BLOCK.search(p.read_text(encoding="utf-8")) and p.name != "store.md"],
    ids=lambda p: p.name,
)
def test_code_blocks_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    namespace: dict[str, object] = {}
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        exec(compile(block, page.name, "exec"), namespace)  # noqa: S102


@pytest.mark.parametrize(("library", "number"), [("duckdb", 0), ("pandas", 1)])
def test_a_dataset_opens_as_the_store_page_says(
    library: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(library)
    blocks = BLOCK.findall((ROOT / "docs/store.md").read_text(encoding="utf-8"))
    assert f"import {library}" in blocks[number]
    written(tmp_path / "news", [("1.md", WIRE), ("2.md", LATER)])
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks[number], "store.md", "exec"), {})  # noqa: S102
    told = capsys.readouterr().out
    assert "2027-03-03" in told
    assert "refusal" in told


def test_the_store_page_names_every_column_of_a_dataset() -> None:
    page = (ROOT / "docs/store.md").read_text(encoding="utf-8")
    told = {cells[0]: cells[1] for line in page.splitlines() if len(cells := line.strip("| ").split(" | ")) == 4}
    for table in TABLES:
        of_table = {
            name
            for names, tables in told.items()
            if tables in ("all", f"`{table}`") or (tables == "all but `documents`" and table != "documents")
            for name in re.findall(r"`(\w+)`", names)
        }
        assert of_table == set(SCHEMAS[table].names)


def test_queries_of_the_store_page_run(tmp_path: Path) -> None:
    page = (ROOT / "docs/store.md").read_text(encoding="utf-8")
    db = tmp_path / "talks.db"
    onrecord.add(db, onrecord.listed([str(ROOT / "examples")]))
    (block,) = re.findall(r"^```sql\n(.*?)^```", page, re.M | re.S)
    with closing(sqlite3.connect(db)) as connection:
        for query in block.split(";")[:-1]:
            assert connection.execute(query).fetchall(), query
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
    own = {t for t in tables if not re.match(r"sqlite_|alembic_|\w+_search", t)}
    assert not [name for name in own if f"`{name}`" not in page]


def verbs(group: click.Command | None = None, path: str = "") -> list[str]:
    """Every command, and every command of a command, as it is typed."""
    found = [path]
    for name, command in getattr(group or typer.main.get_command(app), "commands", {}).items():
        found += verbs(command, f"{path} {name}".strip())
    return found


@pytest.mark.parametrize("verb", verbs())
def test_help_is_in_step_with_the_docs(verb: str) -> None:
    plain = {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "PATH": "/usr/bin:/bin"}
    done = run(*verb.split(), "--help", environment=plain)
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    tidy = "\n".join(line.rstrip() for line in shown.strip().splitlines())
    assert tidy in (ROOT / "docs/cli.md").read_text(encoding="utf-8"), f"paste this into docs/cli.md:\n{tidy}"


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_version_is_the_same_everywhere() -> None:
    version = onrecord.__version__
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
