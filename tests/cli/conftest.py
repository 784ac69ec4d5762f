"""A store of the examples, as the command line makes it."""

import shutil
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, run


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store, never opened again: its copies are."""
    path = tmp_path_factory.mktemp("examples") / "talks.db"
    done = run("add", str(EXAMPLES), "--db", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"6 documents: 6 new\n", b"")
    return path


@pytest.fixture(scope="module")
def db(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy of that store for the questions of a module."""
    return str(shutil.copy(examples, tmp_path_factory.mktemp("store") / "talks.db"))
